"""An extract as a text to show and to learn from: cleaned, and no longer than it need be."""

import re
from typing import Final

LONGEST, SHORTEST = 2_000, 60  # characters of a text; a shorter one says only that there is a film
# Pronunciations and the like leave empty brackets behind.
_EMPTY = re.compile(r"\s*\(\s*(?:[;,:/–-]\s*)*\)")
_LEADING = re.compile(r"\(\s*[;,:]\s*")
_SENTENCE: Final = re.compile(r"[.!?…][»\"”’)]*(?=\s)")


def bounded(extract: str) -> str:
    r"""The text of an extract, to the last sentence that ends within the bound.

    >>> bounded("Parasite ( ; ) est un film.  Il dure\n132 minutes.")
    'Parasite est un film. Il dure 132 minutes.'
    """
    text = " ".join(_LEADING.sub("(", _EMPTY.sub("", extract)).split())
    if len(text) <= LONGEST:
        return text
    ends = [found.end() for found in _SENTENCE.finditer(text, LONGEST // 2, LONGEST)]
    if ends:
        return text[: ends[-1]]
    return text[: text.rindex(" ", 0, LONGEST)] + "…" if " " in text[:LONGEST] else text[: LONGEST - 1] + "…"
