"""Two ways to take the wanted rows out of a file of the dump; both give the same rows, in the order of the file.

`Plain` is Polars, streaming, straight on the gzip file. `Sieved` hands Polars only the lines that the sieve keeps,
which costs a half. Either way every cell is a text as it is written, null where a line has too few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

import polars as pl

from pickflix.sources.imdb.dump import DumpFile
from pickflix.sources.imdb.inflating import NEWLINE, Progress, batches, told
from pickflix.sources.imdb.sieve import Wanted, begins, count, kept

PARSED: Final = 64 << 20  # bytes of kept lines that are parsed at once: each time the ids are hashed anew


@dataclass(frozen=True)
class Ids:
    """The ids that are wanted, `tt` or `nm` before their figures."""

    values: pl.Series
    letters: str = "tt"

    @cached_property
    def wanted(self) -> Wanted:
        """As the sieve looks them up; the same for every file."""
        return Wanted.of(self.values, self.letters)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a file: some of its columns, of the rows with these ids, or of all."""

    columns: Sequence[str]
    ids: Ids | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows that were asked for, and how many there are in the file."""

    rows: pl.DataFrame
    read: int


class Engine(Protocol):
    """A way to read; raises SourceError unless the file is whole and verified to its last byte."""

    def take(self, file: DumpFile, asked: Asked, progress: Progress) -> Taken:
        """The rows; `progress` is told how many bytes of the file were read."""
        ...

    def verify(self, file: DumpFile, progress: Progress) -> int:
        """Reads a file of which no row is wanted; how many it has."""
        ...


class Sieved:
    """Lines are sorted out before they are parsed."""

    def take(self, file: DumpFile, asked: Asked, progress: Progress) -> Taken:
        """As Engine says."""
        wanted = None if asked.ids is None else asked.ids.wanted
        frames, held, size, read = list[pl.DataFrame](), list[bytes](), 0, 0
        for lines in batches(file.path, progress):
            if wanted is None:
                text = bytes(memoryview(lines.buffer)[lines.begin : lines.end])
                read += count(lines)
            else:
                bounds = begins(lines)
                read += len(bounds) - 1
                text = b"".join(kept(lines, bounds, wanted))
            held.append(text)
            size += len(text)
            if size > PARSED:
                frames.append(_parsed(b"".join(held), file, asked))
                held, size = [], 0
        frames.append(_parsed(b"".join(held), file, asked))
        return Taken(pl.concat(frames), read)

    def verify(self, file: DumpFile, progress: Progress) -> int:
        """As Engine says."""
        return counted(file, progress)


class Plain:
    """Polars reads the file itself, after it has been verified: a bomb would fill the memory."""

    def take(self, file: DumpFile, asked: Asked, progress: Progress) -> Taken:
        """As Engine says."""
        read = counted(file, progress)
        with told(file.path):
            return Taken(_parsed(file.path, file, asked), read)

    def verify(self, file: DumpFile, progress: Progress) -> int:
        """As Engine says."""
        return counted(file, progress)


def counted(file: DumpFile, progress: Progress) -> int:
    """The rows of a file, all of it read and verified."""
    return sum(count(lines) for lines in batches(file.path, progress))


def _parsed(source: Path | bytes, file: DumpFile, asked: Asked) -> pl.DataFrame:
    """The rows asked for, of a gzip file or of lines of it; letters that are not UTF-8 become U+FFFD."""
    first = "\t".join(file.columns).encode() + NEWLINE
    rows = pl.scan_csv(
        first + source if isinstance(source, bytes) else source,
        separator="\t",
        quote_char=None,
        infer_schema=False,
        encoding="utf8-lossy",
        truncate_ragged_lines=True,
    )
    wanted = rows.select(asked.columns)
    if asked.ids is not None:
        wanted = wanted.filter(pl.col(file.key).is_in(asked.ids.values.implode()))
    return wanted.collect(engine="streaming")
