"""The words of a wish: folded for the rules, with the place of each in what was typed."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Self, TypeAlias

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from pickflix.catalogue.folding import fold

LONGEST = 400  # characters of a wish that are read; nobody says more in one breath
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_KNOWN, _ONE_ERROR, _TWO_ERRORS = 5, 6, 9  # letters from which so many typing errors are forgiven
_OPENING, _CLOSING, _PARTING = '«“„"', '»”"', ",;:.!?()/\n"

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `text` folded, `said` the same without typing errors, `start` to `end` its place in what was typed.

    `apart`: a sign parts it from the word before. `quoted` is how many words the quotation has that opens here.
    """

    text: str
    said: str
    start: int
    end: int
    apart: bool
    quoted: int

    @property
    def stem(self) -> str:
        """What is said, without the mark of the plural."""
        return stem_of(self.said)


@dataclass(frozen=True)
class Speech:
    """What was typed, as words; `line` has them side by side, word i from `offsets[i]`."""

    typed: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, typed: str, known: Collection[str], right: Collection[str]) -> Self:
        """The words of the first LONGEST characters.

        One that is almost a `known` stem is taken for it, unless it is among those that are `right` as they are.
        """
        words: list[Word] = []
        before, typed = 0, typed[:LONGEST]
        for found in _WORD.finditer(typed):
            if text := fold(found[0]).replace(" ", ""):
                between = typed[before : found.start()]
                apart = bool(words) and any(sign in between for sign in _PARTING + _OPENING + _CLOSING)
                quoted = _quotation(typed, found.start()) if any(sign in between[-2:] for sign in _OPENING) else 0
                words.append(Word(text, _corrected(text, known, right), found.start(), found.end(), apart, quoted))
                before = found.end()
        return cls(typed, tuple(words))

    @cached_property
    def line(self) -> str:
        """What is said, one space between words."""
        return " ".join(word.said for word in self.words)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each word begins in the line; and behind the last one, where one more would."""
        return tuple(accumulate((len(word.said) + 1 for word in self.words), initial=0))

    def words_until(self, at: int, offset: int) -> int:
        """How many words from `at` stand before that place of the line; 0 where it cuts one in two."""
        return 0 if offset + 1 not in self.offsets[at:] else self.offsets.index(offset + 1, at) - at

    def span(self, at: int, length: int) -> Span:
        """The place of some words in what was typed."""
        return self.words[at].start, self.words[at + length - 1].end

    def as_typed(self, at: int, length: int) -> str:
        """Some words as they were typed."""
        start, end = self.span(at, length)
        return self.typed[start:end]

    def ends_at(self, at: int) -> bool:
        """Whether no word stands there, or a sign parts it from the one before."""
        return at >= len(self.words) or self.words[at].apart


def stem_of(word: str) -> str:
    """The word without the mark of the plural.

    >>> stem_of("comedies"), stem_of("80s"), stem_of("gas")
    ('comedie', '80s', 'gas')
    """
    return word.removesuffix("s") if len(word) > len("gas") and word.isalpha() else word


def _quotation(typed: str, start: int) -> int:
    """How many words stand between here and the sign that closes the quotation, 0 where none does."""
    ends = [place for sign in _CLOSING if (place := typed.find(sign, start)) != -1]
    return len(_WORD.findall(typed, start, min(ends))) if ends else 0


def _corrected(text: str, known: Collection[str], right: Collection[str]) -> str:
    stem = stem_of(text)
    if stem in right or stem in known or not stem.isalpha() or len(stem) < _SHORTEST_KNOWN:
        return text
    errors = 2 if len(stem) >= _TWO_ERRORS else 1
    found = extractOne(stem, known, scorer=OSA.distance, score_cutoff=errors)
    if found is None:
        return text
    # The first letter is seldom wrong, and short words have too many neighbours.
    likely = found[0][0] == stem[0] and len(found[0]) >= _SHORTEST_KNOWN and max(len(stem), len(found[0])) >= _ONE_ERROR
    return found[0] if likely else text
