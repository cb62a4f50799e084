"""Writes the serving store of a snapshot, one SQLite file, from the tidy tables."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing

import polars as pl

from pickflix.build.by_row import credits_by_row
from pickflix.build.pipeline import Workspace
from pickflix.catalogue.library import query
from pickflix.catalogue.snapshot import DATABASE

LISTS = ("genres", "countries", "languages", "directors", "companies")
SERVED = (
    "id", "imdb_id", "title", "title_fr", "title_original", "year", "runtime_min", *LISTS, "certificate",
    "critics_score", "tomatometer", "reviews", "rating", "votes", "box_office_usd", "oscars_won", "oscar_nominations",
    "story", "story_from", "origin",
)  # fmt: skip


AT_ONCE = 50_000  # rows handed over
CACHE = "pragma cache_size = -65536;"  # 64 MB, in which an index is sorted


def database(work: Workspace) -> None:
    """Writes `films.sqlite`, the serving store."""
    tables = work.tables
    # An index is written in one go over all rows, not row by row.
    made, index, indexes = query("schema").partition("create index")
    credit = credits_by_row(tables).sort("film", "role", "position").select("film", "role", "position", "person")
    with closing(sqlite3.connect(work.folder / DATABASE)) as connection:
        connection.executescript(f"pragma journal_mode = off; pragma synchronous = off; {CACHE} {made}")
        _insert(connection, "films", ("row", *SERVED), _served(work, credit))
        _insert(connection, "people", ("row", "id", "name"), tables.people.select("id", "name").with_row_index())
        _insert(connection, "credits", ("film_row", "role", "position", "person_row"), credit)
        _insert(connection, "former_ids", ("id", "film_row"), _former(tables.films))
        connection.commit()
        connection.executescript(f"{index}{indexes} analyze; vacuum;")


def _insert(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: pl.DataFrame) -> None:
    """Adds the rows, whose columns are in that order."""
    marks = ", ".join("?" * len(columns))
    statement = f"insert into {table} ({', '.join(columns)}) values ({marks})"  # noqa: S608 - names of our own
    for some in rows.iter_slices(AT_ONCE):
        connection.executemany(statement, zip(*(column.to_list() for column in some), strict=True))


def _served(work: Workspace, credit: pl.DataFrame) -> pl.DataFrame:
    """The films as they are served, their row first, lists as JSON."""
    films, names = work.tables.films, work.tables.people["name"]
    directors = credit.filter(pl.col("role") == "director")
    named = pl.DataFrame({"row": directors["film"], "word": names.gather(directors["person"])})
    listed = [_json(name, films.height, _words(films[name])) for name in LISTS if name != "directors"]
    return films.with_columns(
        *listed,
        _json("directors", films.height, named),
        pl.col("rating").cast(pl.Float64).round(1),
        pl.col("oscars_won", "oscar_nominations").fill_null(0),
        # The first may be learnt from as well, the second is shown alone.
        story=pl.coalesce("text", "overview"),
        story_from=pl.when(pl.col("text").is_null()).then("overview_from").otherwise("text_from"),
    ).select(pl.int_range(pl.len()).alias("row"), *SERVED)


def _words(lists: pl.Series) -> pl.DataFrame:
    """The words of a column of lists, with their rows."""
    return pl.DataFrame({"word": lists}).with_row_index("row").explode("word").drop_nulls("word")


def _json(name: str, height: int, words: pl.DataFrame) -> pl.Series:
    """A JSON array for each of so many rows, out of its words; each distinct word is written once."""
    distinct = words["word"].unique()
    written = pl.DataFrame({"word": distinct, "json": [json.dumps(word, ensure_ascii=False) for word in distinct]})
    joined = (
        words.join(written, on="word", maintain_order="left")
        .group_by("row", maintain_order=True)
        .agg(pl.col("json").str.join(", "))
    )
    rows = pl.DataFrame({"row": pl.arange(height, dtype=pl.UInt32, eager=True)})
    inside = rows.join(joined, on="row", how="left", maintain_order="left")["json"].fill_null("")
    return ("[" + inside + "]").alias(name)


def _former(films: pl.DataFrame) -> pl.DataFrame:
    """Each id that a film had before, with the film's row."""
    return _words(films["former_ids"]).select("word", "row").sort("word")
