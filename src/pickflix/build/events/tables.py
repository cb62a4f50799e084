"""Ratings as Parquet, one file an origin and year: what many machines read at once.

The folders are named as Hive names them, `origin=csv/year=2024/ratings.parquet`, so that DuckDB, Polars and Spark all
know the two columns. A file is whole or absent, and writing the same list again changes nothing.
"""

import os
from pathlib import Path
from urllib.parse import quote

import polars as pl

from pickflix.sources.tallies import LINE

FILE = "ratings.parquet"
UNDATED = 0  # the year of ratings without a time
COLUMNS = {"user": pl.String, "film": pl.String, "value": pl.Float32, "time": pl.Int64, LINE: pl.Int64}


def write_events(ratings: pl.DataFrame, folder: Path) -> list[Path]:
    """Puts a list (columns of RATINGS) in the place of what was there of its origins; returns the files.

    They have COLUMNS; `line` says where a rating stands in its list. Raises OSError.
    """
    year = pl.from_epoch("time").dt.year().fill_null(UNDATED)
    events = ratings.lazy().with_columns(year=year, line=pl.int_range(pl.len()))
    written = []
    for origin, of_year in ratings.lazy().select("origin", year=year).unique().sort(pl.all()).collect().iter_rows():
        path = folder / f"origin={quote(origin, safe='')}" / f"year={of_year}" / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        part = events.filter(pl.col("origin") == origin, pl.col("year") == of_year)
        rows = part.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())
        # Beside the folder, where no reader of the tables looks.
        rows.collect().write_parquet(new := folder.with_name(f".{folder.name}.new"), compression="zstd")
        with new.open("rb") as file:
            os.fsync(file.fileno())
        new.replace(path)
        written.append(path)
    for origin_folder in {path.parent.parent for path in written}:
        for gone in {*origin_folder.glob("year=*")}.difference(path.parent for path in written):
            (gone / FILE).unlink(missing_ok=True)
            gone.rmdir()
    return written
