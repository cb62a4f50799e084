"""Texts found by the trigrams that they share with a query, out of plain arrays.

A text is cut at its spaces and each word padded with one on both sides: "up" is " up" and "up ". One
letter has but one gram, so the beginnings of words (" u") are grams too; only a query's words of one
letter ask for them. One error spoils most trigrams of a short text, so the pairs of its letters that
stand side by side or with one between them are grams as well: "sihne" keeps five of "shine".
All arrays may be memory-mapped: nothing is copied or looped over when opened.
"""

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # of numbers; each use says of which
SPACE = ord(" ")
BITS = 21  # of a code point
SHORT = 8  # characters of a text with pairs
PAIR = 0.5  # what a pair is worth beside a trigram as rare
MOST_POSTINGS = 60_000  # read for one query: beyond it the commonest grams tell nothing new
MOST_A_TEXT, MOST_OF_ALL = 0.25, 200_000  # the same of a large catalogue, where all grams are common, in a few ms
DENSE = 4  # texts for each posting that is read: where there are more, most of them are not looked at
GRAM_BITS = 11  # of the number of a gram of a query: a text of LONGEST letters has fewer
LEAST_SHARE = 0.4  # of the best candidate's weight, else a text is not looked at


class Postings:
    """The texts, numbered in the order of their code points, and the grams that lead to them."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """`arrays` are those of `postings_index.build_postings`."""
        self._text = arrays["text"].data
        self._offset, self._gram, self._start = (arrays[name] for name in ("offset", "gram", "gram_start"))
        self._posting, self._rarity, self._weight = (
            np.asarray(arrays[name]) for name in ("posting", "rarity", "weight")
        )

    def __len__(self) -> int:
        return len(self._offset) - 1

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self):
            raise IndexError(number)
        return str(self._text[self._offset[number] : self._offset[number + 1]], "utf-8")

    def several(self, numbers: NDArray[np.int64]) -> list[str]:
        """The texts of these numbers, in their order."""
        begins, ends = self._offset[numbers].tolist(), self._offset[numbers + 1].tolist()
        return [str(self._text[begin:end], "utf-8") for begin, end in zip(begins, ends, strict=True)]

    def starting_with(self, text: str) -> range:
        """The numbers of the texts that start so, the text itself first."""
        return range(bisect_left(self, text), bisect_left(self, text + "\U0010ffff"))

    def sharing(self, text: str, renown: NDArray[np.float32], n: int, least: float) -> NDArray[np.int64]:
        """At most about n numbers of the texts that share most with this one, in their order.

        `renown` (n_texts,), 0 to 1, decides between texts that share as much. None where even the best
        text shares less than `least` (0 to 1) of the weight of this one.
        """
        wanted = self._wanted(text)
        if not wanted.size:
            return np.zeros(0, np.int64)
        rarity = self._rarity[wanted]
        texts, shared = self._shared(wanted, rarity)
        best, whole = shared.max(), rarity.sum()
        if best < least * whole:
            return np.zeros(0, np.int64)
        much = shared >= LEAST_SHARE * best
        found: NDArray[np.int64] = texts[much].astype(np.int64, copy=False)
        share = shared[much]
        score = share / whole + 0.3 * share / np.maximum(self._weight[found], share) + 0.3 * renown[found]
        if len(found) > n:
            # The worst score kept, and all that tie with it: no text is lost to the order of the arrays.
            found = found[score >= np.partition(score, len(found) - n)[len(found) - n]][: 2 * n]
        return found

    def _shared(self, wanted: NDArray[np.int64], rarity: NDArray[np.float32]) -> tuple[Array, Array]:
        """The texts that have some of those grams, ascending, and the sum of what these weigh."""
        lists = [self._posting[self._start[gram] : self._start[gram + 1]] for gram in wanted]
        lengths = [*map(len, lists)]
        owners = np.concatenate(lists)
        if len(self) < DENSE * len(owners):
            weights = np.repeat(rarity, lengths)
            return np.arange(len(self)), np.bincount(owners, weights, minlength=len(self))
        # Few of many texts: no list is made of all. The sums are the same to the last bit, for numbers of 24 bits that
        # are so few and so near each other are added without rounding.
        both = np.sort(owners.astype(np.int64) << GRAM_BITS | np.repeat(np.arange(len(lists)), lengths), kind="stable")
        owners = both >> GRAM_BITS
        firsts = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        return owners[firsts], np.add.reduceat(rarity.astype(np.float64)[both & ((1 << GRAM_BITS) - 1)], firsts)

    def _wanted(self, text: str) -> NDArray[np.int64]:
        """Places in `gram` of the query's grams, the rarest first, within MOST_POSTINGS."""
        codes = _grams(text)
        letters = [f" {word}" for word in text.split() if len(word) == 1]
        beginnings = {ord(letter[1]) | SPACE << BITS for letter in letters}
        codes = codes[~is_beginning(codes) | np.isin(codes, list(beginnings))]
        if not len(self._gram):
            return np.zeros(0, np.int64)
        places = np.minimum(np.searchsorted(self._gram, codes), len(self._gram) - 1)
        places = places[self._gram[places] == codes]
        lengths = self._start[places + 1] - self._start[places]
        rarest = np.argsort(lengths, kind="stable")
        most = max(MOST_POSTINGS, min(len(self) * MOST_A_TEXT, MOST_OF_ALL))
        enough = np.cumsum(lengths[rarest]) <= most
        enough[:2] = True
        wanted: NDArray[np.int64] = places[rarest[enough]]
        return wanted


def is_beginning(codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the grams are beginnings of words."""
    begins: NDArray[np.bool_] = (codes >> BITS) == SPACE
    return begins


def _grams(text: str) -> NDArray[np.int64]:
    """The codes of the grams of a text, ascending."""
    first, second, third = _triples(f" {text.replace(' ', '  ')} ")
    inside, begins = second != SPACE, (first == SPACE) & (second != SPACE)
    trigrams = (first << (2 * BITS) | second << BITS | third)[inside]
    one, two, three = _triples(f"{text.replace(' ', '')}  " if len(text) <= SHORT else "")
    near, far = (one != SPACE) & (two != SPACE), (one != SPACE) & (three != SPACE)
    pairs = [(one << BITS | two)[near], (one << BITS | three)[far]]
    return np.unique(np.concatenate([trigrams, (first << BITS | second)[begins], *pairs]))


def _triples(text: str) -> tuple[NDArray[np.int64], ...]:
    """Every three code points side by side."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int64)
    return points[:-2], points[1:-1], points[2:]
