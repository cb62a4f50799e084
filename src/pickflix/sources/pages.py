"""The answers of a server on this disk: one Parquet file a page, written whole or not at all.

A page knows which question it answers, for which keys (days, films, people) and when. A newer page takes its keys over;
one that has no key left is removed.
"""

import errno
import fcntl
import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self, TypeAlias

import polars as pl

from pickflix.errors import DiskFull, SourceError

Fact: TypeAlias = tuple[str | None, ...]
FACTS = dict.fromkeys(("item", "what", "value", "note", "other"), pl.String)
SAID = "pickflix"  # the name under which a page tells of itself
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SHORT = 20  # hexadecimal digits of a digest in the name of a file


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: `query` and `content` are digests, `rows` a count."""

    path: Path
    kind: str
    query: str
    asked: date
    keys: tuple[str, ...]
    rows: int
    content: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """What a page tells of itself; raises ValueError where it is none."""
        try:
            said = json.loads(pl.read_parquet_metadata(path)[SAID])
            asked = date.fromisoformat(said["asked"])
            return cls(path, said["kind"], said["query"], asked, tuple(said["keys"]), said["rows"], said["content"])
        except (OSError, KeyError, pl.exceptions.PolarsError) as error:
            raise ValueError(path.name) from error

    def facts(self) -> pl.DataFrame:
        """Its rows, one fact each; raises ValueError where they are not those that were written."""
        try:
            frame = pl.read_parquet(self.path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise ValueError(self.path.name) from error
        if _digest(frame) != self.content:
            raise ValueError(self.path.name)
        return frame


def _digest(frame: pl.DataFrame) -> str:
    return hashlib.sha256(frame.write_csv().encode()).hexdigest()


@contextmanager
def alone(folder: Path, source: str) -> Iterator[None]:
    """While nobody else fetches into a folder; raises SourceError where somebody does, or where the disk refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "fetch.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
    except BlockingIOError:
        raise SourceError(source, str(folder), "is being filled by another PickFlix. Wait for it to end.") from None
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(folder) from None
        raise SourceError(source, str(folder), f"cannot be written ({error.strerror}).") from None


def keep_whole(path: Path, content: bytes) -> None:
    """Replaces a file at once; even should the power fail, the old one stands or the new one."""
    fresh = path.with_suffix(".new")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


@contextmanager
def readable(folder: Path, source: str) -> Iterator[None]:
    """What cannot be read of the pages of a folder, as SourceError."""
    try:
        yield
    except (OSError, ValueError) as error:
        problem = f"holds a page that cannot be read ({error}). `pickflix refresh` asks for it again."
        raise SourceError(source, str(folder), problem) from None


def this_day() -> date:
    """Today, everywhere the same."""
    return datetime.now(UTC).date()


class Pages:
    """All pages of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, kind: str) -> list[Page]:
        """The pages of a kind, oldest first; raises ValueError for one that was damaged."""
        return sorted(
            (Page.read(path) for path in (self.folder / kind).glob("*.parquet")),
            key=lambda page: (page.asked, page.path.name),
        )

    def every(self, kind: str) -> pl.DataFrame:
        """The facts of all pages of a kind, each once."""
        return pl.concat([pl.DataFrame(schema=FACTS), *(page.facts() for page in self.of(kind))]).unique()

    def facts(self, kind: str, items: Iterable[str] | None = None) -> pl.DataFrame:
        """The facts of a kind, of some items; those of an item are all from the newest page that tells of it."""
        pages = self.of(kind)
        newest = {key: page.path for page in pages for key in page.keys}
        wanted = newest.keys() if items is None else newest.keys() & set(items)
        frames = [pl.DataFrame(schema=FACTS)]
        for page in pages:
            own = [key for key in page.keys if key in wanted and newest[key] == page.path]
            frames += [page.facts().filter(pl.col("item").is_in(own))] if own else []
        return pl.concat(frames)

    def write(self, kind: str, query: str, asked: date, keys: Sequence[str], facts: Iterable[Fact]) -> Page:
        """Keeps an answer; afterwards it stands whole, even should the power fail."""
        frame = pl.DataFrame(list(facts), schema=FACTS, orient="row").unique().sort(*FACTS)
        said = {
            "kind": kind, "query": query, "asked": asked.isoformat(), "keys": [*keys], "rows": frame.height,
            "content": _digest(frame),
        }  # fmt: skip
        folder = self.folder / kind
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{hashlib.sha256(' '.join(keys).encode()).hexdigest()[:SHORT]}.parquet"
        whole = io.BytesIO()
        frame.write_parquet(whole, metadata={SAID: json.dumps(said)}, statistics=False)
        keep_whole(path, whole.getvalue())
        return Page.read(path)

    def tidy(self) -> None:
        """Removes what a killed fetch left, and pages that were damaged: they are asked for again."""
        for path in self.folder.glob("*/*"):
            try:
                Page.read(path).facts()
            except ValueError:
                path.unlink(missing_ok=True)

    def keep(self, kind: str, wanted: Iterable[str]) -> None:
        """Removes the pages of which no wanted key is left to tell."""
        pages = self.of(kind)
        newest = {key: page.path for page in pages for key in page.keys}
        told = {newest[key] for key in newest.keys() & set(wanted)}
        for page in pages:
            if page.path not in told:
                page.path.unlink(missing_ok=True)
