"""What was written is what a reader of that form reads."""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pickflix.build.export import write
from pickflix.catalogue.snapshot import Snapshot
from pickflix.errors import MissingLibrary
from pickflix.sources.contract import FILMS
from tests.build.export.small import films, small_snapshot

TABLES = ("films", "people", "credits")
JOINED = "select f.title, p.name from films f join credits c on c.film_id = f.id join people p on p.id = c.person_id"


def hard(tmp_path: Path, form: str) -> Path:
    """An export of the small snapshot."""
    write(small_snapshot(tmp_path / "s", series=True), [*TABLES, "series", "series_credits"], form, tmp_path / "out")
    return tmp_path / "out"


def test_parquet_keeps_rows_and_types(tmp_path: Path) -> None:
    """Lists are lists."""
    found = pl.read_parquet(hard(tmp_path, "parquet") / "films.parquet")
    assert found.equals(films())
    assert found.schema == pl.Schema(FILMS)


def test_csv_keeps_every_cell(tmp_path: Path) -> None:
    """Quotes, line ends and commas within a cell too; the values of a list are parted by `; `."""
    found = pl.read_csv(hard(tmp_path, "csv") / "films.csv", infer_schema=False)
    assert found["title"].to_list() == films()["title"].to_list()
    assert found["countries"].to_list() == ["FR; DE", "GB; US", ""]
    assert found["released"].to_list() == ["2001-04-25", None, None]
    assert found["rating"].to_list() == ["8.3", "8.5", None]


def test_duckdb_keeps_rows_and_types(tmp_path: Path) -> None:
    """One file; lists are lists, and nothing of the writing is left beside it."""
    out = hard(tmp_path, "duckdb")
    assert sorted(path.name for path in out.iterdir()) == ["DICTIONARY.md", "LICENCE.txt", "pickflix.duckdb"]
    with duckdb.connect(out / "pickflix.duckdb", read_only=True) as database:
        rows = database.execute("select * from films").fetchall()
        names = [name for (name, *_) in database.execute("show tables").fetchall()]
    assert rows == films().rows()
    assert names == sorted([*TABLES, "series", "series_credits"])


def test_sqlite_keeps_every_cell(tmp_path: Path) -> None:
    """A list is JSON, a day is text that sorts, a mean has no more digits than it had."""
    with closing(sqlite3.connect(hard(tmp_path, "sqlite") / "pickflix.sqlite")) as database:
        rows = database.execute("select * from films").fetchall()
    lists = [at for at, kind in enumerate(FILMS.values()) if isinstance(kind, pl.List)]
    found = [tuple(json.loads(cell) if at in lists else cell for at, cell in enumerate(row)) for row in rows]
    wanted = films().with_columns(pl.col("released").dt.to_string(), rating=pl.Series([8.3, 8.5, None]))
    assert found == wanted.rows()


def test_sqlite_has_keys_that_hold(tmp_path: Path, embedded: Snapshot) -> None:
    """Films and people by their id, credits by film, person and role; a question by person needs no full reading."""
    write(embedded, TABLES, "sqlite", tmp_path, "'IT' = any(countries)")
    with closing(sqlite3.connect(tmp_path / "pickflix.sqlite")) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert database.execute("pragma foreign_key_check").fetchall() == []
        refers = database.execute("pragma foreign_key_list(credits)").fetchall()
        assert {(other, column) for _, _, other, column, *_ in refers} == {
            ("films", "film_id"),
            ("people", "person_id"),
        }
        plan = database.execute("explain query plan select * from credits where person_id = 'x'").fetchall()
        assert "using index" in plan[0][3].lower()
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("insert into films (id) select id from films limit 1")


def test_a_table_of_sqlite_refers_to_none_that_is_not_there(tmp_path: Path) -> None:
    """Credits alone can be added to with the references on."""
    write(small_snapshot(tmp_path / "s"), ["credits"], "sqlite", tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / "pickflix.sqlite")) as database:
        database.execute("pragma foreign_keys = on")
        database.execute("insert into credits (film_id, person_id, role) values ('Q9', 'p9', 'cast')")
        assert database.execute("select count(*) from credits").fetchone() == (4,)


def test_all_forms_join_alike(tmp_path: Path, embedded: Snapshot) -> None:
    """The same films with the same people, whatever they were written as."""
    where = "year = 1959 and 'FR' = any(countries)"
    answers: list[list[tuple[Any, ...]]] = []
    for form in ("parquet", "csv", "duckdb", "sqlite"):
        write(embedded, TABLES, form, tmp_path / form, where)
        if form == "sqlite":
            with closing(sqlite3.connect(tmp_path / form / "pickflix.sqlite")) as file:
                answers.append(file.execute(JOINED).fetchall())
            continue
        with duckdb.connect(tmp_path / form / "pickflix.duckdb" if form == "duckdb" else ":memory:") as database:
            for name in TABLES if form != "duckdb" else ():
                database.execute(f"create view {name} as from '{tmp_path / form / name}.{form}'")
            answers.append(database.execute(JOINED).fetchall())
    wanted = sorted(answers[0])
    assert len(wanted) > 100
    assert all(sorted(answer) == wanted for answer in answers)


def test_duckdb_that_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the extra that brings it; nothing is written."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingLibrary, match=r"pickflix\[duckdb\]"):
        write(small_snapshot(tmp_path / "s"), TABLES, "duckdb", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_duckdb_reads_an_export_in_one_line(tmp_path: Path) -> None:
    """Parquet by its path."""
    out = hard(tmp_path, "parquet")
    assert duckdb.execute("select count(*) from read_parquet(?)", [f"{out}/films.parquet"]).fetchall() == [(3,)]


def test_pandas_reads_an_export_in_one_line(tmp_path: Path) -> None:
    """Parquet, where pyarrow is installed beside it, and SQLite without."""
    pandas = pytest.importorskip("pandas")
    with closing(sqlite3.connect(hard(tmp_path, "sqlite") / "pickflix.sqlite")) as database:
        assert pandas.read_sql("select * from films", database)["title"].tolist() == films()["title"].to_list()
    pytest.importorskip("pyarrow")
    found = pandas.read_parquet(hard(tmp_path / "again", "parquet") / "films.parquet")
    assert found["countries"].map(list).tolist() == [["FR", "DE"], ["GB", "US"], []]


@pytest.mark.slow
@pytest.mark.spark
def test_spark_reads_an_export_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all its types; the tables join there too."""
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - not in every workshop

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    spark = builder.config("spark.sql.warehouse.dir", str(tmp_path / "warehouse")).getOrCreate()
    try:
        out = hard(tmp_path, "parquet")
        found = spark.read.parquet(f"{out}/films.parquet").orderBy("id").collect()
        assert [tuple(row) for row in found] == films().rows()
        credit = spark.read.parquet(f"{out}/credits.parquet")
        assert credit.join(spark.read.parquet(f"{out}/people.parquet"), credit.person_id == "p2").count() > 0
    finally:
        spark.stop()
