"""Films that go with one another in people's likes, each beside all others: EASE (Steck 2019).

A ridge regression of each film on all the others, in closed form. Where there are fewer users than films the
system is solved among the users (the dual form), which is exact too and far smaller. Each film keeps what it
says of the films that it says most of, so that serving is a sum over a few hundred numbers.
"""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from pickflix.recommend.arrays import Array, Floats, Rows, load_arrays, starts
from pickflix.recommend.diversity import Diversity
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.item_knn import ARRAYS, Neighbours
from pickflix.recommend.popularity import train_popularity
from pickflix.recommend.recommender import Recommender, Weighting
from pickflix.recommend.sagas import train_sagas
from pickflix.recommend.table import FilmTable

Single: TypeAlias = npt.NDArray[np.float32]

# Chosen on inner folds of the training part of MovieLens.
RIDGE = 200.0
TALKATIVE = 0.25  # a user counts as (likes / median likes) to the power of minus this
KEPT = 200  # films that each film tells most of
# The matrices stay below 1 GB: beyond so many, the films most liked and the users who liked most.
MOST_FILMS, MOST_USERS = 8_000, 5_000
AT_ONCE = 512  # films whose column is held in memory
UNSPOKEN = 1e-4  # a film that no seed speaks of comes after those that one does, the popular first


class Ease(Recommender):
    """What people who like the seeds like besides; where nobody liked the seeds, the popular films."""

    name: ClassVar[str] = "ease"

    def __init__(self, popularity: Floats, rule: Diversity, told: Neighbours) -> None:
        super().__init__(popularity, rule)
        self.told = told

    @classmethod
    def train(cls, table: FilmTable, interactions: Interactions | None = None) -> Self:
        """Learns from the likes."""
        told = train_ease(interactions or Interactions.none(len(table)))
        return cls(train_popularity(table, interactions), Diversity.train(table, train_sagas(table)), told)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The model that `save` wrote; raises DamagedSnapshot."""
        return cls(*cls.load_base(folder), Neighbours.from_arrays(load_arrays(folder, ARRAYS)))

    def arrays(self) -> dict[str, Array]:
        """What `save` writes."""
        return super().arrays() | self.told.arrays()

    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:  # noqa: ARG002 - one likeness
        return self.told.likeness(seeds, strengths) + UNSPOKEN * self.popularity


def train_ease(ratings: Interactions) -> Neighbours:
    """What each film says of each other one, the KEPT strongest of each."""
    likes = ratings.liked().latest()
    films = most_liked(likes)
    if not len(films):
        return Neighbours.none(ratings.n_films)
    worth = like_matrix(likes, films)
    told = _dual(worth) if len(worth) <= len(films) else _primal(worth)
    return sparse(told.some, films, ratings.n_films, KEPT)


def like_matrix(likes: Interactions, films: Rows, most: int | None = None) -> Single:
    """Who liked which of those films, (n_users, n_films): 0, or what a like of that user is worth.

    The users are the `most` (MOST_USERS) who liked most, in that order.
    """
    row, place, many = liked_by(likes, films, most)
    matrix = np.zeros((len(many), len(films)), np.float32)
    matrix[row, place] = ((many / np.median(many)) ** (-TALKATIVE / 2))[row]
    return matrix


def liked_by(likes: Interactions, films: Rows, most: int | None = None) -> tuple[Rows, Rows, Rows]:
    """The likes of those films by the `most` (MOST_USERS) users who liked most: user, place of the film.

    Users are counted from the one who liked most; the third array says how many each of them liked.
    """
    place = np.full(likes.n_films, -1)
    place[films] = np.arange(len(films))
    known = likes.keep(place[likes.films] >= 0)
    many = np.bincount(known.users, minlength=likes.n_users)
    first = np.argsort(-many, kind="stable")[: most or MOST_USERS]
    first = first[many[first] > 0]
    rank = np.full(likes.n_users, -1)
    rank[first] = np.arange(len(first))
    kept = known.keep(rank[known.users] >= 0)
    return rank[kept.users], place[kept.films], many[first]


def most_liked(likes: Interactions) -> Rows:
    """The films with a like, ascending, MOST_FILMS of them at most."""
    liked = np.argsort(-likes.behind, kind="stable")[:MOST_FILMS]
    return np.sort(liked[likes.behind[liked] > 0])


def _dual(likes: Single) -> "_Told":
    """The solution by a system among the users: X (XX' + ridge)^-1."""
    system = likes @ likes.T + np.float32(RIDGE) * np.eye(len(likes), dtype=np.float32)
    answer = np.linalg.solve(system, likes)
    # The inverse of X'X + ridge is (I - X' answer) / ridge; this is its diagonal, times the ridge.
    return _Told(likes, answer, 1 - (likes * answer).sum(axis=0))


def _primal(likes: Single) -> "_Told":
    """The solution by a system among the films, from (X'X + ridge)^-1 X'X."""
    gram = likes.T @ likes
    answer = np.linalg.solve(gram + np.float32(RIDGE) * np.eye(len(gram), dtype=np.float32), gram)
    return _Told(np.eye(len(gram), dtype=np.float32), answer, 1 - np.diag(answer))


class _Told:
    """The matrix left' x right, each column divided by its `scale`, computed some rows at a time."""

    def __init__(self, left: Single, right: Single, scale: Single) -> None:
        self._left, self._right, self._scale = left, right, np.maximum(scale, 1e-6).astype(np.float32)

    def some(self, rows: slice) -> Single:
        """What those films say of all, (n_rows, n_films); nothing of themselves."""
        block: Single = (self._left[:, rows].T @ self._right) / self._scale
        block[np.arange(len(block)), np.arange(rows.start, rows.start + len(block))] = 0
        return block


def sparse(some: Callable[[slice], Single], films: Rows, n_films: int, most: int) -> Neighbours:
    """The `most` strongest of what each of those films says of the others; `some` gives rows of that matrix."""
    kept = min(most, len(films))
    many, near, closeness = np.zeros(n_films, np.int64), [], []
    for first in range(0, len(films), AT_ONCE):
        block = some(slice(first, min(first + AT_ONCE, len(films))))
        strongest = np.sort(np.argpartition(-np.abs(block), kept - 1, axis=1)[:, :kept], axis=1)
        values = np.take_along_axis(block, strongest, axis=1)
        many[films[first : first + AT_ONCE]] = (values != 0).sum(axis=1)
        near.append(films[strongest[values != 0]])
        closeness.append(values[values != 0])
    return Neighbours(starts(many), np.concatenate(near).astype(np.int32), np.concatenate(closeness))
