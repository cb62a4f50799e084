"""A million films: how long a list takes, whether it is still the exact one, and what its training takes."""

import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from bench.similar import FILTERS
from bench.table import Line, show
from pickflix.build.film_table import film_table
from pickflix.recommend.arrays import Rows
from pickflix.recommend.columns import Numbers
from pickflix.recommend.content import WEIGHTS, Content
from pickflix.recommend.filters import FilterIndex
from pickflix.recommend.labels import BLOCKS
from pickflix.recommend.recommender import Wish, weighting_of
from pickflix.recommend.table import FilmTable
from pickflix.sources.embedded import Embedded

SEED = 7
FILMS = 1_000_000
REQUESTS, WARM_UP, JUDGED = 300, 20, 30
MOST_SEEDS = 10
LISTED = 10
P50, P99, RECALL = 20, 60, 0.95  # milliseconds, milliseconds, share of the exact ten
OTHERWISE = 0.1  # of the people, genres and countries of a film: those of another film of its world
SHIFT = 3  # years, at most
STUDIOS = 5  # worlds that share their companies
COMMAND = "python -m bench.million"


def run() -> list[Line]:
    """The lines of the table that are about a million films."""
    many = million(film_table(Embedded().read()), FILMS, np.random.default_rng(SEED))
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        Content.train(many).save(Path(folder))
        seconds = time.process_time() - begun
        content, filters = Content.load(Path(folder)), FilterIndex.train(many)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
        p50, p99 = times(content, filters)
        recall = _recall(content, filters)
    what = f"similar films, {len(many):,} films, 1 to {MOST_SEEDS} seeds with filters"
    return [
        Line(
            f"{what}: p50 / p99", f"{p50:.1f} / {p99:.1f} ms", f"{P50} / {P99} ms", p50 <= P50 and p99 <= P99, COMMAND
        ),
        Line(
            f"{what}: of the {LISTED} films that the definition gives, listed",
            f"{recall:.1%}",
            f"{RECALL:.0%}",
            recall >= RECALL,
            COMMAND,
        ),
        Line(
            f"similar films, {len(many):,} films: training, peak memory (RSS) with the table itself",
            f"{seconds:.0f} CPU-seconds, {peak:.1f} GB",
            "none set",
            holds=True,
            command=COMMAND,
        ),
    ]


