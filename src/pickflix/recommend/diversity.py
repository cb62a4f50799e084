"""Lists that are not all by one director nor of one saga.

A film loses a little for each film of its director or saga above it, and much once they hold their share
of the list, so that others pass before it; where there are no others it still comes.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from itertools import chain
from typing import Self

import numpy as np

from pickflix.recommend.arrays import Array, Floats, Rows, starts
from pickflix.recommend.sagas import ALONE
from pickflix.recommend.table import FilmTable

ARRAYS = ("group_start", "groups")


@dataclass(frozen=True, slots=True)
class Diversity:
    """The director and saga groups of each film, and how dear a repetition is.

    Film f is of `groups[group_start[f]:group_start[f + 1]]`. `share` of a list may be of one group;
    each film of it costs `step` to the next, in units of score, and `excess` more beyond the share.
    """

    group_start: Array
    groups: Array
    share: float = 0.3
    step: float = 0.012
    excess: float = 1.0

    @classmethod
    def train(cls, table: FilmTable, saga: Rows) -> Self:
        """The groups that two films at least are in."""
        named = [
            # In the order of the table, never of a set: the same films give the same bytes.
            [*dict.fromkeys(directors), *([part] if part != ALONE else [])]
            for directors, part in zip(table.directors, saga.tolist(), strict=True)
        ]
        films = Counter(chain.from_iterable(named))
        number = {group: place for place, group in enumerate(name for name, count in films.items() if count > 1)}
        kept = [sorted(number[group] for group in groups if group in number) for groups in named]
        return cls(starts(len(groups) for groups in kept), np.array([*chain.from_iterable(kept)], np.int32))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """The rule that `arrays` returned."""
        return cls(arrays["group_start"], arrays["groups"])

    def arrays(self) -> dict[str, Array]:
        """What to save: ARRAYS."""
        return {"group_start": self.group_start, "groups": self.groups}

    def choose(self, rows: Rows, values: Floats, n: int) -> tuple[Rows, Floats]:
        """The `n` films to list of a pool, best first: rows and what their values come to, descending.

        `values` (len(rows),) are descending. A film's worth only falls as others are chosen, so the
        heap's first is the best once its worth is up to date.
        """
        heap = [(-value, place) for place, value in enumerate(values.tolist())]
        heapify(heap)
        listed: Counter[int] = Counter()
        chosen: list[tuple[int, float]] = []
        while heap and len(chosen) < n:
            minus_worth, place = heap[0]
            row = int(rows[place])
            groups = self.groups[self.group_start[row] : self.group_start[row + 1]].tolist()
            worth = float(values[place]) - self._cost(max((listed[group] for group in groups), default=0), n)
            if worth < -minus_worth:
                heapreplace(heap, (-worth, place))
                continue
            heappop(heap)
            listed.update(groups)
            chosen.append((row, worth))
        return np.array([row for row, _ in chosen], np.int64), np.array([worth for _, worth in chosen], np.float64)

    def _cost(self, listed: int, n: int) -> float:
        room = max(1, round(self.share * n))
        return listed * self.step + max(0, listed - room + 1) * self.excess
