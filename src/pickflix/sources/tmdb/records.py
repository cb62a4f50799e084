"""The records of a dump as rows of text, whichever way it was written: CSV, or one JSON object a line."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import polars as pl

from pickflix.errors import SourceError, quoted
from pickflix.sources.contract import Watch
from pickflix.sources.tmdb.blocks import as_utf8, blocks
from pickflix.sources.tmdb.licence import NAME
from pickflix.sources.tmdb.tally import Tally

SURPLUS: Final = "surplus"  # the first cell beyond the columns: the record was written, or cut, wrongly
LONGEST: Final = 500  # lines of one record; quotes that still do not match then are those of no record
CODE_PAGE: Final = "letters that are not UTF-8, taken for Windows-1252"
NO_JSON: Final = "the line is no JSON object"
NO_QUOTES: Final = "its double quotes do not match"


def rows(
    path: Path, wanted: Sequence[str], needed: Sequence[str], tally: Tally, watch: Watch
) -> Iterator[pl.DataFrame]:
    """Frames of the `wanted` columns, all text, null where a file has no such column; raises SourceError.

    The columns may stand in any order, between others; without those `needed` the file is not what it should be.
    """
    layout: _Layout | None = None
    for block in blocks(path, watch):
        text, lines = as_utf8(block)
        tally.mend(CODE_PAGE, lines)
        if layout is None:
            layout, text = _Layout.of(text, path, wanted, needed)
        frame = layout.frame(text, wanted, tally)
        yield frame.select(
            pl.col(name) if name in frame.columns else pl.lit(None, pl.String).alias(name)
            for name in (*wanted, SURPLUS)
        )
    if layout is None:
        raise SourceError(NAME, str(path), "is empty.")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a file is written: its columns in their order, none where each line is an object."""

    columns: tuple[str, ...]

    @classmethod
    def of(cls, text: bytes, path: Path, wanted: Sequence[str], needed: Sequence[str]) -> tuple[Self, bytes]:
        """By its first line; with the text after the header."""
        if text.lstrip().startswith(b"{"):
            return cls(()), text
        header, _, rest = text.partition(b"\n")
        columns = [cell.strip().lower() for cell in next(csv.reader([header.decode("utf-8").strip()]), [])]
        if missing := [name for name in needed if name not in columns]:
            problem = f"its first line {quoted(header.decode('utf-8').strip())} names no column {missing[0]}."
            raise SourceError(NAME, str(path), problem)
        for place, name in enumerate(columns):
            if name not in wanted or name in columns[:place]:
                columns[place] = f"{place}:"
        return cls((*columns, SURPLUS)), rest

    def frame(self, text: bytes, wanted: Sequence[str], tally: Tally) -> pl.DataFrame:
        """The records of one block."""
        if not self.columns:
            frame = _of_objects(text, wanted, tally)
        else:
            plain = self._plain(text, wanted)
            frame = self._patient(text, tally) if plain is None else plain
        tally.read(frame.height)
        return frame

    def _plain(self, text: bytes, wanted: Sequence[str]) -> pl.DataFrame | None:
        """What a strict parser makes of it, None where it refuses; empty lines are no records."""
        try:
            frame = pl.read_csv(
                ",".join(self.columns).encode() + b"\n" + text,
                schema=dict.fromkeys(self.columns, pl.String),
                columns=[name for name in self.columns if name in wanted or name == SURPLUS],
                truncate_ragged_lines=True,
                empty_string_is_null=False,
            )
        except pl.exceptions.PolarsError:
            return None
        return frame.filter(pl.any_horizontal(pl.all() != ""))

    def _patient(self, text: bytes, tally: Tally) -> pl.DataFrame:
        """Record by record: one that is wrong spoils no other."""
        cells = [
            [*read, *[""] * len(self.columns)][: len(self.columns)]
            for read in _records(text.decode("utf-8").split("\n"), len(self.columns) - 1, tally)
            if any(read)
        ]
        return pl.DataFrame(cells, schema=dict.fromkeys(self.columns, pl.String), orient="row")


def _records(lines: Sequence[str], columns: int, tally: Tally) -> Iterator[list[str]]:
    """The cells of each line, or of lines that quotes join; a line whose quotes join it to nothing is dropped."""
    at = 0
    while at < len(lines):
        read, taken = _record(lines[at : at + LONGEST], columns)
        if read is None:
            tally.read(1)
            tally.drop(NO_QUOTES, 1, [lines[at]])
        else:
            yield read
        at += taken


def _record(lines: Sequence[str], columns: int) -> tuple[list[str] | None, int]:
    """The first record, as few lines as match, and how many they are; several lines must hold every cell."""
    odd = False
    for number, line in enumerate(lines, 1):
        odd ^= line.count('"') % 2 == 1
        if not odd:
            try:
                text = "\n".join(lines[:number]).replace("\r", " ")
                read = next(csv.reader([text], strict=number > 1), [])
            except csv.Error:
                return None, 1
            return (read, number) if number == 1 or len(read) == columns else (None, 1)
    return None, 1


def _of_objects(text: bytes, wanted: Sequence[str], tally: Tally) -> pl.DataFrame:
    """One JSON object a line; all values become text."""
    try:
        objects = pl.read_ndjson(text, schema=dict.fromkeys(wanted, pl.String))
    except pl.exceptions.PolarsError:
        objects = pl.DataFrame(_patient_objects(text, wanted, tally), schema=dict.fromkeys(wanted, pl.String))
    return objects


def _patient_objects(text: bytes, wanted: Sequence[str], tally: Tally) -> list[dict[str, str | None]]:
    read: list[dict[str, str | None]] = []
    for line in filter(None, map(bytes.strip, text.split(b"\n"))):
        try:
            found: Any = json.loads(line)
            read.append({name: None if found.get(name) is None else str(found[name]) for name in wanted})
        except (ValueError, AttributeError):
            tally.read(1)
            tally.drop(NO_JSON, 1, [line.decode("utf-8")])
    return read
