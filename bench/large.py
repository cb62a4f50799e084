"""A catalogue as large as all the films there are: what its build takes, and how its search and its lists answer."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import numpy as np
import polars as pl

from bench.large_catalogue import large
from bench.million import MOST_SEEDS, WARM_UP, times
from bench.search import QUERIES, SEED, SHORTEST
from bench.table import Line, show
from bench.typing_errors import mistyped
from pickflix.build.database import database
from pickflix.build.film_table import film_table
from pickflix.build.pipeline import Workspace
from pickflix.build.renown import popularity
from pickflix.build.searching import search_index
from pickflix.build.stages import filters
from pickflix.catalogue.search import TitleSearch
from pickflix.catalogue.search_index import ARRAYS
from pickflix.catalogue.snapshot import MODEL
from pickflix.recommend.arrays import Array, load_arrays
from pickflix.recommend.content import Content
from pickflix.recommend.filters import FilterIndex
from pickflix.sources.contract import Tables
from pickflix.sources.embedded import Embedded

FILMS = 750_000
MINUTES, GIGABYTES = 4, 3
SEARCH_P99, SIMILAR_P99, FORGIVEN = 50, 60, 0.97  # milliseconds twice, share
TABLES = ("films", "people", "credits")
COMMAND = "python -m bench.large"


def run() -> list[Line]:
    """The lines of the table that are about so many films."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _in_its_own_process("draw", folder)
        seconds, peak = _in_its_own_process("build", folder)
        share, search_p50, search_p99 = _searched(folder)
        model = folder / MODEL
        p50, p99 = times(Content.load(model / Content.name), FilterIndex.load(model / "filters"))
    size = f"{FILMS:,} films"
    return [
        Line(
            f"{size}: search index, content model and SQLite, time and peak memory (RSS) with the tables",
            f"{seconds / 60:.1f} minutes, {peak:.1f} GB",
            f"{MINUTES} minutes, {GIGABYTES} GB",
            seconds <= MINUTES * 60 and peak <= GIGABYTES,
            COMMAND,
        ),
        Line(
            f"title search, {size}: p50 / p99",
            f"{search_p50:.1f} / {search_p99:.1f} ms",
            f"p99 {SEARCH_P99} ms",
            search_p99 <= SEARCH_P99,
            COMMAND,
        ),
        Line(
            f"title search, {size}: one typing error, found in the first 10",
            f"{share:.1%}",
            f"{FORGIVEN:.0%}",
            share >= FORGIVEN,
            COMMAND,
        ),
        Line(
            f"similar films, {size}, 1 to {MOST_SEEDS} seeds with filters: p50 / p99",
            f"{p50:.1f} / {p99:.1f} ms",
            f"p99 {SIMILAR_P99} ms",
            p99 <= SIMILAR_P99,
            COMMAND,
        ),
    ]


def draw(folder: Path) -> None:
    """Writes the tables."""
    tables = large(Embedded().read(), FILMS, np.random.default_rng(SEED))
    for name in TABLES:
        getattr(tables, name).write_parquet(folder / f"{name}.parquet", compression="uncompressed")


def build(folder: Path) -> None:
    """The stages of a build that grow most with the films, from tables that were checked."""
    films, people, credit = (pl.read_parquet(folder / f"{name}.parquet") for name in TABLES)
    tables = Tables(films.sort("id"), people.sort("id"), credit)
    del films, people, credit
    work = Workspace(folder, tables, film_table(tables), private=False)
    for stage in (popularity, database, search_index, filters):
        stage(work)
    Content.train(work.films).save(folder / MODEL / Content.name)


def _in_its_own_process(step: str, folder: Path) -> tuple[float, float]:
    """Seconds and gigabytes of one of the two above."""
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "bench.large", step, str(folder)])
    # wait4 tells what this process alone has used, unlike getrusage of all children.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{step} ended with {process.returncode}"
    return time.monotonic() - begun, used.ru_maxrss * 1024 / 1e9


def _searched(folder: Path) -> tuple[float, float, float]:
    """The share of titles with a typing error that find their film among the first ten; p50 and p99 of an answer."""
    arrays = load_arrays(folder / MODEL / "search", ARRAYS)
    luck, search = Random(SEED), TitleSearch(arrays)  # noqa: S311 - the same errors each time
    films = pl.read_parquet(folder / "films.parquet").sort("id").select("title", "title_fr", "title_original")
    typed = [(mistyped(title, luck), row) for title, row in _titles(films, arrays["film_renown"], luck)]
    taken, found = [], 0
    for turn, (query, row) in enumerate(typed):
        start = time.perf_counter()
        hits = search.search(query)
        if turn >= WARM_UP:
            taken.append(time.perf_counter() - start)
        found += row in hits.films
    p50, p99 = np.percentile(taken, [50, 99]) * 1000
    return found / len(typed), float(p50), float(p99)


def _titles(films: pl.DataFrame, renown: Array, luck: Random) -> list[tuple[str, int]]:
    """Titles of films of the better known half."""
    known = np.argsort(-renown, kind="stable")[: len(renown) // 2].tolist()
    titles = [
        (title, row)
        for row, named in zip(known, films[known].iter_rows(), strict=True)
        for title in dict.fromkeys(filter(None, named))
        if sum(map(str.isalpha, title)) >= SHORTEST
    ]
    return luck.sample(titles, QUERIES)


if __name__ == "__main__":
    steps = {"draw": draw, "build": build}
    if sys.argv[1:2] and sys.argv[1] in steps:
        steps[sys.argv[1]](Path(sys.argv[2]))
    else:
        sys.exit(show(run()))
