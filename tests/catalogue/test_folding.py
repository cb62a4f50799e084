"""One folding of text for every comparison."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pickflix.catalogue.folding import fold

WHOLE = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "\u0131": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th"}


def as_defined(text: str) -> str:
    """The folding of the whole text at once: case, decomposition, letters and digits."""
    spaced = "".join(f" {char} " if char in "¼½¾⅓⅔" else char for char in text)
    plain = "".join(WHOLE.get(char, char) for char in unicodedata.normalize("NFKD", spaced.casefold()))
    kept = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


@given(st.text(alphabet=st.characters()))
def test_any_text_is_folded_letter_by_letter_as_it_is_whole(text: str) -> None:
    """What is remembered of single letters gives the same as the definition, whatever stands side by side."""
    assert fold(text) == as_defined(text)
