"""Runs the courses, piece by piece, on several processors where there are, and makes the rows."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from pickflix.errors import PickflixError
from pickflix.evaluate import figures
from pickflix.evaluate.answers import Answers, Asked
from pickflix.evaluate.bench import LISTS, Bench, Course
from pickflix.evaluate.contenders import WITHOUT
from pickflix.evaluate.figures import Trial
from pickflix.evaluate.report import Row
from pickflix.evaluate.splits import Fold
from pickflix.recommend.arrays import Rows


class PieceFailed(PickflixError):
    """A process that did a part of the evaluation could not go on; `problem` is what it said."""

    def __init__(self, piece: "Piece", problem: str) -> None:
        super().__init__(f"The evaluation stopped at {piece}: {problem}")
        self.problem = problem


Progress: TypeAlias = Callable[[str, int, int], None]  # what is done now, how much is done, of how much
Found: TypeAlias = dict[tuple[str, str], Answers] | Rows
OURS = ("bridge", "hybrid")  # what is held against the best of the others


@dataclass(frozen=True, slots=True)
class Piece:
    """A fold of a course, or the lists of one of its contenders, by place."""

    course: Course
    place: int

    def __str__(self) -> str:
        if self.course.name == LISTS:
            return f"{LISTS} of {self.course.contenders[self.place].name}"
        return f"{self.course.titled(self.course.name)}, part {self.place + 1}"

    def do(self, bench: Bench) -> Found:
        """The answers of a fold, or the lists of a contender."""
        if self.course.name == LISTS:
            return bench.lists(self.course, self.course.contenders[self.place])
        return bench.answers(self.course, self.course.folds(bench.ratings)[self.place])


def run(bench: Bench, courses: Sequence[Course], progress: Progress, processes: int = 1) -> tuple[Row, ...]:
    """The rows of all courses, in their order, the same with any number of processes."""
    pieces = [Piece(course, place) for course in courses for place in range(_pieces(bench, course))]
    found: dict[Piece, Found] = {}
    for piece, each in _several(bench, pieces, processes) if processes > 1 else _one_by_one(bench, pieces):
        if isinstance(each, str):
            raise PieceFailed(piece, each)
        found[piece] = each
        progress(str(piece), len(found), len(pieces))
    rows = [row for course in courses for row in _rows(bench, course, found)]
    return tuple(row for row in rows if row.n)


def _pieces(bench: Bench, course: Course) -> int:
    return len(course.contenders) if course.name == LISTS else len(course.folds(bench.ratings))


def _one_by_one(bench: Bench, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Found | str]]:
    for piece in pieces:
        yield piece, piece.do(bench)


def _several(bench: Bench, pieces: Sequence[Piece], processes: int) -> Iterator[tuple[Piece, Found | str]]:
    """In new processes, not in copies of this one: Polars' threads do not survive a fork."""
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _begin, (bench.fresh(),))
    try:
        futures: list[tuple[Piece, Future[Found | str]]] = [(piece, pool.submit(_do, piece)) for piece in pieces]
        for piece, future in futures:
            yield piece, future.result()
    except BaseException:
        for process in [*pool._processes.values()]:  # noqa: SLF001 - a pool ends what it does, however long that takes
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


_own: list[Bench] = []  # of a process of `_several`: what it was begun with


def _begin(bench: Bench) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that began this one ends it
    with suppress(ImportError):  # comes with what trains the models; whoever lacks that is told by the first model
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - serving does without

        threadpool_limits(1)  # the processors are busy with the other processes
    _own.append(bench)


def _do(piece: Piece) -> Found | str:
    """What was found, or what went wrong in words: not every error travels between processes."""
    try:
        return piece.do(_own[0])
    except PickflixError as error:
        return str(error)


def _rows(bench: Bench, course: Course, found: Mapping[Piece, Found]) -> Iterator[Row]:
    pieces = [found[Piece(course, place)] for place in range(_pieces(bench, course))]
    if course.name == LISTS:
        for contender, lists in zip(course.contenders, pieces, strict=True):
            assert isinstance(lists, np.ndarray)  # noqa: S101 - what a piece of LISTS gives
            yield from figures.of_films(contender.name, lists, bench.traits)
        return
    folds = course.folds(bench.ratings)
    for protocol in folds[0].cases if folds else ():
        asked = _asked(folds, protocol, len(bench.table))
        trials = [
            Trial(
                course.titled(protocol),
                contender.name,
                asked,
                Answers.joined([piece[protocol, contender.name] for piece in pieces if isinstance(piece, dict)]),
            )
            for contender in course.contenders
        ]
        for trial in trials:
            yield from figures.rows(trial, bench.traits, slices=WITHOUT not in trial.model)
        yield from _differences(trials)


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
