"""What a source is: where facts come from, what its licence allows, and the tidy tables it gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, Protocol, Self, TypeAlias

import polars as pl

Columns: TypeAlias = Mapping[str, pl.DataType | type[pl.DataType]]
Unit: TypeAlias = Literal["", "bytes", "films", "rows", "requests"]

FILMS: Columns = MappingProxyType(
    {
        "id": pl.String,
        "former_ids": pl.List(pl.String),
        "imdb_id": pl.String,
        "tmdb_id": pl.Int32,
        "title": pl.String,
        "title_fr": pl.String,
        "title_original": pl.String,
        "titles_other": pl.List(pl.String),
        "year": pl.Int16,
        "released": pl.Date,
        "runtime_min": pl.Int16,
        "certificate": pl.String,
        "genres": pl.List(pl.String),
        "countries": pl.List(pl.String),
        "languages": pl.List(pl.String),
        "companies": pl.List(pl.String),
        "subjects": pl.List(pl.String),
        "places": pl.List(pl.String),
        "based_on": pl.List(pl.String),
        "awards": pl.List(pl.String),
        "critics_score": pl.UInt8,
        "tomatometer": pl.UInt8,
        "reviews": pl.Int32,
        "rating": pl.Float32,
        "votes": pl.Int32,
        "sitelinks": pl.Int16,
        "box_office_usd": pl.Int64,
        "budget_usd": pl.Int64,
        "oscars_won": pl.UInt8,
        "oscar_nominations": pl.UInt8,
        "renown": pl.UInt8,
        "text": pl.String,
        "text_from": pl.String,
        "overview": pl.String,
        "overview_from": pl.String,
        "origin": pl.String,
    }
)
PEOPLE: Columns = MappingProxyType(
    {
        "id": pl.String,
        "name": pl.String,
        "wikidata_id": pl.String,
        "imdb_id": pl.String,
        "born": pl.Date,
        "birth_year": pl.Int16,
        "death_year": pl.Int16,
        "gender": pl.String,
    }
)
CREDITS: Columns = MappingProxyType(
    {
        "film_id": pl.String,
        "person_id": pl.String,
        "role": pl.String,
        "position": pl.Int16,
        "characters": pl.List(pl.String),
    }
)
ROLES = ("director", "writer", "cast")
# All that a source may add to a film whose licence forbids to train on its rows: no model reads these columns.
SHOWN_ONLY = ("tmdb_id", "overview", "overview_from")
# What can be: a cell beyond it is a slip of its source, which leaves it out and counts it; `build/checks.py` refuses.
FIRST_YEAR, LAST_YEAR = 1870, 2100  # of films: nobody filmed before, nobody announces further ahead
LONGEST_MIN = 6_000  # the longest film ever shown in a cinema runs for 35 days, no other for four
BORN_FIRST = 1  # who wrote what was filmed may have lived long before: Sophocles' years are no numbers here, Ovid's are
IMDB_FILM, IMDB_PERSON, WIKIDATA_ITEM = r"^tt[0-9]{7,}$", r"^nm[0-9]{7,}$", r"^Q[0-9]+$"
EXAMPLES = 5  # rows shown of those that were left out for one reason


class Watch(Protocol):
    """Whoever looks on while something long runs; called as often as one likes."""

    def __call__(self, label: str, done: int, total: int, unit: Unit = "", /) -> None:
        """`label` names the step, in a few words; `total` is 0 where nobody knows how much there is."""
        ...


def unwatched(label: str, done: int, total: int, unit: Unit = "", /) -> None:
    """Nobody looks on."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows (or cells) of one file that were not taken, for one reason, with a few of them as they were written."""

    file: str
    reason: str
    rows: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What became of every row that was read.

    `read` has the rows of each file, its header left aside. `dropped` rows are not in the tables; of `mended` rows a
    cell was no good and is missing there. A file whose rows are many to one (principals of a film) accounts for rows,
    not for films.
    """

    read: Mapping[str, int] = field(default_factory=dict)
    dropped: tuple[LeftOut, ...] = ()
    mended: tuple[LeftOut, ...] = ()

    @classmethod
    def joined(cls, parts: Iterable["Account"]) -> Self:
        """One account of several."""
        parts = list(parts)
        return cls(
            {name: rows for part in parts for name, rows in part.read.items()},
            tuple(each for part in parts for each in part.dropped),
            tuple(each for part in parts for each in part.mended),
        )


@dataclass(frozen=True, slots=True)
class Tables:
    """The tidy tables of one source, with the columns of FILMS, PEOPLE and CREDITS.

    Keys: `films.id`; `people.id`; `credits` has one row per film, person and role. A missing value is
    null, never an empty string; a list is never null, but may be empty. `former_ids` are the ids that earlier
    snapshots gave the film. `role` is director, writer or cast; `position` counts from 0, in billing order where the
    source has one. `rating` is the mean of `votes` votes, 0 to 10; `sitelinks` the number of Wikipedias with an
    article. `text` is a plot or an extract in French or English that models may read, `text_from` the address of the
    article it is from; `overview` and `overview_from` the same of what may only be shown. `gender` is female, male
    or other; `born` is null where only `birth_year` is known. `series` are television series with their people, as
    tables of the same columns, for comparisons alone.
    """

    films: pl.DataFrame
    people: pl.DataFrame
    credits: pl.DataFrame
    account: Account = field(default_factory=Account)
    series: "Tables | None" = None


def fitted(frame: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """The frame with just these columns, in their order and of their types; lists that were missing are empty."""
    missing = [pl.lit(None, kind).alias(name) for name, kind in columns.items() if name not in frame.columns]
    lists = [name for name, kind in columns.items() if isinstance(kind, pl.List)]
    kept = frame.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in columns.items())
    return kept.with_columns(pl.col(lists).fill_null([]))


@dataclass(frozen=True, slots=True)
class Licence:
    """What may be done with the rows of a source: four rights, and how the build keeps them.

    `read` on this machine; `train` models on them (without it only SHOWN_ONLY columns come into a snapshot); `serve`
    to the public (without it the snapshot is private, and answers on this machine alone); `republish` as data
    (without it its columns are left out of exports of a public snapshot).
    """

    name: str
    url: str
    read: bool
    train: bool
    serve: bool
    republish: bool


CC0 = Licence(
    "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", read=True, train=True, serve=True, republish=True
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the host must have read and accepted before a source is touched; `setting` says how, `accepted` whether."""

    text: str
    url: str
    setting: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class SourceState:
    """What `pickflix sources` prints of one source; `dated` and `films` are None where nothing is here yet.

    `needs` is the setting without which it is not read.
    """

    name: str
    licence: Licence
    dated: date | None
    films: int | None
    attribution: str
    state: Literal["ready", "to fetch", "terms not accepted", "needs a setting", "too old", "cannot be read"] = "ready"
    needs: str = ""


class Source(Protocol):
    """One origin of films.

    `adds_films` is false where it only adds to the films of other sources. `freshness` is how old its rows may
    become before they must not be used; None where the licence says nothing of it.
    """

    name: str
    licence: Licence
    terms: Terms | None
    adds_films: bool
    freshness: timedelta | None

    def state(self) -> SourceState:
        """Date and size, without reading the rows, without the network; raises SourceError."""
        ...

    def fetch(self, watch: Watch = unwatched, films: pl.DataFrame | None = None) -> None:
        """Brings what is missing or out of date onto this disk, going on where an interrupted one stopped.

        `films` (columns of FILMS) are those of the sources before, for one that only adds to them. Does nothing
        where the rows are here already. Raises SourceError; TermsNotAccepted before anything is asked.
        """
        ...

    def fingerprint(self) -> str:
        """What changes when the rows would: of the files on this disk and of the options; in a second at most."""
        ...

    def read(self, watch: Watch = unwatched) -> Tables:
        """The rows that are here; raises SourceError."""
        ...
