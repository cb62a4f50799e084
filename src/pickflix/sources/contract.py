"""What a source is: where facts come from, under which licence, and the tidy tables it gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Protocol

import polars as pl

FILMS: Mapping[str, pl.DataType | type[pl.DataType]] = MappingProxyType(
    {
        "id": pl.String,
        "former_ids": pl.List(pl.String),
        "imdb_id": pl.String,
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
        "critics_score": pl.UInt8,
        "tomatometer": pl.UInt8,
        "reviews": pl.Int32,
        "box_office_usd": pl.Int64,
        "budget_usd": pl.Int64,
        "oscars_won": pl.UInt8,
        "oscar_nominations": pl.UInt8,
        "renown": pl.UInt8,
        "text": pl.String,
        "origin": pl.String,
    }
)
PEOPLE: Mapping[str, pl.DataType | type[pl.DataType]] = MappingProxyType({"id": pl.String, "name": pl.String})
CREDITS: Mapping[str, pl.DataType | type[pl.DataType]] = MappingProxyType(
    {"film_id": pl.String, "person_id": pl.String, "role": pl.String, "position": pl.Int16}
)


@dataclass(frozen=True, slots=True)
class Tables:
    """The tidy tables of one source, with the columns of FILMS, PEOPLE and CREDITS.

    Keys: `films.id`; `people.id`; `credits` has one row per film, person and role. A missing value is
    null, never an empty string. `former_ids` are the ids that earlier snapshots gave the film. `role` is
    director, writer or cast; `position` counts from 0. `text` is a plot or an extract, in French or English.
    """

    films: pl.DataFrame
    people: pl.DataFrame
    credits: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Licence:
    """What may be done with the rows of a source."""

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
class SourceState:
    """What `pickflix sources` prints of one source."""

    name: str
    licence: Licence
    dated: date
    films: int
    attribution: str


class Source(Protocol):
    """One origin of films."""

    name: str
    licence: Licence

    def state(self) -> SourceState:
        """Date and size, without reading the rows."""
        ...

    def read(self) -> Tables:
        """The rows; raises SourceError."""
        ...
