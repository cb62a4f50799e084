"""How many people liked two films: what "people who liked A also liked this" stands on."""

from pathlib import Path
from typing import Self

import numpy as np

from pickflix.recommend.arrays import Array, Rows, load_arrays, save_arrays, starts
from pickflix.recommend.interactions import Interactions

FEWEST = 5  # people; fewer could be recognised, and say little
BEYOND_CHANCE = 1.5  # times as many as would like both if one had nothing to do with the other
NEAREST = 100  # films that each film keeps, those most beyond chance
AT_ONCE = 4096  # users counted together
MOST_FILMS = 4000  # the most liked; with more the table of all pairs would fill the memory
ARRAYS = ("start", "films", "people")


class AlsoLiked:
    """The films liked along with each: of film f `films[start[f]:start[f + 1]]`, ascending, by so many `people`."""

    def __init__(self, start: Array, films: Array, people: Array) -> None:
        self._start, self._films, self._people = start, films, people

    @classmethod
    def train(cls, ratings: Interactions) -> Self:
        """Counts the likes."""
        likes = ratings.liked().latest()
        liked = np.argsort(-likes.behind, kind="stable")[:MOST_FILMS]
        films = np.sort(liked[likes.behind[liked] >= FEWEST])
        both = _both(likes, films)
        chance = np.outer(likes.behind[films], likes.behind[films]) / max(likes.n_users, 1)
        beyond = np.where(
            (both >= FEWEST) & (both >= BEYOND_CHANCE * chance), both / np.sqrt(np.maximum(chance, 1e-9)), 0
        )
        nearest = np.argsort(-beyond, axis=1, kind="stable")[:, :NEAREST]
        row, place = np.nonzero(np.take_along_axis(beyond, nearest, axis=1))
        other = nearest[row, place]
        order = np.lexsort((other, row))
        start = starts(np.bincount(films[row], minlength=ratings.n_films))
        people = both[row, other].astype(np.int32)
        return cls(start, films[other][order].astype(np.int32), people[order])

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


def _both(likes: Interactions, films: Rows) -> Array:
    """How many users liked each two of those films, (n, n) float32, zero on the diagonal."""
    place = np.full(likes.n_films, -1)
    place[films] = np.arange(len(films))
    known = likes.keep(place[likes.films] >= 0)
    both = np.zeros((len(films), len(films)), np.float32)
    for first in range(0, likes.n_users, AT_ONCE):
        own = known.keep((known.users >= first) & (known.users < first + AT_ONCE))
        liked = np.zeros((AT_ONCE, len(films)), np.float32)
        liked[own.users - first, place[own.films]] = 1
        both += liked.T @ liked
    np.fill_diagonal(both, 0)
    return both
