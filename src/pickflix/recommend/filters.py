"""Which films may be listed: genres, countries, languages, years, length, money, and the less known only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from pickflix.catalogue.vocabulary import is_code
from pickflix.errors import BadRequest, UnknownGenre
from pickflix.recommend import fame
from pickflix.recommend.arrays import Array, Mask, Rows, Texts, load_arrays, save_arrays, starts
from pickflix.recommend.columns import Coded, Codes, Numbers
from pickflix.recommend.nationality import homes
from pickflix.recommend.table import FilmTable

# What each step of "less known" leaves out: films with more reviews than that share of their time, and those that
# an editor marked as well known. The lowest mark is no fame: it stands on films that only those who love the cinema
# know.
LESS_KNOWN = (None, 0.75, 0.5, 0.25)
WELL_KNOWN_MARK = 2
UNKNOWN = -1  # a number that the source does not give
NUMBERS = {
    "year": "years",
    "runtime": "runtimes",
    "budget": "budgets",
    "box_office": "box_offices",
    "oscars": "oscars_won",
}
KINDS = ("genre", "country", "language", "home", "certificate")
BOUNDED = {"year": "years", "runtime": "running time", "budget": "budget", "box_office": "box office"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a spectator asks for; all of it must hold.

    Of several genres, countries, languages or certificates one is enough; of `all_genres` all must stand on
    the film, of `without_...` none may. Bounds (years; minutes; `budget` and `box_office` in US dollars) are
    included, and leave out a film of which the number is unknown. `homes` are the countries after which a
    spectator would call the film, as `home_country` tells them. `people` are person ids: each must have made the
    film or play in it, one of `any_people`, and none of `without_people`; each of `makers`, and one of `any_makers`,
    must have directed or written it.
    `less_known`, 0 to 3, leaves out the best known quarter, half, three quarters of the catalogue,
    however well they are liked; `oscar_winner` all that won no Oscar. Raises BadRequest.
    """

    genres: tuple[str, ...] = ()
    all_genres: tuple[str, ...] = ()
    without_genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    without_countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    without_languages: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    any_people: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    any_makers: tuple[str, ...] = ()
    without_people: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    runtime_min: int | None = None
    runtime_max: int | None = None
    budget_min: int | None = None
    budget_max: int | None = None
    box_office_min: int | None = None
    box_office_max: int | None = None
    less_known: int = 0
    oscar_winner: bool = False

    def __post_init__(self) -> None:
        for name, words in BOUNDED.items():
            low, high = self.bounds(name)
            if any(bound is not None and bound < 0 for bound in (low, high)):
                raise BadRequest(words, "a bound below 0 fits no film.")
            if low is not None and high is not None and low > high:
                raise BadRequest(words, f"from {low} to {high} holds nothing. Turn the two round.")
        if self.less_known not in range(len(LESS_KNOWN)):
            raise BadRequest("less_known", f"{self.less_known} is no step. Take one of 0 to {len(LESS_KNOWN) - 1}.")

    def bounds(self, name: str) -> tuple[int | None, int | None]:
        """The two bounds of year, runtime, budget or box_office."""
        low, high = ("year_from", "year_to") if name == "year" else (f"{name}_min", f"{name}_max")
        return getattr(self, low), getattr(self, high)


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Offers:
    """What a snapshot can be asked for: a filter that none of its films answers is not to be shown.

    Codes are sorted; `numbers` are those of NUMBERS that some film has.
    """

    genres: tuple[str, ...]
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    certificates: tuple[str, ...]
    numbers: frozenset[str]


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
        coded = Coded.of(column)
        films, numbers = coded.pairs()
        sizes = np.bincount(numbers, minlength=len(coded.words))
        rows = films[np.argsort(numbers, kind="stable")].astype(np.int32)
        borne = np.flatnonzero(sizes)
        return cls(kind, starts(sizes[borne]), rows, tuple(coded.words.chosen(borne)))

    def mask(self, codes: tuple[str, ...], n_films: int) -> Mask:
        """Which films (n_films,) bear one of the codes; raises UnknownGenre for what is no code at all."""
        found = np.zeros(n_films, np.bool_)
        for code in codes:
            if code not in self.codes:
                if not is_code(self.kind, code):
                    raise UnknownGenre(self.kind, code, self.codes)
                continue
            place = self.codes.index(code)
            found[self.rows[self.start[place] : self.start[place + 1]]] = True
        return found


