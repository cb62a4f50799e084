"""Films like these by what they are: who made them, what kind, when, how received.

The score is an exact sparse product, no approximation, so that the reasons shown are the score's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, Self

import numpy as np

from pickflix.recommend import kinds, labels
from pickflix.recommend.arrays import Array, Floats, Rows, add_looked_up, load_arrays
from pickflix.recommend.crowding import crowding, sample_of
from pickflix.recommend.diversity import Diversity
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.kernels import KERNELS, Kernel, train_kernels
from pickflix.recommend.labels import BLOCKS, Labels
from pickflix.recommend.popularity import train_popularity
from pickflix.recommend.recommender import Recommender, Weighting
from pickflix.recommend.sagas import train_sagas
from pickflix.recommend.table import FilmTable
from pickflix.recommend.text import gist, written
from pickflix.recommend.text.gist import Gist
from pickflix.recommend.text.words import Told
from pickflix.recommend.text.written import Written

_FOR_YOU = {
    "cast": 4.7,
    "year": 2.0,
    "genre": 1.6,
    "title": 1.3,
    "score": 1.3,
    "reviews": 1.2,
    "writer": 1.2,
    "director": 1.1,
    "certificate": 0.4,
    "company": 0.4,
    "country": 0.25,
    "language": 0.0,
    "saga": 0.0,
    "text": 1.5,
}
# Fitted on ratings; "like this film" asks for the same kind where "for you" asks for the same taste: films of
# the same genres, spoken in the same language, and the other parts of the saga.
_LIKE_THIS = _FOR_YOU | {"genre": 4.7, "country": 1.0, "language": 1.5, "saga": 2.0, "text": 2.0}
# "Surprise me" looks for the same soul elsewhere: what kind of film, its words, how it was received; neither the
# people nor the place nor the time.
_SURPRISE = dict.fromkeys(_FOR_YOU, 0.0) | {
    "genre": 4.7,
    "title": 1.3,
    "score": 2.0,
    "certificate": 0.8,
    "reviews": 0.8,
    "text": 2.0,
}
WEIGHTS: Mapping[Weighting, Mapping[str, float]] = MappingProxyType(
    {
        "for-you": MappingProxyType(_FOR_YOU),
        "like-this": MappingProxyType(_LIKE_THIS),
        "surprise": MappingProxyType(_SURPRISE),
    }
)
# How much of its likeness to the average film a film loses: what is like everything is like nothing.
CENTRING = 0.5
# How much of its likeness to its surroundings it loses besides: who has many near neighbours is near to anybody.
CROWDING = 0.2
TEXT = "text"
_KERNEL_ARRAYS = tuple(f"{name}_{part}" for name in KERNELS for part in ("codes", "closeness"))


@dataclass(frozen=True, slots=True)
class Parts:
    """What the score is made of; the reasons read it too."""

    labels: Labels
    kernels: Mapping[str, Kernel]
    gist: Gist
    written: Written

    @classmethod
    def train(cls, table: FilmTable) -> Self:
        """The parts, from the table."""
        told = [*map(Told.by, table.texts)]
        return cls(Labels.train(table), train_kernels(table), Gist.train(told, table.points), Written.train(told))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The parts that a Content saved; raises DamagedSnapshot."""
        names = (*labels.ARRAYS, *labels.TEXT_ARRAYS, *kinds.ARRAYS, *_KERNEL_ARRAYS, *gist.ARRAYS, *written.ARRAYS)
        arrays = load_arrays(folder, names)
        kernels = {name: Kernel(arrays[f"{name}_codes"], arrays[f"{name}_closeness"]) for name in KERNELS}
        return cls(Labels.from_arrays(arrays), kernels, Gist.from_arrays(arrays), Written.from_arrays(arrays))

    def arrays(self) -> dict[str, Array]:
        """What to save."""
        kernels: dict[str, Array] = {}
        for name, kernel in self.kernels.items():
            kernels |= {f"{name}_codes": kernel.codes, f"{name}_closeness": kernel.closeness}
        return self.labels.arrays() | kernels | self.gist.arrays() | self.written.arrays()

    def likeness(self, seeds: Rows, strengths: Floats, weights: Mapping[str, float]) -> Floats:
        """The weighted likeness of each film to those rows, as a share of the greatest there can be.

        `strengths` (n_seeds,) sum to 1.
        """
        total = self.labels.likeness(seeds, strengths, weights)
        for name, kernel in self.kernels.items():
            add_looked_up(total, weights[name] * kernel.to_seeds(seeds, strengths), kernel.codes)
        if self.gist and weights[TEXT]:
            total += weights[TEXT] * self.gist.likeness(seeds, strengths)
        total /= self._whole(weights)
        return total

    def average_likeness(self, weights: Mapping[str, float]) -> Floats:
        """What `likeness` to all films is, each as strong as the others, (n_films,)."""
        total = self.labels.average_likeness(weights)
        for name, kernel in self.kernels.items():
            add_looked_up(total, weights[name] * kernel.to_all(), kernel.codes)
        if self.gist and weights[TEXT]:
            total += weights[TEXT] * self.gist.average_likeness()
        total /= self._whole(weights)
        return total

    def _whole(self, weights: Mapping[str, float]) -> float:
        """The weights of what there is: without any text, films are compared as if there never were such a thing."""
        return sum(weight for name, weight in weights.items() if name != TEXT or self.gist)


