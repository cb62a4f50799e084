"""Which films may be listed: genres, countries, languages, years, length, and the less known only."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Self

import numpy as np

from pickflix.errors import BadRequest, UnknownGenre
from pickflix.recommend import fame
from pickflix.recommend.arrays import Array, Mask, Texts, load_arrays, save_arrays, starts
from pickflix.recommend.nationality import home_country
from pickflix.recommend.table import Codes, FilmTable, Numbers

# What "less known" leaves out: films with more reviews than half of their time, and those that an editor marked
# so. The lowest mark is no fame: it stands on films that only those who love the cinema know.
WELL_KNOWN, WELL_KNOWN_MARK = 0.5, 2
UNKNOWN = -1  # a year or a length that the source does not give
NUMBERS = {"year": "years", "runtime": "runtimes", "oscars": "oscars_won"}
KINDS = ("genre", "country", "language", "home")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a spectator asks for; all of it must hold.

    Of several genres, countries or languages one is enough; of `without_...` none may stand on the
    film. `year_from` to `runtime_max` (minutes) include their bounds, and leave out a film whose year
    or length is unknown. `homes` are the countries after which a spectator would call the film, as
    `home_country` tells them. `less_known` leaves out the better known half of the catalogue, however
    well it is liked, `oscar_winner` all that won no Oscar.
    """

    genres: tuple[str, ...] = ()
    without_genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    without_countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    runtime_min: int | None = None
    runtime_max: int | None = None
    less_known: bool = False
    oscar_winner: bool = False

    def __post_init__(self) -> None:
        for name, low, high in (
            ("years", self.year_from, self.year_to),
            ("running time", self.runtime_min, self.runtime_max),
        ):
            if any(bound is not None and bound < 0 for bound in (low, high)):
                raise BadRequest(name, "a bound below 0 fits no film.")
            if low is not None and high is not None and low > high:
                raise BadRequest(name, f"from {low} to {high} holds nothing. Turn the two round.")


@dataclass(frozen=True, slots=True)
class Facet:
    """The films of each code: code c stands on `rows[start[c]:start[c + 1]]`."""

    kind: str
    start: Array
    rows: Array
    codes: tuple[str, ...]

    @classmethod
    def train(cls, kind: str, column: Codes) -> Self:
        """The facet of a column."""
        codes = sorted(set(chain.from_iterable(column)))
        films: dict[str, list[int]] = {code: [] for code in codes}
        for row, borne in enumerate(column):
            for code in dict.fromkeys(borne):
                films[code].append(row)
        rows = np.array([*chain.from_iterable(films.values())], np.int32)
        return cls(kind, starts(len(films[code]) for code in codes), rows, tuple(codes))

    def mask(self, codes: tuple[str, ...], n_films: int) -> Mask:
        """Which films (n_films,) bear one of the codes; raises UnknownGenre."""
        found = np.zeros(n_films, np.bool_)
        for code in codes:
            if code not in self.codes:
                raise UnknownGenre(self.kind, code, self.codes)
            place = self.codes.index(code)
            found[self.rows[self.start[place] : self.start[place + 1]]] = True
        return found


class FilterIndex:
    """The answers to Filters, over the rows of one snapshot."""

    def __init__(self, facets: Mapping[str, Facet], numbers: Mapping[str, Array], known: Array) -> None:
        """Arrays (n_films,): `numbers` are those of NUMBERS, UNKNOWN where missing; `known` the better known films."""
        self._facets = facets
        self._numbers = numbers
        self._known = known

    @classmethod
    def train(cls, table: FilmTable) -> Self:
        """The index of the table."""
        homes = (home_country(*of) for of in zip(table.countries, table.languages, strict=True))
        columns = (table.genres, table.countries, table.languages, tuple((home,) if home else () for home in homes))
        facets = {kind: Facet.train(kind, column) for kind, column in zip(KINDS, columns, strict=True)}
        numbers = {name: _known_or(getattr(table, column)) for name, column in NUMBERS.items()}
        marked = _known_or(table.renown) >= WELL_KNOWN_MARK
        return cls(facets, numbers, marked | (fame.in_its_time(table) >= WELL_KNOWN))

    def save(self, folder: Path) -> None:
        """Writes plain `.npy` files into `folder`."""
        arrays: dict[str, Array] = {**self._numbers, "known": self._known}
        for kind, facet in self._facets.items():
            letters, letter_start = Texts.pack(facet.codes)
            arrays |= dict(zip(_names(kind), (facet.start, facet.rows, letters, letter_start), strict=True))
        save_arrays(folder, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The index that `save` wrote; raises DamagedSnapshot."""
        facets = {}
        for kind in KINDS:
            start, rows, letters, letter_start = load_arrays(folder, _names(kind)).values()
            texts = Texts(letters, letter_start)
            facets[kind] = Facet(kind, start, rows, tuple(texts[place] for place in range(len(texts))))
        return cls(facets, load_arrays(folder, NUMBERS), load_arrays(folder, ("known",))["known"])

    def mask(self, filters: Filters) -> Mask:
        """Which films (n_films,) may be listed; raises UnknownGenre for a code that no film bears."""
        allowed = np.ones(len(self._known), np.bool_)
        for kind, wanted in (
            ("genre", filters.genres),
            ("country", filters.countries),
            ("language", filters.languages),
            ("home", filters.homes),
        ):
            if wanted:
                allowed &= self._facets[kind].mask(wanted, len(allowed))
        for kind, unwanted in (("genre", filters.without_genres), ("country", filters.without_countries)):
            if unwanted:
                allowed &= ~self._facets[kind].mask(unwanted, len(allowed))
        self._narrow(allowed, "year", filters.year_from, filters.year_to)
        self._narrow(allowed, "runtime", filters.runtime_min, filters.runtime_max)
        if filters.less_known:
            allowed &= ~self._known
        if filters.oscar_winner:
            allowed &= self._numbers["oscars"] > 0
        return allowed

    @property
    def first_year(self) -> int | None:
        """The year of the oldest film, None where no film has one."""
        known = self._numbers["year"][self._numbers["year"] != UNKNOWN]
        return int(known.min()) if known.size else None

    def _narrow(self, allowed: Mask, name: str, low: int | None, high: int | None) -> None:
        numbers = self._numbers[name]
        if low is not None:
            allowed &= numbers >= low
        if high is not None:
            allowed &= (numbers <= high) & (numbers != UNKNOWN)


def _names(kind: str) -> tuple[str, ...]:
    return tuple(f"{kind}_{part}" for part in ("start", "rows", "letters", "letter_start"))


def _known_or(column: Numbers) -> Array:
    return np.array([UNKNOWN if value is None else value for value in column], np.int32)
