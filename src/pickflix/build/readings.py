"""What the sources give, read once: an unchanged source is not read again, several become one catalogue.

Each lies sealed in `<data>/readings/<source>-<digest>`: films, people and credits as Parquet, and account.json.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from pickflix.build import rights
from pickflix.build.diary import Diary
from pickflix.build.digests import of_code, of_texts
from pickflix.build.sealing import clear, is_sealed, seal
from pickflix.sources.contract import Account, LeftOut, Source, Tables
from pickflix.sources.joining.merging import Linked, Merged, Part, merge

TABLES = ("films", "people", "credits")
SERIES = ("series", "series_people", "series_credits")
ACCOUNT = "account.json"


@dataclass(frozen=True, slots=True)
class Read:
    """One catalogue of several sources: the tables, the account of each source, and how films were linked."""

    tables: Tables
    accounts: dict[str, Account]
    linked: tuple[Linked, ...] = ()


class Readings:
    """The tables of the sources of one build."""

    def __init__(self, root: Path, diary: Diary) -> None:
        """`root` is the data folder."""
        self._folder = root / "readings"
        self._diary = diary
        self._read: dict[str, Tables] = {}
        self._used: set[Path] = set()
        if not self._folder.is_dir():
            clear(self._folder)
        for left in self._folder.glob(".*"):
            clear(left)

    def fetch(self, sources: Sequence[Source]) -> None:
        """Brings each source up to date, those that add to the films of others last.

        Raises SourceError and StaleSource.
        """
        first = [source for source in sources if source.adds_films]
        for source in first:
            self._fetch(source, None)
        others = [source for source in sources if not source.adds_films]
        if others:
            films = self._joined([source for source in first if rights.gives_films(source)]).films
            for source in others:
                self._fetch(source, films)

    def _fetch(self, source: Source, films: pl.DataFrame | None) -> None:
        with self._diary.stage(f"Fetching {source.name}"):
            source.fetch(self._diary.watch, films)
        rights.check_age(source)

    def fingerprints(self, sources: Sequence[Source]) -> list[str]:
        """What changes when the rows of a source would, its name and its licence first."""
        return [f"{source.name} {source.licence} {source.fingerprint()}" for source in sources]

    def tables(self, sources: Sequence[Source]) -> Read:
        """The rows of all of them as one catalogue: the ids of the first stand."""
        accounts = {source.name: self._of(source).account for source in sources}
        if len(sources) == 1:
            return Read(self._of(sources[0]), accounts)
        with self._diary.stage("Linking the sources"):
            merged = self._merged(sources)
        return Read(merged.tables, accounts, merged.linked)

    def _joined(self, sources: Sequence[Source]) -> Tables:
        return self._of(sources[0]) if len(sources) == 1 else self._merged(sources).tables

    def _merged(self, sources: Sequence[Source]) -> Merged:
        parts = [
            Part(source.name, self._of(source), source.adds_films, shown_only=not source.licence.train)
            for source in sources
        ]
        return merge(parts)

    def _of(self, source: Source) -> Tables:
        if source.name not in self._read:
            digest = of_texts([of_code(), *self.fingerprints([source])])[:16]
            folder = self._folder / f"{source.name}-{digest}"
            self._used.add(folder)
            with self._diary.stage(f"Reading {source.name}"):
                found = self._kept(folder)
                if found is None:
                    found = source.read(self._diary.watch)
                    self._keep(folder, found)
            self._read[source.name] = found
        return self._read[source.name]

    @staticmethod
    def _kept(folder: Path) -> Tables | None:
        """What was read before; None where there is nothing, or nothing whole."""
        if not is_sealed(folder):
            return None
        with suppress(OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
            said = json.loads((folder / ACCOUNT).read_text("utf-8"))
            parts = {name: [LeftOut(**one) for one in said[name]] for name in ("dropped", "mended")}
            account = Account(said["read"], tuple(parts["dropped"]), tuple(parts["mended"]))
            there = (folder / f"{SERIES[0]}.parquet").exists()
            return Tables(*_frames(folder, TABLES), account, Tables(*_frames(folder, SERIES)) if there else None)
        return None

    def _keep(self, folder: Path, tables: Tables) -> None:
        fresh = folder.with_name(f".{folder.name}")
        fresh.mkdir(parents=True)
        try:
            write(fresh, tables)
            (fresh / ACCOUNT).write_text(json.dumps(asdict(tables.account), ensure_ascii=False), encoding="utf-8")
            seal(fresh)
            clear(folder)
            fresh.rename(folder)
        finally:
            clear(fresh)

    def keep_only(self, sources: Sequence[Source]) -> None:
        """Removes what was read of these sources earlier and is of no more use."""
        for source in sources:
            for folder in self._folder.glob(f"{source.name}-*"):
                if folder not in self._used:
                    clear(folder)


def _frames(folder: Path, names: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    films, people, credit = (pl.read_parquet(folder / f"{name}.parquet") for name in names)
    return films, people, credit


def write(folder: Path, tables: Tables) -> None:
    """Writes the tidy tables of films, and of series where there are some, as Parquet."""
    for name in TABLES:
        getattr(tables, name).write_parquet(folder / f"{name}.parquet", compression="zstd")
    if tables.series is not None:
        for name, file in zip(TABLES, SERIES, strict=True):
            getattr(tables.series, name).write_parquet(folder / f"{file}.parquet", compression="zstd")
