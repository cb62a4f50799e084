"""The three shapes in which GroupLens has published MovieLens since 1998, and how a line of each is read."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

import polars as pl

from pickflix.sources.interactions import HIGHEST, LOWEST

BLOCK = 1 << 25  # bytes that are parsed at once
EARLIEST, LATEST = 631_152_000, 4_102_444_800  # seconds since 1970, of 1990 and of 2100
CELLS: Mapping[str, type[pl.DataType]] = MappingProxyType(
    {"user": pl.Int32, "film": pl.Int32, "value": pl.Float32, "time": pl.Int64}
)
HEADER = b"userId,movieId,rating,timestamp"
MOVIES, LINKS = ["movieId", "title", "genres"], ["movieId", "imdbId", "tmdbId"]
GOOD = rb"\d{1,9}X\d{1,9}X(0\.5|[1-4](\.[05])?|5(\.0)?)X\d{9,10}\r?"  # X parts the cells


class BadLine(ValueError):
    """A line that is not what its file should hold, counted from 1."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(line, text)
        self.line, self.text = line, text


@dataclass(frozen=True, slots=True)
class Shape:
    """Which files hold what.

    `between` parts the cells of the ratings, `between_titles` those of the movies, `cells_of_titles` in a line;
    `headed` says that first lines name columns. `links` has the films' numbers at IMDb, where there is such a file.
    """

    ratings: str
    movies: str
    between: str
    between_titles: str
    cells_of_titles: int
    headed: bool = False
    links: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """All that must be there."""
        return tuple(filter(None, (self.ratings, self.movies, self.links)))

    def blocks(self, file: BinaryIO) -> Iterator[pl.DataFrame]:
        """The ratings, with the columns CELLS, some hundred thousand at a time; raises BadLine."""
        line, rest = 1, b""
        if self.headed:
            header = file.readline(1 << 10).rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")
            if header != HEADER:
                raise BadLine(1, _text(header))
            line = 2
        while block := file.read(BLOCK):
            cut = block.rfind(b"\n") + 1
            whole, rest = rest + block[:cut] if cut else b"", block[cut:] if cut else rest + block
            if len(rest) > BLOCK:
                raise BadLine(line, _text(rest))
            if whole:
                yield self._parsed(whole, line)
                line += whole.count(b"\n")
        if rest:  # a file that is all there ends with the end of a line
            raise BadLine(line, _text(rest))

    def _parsed(self, block: bytes, line: int) -> pl.DataFrame:
        schema: dict[str, type[pl.DataType]] = {}
        for name, kind in CELLS.items():
            # Polars parts cells by one byte: the second of two colons begins an empty cell.
            schema |= {f"before {name} {place}": pl.String for place in range(1, len(self.between)) if schema}
            schema[name] = kind
        try:
            read = pl.read_csv(
                block,
                has_header=False,
                schema=schema,
                separator=self.between[0],
                quote_char=None,
                columns=[*range(0, len(schema), len(self.between))],
            )
        except pl.exceptions.PolarsError:
            raise self._first_bad(block, line) from None
        stars, time_told = pl.col("value").is_between(LOWEST, HIGHEST), pl.col("time").is_between(EARLIEST, LATEST)
        if sum(read.null_count().row(0)) or not read.select((stars & time_told).all()).item():
            raise self._first_bad(block, line)
        return read

    def _first_bad(self, block: bytes, first: int) -> BadLine:
        good = re.compile(GOOD.replace(b"X", self.between.encode()))
        lines = enumerate(block.split(b"\n"), first)
        return next((BadLine(number, _text(line)) for number, line in lines if not good.fullmatch(line)))

    def titles(self, content: bytes) -> dict[str, str]:
        """Of each film, by its number, its title with the year, as it is written; raises BadLine."""
        if self.headed:
            return {row[0]: row[1].strip() for row in _rows(content, MOVIES)}
        titles = {}
        for number, line in enumerate(_text(content).rstrip("\n").split("\n"), 1):
            cells = line.split(self.between_titles)
            if len(cells) < self.cells_of_titles or not cells[0].isdecimal():
                raise BadLine(number, line)
            titles[cells[0]] = cells[1].strip()
        return titles

    def imdb_numbers(self, content: bytes) -> dict[str, str]:
        """Of each film, by its number here, its number at IMDb; raises BadLine."""
        return {row[0]: f"tt{row[1].zfill(7)}" for row in _rows(content, LINKS) if row[1]}


SHAPES = (
    Shape("u.data", "u.item", "\t", "|", 24),
    Shape("ratings.dat", "movies.dat", "::", "::", 3),
    Shape("ratings.csv", "movies.csv", ",", ",", 3, headed=True, links="links.csv"),
)


def _rows(content: bytes, columns: list[str]) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(_text(content), newline=""), strict=True)
    row: list[str] = []
    try:
        for row in reader:
            if reader.line_num == 1:
                if row != columns:
                    raise BadLine(1, ",".join(row))
            elif len(row) != len(columns) or not row[0].isdecimal():
                raise BadLine(reader.line_num, ",".join(row))
            else:
                yield row
    except csv.Error:
        raise BadLine(reader.line_num, ",".join(row)) from None


def _text(content: bytes) -> str:
    """UTF-8, or what was written before it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
