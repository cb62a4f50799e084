"""Films of one kind: the same genres, countries, certificate and language, so what these weigh is computed once a kind.

A common label stands on half of the catalogue, yet its combinations are few: a million films are of a
tenth as many kinds. With this a list stays exact, and fast, at any size that one machine holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from pickflix.recommend.arrays import Array, Floats, Rows, runs, starts

ARRAYS = ("kind_of_film", "kind_example", "kind_label_start", "kind_rows", "kind_values")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kind of each film, and the matrix of kinds by labels.

    `of_film` (n_films,) int64, which `take` reads three times faster than int32; `example` (n_kinds,) a film of
    each kind. Label m stands on the kinds `rows[label_start[m]:label_start[m + 1]]` with `values`.
    """

    of_film: Array
    example: Array
    label_start: Array
    rows: Array
    values: Array

    @classmethod
    def train(cls, films: Rows, labels: Rows, values: Array, n_films: int, n_labels: int) -> Self:
        """From the entries of the common labels: film, label and value of each, in the order of films, then labels."""
        start = starts(np.bincount(films, minlength=n_films))
        number: dict[bytes, int] = {}
        of_film, examples = np.zeros(n_films, np.int64), []
        packed = labels.astype(np.int32)
        for row, (begin, end) in enumerate(zip(start[:-1].tolist(), start[1:].tolist(), strict=True)):
            key = packed[begin:end].tobytes()
            if key not in number:
                number[key] = len(number)
                examples.append(row)
            of_film[row] = number[key]
        example = np.array(examples, np.int64)
        places = runs(start, example)
        kinds, borne = np.repeat(np.arange(len(example)), np.diff(start)[example]), labels[places]
        by_label = np.lexsort((kinds, borne))
        return cls(
            of_film,
            example,
            starts(np.bincount(borne, minlength=n_labels)),
            kinds[by_label].astype(np.int32),
            values[places][by_label].astype(np.float32),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """The kinds that `arrays` returned."""
        return cls(*(arrays[name] for name in ARRAYS))

    def arrays(self) -> dict[str, Array]:
        """What to save: ARRAYS."""
        return dict(zip(ARRAYS, (self.of_film, self.example, self.label_start, self.rows, self.values), strict=True))

    def product(self, labels: Rows, shares: Floats) -> Floats:
        """The product of each kind with the labels that have those shares, (n_kinds,)."""
        return product(self.label_start, self.rows, self.values, labels, shares, len(self.example))


def product(start: Array, rows: Array, values: Array, labels: Rows, shares: Floats, n: int) -> Floats:
    """The sum over the labels of share times value of each of the `n` rows; label m stands on the m-th run."""
    borne = runs(start, labels)
    sizes = np.asarray(start)[labels + 1] - np.asarray(start)[labels]
    # Without any label bincount gives whole numbers.
    return np.bincount(rows[borne], np.repeat(shares, sizes) * values[borne], minlength=n).astype(
        np.float64, copy=False
    )
