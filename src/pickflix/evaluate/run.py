"""Runs the protocols: trains each model on what a fold lets it see, asks, and makes the rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Self, TypeAlias

import numpy as np

from pickflix.evaluate import figures
from pickflix.evaluate.answers import Answers, Asked, answer
from pickflix.evaluate.contenders import WITHOUT, Contender
from pickflix.evaluate.figures import Trial
from pickflix.evaluate.metrics import NONE, SHORT
from pickflix.evaluate.report import Row
from pickflix.evaluate.splits import SPLITS, Fold
from pickflix.evaluate.traits import Traits
from pickflix.recommend.arrays import Rows
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.recommender import Recommender, Wish
from pickflix.recommend.table import FilmTable

Progress: TypeAlias = Callable[[str, int, int], None]  # what is done now, how much is done, of how much
FILMS_ALONE = ("genre_knn", "content")  # learn nothing from ratings, so once is enough
OURS = ("bridge", "hybrid")  # what is held against the best of the others
LISTS = "lists"  # the protocol that asks for the films like each film


@dataclass(frozen=True, slots=True)
class Bench:
    """What all protocols share: the films, their ratings, the models by name.

    `told` is the same table with texts of the films, None where there are none to measure with.
    """

    table: FilmTable
    ratings: Interactions
    models: Mapping[str, type[Recommender]]
    traits: Traits
    told: FilmTable | None = None
    trained: dict[str, Recommender] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        table: FilmTable,
        ratings: Interactions,
        models: Mapping[str, type[Recommender]],
        told: FilmTable | None = None,
    ) -> Self:
        """The bench of those films and ratings."""
        return cls(table, ratings, models, Traits.of(table, ratings), told)

    def with_texts(self) -> Self:
        """The bench where films have texts; itself where there are none."""
        return replace(self, table=self.told, trained={}) if self.told else self

    def train(self, name: str, ratings: Interactions) -> Recommender:
        """The model of that name from those ratings; one that learns from the films alone is trained once."""
        if name in self.trained:
            return self.trained[name]
        model = self.models[name].train(self.table, ratings)
        if name in FILMS_ALONE:
            self.trained[name] = model
        return model


@dataclass(frozen=True, slots=True)
class Course:
    """One thing to run: a split or LISTS, who competes in it, how many folds or lists of it (None: all).

    `label` stands before the name of the protocol in the rows; `texts` asks for films with texts.
    """

    name: str
    contenders: tuple[Contender, ...]
    most: int | None = None
    label: str = ""
    texts: bool = False

    @property
    def models(self) -> tuple[str, ...]:
        """The models to train, each once."""
        return tuple(dict.fromkeys(contender.model for contender in self.contenders))

    def titled(self, protocol: str) -> str:
        """The name of a protocol in the rows."""
        return f"{self.label} {protocol}".strip()


def run(bench: Bench, courses: Sequence[Course], progress: Progress) -> tuple[Row, ...]:
    """The rows of all courses, in their order."""
    rows: list[Row] = []
    for place, course in enumerate(courses):

        def say(label: str, done: float, place: int = place, name: str = course.titled(course.name)) -> None:
            progress(f"{name}: {label}", round(100 * (place + done)), 100 * len(courses))

        films = bench.with_texts() if course.texts else bench
        rows += _lists(films, course, say) if course.name == LISTS else _split(films, course, say)
    progress("Measured", 100 * len(courses), 100 * len(courses))
    return tuple(row for row in rows if row.n)


def _split(bench: Bench, course: Course, say: Callable[[str, float], None]) -> Iterator[Row]:
    for protocol, trials in _trials(bench, course, say).items():
        say(f"intervals of {protocol}", 1)
        for trial in trials:
            yield from figures.rows(trial, bench.traits, slices=WITHOUT not in trial.model)
        yield from _differences(trials)


def _trials(bench: Bench, course: Course, say: Callable[[str, float], None]) -> dict[str, list[Trial]]:
    """The answers of all contenders, by protocol."""
    folds = [*islice(SPLITS[course.name](bench.ratings), course.most)]
    answers: dict[tuple[str, str], list[Answers]] = {}
    for place, fold in enumerate(folds):
        for done, name in enumerate(course.models):
            say(f"{name}, part {place + 1} of {len(folds)}", (place + done / len(course.models)) / len(folds))
            model = bench.train(name, fold.train)
            for contender in course.contenders:
                if contender.model != name:
                    continue
                competitor = contender.of(model)
                for protocol, cases in fold.cases.items():
                    answers.setdefault((protocol, contender.name), []).append(answer(competitor, cases))
    trials = {}
    for protocol in folds[0].cases if folds else ():
        asked = _asked(folds, protocol, len(bench.table))
        trials[protocol] = [
            Trial(course.titled(protocol), contender.name, asked, Answers.joined(answers[protocol, contender.name]))
            for contender in course.contenders
        ]
    return trials


def _asked(folds: Sequence[Fold], protocol: str, n_films: int) -> Asked:
    cases = tuple(case for fold in folds for case in fold.cases[protocol])
    draws = np.repeat([fold.draw for fold in folds], [len(fold.cases[protocol]) for fold in folds])
    return Asked(cases, draws, folds[0].n_candidates, n_films)


def _differences(trials: Sequence[Trial]) -> Iterator[Row]:
    """Of each model to the best one that is not ours, and of a model without a part to the whole one."""
    whole = {trial.model: trial for trial in trials}
    others = [trial for trial in trials if trial.model not in OURS and WITHOUT not in trial.model]
    best = max((trial for trial in others if trial.asked.cases), key=lambda trial: trial.main().mean(), default=None)
    for trial in trials:
        base = whole.get(trial.model.partition(WITHOUT)[0]) if WITHOUT in trial.model else best
        if base and base is not trial and trial.asked.cases:
            yield figures.difference(trial, base)


def _lists(bench: Bench, course: Course, say: Callable[[str, float], None]) -> Iterator[Row]:
    for done, contender in enumerate(course.contenders):
        say(contender.name, done / len(course.contenders))
        model = contender.of(bench.train(contender.model, bench.ratings))
        chosen = range(len(bench.table)) if course.most is None else _spread(len(bench.table), course.most)
        yield from figures.of_films(contender.name, films_like(model, chosen), bench.traits)


def films_like(model: Recommender, rows: Iterable[int]) -> Rows:
    """The list that the page of each film shows, (n_lists, SHORT), NONE where it is shorter."""
    found = [model.recommend(Wish(seeds=(row,), n=SHORT)).rows for row in rows]
    lists = np.full((len(found), SHORT), NONE, np.int64)
    for place, each in enumerate(found):
        lists[place, : len(each)] = each
    return lists


def _spread(n: int, most: int) -> Iterable[int]:
    """At most so many rows, evenly over the catalogue."""
    rows: list[int] = np.unique(np.linspace(0, n - 1, min(n, most)).astype(np.int64)).tolist()
    return rows
