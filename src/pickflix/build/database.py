"""Writes the serving store of a snapshot, one SQLite file, from the tidy tables."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import polars as pl

from pickflix.build.pipeline import Workspace
from pickflix.catalogue.library import query
from pickflix.catalogue.snapshot import DATABASE

LISTS = ("genres", "countries", "languages", "directors", "companies")
SERVED = (
    "id", "imdb_id", "title", "title_fr", "title_original", "year", "runtime_min", *LISTS, "certificate",
    "critics_score", "tomatometer", "reviews", "rating", "votes", "box_office_usd", "oscars_won", "oscar_nominations",
    "story", "story_from", "origin",
)  # fmt: skip


def database(work: Workspace) -> None:
    """Writes `films.sqlite`, the serving store."""
    tables = work.tables
    with closing(sqlite3.connect(work.folder / DATABASE)) as connection:
        connection.executescript("pragma journal_mode = off; pragma synchronous = off;" + query("schema"))
        marks = ", ".join("?" * (len(SERVED) + 1))
        connection.executemany(
            f"insert into films (row, {', '.join(SERVED)}) values ({marks})",  # noqa: S608 - names of our own
            _served(work),
        )
        connection.executemany(
            "insert into people (row, id, name) values (?, ?, ?)",
            tables.people.select("id", "name").with_row_index().iter_rows(),
        )
        film_rows = tables.films.select(film_id="id").with_row_index("film_row")
        person_rows = tables.people.select(person_id="id").with_row_index("person_row")
        credit = tables.credits.join(film_rows, on="film_id").join(person_rows, on="person_id")
        connection.executemany(
            "insert into credits (film_row, role, position, person_row) values (?, ?, ?, ?)",
            credit.select("film_row", "role", "position", "person_row")
            .sort("film_row", "role", "position")
            .iter_rows(),
        )
        former = film_rows.join(tables.films.select(film_id="id", id="former_ids").explode("id"), on="film_id")
        connection.executemany(
            "insert into former_ids (id, film_row) values (?, ?)",
            former.drop_nulls("id").select("id", "film_row").sort("id").iter_rows(),
        )
        connection.commit()
        connection.executescript("analyze; vacuum;")


def _served(work: Workspace) -> Iterator[tuple[object, ...]]:
    names = dict(work.tables.people.select("id", "name").iter_rows())
    directors = [[names[person] for person in film] for film in work.films.directors]
    films = work.tables.films.with_columns(
        pl.col("rating").cast(pl.Float64).round(1),
        pl.col("oscars_won", "oscar_nominations").fill_null(0),
        directors=pl.Series(directors, dtype=pl.List(pl.String)),
        # The first may be learnt from as well, the second is shown alone.
        story=pl.coalesce("text", "overview"),
        story_from=pl.when(pl.col("text").is_null()).then("overview_from").otherwise("text_from"),
    )
    for row, film in enumerate(films.select(SERVED).iter_rows(named=True)):
        yield row, *(json.dumps(film[name], ensure_ascii=False) if name in LISTS else film[name] for name in SERVED)
