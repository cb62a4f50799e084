"""How many settings of each model were compared before the ones in use were chosen, always on training parts."""

from collections.abc import Mapping
from types import MappingProxyType

# From the notes of those who tuned; a figure of an evaluation is the less worth the more was tried for it.
TRIED: Mapping[str, int] = MappingProxyType({})
