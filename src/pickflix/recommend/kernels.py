"""Likeness by number: year, critics' score, reviews.

Each number takes few distinct values, so the kernel is a small table from value to value, exact, and
one look-up a film at serving, however many seeds there are.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from pickflix.recommend import fame
from pickflix.recommend.arrays import Array, Floats, Rows
from pickflix.recommend.table import FilmTable

MOST_VALUES = 1500  # of one number; where there are more, near ones count as one, for the table has their square
UNKNOWN = 0.3  # likeness where a film has no such number
KERNELS = ("year", "score", "reviews")


@dataclass(frozen=True, slots=True)
class Kernel:
    """One number of each film.

    `codes` (n_films,): which of the distinct values; `closeness` (n_values, n_values): their likeness, 0 to 1.
    """

    codes: Array
    closeness: Array

    @classmethod
    def of(cls, values: Floats, width: float) -> Self:
        """The kernel exp(-|a - b| / width) over `values` (n_films,), NaN where unknown."""
        distinct, codes = np.unique(values, return_inverse=True)  # NaN comes last, once
        if len(distinct) > MOST_VALUES:
            step = (np.nanmax(values) - np.nanmin(values)) / (MOST_VALUES - 1)
            distinct, codes = np.unique(np.round(values / step) * step, return_inverse=True)
        with np.errstate(invalid="ignore"):
            closeness = np.exp(-np.abs(distinct[:, None] - distinct[None, :]) / width)
        # int64, which `take` reads several times faster than what is narrower.
        return cls(codes.astype(np.int64), np.nan_to_num(closeness, nan=UNKNOWN))

    def to_seeds(self, seeds: Rows, strengths: Floats) -> Floats:
        """The likeness to those rows of each distinct value, (n_values,); `strengths` (n_seeds,) sum to 1."""
        share = np.bincount(self.codes[seeds], strengths, minlength=len(self.closeness))
        present = np.flatnonzero(share)
        return np.asarray(share[present] @ self.closeness[present], np.float64)

    def to_all(self) -> Floats:
        """What `to_seeds` says of all films, each as strong as the others."""
        counts = np.bincount(self.codes, minlength=len(self.closeness))
        return np.asarray(counts @ self.closeness / max(len(self.codes), 1), np.float64)

    def between(self, first: int, second: int) -> float:
        """The likeness of two rows."""
        return float(self.closeness[self.codes[first], self.codes[second]])


def train_kernels(table: FilmTable) -> dict[str, Kernel]:
    """The kernels of KERNELS, with the widths that were fitted beforehand."""
    return {
        "year": Kernel.of(fame.numbers(table.years), 8),
        "score": Kernel.of(fame.scores(table), 25),
        "reviews": Kernel.of(np.log1p(fame.review_counts(table)), 0.8),
    }
