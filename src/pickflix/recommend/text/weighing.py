"""Which words of some texts count, and how much in each."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

import numpy as np

from pickflix.recommend.arrays import Floats, Rows, starts

FEWEST = 2  # texts that a word must stand in: one that a single text has makes it like no other
MOST, MANY = 0.1, 10  # a word tells none apart that stands in more than that share of the texts, and in so many


@dataclass(frozen=True, slots=True)
class Weighed:
    """Text t has `words[start[t]:start[t + 1]]`, ascending places in `kept`, with `values` of norm 1."""

    kept: tuple[str, ...]
    start: Rows
    words: Rows
    values: Floats

    @classmethod
    def of(cls, documents: Sequence[Collection[str]]) -> Self:
        """The words that tell texts apart, weighted by rarity, ln((1 + N) / (1 + df)) + 1."""
        # Most films of a large catalogue have no text: nothing is made for them.
        said = {place: {*document} for place, document in enumerate(documents) if document}
        films = Counter(chain.from_iterable(said.values()))
        most = max(MOST * len(said), MANY)
        kept = sorted(word for word, n in films.items() if FEWEST <= n <= most)
        number = {word: place for place, word in enumerate(kept)}
        numbered = {place: sorted(number[word] for word in words if word in number) for place, words in said.items()}
        sizes = np.zeros(len(documents), np.int64)
        sizes[[*numbered]] = [*map(len, numbered.values())]
        start = starts(sizes)
        words = np.fromiter(chain.from_iterable(numbered.values()), np.int64, int(start[-1]))
        rarity = np.log((1 + len(documents)) / (1 + np.array([films[word] for word in kept], np.float64))) + 1
        values = rarity[words]
        rows = np.repeat(np.arange(len(documents)), sizes)
        values /= np.sqrt(np.bincount(rows, values**2, minlength=len(documents)))[rows]
        return cls(tuple(kept), start, words, values)

    @property
    def rows(self) -> Rows:
        """The text of each entry."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def turned(self) -> tuple[Rows, Rows, Floats]:
        """The same by words: where each begins, the texts, the values."""
        order = np.lexsort((self.rows, self.words))
        return starts(np.bincount(self.words, minlength=len(self.kept))), self.rows[order], self.values[order]
