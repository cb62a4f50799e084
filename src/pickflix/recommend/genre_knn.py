"""The classic recipe, kept as the baseline to beat: the nearest films by genres, countries, year and running time.

Distances are those of scikit-learn's NearestNeighbors over the same columns, computed here from lists of
labels: no matrix of films times labels is ever made, neither in training nor in serving.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from pickflix.recommend import fame
from pickflix.recommend.arrays import Array, Floats, Rows, load_arrays, runs, starts
from pickflix.recommend.columns import Coded, Numbers
from pickflix.recommend.diversity import Diversity
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.popularity import train_popularity
from pickflix.recommend.recommender import Recommender, Weighting
from pickflix.recommend.sagas import train_sagas
from pickflix.recommend.table import FilmTable

ARRAYS = ("film_start", "film_labels", "label_start", "label_films", "places")


@dataclass(frozen=True, slots=True)
class Space:
    """Where each film lies: a corner for its labels, a place for its numbers.

    Film f bears `film_labels[film_start[f]:film_start[f + 1]]`, label l is borne by
    `label_films[label_start[l]:label_start[l + 1]]`; `places` (n_films, 2) are year and running time,
    scaled to mean 0 and deviation 1.
    """

    film_start: Array
    film_labels: Array
    label_start: Array
    label_films: Array
    places: Array

    @classmethod
    def train(cls, table: FilmTable) -> Self:
        """The space of the films of a table."""
        # "country ..." comes before "genre ..." in the order of labels, behind it in that of a film.
        genres, countries = (_once_a_film(Coded.of(column)) for column in (table.genres, table.countries))
        n_countries = int(countries[1].max(initial=-1)) + 1
        films = np.concatenate([genres[0], countries[0]])
        labels = np.concatenate([genres[1] + n_countries, countries[1]])
        by_film = np.argsort(films, kind="stable")
        films, labels = films[by_film].astype(np.int32), labels[by_film].astype(np.int32)
        return cls(
            film_start=starts(np.bincount(films, minlength=len(table))),
            film_labels=labels,
            label_start=starts(np.bincount(labels)),
            label_films=films[np.argsort(labels, kind="stable")],
            places=np.stack([_scaled(table.years), _scaled(table.runtimes)], axis=1),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """The space that `arrays` returned."""
        return cls(**{name: arrays[name] for name in ARRAYS})

    def arrays(self) -> dict[str, Array]:
        """What to save: ARRAYS."""
        return {name: getattr(self, name) for name in ARRAYS}

    def distances(self, row: int) -> Floats:
        """The Euclidean distance of each film to that one, (n_films,)."""
        own = self.film_labels[self.film_start[row] : self.film_start[row + 1]]
        shared = np.bincount(self.label_films[runs(self.label_start, own)], minlength=len(self.places))
        apart: Floats = np.diff(self.film_start) + len(own) - 2.0 * shared
        for place in (0, 1):  # one column at a time: much faster than a sum over pairs
            apart += (self.places[:, place] - self.places[row, place]) ** 2
        distance: Floats = np.sqrt(apart, out=apart)
        return distance


class GenreKnn(Recommender):
    """Nearness to the seeds, 1 / (1 + distance); of several seeds the mean by strength."""

    name: ClassVar[str] = "genre_knn"

    def __init__(self, popularity: Floats, rule: Diversity, space: Space) -> None:
        super().__init__(popularity, rule)
        self.space = space

    @classmethod
    def train(cls, table: FilmTable, interactions: Interactions | None = None) -> Self:  # noqa: ARG003 - content alone
        """Learns from the table."""
        return cls(train_popularity(table), Diversity.train(table, train_sagas(table)), Space.train(table))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The model that `save` wrote; raises DamagedSnapshot."""
        return cls(*cls.load_base(folder), Space.from_arrays(load_arrays(folder, ARRAYS)))

    def arrays(self) -> dict[str, Array]:
        """What `save` writes."""
        return super().arrays() | self.space.arrays()

    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:  # noqa: ARG002 - one recipe
        nearness = np.zeros(self.n_films)
        for row, strength in zip(seeds.tolist(), strengths.tolist(), strict=True):
            nearness += strength / (1 + self.space.distances(row))
        return nearness


def _once_a_film(column: Coded) -> tuple[Rows, Rows]:
    """The films and the words of a column, each word of a film once, in the film's order.

    Words are numbered without those that no film bears.
    """
    films, numbers = column.films, column.numbers
    _, first = np.unique(films * max(len(column.words), 1) + numbers, return_index=True)
    first.sort()
    _, renumbered = np.unique(numbers, return_inverse=True)
    return films[first], renumbered[first]


def _scaled(column: Numbers) -> Floats:
    """The column (n_films,) with the median where a film has none, scaled to mean 0 and deviation 1."""
    values = fame.numbers(column)
    known = values[np.isfinite(values)]
    filled = np.nan_to_num(values, nan=float(np.median(known)) if len(known) else 0.0)
    if not len(filled):
        return filled
    deviation = filled.std()
    return np.asarray((filled - filled.mean()) / (deviation if deviation > 0 else 1.0), np.float64)
