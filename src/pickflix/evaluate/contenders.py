"""Who competes: every model of the product, and the content model without one of its blocks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pickflix.recommend.arrays import Floats, Rows
from pickflix.recommend.content import WEIGHTS, Content, discount_of
from pickflix.recommend.recommender import Recommender, Weighting

WITHOUT = " without "  # between the name of a model and the part that it is denied
BLOCKS = tuple(block for block, weight in WEIGHTS["for-you"].items() if weight)


@dataclass(frozen=True, slots=True)
class Contender:
    """One who answers: `of` makes it from the trained model called `model`."""

    name: str
    model: str
    of: Callable[[Recommender], Recommender]


def whole(model: str) -> Contender:
    """The model as it is."""
    return Contender(model, model, lambda trained: trained)


def content_without(block: str) -> Contender:
    """The content model without one of BLOCKS."""

    def denied(model: Recommender) -> Recommender:
        if not isinstance(model, Content):
            raise TypeError(type(model))
        return _ContentWithout(model, block)

    return Contender(f"{Content.name}{WITHOUT}{block}", Content.name, denied)


class _ContentWithout(Content):
    """A content model whose weight of one block is nothing."""

    def __init__(self, model: Content, block: str) -> None:
        self._left = {**WEIGHTS["for-you"], block: 0.0}
        self._loss = discount_of(model.parts, model.sample, self._left)
        super().__init__(
            model.popularity, model.diversity, model.parts, model.sample, np.stack([self._loss] * len(WEIGHTS))
        )

    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:  # noqa: ARG002 - always "for you"
        return self.parts.likeness(seeds, strengths, self._left) - self._loss
