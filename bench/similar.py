"""Films like these: time of a list with its reasons, growth with the catalogue, fairness of the lists to all films."""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain
from pathlib import Path
from typing import Self

import numpy as np

from bench.table import Line, show
from pickflix.build.film_table import film_table
from pickflix.recommend.columns import Numbers
from pickflix.recommend.content import Content
from pickflix.recommend.filters import FilterIndex, Filters
from pickflix.recommend.reasons import Explainer
from pickflix.recommend.recommender import Wish
from pickflix.recommend.table import FilmTable
from pickflix.sources.embedded import Embedded

SEED = 7
REQUESTS = 1000
WARM_UP = 50
MOST_SEEDS = 10
TIMES_AS_MANY = 10
LISTED = 10
COMMAND = "python -m bench.similar"
P50, P99, GROWTH = 3, 15, 12  # milliseconds, milliseconds, times
NEVER_SHOWN, TOP_HUB, TOP_SHARE, ONE_DIRECTOR, DOMINATED = 0.015, 40, 0.03, 5, 0.02
FILTERS = (
    Filters(),
    Filters(genres=("comedie",)),
    Filters(without_genres=("horreur", "documentaire"), runtime_max=120),
    Filters(countries=("FR",)),
    Filters(without_countries=("US",), year_from=1960, year_to=1999),
    Filters(languages=("fr", "it"), less_known=True),
)


@dataclass(frozen=True)
class Served:
    """All that a list is made of, memory-mapped as when serving."""

    content: Content
    explainer: Explainer
    filters: FilterIndex

    @classmethod
    def of(cls, table: FilmTable, folder: Path) -> Self:
        """Learnt from the table, saved and loaded again."""
        content = Content.train(table)
        content.save(folder / "content")
        Explainer.train(table, content).save(folder / "reasons")
        FilterIndex.train(table).save(folder / "filters")
        loaded = Content.load(folder / "content")
        explainer = Explainer.load(folder / "reasons", loaded)
        return cls(loaded, explainer, FilterIndex.load(folder / "filters"))

    def answer(self, seeds: tuple[int, ...], filters: Filters) -> None:
        """One request: ten films and why."""
        wish = Wish(seeds=seeds, allowed=self.filters.mask(filters))
        rows = self.content.recommend(wish).rows.tolist()
        assert all(self.explainer.explain(wish, rows)), "a listed film without a reason"


def run() -> list[Line]:
    """The lines of the table that are about films like these."""
    table = film_table(Embedded().read())
    with tempfile.TemporaryDirectory() as folder:
        served = Served.of(table, Path(folder) / "once")
        p50, p99 = _times(served)
        lines = _fairness(served.content, table)
        slower = _times(Served.of(replicated(table, np.random.default_rng(SEED)), Path(folder) / "many"))[0] / p50
    asked = f"similar films, {len(table):,} films, 1 to {MOST_SEEDS} seeds with filters and reasons"
    return [
        Line(
            f"{asked}: p50 / p99", f"{p50:.1f} / {p99:.1f} ms", f"{P50} / {P99} ms", p50 <= P50 and p99 <= P99, COMMAND
        ),
        Line(
            f"similar films: growth of p50 with {TIMES_AS_MANY} times the films",
            f"{slower:.1f}x",
            f"{GROWTH}x",
            slower <= GROWTH,
            COMMAND,
        ),
        *lines,
    ]


def _times(served: Served) -> tuple[float, float]:
    """Median and 99th percentile of the time of an answer, in milliseconds, over the better known half."""
    luck, popularity = np.random.default_rng(SEED), served.content.popularity
    known = np.argsort(-popularity, kind="stable")[: len(popularity) // 2].tolist()
    taken = []
    for place in range(WARM_UP + REQUESTS):
        seeds = tuple(luck.choice(known, luck.integers(1, MOST_SEEDS + 1), replace=False).tolist())
        filters = FILTERS[place % len(FILTERS)]
        start = time.perf_counter()
        served.answer(seeds, filters)
        taken.append(time.perf_counter() - start)
    p50, p99 = np.percentile(taken[WARM_UP:], [50, 99]) * 1000
    return float(p50), float(p99)


def _fairness(content: Content, table: FilmTable) -> list[Line]:
    """Over the lists of all films: who is never shown, who is everywhere, and who directs a whole list."""
    lists = [content.recommend(Wish(seeds=(row,), n=LISTED)).rows.tolist() for row in range(len(table))]
    shown = np.bincount([*chain.from_iterable(lists)], minlength=len(table))
    never, hub = float((shown == 0).mean()), int(shown.max())
    most_shown = float(np.sort(shown)[-len(shown) // 100 :].sum() / shown.sum())
    dominated = sum(_most_by_one(rows, table) > ONE_DIRECTOR for rows in lists) / len(lists)
    what = f"similar films, the {LISTED} films like each:"
    return [
        Line(f"{what} films that no list shows", f"{never:.2%}", f"{NEVER_SHOWN:.1%}", never <= NEVER_SHOWN, COMMAND),
        Line(f"{what} lists with the film most shown", f"{hub}", f"{TOP_HUB}", hub <= TOP_HUB, COMMAND),
        Line(
            f"{what} places that the most shown hundredth takes",
            f"{most_shown:.2%}",
            f"{TOP_SHARE:.0%}",
            most_shown <= TOP_SHARE,
            COMMAND,
        ),
        Line(
            f"{what} lists with more than {ONE_DIRECTOR} by one director",
            f"{dominated:.2%}",
            f"{DOMINATED:.0%}",
            dominated <= DOMINATED,
            COMMAND,
        ),
    ]


def _most_by_one(rows: Sequence[int], table: FilmTable) -> int:
    return max(Counter(chain.from_iterable(table.directors[row] for row in rows)).values(), default=0)


def replicated(table: FilmTable, luck: np.random.Generator) -> FilmTable:
    """The table TIMES_AS_MANY times: each copy has years and reviews a little off, and half of its people its own."""
    copies = [_copy(table, copy, luck) for copy in range(TIMES_AS_MANY)]
    names = [column.name for column in fields(FilmTable)]
    return FilmTable(**{name: tuple(chain.from_iterable(getattr(copy, name) for copy in copies)) for name in names})


def _copy(table: FilmTable, copy: int, luck: np.random.Generator) -> FilmTable:
    def own(people: tuple[str, ...]) -> tuple[str, ...]:
        # By the person, not by the film: who is of this copy alone is so in all its films.
        return tuple(f"{person}~{copy}" if (len(person) + copy) % 2 else person for person in people)

    def off(numbers: Numbers, most: int) -> Numbers:
        return tuple(
            None if number is None else max(0, number + int(luck.integers(-most, most + 1))) for number in numbers
        )

    return replace(
        table,
        ids=tuple(f"{film}~{copy}" for film in table.ids),
        years=off(table.years, 3),
        reviews=off(table.reviews, 5),
        tomatometers=off(table.tomatometers, 5),
        directors=tuple(map(own, table.directors)),
        writers=tuple(map(own, table.writers)),
        cast=tuple(map(own, table.cast)),
    )


if __name__ == "__main__":
    sys.exit(show(run()))
