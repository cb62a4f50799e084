"""How many settings of each model were compared before the ones in use were chosen, always on training parts."""

from collections.abc import Mapping
from types import MappingProxyType

# Counted by those who tuned; a figure of an evaluation is the less worth the more was tried for it.
TRIED: Mapping[str, int] = MappingProxyType(
    {
        "item_knn": 11,
        "ease": 29,
        "als": 42,
        "bridge": 45,
        "text of content": 26,
        "hybrid, by hand": 270,
        "hybrid, weights by automatic search": 6600,
    }
)
