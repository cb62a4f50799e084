"""The tidy tables of a snapshot, copied out for a spreadsheet or a notebook."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from pickflix.catalogue.snapshot import Snapshot
from pickflix.errors import BadRequest

TABLES = ("films", "people", "credits")
FORMATS = ("parquet", "csv")


def write(snapshot: Snapshot, tables: Iterable[str], file_format: str, out: Path) -> list[Path]:
    """Writes `out`/<table>.<format> and `LICENCE.txt`, each whole or not at all; returns the tables' files.

    In CSV the lists of a film are joined by `; `. Raises BadRequest for a table or format that does not exist.
    """
    wanted = list(tables)
    for name in wanted:
        if name not in TABLES:
            raise BadRequest("tables", f"there is no table {name!r}; there are {', '.join(TABLES)}.")
    if file_format not in FORMATS:
        raise BadRequest("format", f"{file_format!r} is not written; there are {', '.join(FORMATS)}.")
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name in wanted:
        final = out / f"{name}.{file_format}"
        fresh = final.with_name(f".{final.name}.new")
        try:
            if file_format == "parquet":
                shutil.copyfile(snapshot.folder / f"{name}.parquet", fresh)
            else:
                frame = pl.read_parquet(snapshot.folder / f"{name}.parquet")
                lists = [column for column, kind in frame.schema.items() if isinstance(kind, pl.List)]
                frame.with_columns(pl.col(column).list.join("; ") for column in lists).write_csv(fresh)
            fresh.replace(final)
        finally:
            fresh.unlink(missing_ok=True)
        written.append(final)
    notes = (
        f"{note.name}: {note.attribution}, {note.dated}, {note.licence} ({note.licence_url})"
        for note in snapshot.manifest.sources
    )
    (out / "LICENCE.txt").write_text("\n".join(notes) + "\n", encoding="utf-8")
    return written
