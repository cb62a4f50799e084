"""The forms that tables leave in: Parquet, CSV, one DuckDB or one SQLite database."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import polars as pl

from pickflix.build.export.choosing import GROUPS, Frames
from pickflix.errors import MissingLibrary

BATCH = 20_000  # rows that SQLite is handed at once: the lists of more would fill the memory
KIND_OF = {name: kind for group in GROUPS for name, kind in zip(group, GROUPS[0], strict=True)}
KEYS = {"films": ("id",), "people": ("id",), "credits": ("film_id", "person_id", "role")}
INDEXED = {"films": ("imdb_id", "year"), "people": ("name",), "credits": ("person_id",)}


def parquet(frames: Frames, folder: Path) -> list[Path]:
    """One file a table, lists as lists."""
    written = []
    for name, frame in frames.items():
        written.append(folder / f"{name}.parquet")
        frame.sink_parquet(written[-1], compression="zstd")
    return written


def csv(frames: Frames, folder: Path) -> list[Path]:
    """One file a table; the values of a list are parted by `; `, a missing value is an empty cell."""
    written = []
    for name, frame in frames.items():
        written.append(folder / f"{name}.csv")
        frame.with_columns(pl.col(column).list.join("; ") for column in _lists(frame)).sink_csv(written[-1])
    return written


def duckdb(frames: Frames, folder: Path) -> list[Path]:
    """One database, lists as lists; raises MissingLibrary where DuckDB is not installed."""
    try:
        import duckdb as engine  # noqa: PLC0415 - an extra, for this form alone
    except ImportError:
        raise MissingLibrary("duckdb", "duckdb") from None
    database = folder / "pickflix.duckdb"
    try:
        with engine.connect(database) as connection:
            for name, frame in frames.items():
                # Polars' own tables would go through pyarrow; DuckDB reads Parquet by itself.
                handed = folder / f"{name}.parquet"
                frame.sink_parquet(handed)
                connection.execute(f"create table {name} as from read_parquet(?)", [str(handed)])  # names of our own
                handed.unlink()
            connection.execute("checkpoint")
    except (engine.InterruptException, RuntimeError):
        raise KeyboardInterrupt from None  # what DuckDB makes of Ctrl-C
    except engine.Error as error:
        raise OSError(str(error).partition("\n")[0].rpartition(": ")[2]) from None
    return [database]


def sqlite(frames: Frames, folder: Path) -> list[Path]:
    """One database with keys, references and indexes; a list is a JSON array, a day is `YYYY-MM-DD`."""
    database = folder / "pickflix.sqlite"
    try:
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript("pragma journal_mode = off; pragma synchronous = off;")
            for name, frame in frames.items():
                connection.execute(_created(name, frames))
                rows = frame.collect(engine="streaming")
                marks = ", ".join("?" * rows.width)
                for batch in rows.iter_slices(BATCH):
                    plain = batch.select(_plain(column) for column in batch.iter_columns())
                    connection.executemany(f"insert into {name} values ({marks})", plain.iter_rows())  # noqa: S608 - our own
                for column in INDEXED[KIND_OF[name]]:
                    connection.execute(f"create index {name}_by_{column} on {name} ({column})")
            connection.commit()
            connection.executescript("analyze;")
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from None
    return [database]


FORMATS: Mapping[str, Callable[[Frames, Path], list[Path]]] = MappingProxyType(
    {"parquet": parquet, "csv": csv, "duckdb": duckdb, "sqlite": sqlite}
)


def _lists(frame: pl.LazyFrame) -> list[str]:
    return [column for column, kind in frame.collect_schema().items() if isinstance(kind, pl.List)]


def _created(name: str, frames: Frames) -> str:
    """The statement that makes a table of SQLite; it refers to those of its group that are exported too."""
    films, people, _ = next(group for group in GROUPS if name in group)
    lines = []
    for column, kind in frames[name].collect_schema().items():
        typed = "integer" if kind.is_integer() else "real" if kind.is_float() else "text"
        other = {"film_id": films, "person_id": people}.get(column)
        refers = f" references {other} (id)" if other in frames else ""
        lines.append(f"{column} {typed} not null{refers}" if column in KEYS[KIND_OF[name]] else f"{column} {typed}")
    lines.append(f"primary key ({', '.join(KEYS[KIND_OF[name]])})")
    return f"create table {name} ({', '.join(lines)})"


def _plain(column: pl.Series) -> pl.Expr:
    """A column as SQLite holds it."""
    told = pl.col(column.name)
    if isinstance(column.dtype, pl.List):
        return pl.struct(x=told).struct.json_encode().str.strip_prefix('{"x":').str.strip_suffix("}").alias(column.name)
    if column.dtype == pl.Float32:
        return told.cast(pl.String).cast(pl.Float64)  # 7.3, not 7.300000190734863
    if column.dtype == pl.Date:
        return told.dt.to_string()
    return told
