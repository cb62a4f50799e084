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
from pickflix.evaluate.bench import LISTED, LISTS, Bench, Course
from pickflix.evaluate.contenders import WITHOUT, Contender
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
    """A fold of a split, or the lists of one contender for `most` films: what one process does at a time.

    Courses that want the same fold share the piece, so that no model is trained twice.
    """

    name: str
    place: int
    texts: bool = False
    most: int | None = None

    def __str__(self) -> str:
        return f"{self.name}, part {self.place + 1}{' with texts' * self.texts}"


@dataclass(frozen=True, slots=True)
class Work:
    """What a piece asks, and of whom."""

    piece: Piece
    contenders: tuple[Contender, ...]

    def do(self, bench: Bench) -> Found:
        """The answers to the fold, or the lists."""
        if self.piece.name == LISTS:
            return bench.lists(self.contenders[0], _spread(len(bench.table), self.piece.most))
        fold = Course(self.piece.name, ()).folds(bench.ratings)[self.piece.place]
        return bench.answers(self.contenders, fold, texts=self.piece.texts)


def run(bench: Bench, courses: Sequence[Course], progress: Progress, processes: int = 1) -> tuple[tuple[Row, ...], ...]:
    """The rows of each course, the same with any number of processes."""
    works = _works(bench, courses)
    found: dict[Piece, Found] = {}
    for work, each in _several(bench, works, processes) if processes > 1 else _one_by_one(bench, works):
        if isinstance(each, str):
            raise PieceFailed(work.piece, each)
        found[work.piece] = each
        progress(str(work.piece), len(found), len(works))
    return tuple(tuple(row for row in _rows(bench, course, found) if row.n) for course in courses)


def _works(bench: Bench, courses: Sequence[Course]) -> list[Work]:
    """All pieces of all courses, each once."""
    asked: dict[Piece, dict[Contender, None]] = {}
    for course in courses:
        for piece, contenders in _pieces(bench, course).items():
            asked.setdefault(piece, {}).update(dict.fromkeys(contenders))
    return [Work(piece, tuple(contenders)) for piece, contenders in asked.items()]


def _pieces(bench: Bench, course: Course) -> dict[Piece, Sequence[Contender]]:
    if course.name == LISTS:
        return {
            Piece(LISTS, LISTED.index(contender.model), most=course.most): [contender]
            for contender in course.contenders
        }
    folds = range(len(course.folds(bench.ratings)))
    return {Piece(course.name, place, course.texts): course.contenders for place in folds}


def _spread(n_films: int, most: int | None) -> Rows:
    """The films whose lists are asked for, evenly over the catalogue; all by default."""
    return np.unique(np.linspace(0, n_films - 1, min(n_films, most or n_films)).astype(np.int64))


def _one_by_one(bench: Bench, works: Sequence[Work]) -> Iterator[tuple[Work, Found | str]]:
    for work in works:
        yield work, work.do(bench)


def _several(bench: Bench, works: Sequence[Work], processes: int) -> Iterator[tuple[Work, Found | str]]:
    """In new processes, not in copies of this one: Polars' threads do not survive a fork."""
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _begin, (bench.fresh(),))
    try:
        futures: list[tuple[Work, Future[Found | str]]] = [(work, pool.submit(_do, work)) for work in works]
        for work, future in futures:
            yield work, future.result()
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


def _do(work: Work) -> Found | str:
    """What was found, or what went wrong in words: not every error travels between processes."""
    try:
        return work.do(_own[0])
    except PickflixError as error:
        return str(error)


def _rows(bench: Bench, course: Course, found: Mapping[Piece, Found]) -> Iterator[Row]:
    pieces = [found[piece] for piece in _pieces(bench, course)]
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
