"""The panel "Affiner": its choices, and the filters that they stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TypeAlias

from pickflix.catalogue.vocabulary import GENRES, Language, country_name, language_name
from pickflix.errors import BadRequest
from pickflix.pages.shelves import COUNTRIES
from pickflix.recommend.filters import LESS_KNOWN, Filters, Offers

Bounds: TypeAlias = Mapping[str, tuple[int | None, int | None]]
Pairs: TypeAlias = tuple[tuple[str, str], ...]
SPOKEN = ("fr", "en", "it", "de", "es", "ja", "ko", "zh", "hi", "ru", "sv")
# Bounds in minutes, in years and in US dollars, both inclusive; None is open.
RUNTIMES: Bounds = MappingProxyType({"-90": (None, 90), "90-120": (90, 120), "120-": (120, None)})
PERIODS: Bounds = MappingProxyType(
    {
        # Until 1966 the Academy gave black and white an Oscar of its own.
        "-1966": (None, 1966),
        "-1959": (None, 1959),
        "1960-1979": (1960, 1979),
        "1980-1999": (1980, 1999),
        "2000-": (2000, None),
    }
)
AMOUNTS: Bounds = MappingProxyType(
    {"-10": (None, 10_000_000), "10-100": (10_000_000, 100_000_000), "100-": (100_000_000, None)}
)
# The MPAA's certificates, those of before 1972 with them, as a family asks: for whom may the film be shown?
CERTIFICATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"enfants": ("G", "PG", "GP", "M/PG"), "ados": ("G", "PG", "GP", "M/PG", "M", "PG-13")}
)
# Each parameter of an address, and the wish that recommend/relaxing.py may let go.
WISH_OF: Mapping[str, str] = MappingProxyType(
    {
        "genre": "genres",
        "annees": "years",
        "duree": "runtime",
        "pays": "countries",
        "connus": "less_known",
        "sans_genre": "without_genres",
        "sans_pays": "without_countries",
        "langue": "languages",
        "sans_langue": "without_languages",
        "public": "certificates",
        "budget": "budget",
        "recettes": "box_office",
        "oscars": "oscar_winner",
    }
)
FIRST = ("genre", "annees", "duree", "pays", "connus")  # what most people ask; the rest stands under "more"


@dataclass(frozen=True, slots=True)
class Refinement:
    """What the reader chose in the panel; an empty word is no wish."""

    genre: str = field(default="", metadata={"description": "code of a genre"})
    sans_genre: str = field(default="", metadata={"description": "code of a genre not wanted"})
    pays: str = field(default="", metadata={"description": "ISO 3166 code of a country"})
    sans_pays: str = field(default="", metadata={"description": "ISO 3166 code of a country not wanted"})
    langue: str = field(default="", metadata={"description": "ISO 639 code of a language"})
    sans_langue: str = field(default="", metadata={"description": "ISO 639 code of a language not wanted"})
    annees: str = field(default="", metadata={"description": f"years: {', '.join(PERIODS)}"})
    duree: str = field(default="", metadata={"description": f"running time in minutes: {', '.join(RUNTIMES)}"})
    public: str = field(default="", metadata={"description": f"for whom: {' or '.join(CERTIFICATES)}"})
    budget: str = field(default="", metadata={"description": f"budget in millions of dollars: {', '.join(AMOUNTS)}"})
    recettes: str = field(default="", metadata={"description": f"gross in millions of dollars: {', '.join(AMOUNTS)}"})
    connus: str = field(default="", metadata={"description": "less known films: 1, 2 or 3, the least known"})
    oscars: str = field(default="", metadata={"description": "1: films that won an Oscar only"})

    @classmethod
    def of(cls, asked: Iterable[tuple[str, str]]) -> "Refinement":
        """Reads the parameters of an address, and leaves alone those that are not its own."""
        given = {name: value.strip() for name, value in asked}
        if given.get("moins_connus"):  # as addresses said it once
            given.setdefault("connus", "2")
        own = {each.name: given.get(each.name, "") for each in fields(cls)}
        return cls(**own | {"connus": "" if own["connus"] == "0" else own["connus"]})

    @property
    def chosen(self) -> dict[str, str]:
        """What is asked for, by parameter, the most important first."""
        return {name: value for name in WISH_OF if (value := getattr(self, name))}

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that are the panel's own."""
        return tuple(WISH_OF)

    @property
    def further(self) -> bool:
        """Whether something is asked for that stands under "more"."""
        return any(name not in FIRST for name in self.chosen)

    def filters(self) -> Filters:
        """The same as filters; raises BadRequest for a choice that the panel does not have."""
        shortest, longest = _bounds("duree", RUNTIMES, self.duree)
        first, last = _bounds("annees", PERIODS, self.annees)
        cheapest, dearest = _bounds("budget", AMOUNTS, self.budget)
        least, most = _bounds("recettes", AMOUNTS, self.recettes)
        return Filters(
            genres=_one(self.genre),
            without_genres=_one(self.sans_genre),
            countries=_one(self.pays),
            without_countries=_one(self.sans_pays),
            languages=_one(self.langue),
            without_languages=_one(self.sans_langue),
            year_from=first,
            year_to=last,
            runtime_min=shortest,
            runtime_max=longest,
            budget_min=cheapest,
            budget_max=dearest,
            box_office_min=least,
            box_office_max=most,
            certificates=_certificates(self.public),
            less_known=_step(self.connus),
            oscar_winner=bool(self.oscars),
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the panel offers: only what some film of the snapshot answers."""

    genres: Pairs = field(metadata={"description": "codes and names of genres"})
    countries: Pairs = field(metadata={"description": "codes and names of countries"})
    languages: Pairs = field(metadata={"description": "codes and names of languages"})
    numbers: tuple[str, ...] = field(metadata={"description": "of year, runtime, budget, box_office, oscars"})
    certificates: tuple[str, ...] = field(metadata={"description": "values of `public`"})


def choices(offers: Offers, language: Language) -> Choices:
    """The choices of the panel, in the reader's language."""
    return Choices(
        tuple((each.code, each.name(language)) for each in GENRES.values() if each.code in offers.genres),
        tuple((code, country_name(code, language)) for code in COUNTRIES if code in offers.countries),
        tuple((code, language_name(code, language)) for code in SPOKEN if code in offers.languages),
        tuple(sorted(offers.numbers)),
        tuple(CERTIFICATES) if offers.certificates else (),
    )


def _one(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


def _bounds(name: str, table: Bounds, value: str) -> tuple[int | None, int | None]:
    return table[_among(name, value, table)] if value else (None, None)


def _certificates(value: str) -> tuple[str, ...]:
    return CERTIFICATES[_among("public", value, CERTIFICATES)] if value else ()


def _step(value: str) -> int:
    return int(_among("connus", value, [str(step) for step in range(len(LESS_KNOWN))])) if value else 0


def _among(name: str, value: str, known: Iterable[str]) -> str:
    if value not in known:
        raise BadRequest(name, f"one of {', '.join(known)}.")
    return value
