"""Films liked by the same people: the cosine of who liked them, doubted where few did.

Somebody who likes everything says little of what goes together: a like counts less the more likes its user
gave. Each film keeps its nearest films alone, which is both smaller and better than to keep them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from pickflix.errors import MissingLibrary
from pickflix.recommend.arrays import Array, Floats, Rows, load_arrays, runs, starts
from pickflix.recommend.diversity import Diversity
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.popularity import train_popularity
from pickflix.recommend.recommender import Recommender, Weighting
from pickflix.recommend.sagas import train_sagas
from pickflix.recommend.table import FilmTable

# Chosen on inner folds of the training part of MovieLens.
NEAREST = 100  # films that each film keeps
DOUBT = 5  # people who liked both: with so many a cosine counts half
# A film that no seed speaks of comes after those that one does, the popular first.
UNSPOKEN = 1e-4
AT_ONCE = 256  # films whose likeness to all others is held in memory
TINY = 1e-12  # keeps a film that nobody likes from a division by 0
ARRAYS = ("seed_start", "near", "closeness")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For each film, the films that count it among their nearest.

    Film f speaks for `near[seed_start[f]:seed_start[f + 1]]` (int32) by `closeness` (float32, 0 to 1).
    """

    seed_start: Array
    near: Array
    closeness: Array

    @classmethod
    def none(cls, n_films: int) -> Self:
        """Those of a catalogue that nobody has rated."""
        return cls(np.zeros(n_films + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32))

    @classmethod
    def train(cls, likes: Interactions) -> Self:
        """The neighbours by those likes; raises MissingLibrary without SciPy."""
        films = np.flatnonzero(likes.behind)  # a film that nobody likes is nobody's neighbour
        liked, weighted = (matrix[:, films] for matrix in _matrices(likes))
        norms = np.maximum(np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=0)).ravel()), TINY)
        seeds, near, closeness = [], [], []
        for first in range(0, len(films), AT_ONCE):
            block = np.arange(first, min(first + AT_ONCE, len(films)))
            cosine = (weighted[:, block].T @ weighted).toarray() / (norms[block, None] * norms)
            both = (liked[:, block].T @ liked).toarray()
            cosine *= both / (both + DOUBT)
            cosine[block - first, block] = 0
            film, other = _nearest(cosine)
            seeds.append(films[other])
            near.append(films[film + first])
            closeness.append(cosine[film, other])
        seed = np.concatenate(seeds)
        by_seed = np.argsort(seed, kind="stable")
        return cls(
            starts(np.bincount(seed, minlength=likes.n_films)),
            np.concatenate(near)[by_seed].astype(np.int32),
            np.concatenate(closeness)[by_seed].astype(np.float32),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """The neighbours that `arrays` returned."""
        return cls(**{name: arrays[name] for name in ARRAYS})

    def arrays(self) -> dict[str, Array]:
        """What to save: ARRAYS."""
        return {name: getattr(self, name) for name in ARRAYS}

    def likeness(self, seeds: Rows, strengths: Floats) -> Floats:
        """The sum over those rows of strength times closeness, (n_films,)."""
        places = runs(self.seed_start, seeds)
        strength = np.repeat(strengths, self.seed_start[seeds + 1] - self.seed_start[seeds])
        told = self.closeness[places] * strength
        return np.asarray(np.bincount(self.near[places], told, minlength=len(self.seed_start) - 1), np.float64)


class ItemKnn(Recommender):
    """Nearest films by likes; where nobody liked the seeds, the popular ones."""

    name: ClassVar[str] = "item_knn"

    def __init__(self, popularity: Floats, rule: Diversity, neighbours: Neighbours) -> None:
        super().__init__(popularity, rule)
        self.neighbours = neighbours

    @classmethod
    def train(cls, table: FilmTable, interactions: Interactions | None = None) -> Self:
        """Learns from the likes; raises MissingLibrary where there are some and no SciPy."""
        likes = (interactions or Interactions.none(len(table))).liked().latest()
        neighbours = Neighbours.train(likes) if len(likes) else Neighbours.none(len(table))
        return cls(train_popularity(table), Diversity.train(table, train_sagas(table)), neighbours)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The model that `save` wrote; raises DamagedSnapshot."""
        return cls(*cls.load_base(folder), Neighbours.from_arrays(load_arrays(folder, ARRAYS)))

    def arrays(self) -> dict[str, Array]:
        """What `save` writes."""
        return super().arrays() | self.neighbours.arrays()

    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:  # noqa: ARG002 - one likeness
        return self.neighbours.likeness(seeds, strengths) + UNSPOKEN * self.popularity


def _matrices(likes: Interactions) -> tuple[Any, Any]:
    """The likes as a sparse matrix (n_users, n_films) of ones, and the same by what each like is worth."""
    try:
        from scipy import sparse  # noqa: PLC0415 - serving does without
    except ImportError:
        raise MissingLibrary("SciPy", "train") from None
    start, films, _ = likes.by_user()
    shape = likes.n_users, likes.n_films
    worth = 1 / np.sqrt(np.maximum(np.diff(start), 1))[likes.users]
    ones = sparse.csr_matrix((np.ones(len(likes), np.float32), films, start), shape)
    # The product of two such likes is 1 / the likes that the user gave.
    return ones, sparse.csr_matrix((worth.astype(np.float32), films, start), shape)


def _nearest(closeness: Floats) -> tuple[Rows, Rows]:
    """Row and column of the NEAREST greatest of each row of a matrix, none of them 0."""
    n = closeness.shape[1]
    columns = (
        np.argpartition(-closeness, NEAREST, axis=1)[:, :NEAREST]
        if n > NEAREST
        else np.tile(np.arange(n), (len(closeness), 1))
    )
    row, place = np.nonzero(np.take_along_axis(closeness, columns, axis=1))
    return row, columns[row, place]
