"""A wish in plain words, in French or English, as chips: "une comédie italienne pas trop longue avec Mastroianni".

`reader.understand` reads; `chips` are what was understood, each a word of an address and a label to
show; `understood` turns them into a request. `lexicon` (with its `.txt` tables), `times` and `names` hold the rules.
"""

from pickflix.recommend.plain_words.chips import Chip
from pickflix.recommend.plain_words.names import Lookup, Named
from pickflix.recommend.plain_words.reader import understand
from pickflix.recommend.plain_words.understood import Understood

__all__ = ["Chip", "Lookup", "Named", "Understood", "understand"]
