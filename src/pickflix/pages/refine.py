"""The panel "Affiner": its choices, and the filters that they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pickflix.catalogue.vocabulary import GENRES, Language, country_name, language_name
from pickflix.errors import BadRequest
from pickflix.pages.shelves import COUNTRIES
from pickflix.recommend.filters import Filters

SPOKEN = ("fr", "en", "it", "de", "es", "ja", "ko", "zh", "hi", "ru", "sv")
# Bounds in minutes and in years, both inclusive; None is open.
RUNTIMES: Mapping[str, tuple[int | None, int | None]] = MappingProxyType(
    {"-90": (None, 90), "90-120": (90, 120), "120-": (120, None)}
)
PERIODS: Mapping[str, tuple[int | None, int | None]] = MappingProxyType(
    {"-1959": (None, 1959), "1960-1979": (1960, 1979), "1980-1999": (1980, 1999), "2000-": (2000, None)}
)


@dataclass(frozen=True, slots=True)
class Refinement:
    """What the reader chose in the panel; an empty word is no wish."""

    genre: str = field(default="", metadata={"description": "code of a genre"})
    pays: str = field(default="", metadata={"description": "ISO 3166 code of a country"})
    langue: str = field(default="", metadata={"description": "ISO 639 code of a language"})
    duree: str = field(default="", metadata={"description": "running time: -90, 90-120 or 120-"})
    annees: str = field(default="", metadata={"description": "years: -1959, 1960-1979, 1980-1999 or 2000-"})
    moins_connus: bool = field(default=False, metadata={"description": "films less known only"})
    oscars: bool = field(default=False, metadata={"description": "films that won an Oscar only"})

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Refinement":
        """Reads the parameters of an address, and leaves alone those that are not its own."""
        words = {name: asked.get(name, "").strip() for name in ("genre", "pays", "langue", "duree", "annees")}
        return cls(**words, moins_connus=bool(asked.get("moins_connus")), oscars=bool(asked.get("oscars")))

    @property
    def chosen(self) -> bool:
        """Whether anything is asked for."""
        return self != Refinement()

    def parameters(self) -> dict[str, str]:
        """As parameters of an address, without those left empty."""
        flags = {"moins_connus": "1" if self.moins_connus else "", "oscars": "1" if self.oscars else ""}
        words = {name: getattr(self, name) for name in ("genre", "pays", "langue", "duree", "annees")}
        return {name: value for name, value in (words | flags).items() if value}

    def filters(self) -> Filters:
        """The same as filters; raises BadRequest for a choice that the panel does not have."""
        shortest, longest = _bounds("duree", RUNTIMES, self.duree)
        first, last = _bounds("annees", PERIODS, self.annees)
        return Filters(
            genres=(self.genre,) if self.genre else (),
            countries=(self.pays,) if self.pays else (),
            languages=(self.langue,) if self.langue else (),
            year_from=first,
            year_to=last,
            runtime_min=shortest,
            runtime_max=longest,
            less_known=2 if self.moins_connus else 0,
            oscar_winner=self.oscars,
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the panel offers: pairs of a value and its name."""

    genres: tuple[tuple[str, str], ...] = field(metadata={"description": "genres"})
    countries: tuple[tuple[str, str], ...] = field(metadata={"description": "countries"})
    languages: tuple[tuple[str, str], ...] = field(metadata={"description": "languages"})


def choices(language: Language) -> Choices:
    """The choices of the panel, in the reader's language."""
    return Choices(
        tuple((each.code, each.name(language)) for each in GENRES.values()),
        tuple((code, country_name(code, language)) for code in COUNTRIES),
        tuple((code, language_name(code, language)) for code in SPOKEN),
    )


def _bounds(name: str, table: Mapping[str, tuple[int | None, int | None]], value: str) -> tuple[int | None, int | None]:
    if not value:
        return None, None
    try:
        return table[value]
    except KeyError:
        raise BadRequest(name, f"one of {', '.join(table)}.") from None
