"""The seven files of IMDb's dump in a folder: which they are, their columns, whether they are of one day."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pickflix.errors import SourceError, quoted
from pickflix.sources.fetching import Version
from pickflix.sources.imdb.inflating import SOURCE, beginning

RATINGS, BASICS, AKAS = "title.ratings.tsv.gz", "title.basics.tsv.gz", "title.akas.tsv.gz"
CREW, PRINCIPALS, NAMES = "title.crew.tsv.gz", "title.principals.tsv.gz", "name.basics.tsv.gz"
EPISODES = "title.episode.tsv.gz"
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        RATINGS: ("tconst", "averageRating", "numVotes"),
        BASICS: (
            "tconst", "titleType", "primaryTitle", "originalTitle", "isAdult", "startYear", "endYear",
            "runtimeMinutes", "genres",
        ),
        AKAS: ("titleId", "ordering", "title", "region", "language", "types", "attributes", "isOriginalTitle"),
        CREW: ("tconst", "directors", "writers"),
        PRINCIPALS: ("tconst", "ordering", "nconst", "category", "job", "characters"),
        NAMES: ("nconst", "primaryName", "birthYear", "deathYear", "primaryProfession", "knownForTitles"),
        EPISODES: ("tconst", "parentTconst", "seasonNumber", "episodeNumber"),
    }
)  # fmt: skip
APART: Final = timedelta(days=3)  # files further apart are not of one dump
KNOWN: Final = datetime(2000, 1, 1, tzinfo=UTC)  # a file dated before has no date: an archive lost it
ENDS: Final = 1 << 12, 1 << 16  # bytes of a file's beginning and end that its fingerprint knows
BOM: Final = b"\xef\xbb\xbf"
EXAMPLE: Final = 120  # characters shown of a line


def refused(path: Path, problem: str) -> SourceError:
    """The error of one file."""
    return SourceError(SOURCE, str(path), problem)


@dataclass(frozen=True)
class DumpFile:
    """One of the seven files; its first line names its columns, in any order but for the first."""

    path: Path

    @property
    def name(self) -> str:
        """Its name, which says what it holds."""
        return self.path.name

    @property
    def key(self) -> str:
        """The column of the ids that its lines begin with."""
        return COLUMNS[self.name][0]

    @cached_property
    def size(self) -> int:
        """Bytes on this disk."""
        return self.path.stat().st_size

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """As its first line has them."""
        return tuple(self._lines[0].removesuffix("\r").split("\t"))

    def check(self) -> None:
        """Raises SourceError where its columns are not what they should be."""
        named = self.columns
        if missing := [name for name in COLUMNS[self.name] if name not in named]:
            problem = f"has no column {missing[0]}; its first line is {quoted(' '.join(named))}."
            raise refused(self.path, problem)
        if named[0] != self.key:
            raise refused(self.path, f"begins with the column {quoted(named[0])}; {self.key} should be its first.")
        if len(set(named)) < len(named):
            raise refused(self.path, f"names a column twice in its first line: {quoted(' '.join(named))}.")

    @property
    def first_rows(self) -> Sequence[str]:
        """Its first lines after the names of the columns, whole ones, as they are written."""
        return [line for line in self._lines[1:] if line]

    @cached_property
    def _lines(self) -> list[str]:
        text, whole = beginning(self.path)
        lines = text.removeprefix(BOM).decode("utf-8", "replace").split("\n")
        return lines if whole or len(lines) == 1 else lines[:-1]

    def date(self, address: str) -> None:
        """Gives the file that was fetched the day that its server gives it, where it gives one."""
        version = Version.read(self.path.with_name(f"{self.name}.json"), address)
        with suppress(ValueError, OSError):
            when = parsedate_to_datetime(version.modified if version else "").timestamp()
            os.utime(self.path, (when, when))

    def fingerprint(self) -> bytes:
        """Size, time and both ends: changes where the file does, without reading it all."""
        found = self.path.stat()
        digest = hashlib.sha256(f"{self.name} {found.st_size} {found.st_mtime_ns}".encode())
        first, last = ENDS
        with self.path.open("rb") as file:
            digest.update(file.read(first))
            file.seek(max(0, found.st_size - last))
            digest.update(file.read(last))
        return digest.digest()


@dataclass(frozen=True)
class Dump:
    """The files of one folder."""

    folder: Path

    @property
    def files(self) -> Mapping[str, DumpFile]:
        """The seven, by name, whether they are there or not."""
        return {name: DumpFile(self.folder / name) for name in COLUMNS}

    def missing(self) -> list[str]:
        """The names of those that are not there."""
        return [name for name in COLUMNS if not (self.folder / name).is_file()]

    def dated(self) -> date | None:
        """The day of the newest file, UTC; None where there is none."""
        times = self._times()
        return max(times.values()).date() if times else None

    def check(self) -> None:
        """Raises SourceError where a file is missing or is not of the day of the others."""
        if missing := self.missing():
            these = ", ".join(missing)
            raise SourceError(SOURCE, str(self.folder), f"there is no {these}. Put all seven files there.")
        times = {name: time for name, time in self._times().items() if time >= KNOWN}
        if len(times) > 1:
            oldest, newest = min(times, key=times.__getitem__), max(times, key=times.__getitem__)
            if times[newest] - times[oldest] > APART:
                problem = (
                    f"{oldest} is of {times[oldest]:%Y-%m-%d}, {newest} of {times[newest]:%Y-%m-%d}: they are not of "
                    "one dump. Fetch all seven again."
                )
                raise SourceError(SOURCE, str(self.folder), problem)

    def _times(self) -> dict[str, datetime]:
        paths = [path for name in COLUMNS if (path := self.folder / name).is_file()]
        return {path.name: datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in paths}
