"""From answers to rows of the report: each figure with its interval."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from pickflix.evaluate import metrics
from pickflix.evaluate.answers import Answers, Asked
from pickflix.evaluate.intervals import Estimate, of_lists, of_mean
from pickflix.evaluate.metrics import NONE, SHORT
from pickflix.evaluate.report import Row
from pickflix.evaluate.traits import Traits
from pickflix.recommend.arrays import Floats, Mask, Rows

MAIN = "ndcg@10"
FOUND = "recall@20"
Measure: TypeAlias = Callable[[Floats, int], float]  # of how often each film is shown, and of how many candidates
OF_ALL_LISTS: Mapping[str, Measure] = MappingProxyType(
    {
        "coverage@10": metrics.coverage,
        "never_shown": metrics.never_shown,
        "top_hub": metrics.top_hub,
        "top_1_percent": metrics.top_1_percent,
    }
)
LIKES = (10, 30, 100)  # told likes at which one slice ends and the next begins


@dataclass(frozen=True, slots=True)
class Trial:
    """What one model answered under one protocol."""

    protocol: str
    model: str
    asked: Asked
    answers: Answers

    def per_user(self, values: Floats) -> Floats:
        """One value a spectator (n_users,), the mean over the cases (n_cases,); NaN for who has none."""
        _, user = np.unique(self.asked.users, return_inverse=True)
        there = np.isfinite(values)
        many = np.bincount(user[there], minlength=self.asked.n_users)
        total = np.bincount(user[there], values[there], minlength=self.asked.n_users)
        mean: Floats = np.divide(total, many, out=np.full(len(many), np.nan), where=many > 0)
        return mean

    def main(self) -> Floats:
        """The main metric of each spectator, (n_users,)."""
        return self.per_user(metrics.ndcg(self.answers.hits, self.asked.wanted))


def rows(trial: Trial, traits: Traits, *, slices: bool = True) -> Iterator[Row]:
    """The figures of a model under a protocol, and of parts of the spectators and of the films."""
    for name, values in {**_accuracy(trial), **of_lists_alone(trial.answers.lists[:, :SHORT], traits)}.items():
        yield row(trial, name, of_mean(trial.per_user(values)))
    for name, found in zip(OF_ALL_LISTS, of_lists(_over_draws(trial), trial.asked.n_users), strict=False):
        yield row(trial, name, found)
    if slices:
        yield from _slices(trial, traits)


def of_films(model: str, lists: Rows, traits: Traits) -> Iterator[Row]:
    """The figures of the `lists` (n_lists, SHORT) of films like each film."""
    n_films, alone = len(traits.behind), of_lists_alone(lists, traits)
    each = np.stack([*alone.values()])

    def measured(weights: Floats) -> Floats:
        means = each @ weights / weights.sum()
        return np.concatenate([means, _of_all(metrics.shown(lists, n_films, weights), n_films)])

    for name, found in zip((*alone, *OF_ALL_LISTS), of_lists(measured, len(lists)), strict=False):
        yield Row("lists", model, name, found.value, found.low, found.high, found.n)


def _of_all(counts: Floats, n_candidates: int) -> Floats:
    return np.array([measure(counts, n_candidates) for measure in OF_ALL_LISTS.values()])


def difference(trial: Trial, other: Trial) -> Row:
    """How much more the main metric is than that of another model, spectator by spectator."""
    return row(trial, f"{MAIN} - {other.model}", of_mean(trial.main() - other.main()))


def row(trial: Trial, metric: str, found: Estimate) -> Row:
    """A row of the report."""
    return Row(trial.protocol, trial.model, metric, found.value, found.low, found.high, found.n)


def of_lists_alone(lists: Rows, traits: Traits) -> dict[str, Floats]:
    """What is seen of each list (n_cases,) without knowing who reads it."""
    most = metrics.by_one_director(lists, traits.directors)
    return {
        "same_director": most / np.maximum((lists != NONE).sum(axis=1), 1),
        "same_director_lists": (most > metrics.SAME_DIRECTOR).astype(np.float64),
        "intra_list_diversity": metrics.intra_list_diversity(lists, traits.kinds),
        "novelty": metrics.novelty(lists, traits.behind, traits.n_users),
    }


def _accuracy(trial: Trial) -> dict[str, Floats]:
    hits, wanted = trial.answers.hits, trial.asked.wanted
    return {MAIN: metrics.ndcg(hits, wanted), FOUND: metrics.recall(hits, wanted), "auc": trial.answers.aucs}


def _over_draws(trial: Trial) -> Callable[[Floats], Floats]:
    """The mean over the draws of what is measured of each one's lists, by how often each spectator counts."""
    lists, asked = trial.answers.lists[:, :SHORT], trial.asked
    _, user = np.unique(asked.users, return_inverse=True)
    draws = [(lists[asked.draws == draw], user[asked.draws == draw]) for draw in np.unique(asked.draws)]

    def measured(weights: Floats) -> Floats:
        shown = (metrics.shown(each, asked.n_films, weights[who]) for each, who in draws)
        mean: Floats = np.mean([_of_all(counts, asked.n_candidates) for counts in shown], axis=0)
        return mean

    return measured


def _slices(trial: Trial, traits: Traits) -> Iterator[Row]:
    ndcg = metrics.ndcg(trial.answers.hits, trial.asked.wanted)
    for name, within in _by_likes(trial.asked.told).items():
        yield row(trial, f"{MAIN} | {name}", of_mean(trial.per_user(np.where(within, ndcg, np.nan))))
    for name, part in traits.parts.items():
        yield row(trial, f"{FOUND} | {name}", of_mean(trial.per_user(_found_of(trial, part))))


def _by_likes(told: Rows) -> Mapping[str, Mask]:
    ends = (0, *LIKES, None)
    spans = [*pairwise(ends)]
    slices = {
        f"{a or 0} likes or more" if b is None else f"{a} to {b - 1} likes": (told >= (a or 0)) & (told < (b or np.inf))
        for a, b in spans
    }
    return {name: within for name, within in slices.items() if within.any() and not within.all()}


def _found_of(trial: Trial, part: Mask) -> Floats:
    """The recall of the likes that are of a part of the films, NaN where somebody has none."""
    wanted = np.array([part[case.positives].sum() for case in trial.asked.cases])
    hits = trial.answers.hits & part[trial.answers.lists] & (trial.answers.lists != NONE)
    return np.where(wanted > 0, metrics.recall(hits, wanted), np.nan)
