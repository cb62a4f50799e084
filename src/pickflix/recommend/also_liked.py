"""How many people liked two films: what "people who liked A also liked this" stands on."""

from pathlib import Path
from typing import Self

import numpy as np

from pickflix.recommend.arrays import Array, load_arrays, save_arrays, starts
from pickflix.recommend.interactions import Interactions

FEWEST = 5  # people; fewer could be recognised, and say little
BEYOND_CHANCE = 1.5  # times as many as would like both if one had nothing to do with the other
NEAREST = 100  # films that each film keeps, those most beyond chance
AT_ONCE = 256  # films counted together
ARRAYS = ("start", "films", "people")


class AlsoLiked:
    """The films liked along with each: of film f `films[start[f]:start[f + 1]]`, ascending, by so many `people`."""

    def __init__(self, start: Array, films: Array, people: Array) -> None:
        self._start, self._films, self._people = start, films, people

    @classmethod
    def train(cls, ratings: Interactions) -> Self:
        """Counts the likes."""
        likes = ratings.liked().latest()
        films = np.flatnonzero(likes.behind >= FEWEST)
        if not len(films):
            return cls(np.zeros(ratings.n_films + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32))
        place = np.full(likes.n_films, -1)
        place[films] = np.arange(len(films))
        known = likes.keep(place[likes.films] >= 0)
        liked = np.zeros((likes.n_users, len(films)), np.float32)
        liked[known.users, place[known.films]] = 1
        many = liked.sum(axis=0)
        pairs = [_company(liked, many, first) for first in range(0, len(films), AT_ONCE)]
        seed, other, people = (np.concatenate([pair[part] for pair in pairs]) for part in range(3))
        order = np.lexsort((other, seed))
        start = starts(np.bincount(films[seed], minlength=ratings.n_films))
        return cls(start, films[other][order].astype(np.int32), people[order].astype(np.int32))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """What `save` wrote; raises DamagedSnapshot."""
        return cls(**load_arrays(folder, ARRAYS))

    def save(self, folder: Path) -> None:
        """Writes ARRAYS."""
        save_arrays(folder, dict(zip(ARRAYS, (self._start, self._films, self._people), strict=True)))

    def __call__(self, seed: int, row: int) -> int:
        """How many people liked both, 0 where they are fewer than FEWEST or no more than chance."""
        first, last = int(self._start[seed]), int(self._start[seed + 1])
        place = first + int(np.searchsorted(self._films[first:last], row))
        return int(self._people[place]) if place < last and self._films[place] == row else 0


def _company(liked: Array, many: Array, first: int) -> tuple[Array, Array, Array]:
    """Film, other film and people of the pairs of AT_ONCE films that are kept."""
    both = liked[:, first : first + AT_ONCE].T @ liked
    chance = many[first : first + AT_ONCE, None] * many / len(liked)
    both[np.arange(len(both)), np.arange(first, first + len(both))] = 0
    beyond = np.where((both >= FEWEST) & (both >= BEYOND_CHANCE * chance), both / np.sqrt(chance), 0)
    nearest = np.argsort(-beyond, axis=1, kind="stable")[:, :NEAREST]
    row, column = np.nonzero(np.take_along_axis(beyond, nearest, axis=1))
    other = nearest[row, column]
    return row + first, other, both[row, other]
