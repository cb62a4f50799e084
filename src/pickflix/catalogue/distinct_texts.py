"""Texts as bytes and offsets: gathered one by one, sorted and told apart without an object for each."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # of numbers; each use says of which
Numbers = NDArray[np.int64]
AT_ONCE = 50_000  # texts encoded at once
KEY = 8  # bytes compared at once, as one number


@dataclass(frozen=True, slots=True)
class Written:
    """Text t is the UTF-8 of `letters[offset[t]:offset[t + 1]]`."""

    letters: NDArray[np.uint8]
    offset: Numbers

    def __len__(self) -> int:
        return len(self.offset) - 1

    def chosen(self, numbers: Numbers) -> "Written":
        """The texts of those numbers, in their order."""
        sizes = np.diff(self.offset)[numbers]
        offset = starts(sizes)
        letters = np.empty(offset[-1], np.uint8)
        # Some at a time: the place of each letter takes eight times the memory of the letter.
        for begin in range(0, len(numbers), AT_ONCE):
            some = slice(begin, begin + AT_ONCE)
            ends = starts(sizes[some])
            places = np.arange(ends[-1]) + np.repeat(self.offset[numbers[some]] - ends[:-1], sizes[some])
            letters[offset[begin] : offset[begin] + ends[-1]] = self.letters[places]
        return Written(letters, offset)

    def some(self, begin: int, end: int) -> str:
        """The texts from one number to another, a line feed behind each."""
        sizes = np.diff(self.offset[begin : end + 1])
        spread = np.full(int(sizes.sum()) + end - begin, ord("\n"), np.uint8)
        letters = self.letters[self.offset[begin] : self.offset[end]]
        spread[np.arange(len(letters)) + np.repeat(np.arange(end - begin), sizes)] = letters
        return spread.tobytes().decode()

    def distinct(self) -> tuple["Written", Numbers]:
        """The distinct texts in the order of their code points, and the number that each text has among them."""
        rank = self._rank()
        _, first, number = np.unique(rank, return_index=True, return_inverse=True)
        return self.chosen(first), number

    def _rank(self) -> Numbers:
        """How many texts come before each, those that are the same left out of the count.

        The texts are compared by their first bytes; those that have them in common by the next, and so on.
        """
        sizes, rank = np.diff(self.offset), np.zeros(len(self), np.int64)
        alike, place = np.arange(len(self)), 0
        while len(alike):
            key = self._key(alike, place)
            order = np.lexsort((key, rank[alike]))
            alike, key = alike[order], key[order]
            was = rank[alike]
            other = np.concatenate(([True], was[1:] != was[:-1]))
            apart = other | np.concatenate(([True], key[1:] != key[:-1]))
            rows = np.arange(len(alike))
            group = np.maximum.accumulate(np.where(apart, rows, 0))
            rank[alike] = was + group - np.maximum.accumulate(np.where(other, rows, 0))
            place += KEY
            longest = np.maximum.reduceat(sizes[alike], np.flatnonzero(apart))
            several = np.diff(np.append(np.flatnonzero(apart), len(alike))) > 1
            alike = alike[((longest > place) & several)[np.cumsum(apart) - 1]]
        return rank

    def _key(self, texts: Numbers, place: int) -> NDArray[np.uint64]:
        """The bytes of those texts from a place on as one number, 0 behind their end: no text has a byte of 0."""
        key = np.zeros(len(texts), np.uint64)
        begin, end = self.offset[texts] + place, self.offset[texts + 1]
        for ahead in range(KEY):
            at = np.minimum(begin + ahead, len(self.letters) - 1)
            key = key << np.uint64(8) | np.where(begin + ahead < end, self.letters[at], 0).astype(np.uint64)
        return key


@dataclass(slots=True)
class Gathered:
    """Texts that come one by one; none holds a line feed."""

    _waiting: list[str] = field(default_factory=list)
    _letters: list[bytes] = field(default_factory=list)
    _sizes: list[Numbers] = field(default_factory=list)

    def add(self, text: str) -> None:
        """One more text."""
        self._waiting.append(text)
        if len(self._waiting) >= AT_ONCE:
            self._encode()

    def written(self) -> Written:
        """All of them, in their order; they are let go here, for millions of names are many megabytes."""
        self._encode()
        letters = np.frombuffer(b"".join(self._letters), np.uint8)
        self._letters.clear()
        offset = starts(np.concatenate([np.zeros(0, np.int64), *self._sizes]))
        self._sizes.clear()
        return Written(letters, offset)

    def _encode(self) -> None:
        lines = np.frombuffer("".join(f"{text}\n" for text in self._waiting).encode(), np.uint8)
        ends = np.flatnonzero(lines == ord("\n"))
        self._sizes.append(np.diff(ends, prepend=-1) - 1)
        self._letters.append(lines[lines != ord("\n")].tobytes())
        self._waiting.clear()


def starts(sizes: Array) -> Numbers:
    """Where each run begins in a flat array of runs of those sizes, and where the last one ends."""
    found = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found
