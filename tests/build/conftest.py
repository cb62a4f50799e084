"""Small sources that builds of tests read: any tables, under any licence."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

import polars as pl
import pytest

from pickflix.sources.contract import (
    CC0,
    CREDITS,
    FILMS,
    PEOPLE,
    Account,
    Licence,
    SourceState,
    Tables,
    Terms,
    Watch,
    fitted,
    unwatched,
)
from tests.build.host import Host

Make: TypeAlias = Callable[[int], Tables]


def catalogue(n: int, first: int = 0) -> Tables:
    """`n` films, each with a director and two players of its own and of its neighbour."""
    rows = range(first, first + n)
    films = pl.DataFrame(
        {
            "id": [f"Q{row}" for row in rows],
            "imdb_id": [f"tt{row:07}" for row in rows],
            "title": [f"The Long Road {row}" for row in rows],
            "title_fr": [f"La Longue Route {row}" for row in rows],
            "year": [1950 + row % 60 for row in rows],
            "runtime_min": [90 + row % 40 for row in rows],
            "genres": [["drame"] if row % 2 else ["comedie"] for row in rows],
            "countries": [["FR"] for _ in rows],
            "oscars_won": [0 for _ in rows],
            "oscar_nominations": [0 for _ in rows],
            "origin": ["wikidata" for _ in rows],
        }
    )
    people = pl.DataFrame({"id": [f"p{row}" for row in rows], "name": [f"Person {row}" for row in rows]})
    credit = [(f"Q{row}", f"p{row}", "director", 0) for row in rows]
    credit += [(f"Q{row}", f"p{first + (row + each) % n}", "cast", each - 1) for row in rows for each in (1, 2)]
    credits_ = pl.DataFrame(credit, schema=["film_id", "person_id", "role", "position"], orient="row").with_columns(
        characters=pl.when(pl.col("role") == "cast", pl.col("position") < 2, pl.int_range(pl.len()) % 4 > 0)
        .then(pl.lit(["Somebody"]))
        .otherwise(pl.lit([], pl.List(pl.String)))
    )
    account = Account({"films.txt": n})
    return Tables(fitted(films, FILMS), fitted(people, PEOPLE), fitted(credits_, CREDITS), account)


@dataclass
class Given:
    """A source whose rows a test gives; it counts how often it was read and fetched."""

    tables: Tables
    name: str = "given"
    licence: Licence = CC0
    terms: Terms | None = None
    adds_films: bool = True
    freshness: timedelta | None = None
    dated: date = date(2026, 1, 2)
    standing: Literal["ready", "too old"] = "ready"
    version: int = 0
    readings: int = field(default=0, init=False)
    asked_about: pl.DataFrame | None = field(default=None, init=False)

    def state(self) -> SourceState:
        """As the test says."""
        return SourceState(self.name, self.licence, self.dated, self.tables.films.height, "somebody", self.standing)

    def fetch(self, watch: Watch = unwatched, films: pl.DataFrame | None = None) -> None:
        """Notes which films it was asked about."""
        watch("Fetching", 1, 1, "films")
        self.asked_about = films

    def fingerprint(self) -> str:
        """The version that the test gave it."""
        return str(self.version)

    def read(self, watch: Watch = unwatched) -> Tables:
        """The rows of the test."""
        watch("Reading", 1, 1, "rows")
        self.readings += 1
        return self.tables

    def now(self, tables: Tables) -> "Given":
        """The same source at a later time."""
        return replace(self, tables=tables, version=self.version + 1, dated=datetime.now(UTC).date())


@pytest.fixture
def given() -> Given:
    """A source of two hundred films."""
    return Given(catalogue(200))


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first host is kept whom the others resemble."""
    return tmp_path_factory.mktemp("pattern")


@pytest.fixture
def host(tmp_path: Path, pattern: Path) -> Host:
    """Somebody with a snapshot of files like IMDb's."""
    return Host.who_has_built(tmp_path, pattern)
