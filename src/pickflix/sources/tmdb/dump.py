"""The dumps of TMDB that people pass around: some 5,000 films with their casts, a million films, or the daily ids.

What a file is, its columns tell, in any order: CSV whose cells hold JSON (with `tmdb_5000_credits.csv` beside
`tmdb_5000_movies.csv`) or lists parted by commas, or one JSON object a line; plain or gzip.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from pickflix.errors import SourceError, StaleSource
from pickflix.sources.contract import (
    Account,
    SourceState,
    Tables,
    Terms,
    Watch,
    unwatched,
)
from pickflix.sources.tmdb.cleaning import COLUMNS, NEEDED, cleaned, without_doubles
from pickflix.sources.tmdb.licence import ATTRIBUTION, FRESHNESS, NAME, licence, training_terms
from pickflix.sources.tmdb.people import Casts
from pickflix.sources.tmdb.records import rows
from pickflix.sources.tmdb.tally import Tally

EXPORTED: Final = re.compile(r"movie_ids_(\d\d)_(\d\d)_(\d{4})\.json")
CREDIT_COLUMNS: Final = ("movie_id", "cast", "crew")
ENDS: Final = 1 << 20  # bytes of either end of a file that its fingerprint reads
NO_CREDITS: Final = "cast or crew is no list"
NOBODY: Final = "an entry of cast or crew names nobody"
NO_FILM: Final = "credits of no film of the list, or of one for the second time"


def today() -> date:
    """The date in UTC, which is that of TMDB's exports."""
    return datetime.now(UTC).date()


class TmdbDump:
    """One dump, as a Source.

    It adds films only where models may read it: of films that may merely be shown, the catalogue has the title from
    elsewhere.
    """

    name = NAME
    freshness: timedelta | None = FRESHNESS

    def __init__(self, path: Path, *, training: bool, today: Callable[[], date] = today) -> None:
        """`training` says that the host has agreed with TMDB that models read its rows."""
        self.path = path
        self.licence = licence(training=training)
        self.terms: Terms | None = training_terms(accepted=True) if training else None
        self.adds_films = training
        self._today = today

    def state(self) -> SourceState:
        """The date of the file; how many films it holds is known once they are read."""
        if not self.path.exists():
            return SourceState(self.name, self.licence, None, None, ATTRIBUTION, "to fetch")
        dated = self._dated()
        old = dated is not None and self._today() - dated > FRESHNESS
        return SourceState(self.name, self.licence, dated, None, ATTRIBUTION, "too old" if old else "ready")

    def fetch(self, watch: Watch = unwatched, films: pl.DataFrame | None = None) -> None:
        """Nothing: the file is brought by people."""

    def fingerprint(self) -> str:
        """Of the size, the time and both ends of each file, and of the rights."""
        digest = hashlib.sha256(f"{self.licence.train}".encode())
        try:
            for path in filter(Path.exists, (self.path, self._credits_path())):
                known = path.stat()
                digest.update(f"{path.name} {known.st_size} {known.st_mtime_ns}".encode())
                with path.open("rb") as file:
                    digest.update(file.read(ENDS))
                    file.seek(max(0, known.st_size - ENDS))
                    digest.update(file.read())
        except OSError as error:
            raise self._unreadable(error) from None
        return digest.hexdigest()

    def read(self, watch: Watch = unwatched) -> Tables:
        """The films, and their people where a list of credits stands beside; raises SourceError, StaleSource."""
        if self.state().state == "too old":
            raise StaleSource(self.name, FRESHNESS.days)
        tally = Tally(self.path.name)
        frames = [cleaned(frame, tally) for frame in rows(self.path, COLUMNS, NEEDED, tally, watch)]
        films = without_doubles(pl.concat(frames), tally)
        if films.is_empty():
            raise SourceError(self.name, str(self.path), "holds no film.")
        films = films.sort("tmdb_id")
        casts, told = Casts(), [tally.account()]
        if self._credits_path() != self.path and self._credits_path().exists():
            told.append(self._read_credits(dict(films.select("tmdb_id", "id").iter_rows()), casts, watch))
        people, credit = casts.tables()
        return Tables(films, people, credit, Account.joined(told))

    def _read_credits(self, films: dict[int, str], casts: Casts, watch: Watch) -> Account:
        path = self._credits_path()
        tally = Tally(path.name)
        for frame in rows(path, CREDIT_COLUMNS, CREDIT_COLUMNS, tally, watch):
            for number, cast, crew in frame.select(CREDIT_COLUMNS).iter_rows():
                film = films.pop(int(number), None) if number and number.isdecimal() else None
                if film is None:
                    tally.drop(NO_FILM, 1, [str(number)])
                    continue
                try:
                    nobody = casts.take(film, json.loads(cast or "[]"), json.loads(crew or "[]"))
                except ValueError:
                    tally.drop(NO_CREDITS, 1, [f"{number}: {cast}"])
                else:
                    tally.mend(NOBODY, nobody and 1, [number])
        return tally.account()

    def _credits_path(self) -> Path:
        return self.path.with_name(self.path.name.replace("movies", "credits"))

    def _dated(self) -> date | None:
        """By the name of an export, else by the time of the file; None where that is yet to come."""
        if exported := EXPORTED.match(self.path.name):
            month, day, year = map(int, exported.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
        try:
            dated = datetime.fromtimestamp(self.path.stat().st_mtime, UTC).date()
        except OSError as error:
            raise self._unreadable(error) from None
        return dated if dated <= self._today() + timedelta(days=1) else None

    def _unreadable(self, error: OSError) -> SourceError:
        return SourceError(self.name, str(self.path), f"cannot be read ({error.strerror}).")