def asked(content: Content, requests: int) -> list[tuple[int, ...]]:
    """Films to ask for, 1 to MOST_SEEDS of the better known half at once."""
    luck, popularity = np.random.default_rng(SEED), content.popularity
    known = np.argsort(-popularity, kind="stable")[: len(popularity) // 2]
    return [tuple(known[luck.integers(0, len(known), 1 + turn % MOST_SEEDS)].tolist()) for turn in range(requests)]


def times(content: Content, filters: FilterIndex) -> tuple[float, float]:
    """p50 and p99 of a list, in milliseconds."""
    taken = []
    for turn, seeds in enumerate(asked(content, WARM_UP + REQUESTS)):
        start = time.perf_counter()
        content.recommend(Wish(seeds=seeds, allowed=filters.mask(FILTERS[turn % len(FILTERS)]), n=LISTED))
        taken.append(time.perf_counter() - start)
    p50, p99 = np.percentile(taken[WARM_UP:], [50, 99]) * 1000
    return float(p50), float(p99)


def _recall(content: Content, filters: FilterIndex) -> float:
    """The share of the exact ten that is listed, without the rule of diversity, which is not about exactness."""
    found = []
    for turn, seeds in enumerate(asked(content, JUDGED)):
        allowed = filters.mask(FILTERS[turn % len(FILTERS)])
        exact = exactly(content, seeds)
        exact[~allowed] = -np.inf
        exact[[*seeds]] = -np.inf
        # Of films that are equally like the seeds none is the wrong one.
        tenth = np.partition(exact, -LISTED)[-LISTED] - 1e-9
        listed = content.recommend(Wish(seeds=seeds, allowed=allowed, n=LISTED, diverse=False)).rows
        found.append(float((exact[listed] >= tenth).mean()))
    return float(np.mean(found))


def exactly(content: Content, seeds: Sequence[int]) -> np.ndarray:
    """The likeness (n_films,) by its definition: every label of every film, and every number of it."""
    weighting, labels = weighting_of(None, len(set(seeds))), content.parts.labels
    weights = WEIGHTS[weighting]
    whole = sum(weights[name] for name in (*BLOCKS, *content.parts.kernels))  # no film of these has a text
    profile = np.zeros(len(labels.label_start) - 1)
    distinct = sorted(set(seeds))
    for seed in distinct:
        borne = slice(labels.film_start[seed], labels.film_start[seed + 1])
        profile[labels.film_labels[borne]] += labels.film_values[borne] / len(distinct)
    profile *= np.repeat([weights[name] for name in BLOCKS], np.diff(labels.block_start))
    summed = np.concatenate([[0.0], np.cumsum(profile[labels.film_labels] * labels.film_values)])
    total = summed[labels.film_start[1:]] - summed[labels.film_start[:-1]]
    for name, kernel in content.parts.kernels.items():
        total += weights[name] * kernel.closeness[:, kernel.codes[distinct]].mean(axis=1)[kernel.codes]
    return np.asarray(total / whole - content.arrays()["discount"][[*WEIGHTS].index(weighting)])


def million(table: FilmTable, films: int, luck: np.random.Generator) -> FilmTable:
    """So many films drawn from the table, in as many worlds as it takes, each with people of its own.

    A film keeps what it was, but for numbers a little off, a title from the halves of two, and one person,
    genre or country in ten from another film. So labels are as rare, and as common, as they really are.
    """
    drawn, world = luck.integers(0, len(table), films), luck.integers(0, films // len(table) + 1, films).tolist()
    other = np.where(luck.random(films) < OTHERWISE, luck.integers(0, len(table), films), drawn)
    halves = luck.integers(0, len(table), films)

    def same(name: str, rows: Rows = drawn) -> tuple[Any, ...]:
        column = getattr(table, name)
        return tuple(map(column.__getitem__, rows.tolist()))

    def own(name: str, worlds: Sequence[int] = world) -> tuple[tuple[str, ...], ...]:
        # Kept once: a million films name their people twelve million times.
        named: dict[str, str] = {}
        pairs = zip(same(name), same(name, other), worlds, strict=True)
        return tuple(
            tuple(named.setdefault(code := f"{person}~{place}", code) for person in (*people[:-1], *others[-1:]))
            for people, others, place in pairs
        )

    def off(name: str, scale: float) -> Numbers:
        factors = np.exp(luck.normal(0, scale, films)).tolist()
        return tuple(
            None if number is None else round(number * factor)
            for number, factor in zip(same(name), factors, strict=True)
        )

    mixed = zip(same("titles"), same("titles", halves), strict=True)
    shifts = zip(same("years"), luck.integers(-SHIFT, SHIFT + 1, films).tolist(), strict=True)
    people = {name: own(name) for name in ("directors", "writers", "cast")}
    columns: dict[str, Any] = people | {
        "ids": tuple(f"Q{row}" for row in range(films)),
        "titles": tuple(f"{_half(first, 0)} {_half(second, 1)}" for first, second in mixed),
        "years": tuple(year and year + shift for year, shift in shifts),
        "genres": same("genres", other),
        "countries": same("countries", other),
        "companies": own("companies", [place // STUDIOS for place in world]),
        "critics_scores": off("critics_scores", 0.1),
        "tomatometers": off("tomatometers", 0.1),
        "reviews": off("reviews", 0.5),
    }
    borne = (column.name for column in fields(FilmTable) if getattr(table, column.name))
    return FilmTable(**{name: columns[name] if name in columns else same(name) for name in borne})


def _half(title: str, part: int) -> str:
    words = title.split()
    middle = (len(words) + 1) // 2
    return " ".join(words[middle:] if part else words[:middle])


if __name__ == "__main__":
    sys.exit(show(run()))
