"""IMDb's dump as a Source: local study and models, on this machine alone."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import polars as pl

from pickflix.errors import SourceError, SourceUnreachable, TermsNotAccepted
from pickflix.sources.contract import (
    CREDITS,
    FILMS,
    PEOPLE,
    Licence,
    SourceState,
    Tables,
    Terms,
    Watch,
    fitted,
    unwatched,
)
from pickflix.sources.fetching import download
from pickflix.sources.imdb import credits as credited
from pickflix.sources.imdb import films as told
from pickflix.sources.imdb.dump import AKAS, BASICS, COLUMNS, CREW, EPISODES, NAMES, PRINCIPALS, RATINGS, Dump
from pickflix.sources.imdb.engines import Asked, Engine, Ids, Plain, Sieved
from pickflix.sources.imdb.inflating import MAGIC, SOURCE
from pickflix.sources.imdb.ledger import Ledger
from pickflix.sources.imdb.titles import with_titles
from pickflix.sources.visiting import Manners

log = logging.getLogger("pickflix")
EngineName: TypeAlias = Literal["sieve", "polars"]

URL: Final = "https://developer.imdb.com/non-commercial-datasets/"
LICENCE: Final = Licence("IMDb non-commercial", URL, read=True, train=True, serve=False, republish=False)
TERMS: Final = (
    "“Subsets of IMDb data are available for access to customers for personal and non-commercial use.” "
    "The data may not be republished, nor made into a database for others."
)
ACCEPTED: Final = "PICKFLIX_IMDB_TERMS=accepted"
ATTRIBUTION: Final = "Information courtesy of IMDb (https://www.imdb.com). Used with permission."
ENGINES: Final[Mapping[str, Callable[[], Engine]]] = MappingProxyType({"sieve": Sieved, "polars": Plain})
# The columns that are looked at.
USED: Final = MappingProxyType(
    {
        RATINGS: COLUMNS[RATINGS],
        BASICS: tuple(name for name in COLUMNS[BASICS] if name != "endYear"),
        AKAS: COLUMNS[AKAS],
        CREW: COLUMNS[CREW],
        PRINCIPALS: tuple(name for name in COLUMNS[PRINCIPALS] if name != "job"),
        NAMES: COLUMNS[NAMES][:4],
    }
)
NOT_WANTED: Final = "of a title that is not kept"


class Imdb:
    """The seven files of a folder, as a Source."""

    name = SOURCE
    licence = LICENCE
    adds_films = True
    freshness: timedelta | None = None

    def __init__(  # noqa: PLR0913 - the host's choices, each by its name
        self,
        folder: Path,
        *,
        accepted: bool,
        address: str = "https://datasets.imdbws.com",
        fetches: bool = False,
        min_votes: int = 50,
        series: bool = False,
        engine: EngineName = "sieve",
        manners: Manners | None = None,
    ) -> None:
        """`fetches` says whether the files are brought from `address`; without it they are put there by hand."""
        self.terms: Terms | None = Terms(TERMS, URL, ACCEPTED, accepted)
        self._dump, self._accepted = Dump(folder), accepted
        self._address, self._fetches, self._manners = address.rstrip("/"), fetches, manners
        self._min_votes, self._kinds = min_votes, (told.FILM, *told.SERIES) if series else (told.FILM,)
        self._engine: Engine = ENGINES[engine]()

    def state(self) -> SourceState:
        """The day of the newest file; nothing else is known before they are read."""
        missing = self._dump.missing()
        state: Literal["terms not accepted", "to fetch", "ready"] = "to fetch" if missing else "ready"
        if not self._accepted:
            state = "terms not accepted"
        return SourceState(self.name, LICENCE, self._dump.dated(), None, ATTRIBUTION, state)

    def fetch(self, watch: Watch = unwatched, films: pl.DataFrame | None = None) -> None:  # noqa: ARG002 - adds its own
        """Brings the seven files, each only where the server has another one; or looks whether they are there."""
        self._check_terms()
        if self._fetches:
            try:
                self._download(watch)
            except SourceUnreachable as error:
                if self._dump.missing():
                    raise
                log.warning("%s The files that are here are read.", error)
        self._dump.check()

    def _download(self, watch: Watch) -> None:
        for name, file in self._dump.files.items():
            address = f"{self._address}/{name}"
            download(
                address,
                file.path,
                source=SOURCE,
                watch=watch,
                label=name,
                begins=MAGIC,
                manners=self._manners,
            )
            file.date(address)

    def fingerprint(self) -> str:
        """Of the sizes, times, beginnings and ends of the files, and of what makes a film."""
        self._check_terms()
        self._dump.check()
        digest = hashlib.sha256(f"{self._min_votes} {' '.join(self._kinds)}".encode())
        for file in self._dump.files.values():
            digest.update(file.fingerprint())
        return digest.hexdigest()

    def read(self, watch: Watch = unwatched) -> Tables:
        """The films with their people; nothing before every file has been verified to its last byte."""
        self._check_terms()
        self._dump.check()
        try:
            return _Reading(self._dump, self._engine, watch).tables(self._min_votes, self._kinds)
        except MemoryError:
            problem = "there is too little memory to read it. Close other programs, or ask for more votes of a film."
            raise SourceError(SOURCE, str(self._dump.folder), problem) from None

    def _check_terms(self) -> None:
        if not self._accepted:
            raise TermsNotAccepted(SOURCE, TERMS, URL, ACCEPTED)


class _Reading:
    """One reading of the seven files, in the order in which each says what is wanted of the next."""

    def __init__(self, dump: Dump, engine: Engine, watch: Watch) -> None:
        self._files, self._engine, self._watch, self._ledger = dump.files, engine, watch, Ledger()
        for file in self._files.values():
            file.check()
        self._total = sum(file.size for file in self._files.values())
        self._before = 0

    def tables(self, min_votes: int, kinds: Sequence[str]) -> Tables:
        """All of it."""
        ledger = self._ledger
        rated = told.rated(self._rows(RATINGS), min_votes, ledger)
        voted = self._rows(BASICS, Ids(rated["tconst"]), f"fewer than {min_votes} votes, or none")
        films = told.told(voted, kinds, ledger)
        rated = told.of_films(rated, films, ledger)
        ids = Ids(films["tconst"])
        films = with_titles(films, self._rows(AKAS, ids, NOT_WANTED), ledger)
        crew, principals = self._rows(CREW, ids, NOT_WANTED), self._rows(PRINCIPALS, ids, NOT_WANTED)
        found = credited.credited(crew, principals, ledger)
        people = credited.people(self._rows(NAMES, Ids(found.people, "nm"), "of nobody in these films"), ledger)
        self._verified(EPISODES)
        people, every = credited.joined(found, people, ledger)
        films = films.join(rated.select("tconst", "rating", "votes"), on="tconst").with_columns(
            id="tconst", imdb_id="tconst", origin=pl.lit(SOURCE)
        )
        whole = Tables(
            fitted(films, FILMS).sort("id"), fitted(people, PEOPLE).sort("id"), fitted(every, CREDITS), ledger.account()
        )
        if len(kinds) == 1:
            return whole
        cinema = films.filter(titleType=told.FILM)["id"]
        television = films.filter(pl.col("titleType") != told.FILM)["id"]
        return replace(_part(whole, cinema), series=_part(whole, television))

    def _rows(self, name: str, ids: Ids | None = None, unwanted: str = "") -> pl.DataFrame:
        file = self._files[name]
        taken = self._engine.take(file, Asked(USED[name], ids), self._progress)
        self._before += file.size
        if ids is None:
            self._ledger.read(name, taken.read)
            return taken.rows
        taken_first = set(taken.rows[file.key].head(len(file.first_rows)))
        examples = [line for line in file.first_rows if line.split("\t", 1)[0] not in taken_first]
        self._ledger.read(name, taken.read, taken.read - taken.rows.height, unwanted, examples)
        return taken.rows

    def _verified(self, name: str) -> None:
        rows = self._engine.verify(self._files[name], self._progress)
        examples = self._files[name].first_rows
        self._ledger.read(name, rows, rows, "episodes are no films; the file was verified", examples)

    def _progress(self, done: int) -> None:
        self._watch("reading IMDb", self._before + done, self._total, "bytes")


def _part(whole: Tables, ids: pl.Series) -> Tables:
    """Some of the films, with their people."""
    every = whole.credits.filter(pl.col("film_id").is_in(ids.implode()))
    return Tables(
        whole.films.filter(pl.col("id").is_in(ids.implode())),
        whole.people.filter(pl.col("id").is_in(every["person_id"].unique().implode())),
        every,
        whole.account,
    )
