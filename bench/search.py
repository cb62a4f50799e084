"""Title search: typing errors forgiven, time of an answer, growth with the catalogue."""

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np

from bench.table import Line, show
from bench.typing_errors import mistyped
from pickflix.build import stages
from pickflix.build.renown import popularity
from pickflix.build.searching import searched
from pickflix.catalogue.search import TitleSearch
from pickflix.catalogue.search_index import ARRAYS, PersonEntry, TitleEntry, build_index
from pickflix.recommend.arrays import load_arrays, save_arrays
from pickflix.sources.embedded import Embedded

SEED = 7
QUERIES = 2000
SHORTEST = 5  # letters of a title that an error is made in
TIMES_AS_MANY = 10
FORGIVEN, P50, P99, GROWTH = 0.98, 2, 10, 12  # must reach: share, milliseconds twice, times
COMMAND = "python -m bench.search"


def run() -> list[Line]:
    """The lines of the table that are about title search."""
    with tempfile.TemporaryDirectory() as folder:
        work = stages.read(Path(folder), Embedded())
        popularity(work)
        titles, names = searched(work)
        films, people = [*titles], [*names]
        luck = Random(SEED)  # noqa: S311 - the same errors each time
        asked = _queries(films, luck)
        search = _served(films, people, Path(folder) / "once")
        share, p50, p99 = _errors_forgiven(search, asked), *_times(search, [query for query, _ in asked])
        many = _served(*_replicated(films, people, luck), Path(folder) / "many")
        slower = _times(many, [query for query, _ in asked])[0] / p50
    size = f"title search, {len(films):,} films and {len(people):,} people"
    return [
        Line(f"{size}: one typing error, found in the first 10", f"{share:.1%}", "98 %", share >= FORGIVEN, COMMAND),
        Line(f"{size}: p50 / p99", f"{p50:.1f} / {p99:.1f} ms", "2 / 10 ms", p50 <= P50 and p99 <= P99, COMMAND),
        Line(
            f"growth of search with {TIMES_AS_MANY} times the films and people",
            f"{slower:.1f}x",
            "12x",
            slower <= GROWTH,
            COMMAND,
        ),
    ]


def _served(films: Sequence[TitleEntry], people: Sequence[PersonEntry], folder: Path) -> TitleSearch:
    save_arrays(folder, build_index(films, people))
    return TitleSearch(load_arrays(folder, ARRAYS))


def _queries(films: Sequence[TitleEntry], luck: Random) -> list[tuple[str, int]]:
    """Titles of the better known half with one typing error each, and the row of the film meant."""
    known = sorted(films, key=lambda film: (-film.renown, film.row))[: len(films) // 2]
    titles = [(title, film.row) for film in known for title in film.titles if sum(map(str.isalpha, title)) >= SHORTEST]
    return [(mistyped(title, luck), row) for title, row in luck.sample(titles, QUERIES)]


def _errors_forgiven(search: TitleSearch, asked: Sequence[tuple[str, int]]) -> float:
    """The share of the queries that find the film meant among the first ten."""
    return sum(row in search.search(query).films for query, row in asked) / len(asked)


def _times(search: TitleSearch, asked: Sequence[str]) -> tuple[float, float]:
    """Median and 99th percentile of the time of an answer, in milliseconds."""
    taken = []
    for query in asked:
        start = time.perf_counter()
        search.search(query)
        taken.append(time.perf_counter() - start)
    p50, p99 = np.percentile(taken, [50, 99]) * 1000
    return float(p50), float(p99)


def _replicated(
    films: Sequence[TitleEntry], people: Sequence[PersonEntry], luck: Random
) -> tuple[list[TitleEntry], list[PersonEntry]]:
    """The films and people again and again, each copy with a letter or more of its own: no text stands twice."""
    more_films, more_people = list(films), list(people)
    for copy in range(1, TIMES_AS_MANY):
        for film in films:
            titles = tuple(_noisy(title, copy, luck) for title in film.titles)
            more_films.append(replace(film, row=film.row + copy * len(films), titles=titles))
        for person in people:
            row = person.row + copy * len(people)
            more_people.append(replace(person, row=row, name=_noisy(person.name, copy, luck)))
    return more_films, more_people


def _noisy(text: str, errors: int, luck: Random) -> str:
    for _ in range(errors):
        text = mistyped(text, luck) if len(text) > SHORTEST else text + luck.choice("aeiou")
    return text


if __name__ == "__main__":
    sys.exit(show(run()))
