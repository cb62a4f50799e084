"""Who competes: every model of the product, and the best of them without one of their parts."""

from dataclasses import dataclass

import numpy as np

from pickflix.recommend.arrays import Floats, Rows
from pickflix.recommend.blend import VOICES
from pickflix.recommend.content import WEIGHTS, Content, discount_of
from pickflix.recommend.hybrid import PARTS, Hybrid
from pickflix.recommend.recommender import Recommender, Weighting

WITHOUT = " without "  # between the name of a model and the part that it is denied
HYBRID_PARTS = tuple(dict.fromkeys((*VOICES, *PARTS)))
BLOCKS = tuple(block for block, weight in WEIGHTS["for-you"].items() if weight)


@dataclass(frozen=True, slots=True)
class Contender:
    """One who answers: the model of that name, or that model without one of its parts."""

    model: str
    without: str = ""

    @property
    def name(self) -> str:
        """What the rows call it."""
        return f"{self.model}{WITHOUT}{self.without}" if self.without else self.model

    def of(self, trained: Recommender) -> Recommender:
        """What answers, from the trained model."""
        if not self.without:
            return trained
        if isinstance(trained, Hybrid):
            return trained.without(self.without)
        if not isinstance(trained, Content):
            raise TypeError(type(trained))
        return _ContentWithout(trained, self.without)


class _ContentWithout(Content):
    """A content model whose weight of one of BLOCKS is nothing."""

    def __init__(self, model: Content, block: str) -> None:
        self._left = {**WEIGHTS["for-you"], block: 0.0}
        self._loss = discount_of(model.parts, model.sample, self._left)
        discount = np.stack([self._loss] * len(WEIGHTS))
        super().__init__(model.popularity, model.diversity, model.parts, model.sample, discount)

    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:  # noqa: ARG002 - always "for you"
        return self.parts.likeness(seeds, strengths, self._left) - self._loss
