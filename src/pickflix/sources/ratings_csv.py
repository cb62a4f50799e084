"""A cinema's own ratings, from a CSV as a spreadsheet writes it, or from a folder of them, such as one a month.

Columns, in any order, named in the first line: `user`, `film`, `value` and, where known, `time`. A line that
cannot be read is skipped and told with its number; a file that cannot be understood is refused whole.
"""

import codecs
import csv
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypeAlias

import polars as pl

from pickflix.errors import SourceError, quoted
from pickflix.sources.contract import Licence, fitted
from pickflix.sources.interactions import HIGHEST, LOWEST, RATINGS, RatingList, Skipped
from pickflix.sources.matching import Foreign

WANTED, OPTIONAL = ("user", "film", "value"), "time"
SEPARATORS = ",;\t"
_SEPARATOR = re.compile(r"\ufeff?sep=.\s*", re.IGNORECASE)
ENDINGS = (".csv", ".txt", ".tsv")
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Seconds since 1970, of 1990 and of 2100: before, nobody rated films on a computer, and beyond, it is milliseconds.
EARLIEST, LATEST = 631_152_000, 4_102_444_800
DAY_FIRST = "%d/%m/%Y"
Row: TypeAlias = tuple[str, str, float, int]  # user, film, stars, seconds since 1970 or 0
OWN = Licence("the cinema's own data", "", read=True, train=True, serve=True, republish=False)


class BadLine(ValueError):
    """A line that cannot be read, and why; it is skipped."""

    @classmethod
    def of_cells(cls, found: int, named: int) -> Self:
        """Fewer cells than columns, or more."""
        hint = "; a text or number with a comma in it stands in double quotes" if found > named else ""
        return cls(f"it has {found} cells, the first line names {named}{hint}")

    @classmethod
    def without(cls, column: str) -> Self:
        """A cell that must not be empty."""
        return cls(f"it names no {column}")

    @classmethod
    def no_stars(cls, text: str) -> Self:
        """A value out of its range."""
        return cls(f"{quoted(text)} is no number of stars from {LOWEST} to {HIGHEST:g}")

    @classmethod
    def no_time(cls, text: str) -> Self:
        """A time that cannot be told."""
        return cls(f"{quoted(text)} is no time such as 2024-12-31, 31/12/2024 or seconds since 1970")


