"""The event tables: partitioned Parquet that any engine reads, whole or absent."""

import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pickflix.build.events.tables import COLUMNS, write_events
from pickflix.sources.contract import fitted
from pickflix.sources.interactions import RATINGS

ROWS = [
    ("ana", "Q1", 4.5, 1_704_067_199, "csv"),
    ("ana", "Q2", 5.0, 1_704_067_200, "csv"),
    ("bea", "Q1", 0.5, None, "csv"),
    ("1", "Q1", 3.0, 1_704_067_200, "other list"),
]

REWRITES = """
import sys
from pathlib import Path
import polars as pl
from pickflix.build.events.tables import write_events
from pickflix.sources.contract import fitted
from pickflix.sources.interactions import RATINGS
lists = [fitted(pl.read_parquet(path), RATINGS) for path in sorted(Path(sys.argv[1]).iterdir())]
while True:
    for each in lists:
        write_events(each, Path(sys.argv[2]))
        print(flush=True)
"""


def ratings(*rows: tuple[str, str, float, int | None, str]) -> pl.DataFrame:
    """A table of RATINGS."""
    return fitted(pl.DataFrame(list(rows), schema=[*RATINGS], orient="row"), RATINGS)


def test_an_origin_and_a_year_are_a_folder(tmp_path: Path) -> None:
    """As Hive names them; the last second of a year is of that year, what has no time of none."""
    written = write_events(ratings(*ROWS), tmp_path)
    assert [str(path.relative_to(tmp_path)) for path in written] == [
        "origin=csv/year=0/ratings.parquet",
        "origin=csv/year=2023/ratings.parquet",
        "origin=csv/year=2024/ratings.parquet",
        "origin=other%20list/year=2024/ratings.parquet",
    ]
    assert pl.read_parquet_schema(written[0]) == COLUMNS


def test_every_rating_is_read_back_with_its_place_in_the_list(tmp_path: Path) -> None:
    """By Polars and by DuckDB in a line each, with the columns that the folders name."""
    write_events(ratings(*ROWS), tmp_path)
    columns = [*RATINGS, "line"]
    by_polars = pl.read_parquet(tmp_path, hive_partitioning=True).sort("line").select(columns).rows()
    by_duckdb = duckdb.read_parquet(f"{tmp_path}/**/*.parquet", hive_partitioning=True).order("line")
    found = by_duckdb.select(*map(duckdb.ColumnExpression, columns)).fetchall()
    assert by_polars == found == [(*row, line) for line, row in enumerate(ROWS)]


def test_writing_the_same_list_again_changes_nothing(tmp_path: Path) -> None:
    """To the last byte; nor does it leave anything beside."""
    first = {path: path.read_bytes() for path in write_events(ratings(*ROWS), tmp_path)}
    again = {path: path.read_bytes() for path in write_events(ratings(*ROWS), tmp_path)}
    assert first == again
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(first)


def test_a_list_takes_the_place_of_its_origin_alone(tmp_path: Path) -> None:
    """A year that it has no more goes; other origins stay."""
    write_events(ratings(*ROWS), tmp_path)
    write_events(ratings(*ROWS[1:2]), tmp_path)
    left = pl.read_parquet(tmp_path, hive_partitioning=True)
    assert left.select("origin", "user").sort(pl.all()).rows() == [("csv", "ana"), ("other list", "1")]
    assert [path.name for path in (tmp_path / "origin=csv").iterdir()] == ["year=2024"]


def test_a_process_that_is_killed_leaves_whole_files(tmp_path: Path) -> None:
    """At any moment: what can be read is a whole list of before or of after, and the next one leaves nothing beside."""
    events, lists = tmp_path / "events", tmp_path / "lists"
    lists.mkdir()
    for stars in (1.0, 5.0):
        many = pl.DataFrame({"user": [f"user {n}" for n in range(40_000)]}).with_columns(
            film=pl.lit("Q1"), value=stars, time=1_704_067_200, origin=pl.lit("csv")
        )
        many.write_parquet(lists / f"{stars}.parquet")
    (path,) = write_events(fitted(pl.read_parquet(lists / "1.0.parquet"), RATINGS), events)
    for _ in range(3):
        running = subprocess.Popen([sys.executable, "-c", REWRITES, str(lists), str(events)], stdout=subprocess.PIPE)
        assert running.stdout is not None
        running.stdout.readline()  # it has begun
        running.kill()
        running.communicate()
        found = pl.read_parquet(path)
        assert (found.height, found["value"].n_unique()) == (40_000, 1)
    write_events(fitted(pl.read_parquet(lists / "5.0.parquet"), RATINGS), events)
    assert sorted(tmp_path.iterdir()) == [events, lists]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """The build makes a sentence of it."""
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="Not a directory"):
        write_events(ratings(*ROWS), tmp_path / "file" / "events")
