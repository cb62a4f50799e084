"""Lists that are not all by one director, of one saga, one decade, one country: maximal marginal relevance.

A film is worth its likeness less what it repeats of the films above it: a little for each of its director or saga,
and much once they hold their share of the list; very little for each of its decade or country, from the fourth on.
So others pass before it; where there are no others it still comes.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from typing import Self

import numpy as np

from pickflix.recommend import fame
from pickflix.recommend.arrays import Array, Floats, Rows, starts
from pickflix.recommend.columns import Coded
from pickflix.recommend.sagas import ALONE
from pickflix.recommend.table import FilmTable

ARRAYS = ("group_start", "groups", "country_start", "countries", "decades")
UNKNOWN = -1  # a decade that the source does not give: it repeats nothing


@dataclass(frozen=True, slots=True)
class Diversity:
    """The director and saga groups of each film, its countries and decade, and how dear a repetition is.

    Film f is of `groups[group_start[f]:group_start[f + 1]]`. `share` of a list may be of one group;
    each film of it costs `step` to the next, in units of score, and `excess` more beyond the share.
    Its countries are kept likewise, its decade in `decades` (n_films,). Of one decade or country `free` films
    cost nothing, each further one `era` or `place` to the next: whoever loves a French comedy mostly wants
    others, and sees something else too. Of several groups or countries the most repeated one counts.
    """

    group_start: Array
    groups: Array
    country_start: Array
    countries: Array
    decades: Array
    share: float = 0.3
    step: float = 0.012
    excess: float = 1.0
    free: int = 3
    era: float = 0.003
    place: float = 0.002

    @classmethod
    def train(cls, table: FilmTable, saga: Rows) -> Self:
        """The groups that two films at least are in."""
        directors, countries, parts = (
            Coded.of(table.directors),
            Coded.of(table.countries),
            np.flatnonzero(saga != ALONE),
        )
        films = np.concatenate([directors.films, parts])
        hands = np.concatenate([directors.numbers, len(directors.words) + saga[parts]])
        by_film = np.argsort(films, kind="stable")
        groups = _shared(films[by_film], hands[by_film], len(table))
        decades = np.nan_to_num(fame.numbers(table.years) // 10, nan=UNKNOWN).astype(np.int32)
        return cls(*groups, *_shared(countries.films, countries.numbers, len(table)), decades)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """The rule that `arrays` returned."""
        return cls(**{name: arrays[name] for name in ARRAYS})  # type: ignore[arg-type] # no number is among them

    def arrays(self) -> dict[str, Array]:
        """What to save: ARRAYS."""
        return {name: getattr(self, name) for name in ARRAYS}

    def choose(self, rows: Rows, values: Floats, n: int) -> tuple[Rows, Floats]:
        """The `n` films to list of a pool, best first: rows and what their values come to, descending.

        `values` (len(rows),) are descending. A film's worth only falls as others are chosen, so the
        heap's first is the best once its worth is up to date.
        """
        heap = [(-value, place) for place, value in enumerate(values.tolist())]
        heapify(heap)
        groups = _of(self.group_start, self.groups, rows)
        places = _of(self.country_start, self.countries, rows)
        eras = self.decades[rows].tolist()
        hands, countries, decades = (Counter[int]() for _ in range(3))
        chosen: list[tuple[int, float]] = []
        while heap and len(chosen) < n:
            minus_worth, at = heap[0]
            cost = self._hands(_most(hands, groups[at]), n)
            cost += self.place * max(0, _most(countries, places[at]) - self.free)
            cost += self.era * max(0, decades[eras[at]] - self.free)
            worth = float(values[at]) - cost
            if worth < -minus_worth:
                heapreplace(heap, (-worth, at))
                continue
            heappop(heap)
            hands.update(groups[at])
            countries.update(places[at])
            decades[eras[at]] += eras[at] != UNKNOWN
            chosen.append((int(rows[at]), worth))
        return np.array([row for row, _ in chosen], np.int64), np.array([worth for _, worth in chosen], np.float64)

    def _hands(self, listed: int, n: int) -> float:
        """What so many listed films of a director or saga cost the next."""
        room = max(1, round(self.share * n))
        return listed * self.step + max(0, listed - room + 1) * self.excess


def _shared(films: Rows, names: Rows, n_films: int) -> tuple[Rows, Array]:
    """Start and numbers of what each film bears of names that two films at least bear.

    `films` (n,) ascend, `names` (n,) are what they bear, numbered here in the order in which they are met: the same
    films give the same bytes.
    """
    width = int(names.max(initial=0)) + 1
    pairs, met = np.unique(films * width + names, return_index=True)
    borne, which = np.unique(pairs % width, return_inverse=True)
    first = np.full(len(borne), len(films), np.int64)
    np.minimum.at(first, which, met)
    several = np.flatnonzero(np.bincount(which, minlength=len(borne)) > 1)
    number = np.full(len(borne), UNKNOWN, np.int64)
    number[several[np.argsort(first[several])]] = np.arange(len(several))
    kept, numbers = (pairs // width)[number[which] != UNKNOWN], number[which][number[which] != UNKNOWN]
    return starts(np.bincount(kept, minlength=n_films)), numbers[np.lexsort((numbers, kept))].astype(np.int32)


def _of(start: Array, numbers: Array, rows: Rows) -> list[list[int]]:
    ends = zip(start[rows].tolist(), start[rows + 1].tolist(), strict=True)
    return [numbers[begin:end].tolist() for begin, end in ends]


def _most(listed: Counter[int], borne: list[int]) -> int:
    return max([listed[number] for number in borne], default=0)
