"""Texts of films from a CSV, to measure what they are worth: read in development, never shipped nor served."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pickflix.errors import SourceError

COLUMNS = ("wikidata_id", "extract")


def extracts(path: Path, film_ids: Sequence[str]) -> tuple[str | None, ...]:
    """The text of each film, None where the file has none; raises SourceError."""
    try:
        read = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SourceError("texts", str(path), f"cannot be read ({error}).") from None
    if missing := [column for column in COLUMNS if column not in read.columns]:
        raise SourceError("texts", str(path), f"it has no column {missing[0]}; it wants {' and '.join(COLUMNS)}.")
    of_film = dict(read.select(COLUMNS).iter_rows())
    return tuple(of_film.get(film) for film in film_ids)
