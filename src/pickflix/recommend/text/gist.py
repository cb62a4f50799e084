"""What each text is about, as a point among the others: near points, texts about the same.

The points come from the words of the texts (latent semantic analysis), or from an encoder of the host's own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from pickflix.recommend.arrays import Array, Floats, Rows, runs, starts
from pickflix.recommend.text.weighing import Weighed
from pickflix.recommend.text.words import Told

ARRAYS = ("gist",)
DIMENSIONS = 100
SPARE = 20  # dimensions more while they are sought, so that the last ones asked for are right
ROUNDS = 6
NOTHING = 1e-12  # of the greatest: what is less is the rounding of numbers
SEED = 20
AT_ONCE = 4096  # texts multiplied at once, for the sake of memory


@dataclass(frozen=True, slots=True)
class Gist:
    """The point of each film (n_films, dimensions), float32, of length 1; all zero for a film without a text.

    No dimension at all where no film has one: then it costs nothing and says nothing.
    """

    points: Array

    @classmethod
    def train(cls, told: Sequence[Told], points: Sequence[Array]) -> Self:
        """From the points of each film where an encoder made some, else from the words of the texts, names too."""
        if points:
            return cls.of(np.stack(points))
        return cls.of(latent([{term.stem for term in text.terms} if text.terms else () for text in told]))

    @classmethod
    def of(cls, points: Array) -> Self:
        """The points, each drawn to length 1."""
        length = np.linalg.norm(points, axis=1, keepdims=True)
        told = length > NOTHING * length.max(initial=0)
        return cls(np.ascontiguousarray(np.where(told, points, 0) / np.where(told, length, 1), np.float32))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """The gist that `arrays` returned."""
        return cls(*(arrays[name] for name in ARRAYS))

    def arrays(self) -> dict[str, Array]:
        """What to save: ARRAYS."""
        return {"gist": self.points}

    def __bool__(self) -> bool:
        return bool(self.points.shape[1])

    def likeness(self, seeds: Rows, strengths: Floats) -> Floats:
        """The sum over those rows of strength times the cosine with each film, (n_films,)."""
        towards = strengths @ self.points[seeds]
        return np.asarray(self.points @ towards.astype(np.float32), np.float64)

    def average_likeness(self) -> Floats:
        """What `likeness` to all films is, each as strong as the others, (n_films,)."""
        n = len(self.points)
        return self.likeness(np.arange(n), np.full(n, 1 / max(n, 1)))

    def between(self, first: int, second: int) -> float:
        """The cosine of two films."""
        return float(self.points[first] @ self.points[second])


def latent(documents: Sequence[Collection[str]]) -> Floats:
    """Points whose cosines are near to those of the weighed words, (n_documents, DIMENSIONS or fewer).

    Without two documents that share a word there is no dimension.
    """
    weighed = Weighed.of(documents)
    if not weighed.kept:
        return np.zeros((len(documents), 0))
    return _reduced(_Sparse(weighed.start, weighed.words, weighed.values), _Sparse(*weighed.turned()))


@dataclass(frozen=True, slots=True)
class _Sparse:
    """A matrix by rows: row r has `values` in `columns` from `start[r]` to `start[r + 1]`."""

    start: Rows
    columns: Rows
    values: Floats

    def times(self, dense: Floats) -> Floats:
        """The product with (n_columns, k), (n_rows, k)."""
        product = np.zeros((len(self.start) - 1, dense.shape[1]))
        filled = np.flatnonzero(np.diff(self.start))
        for place in range(0, len(filled), AT_ONCE):
            some = filled[place : place + AT_ONCE]
            entries = runs(self.start, some)
            begin = starts(np.diff(self.start)[some])[:-1]
            product[some] = np.add.reduceat(self.values[entries, None] * dense[self.columns[entries]], begin)
        return product


def _reduced(matrix: _Sparse, turned: _Sparse) -> Floats:
    """The rows of the matrix along its greatest singular directions: from a random start, in some rounds."""
    n_columns = len(turned.start) - 1
    basis = np.random.default_rng(SEED).standard_normal((n_columns, min(DIMENSIONS + SPARE, n_columns)))
    for _ in range(ROUNDS):
        basis = _directions(turned.times(matrix.times(basis)))
        basis /= np.linalg.norm(basis, axis=0)
    return _directions(matrix.times(basis))[:, :DIMENSIONS]


def _directions(columns: Floats) -> Floats:
    """The same space by columns at right angles, the longest first; those that are nearly nothing are left out."""
    squares, turn = np.linalg.eigh(columns.T @ columns)
    kept = squares > NOTHING * squares[-1]
    return np.asarray((columns @ turn[:, kept])[:, ::-1], np.float64)
