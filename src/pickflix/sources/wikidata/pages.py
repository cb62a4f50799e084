"""The answers of the query service on this disk: one Parquet file a page, written whole or not at all.

A page knows which query it answers, for which keys (days, films, people) and when. A newer page takes its keys over;
one that has no key left is removed.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Self, TypeAlias

import polars as pl

Kind: TypeAlias = Literal["classes", "days", "films", "people", "things"]
Fact: TypeAlias = tuple[str | None, ...]
KINDS: tuple[Kind, ...] = ("classes", "days", "films", "people", "things")
FACTS = dict.fromkeys(("item", "what", "value", "note", "other"), pl.String)
SAID = "pickflix"  # the name under which a page tells of itself
SHORT = 20  # hexadecimal digits of a digest in the name of a file


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: `query` and `content` are digests, `rows` a count."""

    path: Path
    kind: Kind
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
        """Its rows, one fact each."""
        return pl.read_parquet(self.path)


class Pages:
    """All pages of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, kind: Kind) -> list[Page]:
        """The pages of a kind, oldest first; raises ValueError for one that was damaged."""
        return sorted(
            (Page.read(path) for path in (self.folder / kind).glob("*.parquet")),
            key=lambda page: (page.asked, page.path.name),
        )

    def every(self, kind: Kind) -> pl.DataFrame:
        """The facts of all pages of a kind, each once."""
        return pl.concat([pl.DataFrame(schema=FACTS), *(page.facts() for page in self.of(kind))]).unique()

    def facts(self, kind: Kind, items: Iterable[str] | None = None) -> pl.DataFrame:
        """The facts of a kind, of some items; those of an item are all from the newest page that tells of it."""
        pages = self.of(kind)
        newest = {key: page.path for page in pages for key in page.keys}
        wanted = newest.keys() if items is None else newest.keys() & set(items)
        frames = [pl.DataFrame(schema=FACTS)]
        for page in pages:
            own = [key for key in page.keys if key in wanted and newest[key] == page.path]
            frames += [page.facts().filter(pl.col("item").is_in(own))] if own else []
        return pl.concat(frames)

    def write(self, kind: Kind, query: str, asked: date, keys: Sequence[str], facts: Iterable[Fact]) -> Page:
        """Keeps an answer; afterwards it stands whole, even should the power fail."""
        frame = pl.DataFrame(list(facts), schema=FACTS, orient="row").unique().sort(*FACTS)
        content = hashlib.sha256(json.dumps(frame.rows()).encode()).hexdigest()
        said = {
            "kind": kind, "query": query, "asked": asked.isoformat(), "keys": [*keys], "rows": frame.height,
            "content": content,
        }  # fmt: skip
        folder = self.folder / kind
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{hashlib.sha256(' '.join(keys).encode()).hexdigest()[:SHORT]}.parquet"
        fresh = path.with_suffix(".new")
        with fresh.open("wb") as file:
            frame.write_parquet(file, metadata={SAID: json.dumps(said)}, statistics=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        return Page.read(path)

    def tidy(self) -> None:
        """Removes what a killed fetch left, and pages that were damaged: they are asked for again."""
        for kind in KINDS:
            for path in (self.folder / kind).glob("*"):
                whole = False
                with suppress(ValueError):
                    whole = path.suffix == ".parquet" and bool(Page.read(path))
                if not whole:
                    path.unlink(missing_ok=True)

    def keep(self, kind: Kind, wanted: Iterable[str]) -> None:
        """Removes the pages of which no wanted key is left to tell."""
        pages = self.of(kind)
        newest = {key: page.path for page in pages for key in page.keys}
        told = {newest[key] for key in newest.keys() & set(wanted)}
        for page in pages:
            if page.path not in told:
                page.path.unlink(missing_ok=True)