class Content(Recommender):
    """Likeness of labels and numbers, weighted for the two questions that people ask."""

    name: ClassVar[str] = "content"

    def __init__(self, popularity: Floats, rule: Diversity, parts: Parts, sample: Rows, discount: Floats) -> None:
        """`sample`: the rows that stand for all films.

        `discount` (n_weightings, n_films): what the likeness of each film loses, in the order of WEIGHTS.
        """
        super().__init__(popularity, rule)
        self.parts = parts
        self.sample = sample
        self._discount = dict(zip(WEIGHTS, discount, strict=True))

    @classmethod
    def train(cls, table: FilmTable, interactions: Interactions | None = None) -> Self:  # noqa: ARG003 - content alone
        """Learns from the table."""
        parts, rule, sample = Parts.train(table), Diversity.train(table, train_sagas(table)), sample_of(table.ids)
        discount = np.stack([discount_of(parts, sample, weights) for weights in WEIGHTS.values()])
        return cls(train_popularity(table), rule, parts, sample, discount)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The model that `save` wrote; raises DamagedSnapshot."""
        arrays = load_arrays(folder, ("sample", "discount"))
        return cls(*cls.load_base(folder), Parts.load(folder), arrays["sample"], arrays["discount"])

    def arrays(self) -> dict[str, Array]:
        """What `save` writes."""
        own = {"sample": self.sample, "discount": np.stack([*self._discount.values()])}
        return super().arrays() | self.parts.arrays() | own

    def text_likeness(self, words: str) -> Floats:
        """How much the text of each film speaks of those words, French or English, 0 to 1, (n_films,)."""
        return self.parts.written.likeness(words)

    def speaks_of(self, words: str) -> bool:
        """Whether the text of some film speaks of those words."""
        return self.parts.written.holds(words)

    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:
        likeness = self.parts.likeness(seeds, strengths, WEIGHTS[weighting])
        likeness -= self._discount[weighting]
        return likeness


def discount_of(parts: Parts, sample: Rows, weights: Mapping[str, float]) -> Floats:
    """What the likeness of each film loses, (n_films,): films that are like many would stand in every list."""
    crowd = crowding(sample, parts.labels.n_films, lambda row: parts.likeness(row, np.ones(1), weights))
    return CENTRING * parts.average_likeness(weights) + CROWDING * crowd


assert {*BLOCKS, *KERNELS, TEXT} == {*_FOR_YOU}  # noqa: S101 - a part without a weight would be silently left out