class RatingsCsv:
    """One file, or all those of a folder in the order of their names, as a RatingSource."""

    name = "csv"
    licence = OWN

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> RatingList:
        """The ratings; raises SourceError where a file cannot be read, or no line of all can."""
        columns = _Columns()
        files = self._files()
        for path in files:
            try:
                with path.open(encoding=_encoding(path), errors="surrogateescape") as file:
                    self._take(enumerate(file, 1), path, columns)
            except (OSError, UnicodeError) as error:  # UTF-16 that breaks off
                reason = error.strerror if isinstance(error, OSError) else "it is no text"
                raise SourceError(self.name, str(path), f"cannot be read ({reason}).") from None
        if not columns.values:
            first = columns.skipped[0] if columns.skipped else Skipped(2, "there is none")
            raise SourceError(self.name, str(self.path), f"no line of it can be read; {first}.")
        return columns.listed(self.name, str(self.path))

    def _files(self) -> list[Path]:
        if not self.path.is_dir():
            return [self.path]
        # What an open spreadsheet or a Mac leaves beside a file begins with other signs.
        listed = sorted(path for path in self.path.glob("[!.~]*") if path.suffix.lower() in ENDINGS)
        if not listed:
            problem = f"cannot be read (no file of the folder ends in {' or '.join(ENDINGS)})."
            raise SourceError(self.name, str(self.path), problem)
        return listed

    def _take(self, numbered: Iterator[tuple[int, str]], path: Path, columns: "_Columns") -> None:
        written = ((number, line) for number, line in numbered if line.strip())
        header = next(written, (1, ""))[1]
        if _SEPARATOR.fullmatch(header):  # Excel tells itself what parts the cells
            header = next(written, (1, ""))[1]
        layout = self._layout(header, path)
        for number, line in written:
            try:
                columns.take(layout.row(line))
            except BadLine as bad:
                columns.skipped.append(Skipped(number, str(bad), "" if path == self.path else path.name))

    def _layout(self, header: str, path: Path) -> "_Layout":
        separator = max(SEPARATORS, key=header.count)
        with suppress(BadLine):
            names = [cell.lower() for cell in _cells(header, separator)]
            if set(WANTED) <= set(names):
                places = [names.index(name) for name in WANTED]
                time = names.index(OPTIONAL) if OPTIONAL in names else None
                return _Layout(separator, (places[0], places[1], places[2]), time, len(names))
        problem = (
            f"its first line is {quoted(header.strip())}. "
            f"Name the columns {', '.join(WANTED)} there, and {OPTIONAL} where it is known."
        )
        raise SourceError(self.name, str(path), problem)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which cell of a line holds which column."""

    separator: str
    wanted: tuple[int, int, int]
    time: int | None
    cells: int

    def row(self, line: str) -> Row:
        """The rating of a line; raises BadLine."""
        cells = _cells(line, self.separator)
        if len(cells) <= max(self.wanted):
            raise BadLine.of_cells(len(cells), self.cells)
        if len(cells) > self.cells and any(cells[self.cells :]):
            raise BadLine.of_cells(len(cells), self.cells)
        at_user, at_film, at_value = self.wanted
        user, film, value = cells[at_user], cells[at_film], cells[at_value]
        if not user or not film:
            raise BadLine.without("film" if user else "user")
        timed = self.time is not None and self.time < len(cells)
        return user, film, _stars(value), _seconds(cells[self.time]) if timed and self.time is not None else 0


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns as they fill up; each name is kept once, so that millions of lines fit into memory."""

    users: dict[str, int] = field(default_factory=dict)
    films: dict[str, int] = field(default_factory=dict)
    user: "array[int]" = field(default_factory=lambda: array("q"))
    film: "array[int]" = field(default_factory=lambda: array("q"))
    values: "array[float]" = field(default_factory=lambda: array("d"))
    times: "array[int]" = field(default_factory=lambda: array("q"))
    skipped: list[Skipped] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Adds one rating."""
        user, film, value, time = row
        self.user.append(self.users.setdefault(user, len(self.users)))
        self.film.append(self.films.setdefault(film, len(self.films)))
        self.values.append(value)
        self.times.append(time)

    def listed(self, origin: str, where: str) -> RatingList:
        """The list of all that was taken."""
        time = pl.Series(self.times)
        ratings = pl.DataFrame(
            {
                "user": pl.Series(list(self.users), dtype=pl.String).gather(pl.Series(self.user)),
                "film": pl.Series(list(self.films), dtype=pl.String).gather(pl.Series(self.film)),
                "value": pl.Series(self.values),
                "time": time.set(time == 0, None),
            }
        ).with_columns(origin=pl.lit(origin))
        counted = Counter(self.film)
        films = tuple(Foreign.parse(name, counted[number]) for name, number in self.films.items())
        return RatingList(
            origin, where, OWN, "", fitted(ratings, RATINGS), films, catalogue=False, skipped=tuple(self.skipped)
        )


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        return "utf-16" if file.read(2) in WIDE else "utf-8-sig"


def _cells(line: str, separator: str) -> list[str]:
    plain = line.rstrip("\r\n")
    if not plain.isascii():
        letters = plain.encode("utf-8", "surrogateescape")
        try:
            plain = letters.decode("utf-8")
        except UnicodeDecodeError:
            plain = letters.decode("cp1252", "replace")  # what is not UTF-8 comes from a spreadsheet of Windows
    if "\0" in plain:
        raise BadLine("it is no text")  # noqa: TRY003 - said once
    if '"' not in plain:
        return [cell.strip() for cell in plain.split(separator)]
    try:
        (cells,) = csv.reader([plain], delimiter=separator, strict=True, skipinitialspace=True)
    except csv.Error:
        raise BadLine("its double quotes do not match") from None  # noqa: TRY003 - idem
    return [cell.strip() for cell in cells]


def _stars(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = 0.0
    if not LOWEST <= value <= HIGHEST:  # NaN fails too
        raise BadLine.no_stars(text)
    return value


def _seconds(text: str) -> int:
    """Seconds since 1970 UTC of such a number, of an ISO 8601 time (UTC unless it says otherwise), or of 31/12/2024."""
    if text in {"", "0"}:
        return 0
    seconds = 0.0
    with suppress(ValueError, OverflowError):
        if text.replace(".", "", 1).isdecimal():
            seconds = float(text)
        else:
            day_first = len(text) > 2 and text[2] == "/"  # noqa: PLR2004 - after the day
            said = datetime.strptime(text, DAY_FIRST) if day_first else datetime.fromisoformat(text)  # noqa: DTZ007
            seconds = (said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp()
    if not EARLIEST <= seconds <= LATEST:
        raise BadLine.no_time(text)
    return int(seconds)
