"""What the sources give, read once: an unchanged source is not read again, several become one catalogue.

Each lies sealed in `<data>/readings/<source>-<digest>`: films, people and credits as Parquet, and account.json.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from pickflix.build import rights
from pickflix.build.diary import Diary
from pickflix.build.digests import of_code, of_texts
from pickflix.build.sealing import clear, is_sealed, seal
from pickflix.errors import SourceError
from pickflix.sources.contract import Account, LeftOut, Source, Tables
from pickflix.sources.joining.merging import Linked, Merged, Part, merge
from pickflix.sources.tmdb.licence import FRESHNESS

TABLES = ("films", "people", "credits")
SERIES = ("series", "series_people", "series_credits")
ACCOUNT = "account.json"
TOGETHER = "together"  # what the sources that give films make together
LONGEST_KEPT = FRESHNESS.total_seconds()  # no licence lets rows be kept for a shorter time than TMDB's


@dataclass(frozen=True, slots=True)
class Read:
    """One catalogue of several sources: the tables, the account and the films of each, and how they were linked."""

    tables: Tables
    accounts: dict[str, Account]
    films: dict[str, int]
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
            films = self._films([source for source in first if rights.gives_films(source)])
            for source in others:
                self._fetch(source, films)

    def _fetch(self, source: Source, films: pl.DataFrame | None) -> None:
        with self._diary.stage(f"Fetching {source.name}"), _of_the_source(source):
            source.fetch(self._diary.watch, films)
        rights.check_age(source)

    def fingerprints(self, sources: Sequence[Source]) -> list[str]:
        """What changes when the rows of a source would, its name and its licence first."""
        return [f"{source.name} {source.licence} {source.fingerprint()}" for source in sources]

    def tables(self, sources: Sequence[Source]) -> Read:
        """The rows of all of them as one catalogue: the ids of the first stand."""
        accounts = {source.name: self._of(source).account for source in sources}
        films = {source.name: self._of(source).films.height for source in sources}
        if len(sources) == 1:
            return Read(self._of(sources[0]), accounts, films)
        with self._diary.stage("Linking the sources"):
            merged = self._merged(sources)
        return Read(merged.tables, accounts, films, merged.linked)

    def _films(self, sources: Sequence[Source]) -> pl.DataFrame:
        """The films of the sources that give them, which those that add to them are asked about."""
        if len(sources) == 1:
            return self._of(sources[0]).films
        return self._remembered(TOGETHER, sources, lambda: self._merged(sources).tables).films

    def _merged(self, sources: Sequence[Source]) -> Merged:
        parts = [
            Part(source.name, self._of(source), source.adds_films, shown_only=not source.licence.train)
            for source in sources
        ]
        return merge(parts)

    def _of(self, source: Source) -> Tables:
        def read() -> Tables:
            with _of_the_source(source):
                return source.read(self._diary.watch)

        return self._remembered(source.name, [source], read)

    def _remembered(self, name: str, sources: Sequence[Source], make: Callable[[], Tables]) -> Tables:
        """What was made of these sources before, now or by an earlier build; else it is made, and kept."""
        if name not in self._read:
            digest = of_texts([of_code(), *self.fingerprints(sources)])[:16]
            folder = self._folder / f"{name}-{digest}"
            self._used.add(folder)
            with self._diary.stage(f"Reading {name}"):
                found = self._kept(folder)
                if found is None:
                    found = make()
                    self._keep(folder, found)
            self._read[name] = found
        return self._read[name]

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
        """Removes what was read of these sources earlier, and of others longer ago than licences let rows be kept."""
        now, names = time.time(), {TOGETHER, *(source.name for source in sources)}
        for folder in self._folder.glob("*-*"):
            old = now - folder.stat().st_mtime > LONGEST_KEPT
            if folder not in self._used and (old or folder.name.rpartition("-")[0] in names):
                clear(folder)


@contextmanager
def _of_the_source(source: Source) -> Iterator[None]:
    """A file that cannot be opened and a cell that no table takes are told with the source's name."""
    try:
        yield
    except pl.exceptions.PolarsError as error:
        problem = f"its rows make no table ({str(error).splitlines()[0]})."
        raise SourceError(source.name, "what was fetched", problem) from error
    except PermissionError as error:
        problem = f"cannot be read ({error.strerror})."
        raise SourceError(source.name, str(error.filename or "its files"), problem) from None


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
