"""How much each voice counts in the hybrid, by how many films somebody named: learnt on inner folds.

People whose ratings no model saw name 1, 3, 5, ... of their likes, others all of theirs but some; the weights are
moved, one at a time, as long as more of the likes that were kept back come first (NDCG@10). Content always counts 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pickflix.recommend.arrays import Array, Floats, Mask, Rows
from pickflix.recommend.interactions import Interactions

# The last says how like a film is to what everybody likes, and so how little its likeness to the seeds tells.
VOICES = ("ease", "company", "als", "popularity", "crowd")
STEPS = (1, 3, 5, 10, 30, 100, 300)  # films named
# What MovieLens taught, for where there are too few people to learn from: a row a step, a column a voice.
DEFAULT = np.array(
    [
        [0.05, 0.40, 0.30, 4.00, 0.00],
        [0.05, 0.30, 0.35, 1.40, 0.05],
        [0.05, 0.30, 0.40, 0.50, 0.20],
        [0.10, 0.06, 0.40, 0.05, 0.55],
        [0.10, 0.03, 0.35, 0.02, 0.60],
        [0.25, 0.03, 0.25, 0.02, 0.60],
        [0.80, 0.00, 0.30, 0.00, 0.60],
    ]
)
SHORT = 10  # films of a list
NEAR = 60  # films that each voice proposes: no other can come among the first
FEWEST = 30  # people at a step, from which its weights are learnt
CHANGES = (2.0, 1.5)  # factors by which a weight is tried greater and less
SURE = 2.0  # standard errors by which a change must be better: what is chance in a few people is no lesson
ASKED = 150  # people of each kind, at each step
MANY = 10  # films named from which on people are asked whom the models know in part
MORE = 5  # likes that newcomers keep back, at least


@dataclass(frozen=True, slots=True)
class Question:
    """One person: what each voice says of some candidates (n, 1 + n_voices), content first, and which are `liked`.

    `wanted` counts all likes to be found, whether or not they remain among the candidates.
    """

    voices: Floats
    liked: Mask
    wanted: int

    @classmethod
    def of(cls, voices: Floats, liked: Mask) -> "Question":
        """The question, of which only the candidates remain that some voice puts among its first."""
        kept = np.zeros(len(liked), np.bool_)
        for voice in voices.T:
            kept[np.argpartition(-voice, min(NEAR, len(voice) - 1))[:NEAR]] = True
        return cls(voices[kept], liked[kept], int(liked.sum()))


def newcomers(likes: Interactions, luck: np.random.Generator) -> Iterator[tuple[int, Rows, Rows]]:
    """Step, films named and films kept back of people who name as many films as the steps say."""
    start, films, _ = likes.by_user()
    for place, step in enumerate(STEPS):
        for user in luck.permutation(np.flatnonzero(np.diff(start) >= step + MORE))[:ASKED].tolist():
            own = luck.permutation(films[start[user] : start[user + 1]])
            yield place, np.sort(own[:step]), own[step:]


def acquaintances(
    named: Interactions, kept: Interactions, luck: np.random.Generator
) -> Iterator[tuple[int, Rows, Rows]]:
    """The same of people who name all their likes but those kept back; where these are many."""
    start, films, _ = named.by_user()
    begin, wanted, _ = kept.by_user()
    step = _nearest(np.diff(start))
    able = (np.diff(start) > 0) & (np.diff(begin) > 0) & (step >= STEPS.index(MANY))
    for place in range(len(STEPS)):
        for user in luck.permutation(np.flatnonzero(able & (step == place)))[:ASKED].tolist():
            yield place, films[start[user] : start[user + 1]], wanted[begin[user] : begin[user + 1]]


def learn(questions: Sequence[Sequence[Question]]) -> Floats:
    """The weights (n_steps, n_voices) from the questions of each step; DEFAULT where there are few."""
    return np.stack(
        [
            _climb(_Trial(asked), weights) if len(asked) >= FEWEST else weights
            for asked, weights in zip(questions, DEFAULT, strict=True)
        ]
    )


def _nearest(n_seeds: Rows) -> Rows:
    """The places in STEPS nearest to those numbers of films, in proportion."""
    away = np.abs(np.log(np.maximum(n_seeds, 1))[:, None] - np.log(STEPS))
    places: Rows = away.argmin(axis=1)
    return places


def at(weights: Array, n_seeds: int) -> Floats:
    """The weights (n_voices,) for so many films named, between two steps in proportion to the logarithm."""
    place = np.log(n_seeds)
    return np.array([np.interp(place, np.log(STEPS), voice) for voice in weights.T])


def _climb(trial: "_Trial", start: Floats) -> Floats:
    weights, best = start.copy(), trial.ndcg(start)
    for change in CHANGES:
        moved = True
        while moved:
            moved = False
            for voice in range(len(weights)):
                # The popular films are right most often and help least: they never count more than by DEFAULT.
                for factor in (1 / change,) if VOICES[voice] == "popularity" else (change, 1 / change):
                    tried = weights.copy()
                    tried[voice] *= factor
                    if _better(found := trial.ndcg(tried), best):
                        weights, best, moved = tried, found, True
    return weights


def _better(found: Floats, best: Floats) -> bool:
    gain = found - best
    return bool(gain.mean() > SURE * gain.std() / np.sqrt(len(gain)))


class _Trial:
    """The questions of one step, side by side."""

    def __init__(self, questions: Sequence[Question]) -> None:
        longest = max(SHORT + 1, *(len(question.liked) for question in questions))
        n_voices = questions[0].voices.shape[1]
        self._voices = np.zeros((len(questions), longest, n_voices), np.float32)
        self._liked = np.zeros((len(questions), longest), np.bool_)
        self._beyond = np.ones((len(questions), longest), np.bool_)
        for row, question in enumerate(questions):
            n = len(question.liked)
            self._voices[row, :n], self._liked[row, :n], self._beyond[row, :n] = question.voices, question.liked, False
        gain = 1 / np.log2(np.arange(2, SHORT + 2))
        self._gain = gain
        self._best = np.cumsum(gain)[np.minimum([question.wanted for question in questions], SHORT) - 1]

    def ndcg(self, weights: Floats) -> Floats:
        """The NDCG@10 of the list that those weights make for each person, (n_questions,)."""
        scores = self._voices @ np.concatenate([[1.0], weights]).astype(np.float32)
        scores[self._beyond] = -np.inf
        first = _first(scores)
        ndcg: Floats = (np.take_along_axis(self._liked, first, axis=1) * self._gain).sum(axis=1) / self._best
        return ndcg


def _first(scores: Array) -> Rows:
    """The places of the SHORT greatest of each row, greatest first."""
    chosen = np.argpartition(-scores, SHORT, axis=1)[:, :SHORT]
    order = np.argsort(-np.take_along_axis(scores, chosen, axis=1), axis=1, kind="stable")
    return np.take_along_axis(chosen, order, axis=1)
