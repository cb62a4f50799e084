"""The films of 2015-2025 as Wikidata has them, where they are at hand: all arrive, whatever the service does."""

import random
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pickflix.build.checks import check
from pickflix.catalogue.folding import slug
from pickflix.sources.wikidata import Wikidata
from tests.sources.servers import hang_up, hurried, page, refused, serving
from tests.sources.wikidata.query_service import Fact, QueryService, World, film, half, keys, person

FILMS = Path(__file__).parents[4] / "shared" / "data" / "films" / "wikidata_films_2015_2025.csv"
YEARS = range(2015, 2026)
FAULTS = (
    half(b'{"head":{},"results":{"bindings":[{"item":'),
    refused(429, retry_after="5"),
    refused(500),
    page(),
    hang_up,
    refused(503),
)


def world(rows: pl.DataFrame) -> World:
    """The films of the file; their people and genres get numbers of our own."""
    found = World()
    numbers: dict[str, str] = {}

    def number(name: str, known: dict[str, list[Fact]]) -> str:
        item = numbers.setdefault(name, f"Q{900_000_000 + len(numbers)}")
        known.setdefault(item, person(name.replace("_", " ")))
        return item

    for row in rows.iter_rows(named=True):
        facts: list[Fact] = [("imdb", row["imdb_id"])] if row["imdb_id"] else []
        facts += [("runtime", row["runtime_min"], "Q7727")] if row["runtime_min"] else []
        facts += [("genre", number(name, found.things)) for name in row["genres"].split("|")]
        for what, column in (("director", "directors"), ("cast", "actors")):
            facts += [(what, number(name, found.people)) for name in (row[column] or "").split(", ") if slug(name)]
        found.films[row["wikidata_id"]] = film(row["title"], int(row["year"]), *facts)
    return found


@pytest.mark.slow
@pytest.mark.skipif(not FILMS.exists(), reason="the films are not at hand")
def test_twelve_thousand_real_films_arrive_through_every_fault(tmp_path: Path) -> None:
    """One query in seven fails, and batches of more than a hundred now and then run into the minute."""
    rows = pl.read_csv(FILMS, infer_schema=False)
    service = QueryService(world(rows))
    chance = random.Random(5)  # noqa: S311 - where the faults fall
    service.faults = [chance.choice(FAULTS) if chance.random() < 1 / 7 else None for _ in range(2_000)]
    service.too_much = lambda asked: len(asked) > 100 and chance.random() < 0.2
    with serving(service) as server:
        source = Wikidata(
            tmp_path,
            address=server.address,
            contact="me@x.example",
            years=YEARS,
            manners=hurried(attempts=6, heavy_attempts=4, whole=30.0, read=30.0),
            today=lambda: date(2026, 11, 30),
        )
        source.fetch()
        queries = [keys(asked.form["query"]) for asked in server.asked]
    tables = source.read()
    check(tables)
    films = tables.films
    assert set(films["id"]) == set(rows["wikidata_id"])
    told = films.join(rows, left_on="id", right_on="wikidata_id")
    assert told.filter(pl.col("year").cast(pl.String) != pl.col("year_right")).is_empty()
    assert told.filter(pl.col("imdb_id").is_null() & pl.col("imdb_id_right").is_not_null()).is_empty()
    assert films.filter(pl.col("genres").list.len() == 0).is_empty()
    assert len(queries) > service.answered


@pytest.mark.slow
@pytest.mark.skipif(not FILMS.exists(), reason="the films are not at hand")
def test_what_a_whole_fetch_costs(tmp_path: Path) -> None:
    """No more requests than pages: what docs/data.md promises to Wikidata's people."""
    rows = pl.read_csv(FILMS, infer_schema=False)
    service = QueryService(world(rows))
    with serving(service) as server:
        source = Wikidata(
            tmp_path, address=server.address, contact="me@x.example", years=YEARS, manners=hurried(read=30.0)
        )
        source.fetch()
    people = len(service.world.people)
    pages = 1 + len(YEARS) + -(-rows.height // 150) + -(-people // 400) + 1
    assert len(server.asked) == pages
