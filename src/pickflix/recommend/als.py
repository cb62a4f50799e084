"""Tastes as a few numbers: alternating least squares on who liked what.

Every film is a point among FACTORS tastes. Only the points are kept: whoever asks is placed among them
from the films they name, by the equation that the training itself solved for its users.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from pickflix.errors import MissingLibrary
from pickflix.recommend.arrays import Array, Floats, Rows, load_arrays
from pickflix.recommend.diversity import Diversity
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.popularity import train_popularity
from pickflix.recommend.recommender import Recommender, Weighting
from pickflix.recommend.sagas import train_sagas
from pickflix.recommend.table import FilmTable

# Chosen on inner folds of the training part of MovieLens.
FACTORS = 64
ROUNDS = 10
CONFIDENCE = 7.0  # what a like weighs, where a film that was not named weighs 1
RIDGE = 40.0  # how strongly a taste is drawn to none
SEED = 7
# A film that nobody liked has no taste; it comes after those that have one, the popular first.
UNKNOWN = 1e-4
ARRAYS = ("factors", "gram", "solver")


@dataclass(frozen=True, slots=True)
class Tastes:
    """Where the films lie, `factors` (n_films, k) float32, and how somebody is placed among them.

    `solver` (3,): the weight of a like, the ridge, and what each like adds to the ridge. `gram` (k, k) is
    factors' x factors: what all films that were not named say together.
    """

    factors: Array
    gram: Array
    solver: Array

    @classmethod
    def of(cls, factors: Array, confidence: float, ridge: float, ridge_per_like: float = 0.0) -> Self:
        """The tastes of trained factors (n_films, k)."""
        exact = factors.astype(np.float64)
        return cls(factors.astype(np.float32), exact.T @ exact, np.array([confidence, ridge, ridge_per_like]))

    def place(self, films: Rows, strengths: Floats) -> Floats:
        """The taste (k,) of somebody who likes those films; `strengths` (n,) are 1 on average.

        Solves (Y'Y + Y_s' (C - I) Y_s + ridge I) x = Y_s' C 1 for the films s and their confidences C.
        """
        confidence, ridge, ridge_per_like = self.solver
        liked = self.factors[films].astype(np.float64)
        weight = confidence * strengths
        left = self.gram + (liked.T * (weight - 1)) @ liked
        left[np.diag_indices_from(left)] += ridge + ridge_per_like * len(films)
        return np.linalg.solve(left, liked.T @ weight)

    def likeness(self, films: Rows, strengths: Floats) -> Floats:
        """How likely somebody who likes those films likes each film, (n_films,), mostly 0 to 1."""
        return np.asarray(self.factors @ self.place(films, strengths).astype(np.float32), np.float64)


class Als(Recommender):
    """Films near the taste of whoever asks; where nobody liked those films, the popular ones."""

    name: ClassVar[str] = "als"

    def __init__(self, popularity: Floats, rule: Diversity, tastes: Tastes) -> None:
        super().__init__(popularity, rule)
        self.tastes = tastes

    @classmethod
    def train(cls, table: FilmTable, interactions: Interactions | None = None) -> Self:
        """Learns from the likes; raises MissingLibrary where there are some and no `implicit`."""
        likes = (interactions or Interactions.none(len(table))).liked().latest()
        return cls.of(table, train_tastes(likes) if len(likes) else no_tastes(len(table)))

    @classmethod
    def of(cls, table: FilmTable, tastes: Tastes) -> Self:
        """The model of tastes that were trained here or elsewhere."""
        return cls(train_popularity(table), Diversity.train(table, train_sagas(table)), tastes)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The model that `save` wrote; raises DamagedSnapshot."""
        return cls(*cls.load_base(folder), Tastes(**load_arrays(folder, ARRAYS)))

    def arrays(self) -> dict[str, Array]:
        """What `save` writes."""
        return super().arrays() | {name: getattr(self.tastes, name) for name in ARRAYS}

    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:  # noqa: ARG002 - one taste
        return self.tastes.likeness(seeds, strengths * len(seeds)) + UNKNOWN * self.popularity


def train_tastes(likes: Interactions) -> Tastes:
    """The tastes of those likes (at least one), trained on this machine; raises MissingLibrary.

    Each row is solved by one thread: the same likes give the same tastes, however many threads there are.
    """
    sparse, model, limits = _libraries()
    start, films, _ = likes.by_user()
    ones = np.ones(len(likes), np.float32)
    by_user = sparse.csr_matrix((ones, films.astype(np.int32), start), (likes.n_users, likes.n_films))
    # The rows are shared between threads of implicit's own; those of the linear algebra would fight them.
    with limits(1, "blas"):
        fitted = model(
            factors=n_factors(likes),
            regularization=RIDGE,
            alpha=CONFIDENCE,
            iterations=ROUNDS,
            random_state=SEED,
        )
        fitted.fit(by_user, show_progress=False)
    return Tastes.of(fitted.item_factors, CONFIDENCE, RIDGE)


def no_tastes(n_films: int) -> Tastes:
    """Those of a catalogue of which nobody liked a film."""
    return Tastes.of(np.zeros((n_films, 1), np.float32), CONFIDENCE, RIDGE)


def n_factors(likes: Interactions) -> int:
    """FACTORS, or fewer where there are fewer users or films than that."""
    return max(1, min(FACTORS, likes.n_users, likes.n_films))


def _libraries() -> tuple[Any, Any, Any]:
    try:
        from implicit.cpu.als import AlternatingLeastSquares  # noqa: PLC0415 - serving does without
        from scipy import sparse  # noqa: PLC0415 - idem
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - idem
    except ImportError:
        raise MissingLibrary("implicit", "train") from None
    return sparse, AlternatingLeastSquares, threadpool_limits
