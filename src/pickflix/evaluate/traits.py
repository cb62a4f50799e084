"""What the metrics and the slices need to know of the films, as arrays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Self

import numpy as np

from pickflix.evaluate.metrics import NONE
from pickflix.recommend.arrays import Array, Mask, Rows
from pickflix.recommend.columns import Codes
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.nationality import home_country
from pickflix.recommend.table import FilmTable

ERAS = (1960, 1980, 2000)
HOMES = ("FR", "US")
MANY, FEW = 50, 10  # ratings from which everybody knows a film, below which hardly anybody does


@dataclass(frozen=True, slots=True)
class Traits:
    """Of each film, as arrays.

    `kinds` (n_films, n_kinds) is 1 for its genres, countries and decade; `directors` (n_films, most) are their
    numbers, NONE beyond them; `behind` (n_films,) tells how many of the `n_users` spectators rated it; `parts`
    says by name which films are of a part of the catalogue.
    """

    kinds: Array
    directors: Rows
    behind: Rows
    n_users: int
    parts: Mapping[str, Mask]

    @classmethod
    def of(cls, table: FilmTable, ratings: Interactions) -> Self:
        """The traits of the films of the table, and of their ratings."""
        decades = [() if year is None else (str(year // 10),) for year in table.years]
        kinds = [(*genres, *map(str.upper, countries), *decade) for genres, countries, decade in zip(
            table.genres, table.countries, decades, strict=True
        )]  # fmt: skip
        behind = ratings.behind
        known = {
            f"{MANY} ratings or more": behind >= MANY,
            f"{FEW} to {MANY - 1} ratings": (behind >= FEW) & (behind < MANY),
            f"fewer than {FEW} ratings": behind < FEW,
        }
        parts = {**_homes(table), **_eras(table), **known}
        return cls(_flags(kinds), _numbers(table.directors), behind, ratings.n_users, parts)


def _flags(codes: Iterable[tuple[str, ...]]) -> Array:
    listed = [*codes]
    column = {code: place for place, code in enumerate(sorted({code for each in listed for code in each}))}
    flags = np.zeros((len(listed), len(column)), np.float32)
    for row, each in enumerate(listed):
        flags[row, [column[code] for code in each]] = 1
    return flags


def _numbers(people: Codes) -> Rows:
    number = {person: place for place, person in enumerate(sorted({name for each in people for name in each}))}
    columns = [*zip_longest(*([number[name] for name in dict.fromkeys(each)] for each in people), fillvalue=NONE)]
    return np.array(columns, np.int64).reshape(len(columns), len(people)).T


def _homes(table: FilmTable) -> dict[str, Mask]:
    homes = np.array([home_country(*each) or "" for each in zip(table.countries, table.languages, strict=True)])
    named = {f"country {home}": homes == home for home in HOMES}
    return named | {"other countries": ~np.isin(homes, HOMES)}


def _eras(table: FilmTable) -> dict[str, Mask]:
    years = np.array([0 if year is None else year for year in table.years])
    names = (f"before {ERAS[0]}", *(f"{a}-{b - 1}" for a, b in pairwise(ERAS)), f"from {ERAS[-1]}")
    era = np.digitize(years, ERAS)
    return {name: (era == place) & (years > 0) for place, name in enumerate(names)}
