"""What a model answers to the cases of a fold: the first films of each list, and how well it parts likes from rest."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from pickflix.evaluate.metrics import LONG, NONE, auc
from pickflix.evaluate.splits import SEED, Case
from pickflix.recommend.arrays import Floats, Mask, Rows
from pickflix.recommend.recommender import Recommender


@dataclass(frozen=True, eq=False)
class Asked:
    """All cases of one protocol, those of one fold after those of another; arrays have one entry a case.

    `n_candidates` of the `n_films` films are ranked; each spectator is asked once a draw.
    """

    cases: tuple[Case, ...]
    draws: Rows
    n_candidates: int
    n_films: int

    @cached_property
    def users(self) -> Rows:
        """Who is asked."""
        return np.array([case.user for case in self.cases], np.int64)

    @cached_property
    def wanted(self) -> Rows:
        """How many likes there are to find."""
        return np.array([len(case.positives) for case in self.cases], np.int64)

    @cached_property
    def told(self) -> Rows:
        """How many likes are given."""
        return np.array([len(case.seeds) for case in self.cases], np.int64)

    @cached_property
    def n_users(self) -> int:
        """How many different spectators are asked."""
        return len(np.unique(self.users))


@dataclass(frozen=True, slots=True)
class Answers:
    """One entry a case: `lists` (n_cases, LONG) films, best first; `hits` of the same shape; `aucs` (n_cases,)."""

    lists: Rows
    hits: Mask
    aucs: Floats

    @classmethod
    def joined(cls, parts: Sequence["Answers"]) -> "Answers":
        """Those of one fold after those of another."""
        columns = ([getattr(part, column.name) for part in parts] for column in fields(cls))
        return cls(*map(np.concatenate, columns))


def answer(model: Recommender, cases: Sequence[Case]) -> Answers:
    """What the model answers to the cases, in their order: asked "for you".

    Of equal scores luck decides, the same luck for every model: the order of the rows knows something, for
    who wrote the catalogue began with the films that everybody knows.
    """
    luck = np.random.default_rng(SEED).permutation(model.n_films)
    lists = np.full((len(cases), LONG), NONE, np.int64)
    hits = np.zeros((len(cases), LONG), np.bool_)
    aucs = np.empty(len(cases))
    for place, case in enumerate(cases):
        candidates = case.candidates
        scores = model.score(case.seeds, candidates, "for-you")
        liked = np.isin(candidates, case.positives, assume_unique=True)
        best = _best(scores, luck[candidates])
        lists[place, : len(best)] = candidates[best]
        hits[place, : len(best)] = liked[best]
        aucs[place] = auc(scores, liked)
    return Answers(lists, hits, aucs)


def _best(scores: Floats, luck: Rows) -> Rows:
    """The places of the LONG best scores, best first."""
    n = min(LONG, len(scores))
    last = np.partition(scores, len(scores) - n)[len(scores) - n] if n else 0.0
    within = np.flatnonzero(scores >= last)
    best: Rows = within[np.lexsort((luck[within], -scores[within]))][:n]
    return best