class FilterIndex:
    """The answers to Filters, over the rows of one snapshot."""

    def __init__(self, facets: Mapping[str, Facet], numbers: Mapping[str, Array], fame_of: Array) -> None:
        """Arrays (n_films,): `numbers` are those of NUMBERS, UNKNOWN where missing; `fame_of` from 0 to 1."""
        self._facets = facets
        self._numbers = numbers
        self._fame = fame_of
        homes = facets["home"]
        self._homes = np.full(len(fame_of), UNKNOWN, np.int64)
        self._homes[homes.rows] = np.repeat(np.arange(len(homes.codes)), np.diff(homes.start))
        codes = {kind: facet.codes for kind, facet in facets.items()}
        known = frozenset(name for name, values in numbers.items() if (values > 0).any())
        self.offers = Offers(codes["genre"], codes["country"], codes["language"], codes["certificate"], known)

    @classmethod
    def train(cls, table: FilmTable) -> Self:
        """The index of the table."""
        singles = [Coded.of((code,) if code else () for code in each) for each in (homes(table), table.certificates)]
        columns = (table.genres, table.countries, table.languages, *singles)
        facets = {kind: Facet.train(kind, column) for kind, column in zip(KINDS, columns, strict=True)}
        numbers = {name: _known_or(getattr(table, column)) for name, column in NUMBERS.items()}
        marked = _known_or(table.renown) >= WELL_KNOWN_MARK
        return cls(facets, numbers, np.where(marked, 1, fame.in_its_time(table)).astype(np.float32))

    def save(self, folder: Path) -> None:
        """Writes plain `.npy` files into `folder`."""
        arrays: dict[str, Array] = {**self._numbers, "fame": self._fame}
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
        return cls(facets, load_arrays(folder, NUMBERS), load_arrays(folder, ("fame",))["fame"])

    def mask(self, filters: Filters) -> Mask:
        """Which films (n_films,) may be listed, whoever made them; raises UnknownGenre for what is no code at all.

        `people` and `makers` are not known here: the library tells their films.
        """
        allowed = np.ones(len(self._fame), np.bool_)
        for kind, wanted in (
            *(("genre", (code,)) for code in filters.all_genres),
            ("genre", filters.genres),
            ("country", filters.countries),
            ("language", filters.languages),
            ("certificate", filters.certificates),
        ):
            if wanted:
                allowed &= self._facets[kind].mask(wanted, len(allowed))
        for kind, unwanted in (
            ("genre", filters.without_genres),
            ("country", filters.without_countries),
            ("language", filters.without_languages),
        ):
            if unwanted:
                allowed &= ~self._facets[kind].mask(unwanted, len(allowed))
        if filters.homes:  # one that no film has is no wrong code: few films have a home beyond doubt
            codes = self._facets["home"].codes
            allowed &= np.isin(self._homes, [place for place, code in enumerate(codes) if code in filters.homes])
        for name in BOUNDED:
            self._narrow(allowed, name, *filters.bounds(name))
        if (known := LESS_KNOWN[filters.less_known]) is not None:
            allowed &= self._fame < known
        if filters.oscar_winner:
            allowed &= self._numbers["oscars"] > 0
        return allowed

    def home_of(self, rows: Rows) -> Rows:
        """The number of the country after which each of those films is called, UNKNOWN where not beyond doubt."""
        return self._homes[rows]

    def of_a_country_of(self, rows: Sequence[int]) -> Mask:
        """Which films (n_films,) have a country that half of those films at least have."""
        facet = self._facets["country"]
        number = np.repeat(np.arange(len(facet.codes)), np.diff(facet.start))
        of_rows = np.bincount(number[np.isin(facet.rows, rows)], minlength=len(facet.codes))
        found = np.zeros(len(self._fame), np.bool_)
        found[facet.rows[of_rows[number] * 2 >= max(len(set(rows)), 1)]] = True
        return found

    def home_code(self, row: int) -> str:
        """The code of the country after which a film is called, empty where not beyond doubt."""
        number = int(self.home_of(np.array([row]))[0])
        return self._facets["home"].codes[number] if number != UNKNOWN else ""

    @property
    def years(self) -> Array:
        """The year of each film (n_films,), UNKNOWN where missing."""
        return self._numbers["year"]

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
    return np.nan_to_num(fame.numbers(column), nan=UNKNOWN).astype(np.int64)
