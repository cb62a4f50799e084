"""The shelves worth browsing, from one table: decades, countries, themes; genres are shelves too."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from pickflix.catalogue.film import SHORT_FILM_MIN
from pickflix.catalogue.vocabulary import GENRES, Language, country_name, genre
from pickflix.errors import UnknownGenre
from pickflix.recommend.filters import Filters

Kind: TypeAlias = Literal["genre", "decade", "country", "theme"]
FIRST_DECADE, LAST_DECADE = 1940, 2020
# The countries that a French spectator may look for, each with some hundred films.
COUNTRIES = ("FR", "US", "GB", "IT", "DE", "ES", "BE", "JP", "KR", "CN", "IN", "SE", "CA", "RU")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Films that belong together: a name in each language, and the filters that pick them."""

    slug: str
    kind: Kind
    fr: str
    en: str
    filters: Filters

    def name(self, language: Language) -> str:
        """The name to show."""
        return self.fr if language == "fr" else self.en

    @property
    def path(self) -> str:
        """Its address, without the prefix of the language."""
        return f"/{'genres' if self.kind == 'genre' else 'rayons'}/{self.slug}"


def _decade(year: int) -> Shelf:
    # French says "années 80" but "années 2000".
    short = year % 100 if year < 2000 else year  # noqa: PLR2004 - the year 2000
    filters = Filters(year_from=year, year_to=year + 9)
    return Shelf(f"annees-{short}", "decade", f"Années {short}", f"The {year}s", filters)


def _country(code: str) -> Shelf:
    filters = Filters(countries=(code,))
    return Shelf(f"pays-{code.lower()}", "country", country_name(code, "fr"), country_name(code, "en"), filters)


_THEMES = (
    Shelf(
        "films-francais",
        "theme",
        "Films français aimés de tous",
        "French films that everybody loves",
        Filters(countries=("FR",), languages=("fr",)),
    ),
    Shelf(
        "comedies-francaises",
        "theme",
        "Comédies françaises",
        "French comedies",
        Filters(genres=("comedie",), countries=("FR",), languages=("fr",), without_genres=("animation",)),
    ),
    Shelf("oscars", "theme", "Récompensés aux Oscars", "Oscar winners", Filters(oscar_winner=True)),
    Shelf(
        "policiers-francais",
        "theme",
        "Policiers français",
        "French crime films",
        Filters(genres=("policier",), countries=("FR",), languages=("fr",)),
    ),
    Shelf(
        "italie-annees-60",
        "theme",
        "L'âge d'or italien",
        "The golden age of Italian cinema",
        Filters(countries=("IT",), languages=("it",), year_from=1945, year_to=1975),
    ),
    Shelf(
        "courts-metrages",
        "theme",
        "Courts métrages",
        "Short films",
        Filters(runtime_max=SHORT_FILM_MIN),
    ),
    Shelf(
        "pepites",
        "theme",
        "Pépites peu connues",
        "Hidden gems",
        Filters(less_known=True),
    ),
)
SHELVES: Mapping[str, Shelf] = MappingProxyType(
    {
        shelf.slug: shelf
        for shelf in (
            *_THEMES,
            *(_decade(year) for year in range(FIRST_DECADE, LAST_DECADE + 1, 10)),
            *(_country(code) for code in COUNTRIES),
        )
    }
)
GENRE_SHELVES: Mapping[str, Shelf] = MappingProxyType(
    {each.code: Shelf(each.code, "genre", each.fr, each.en, Filters(genres=(each.code,))) for each in GENRES.values()}
)


def shelf(slug: str) -> Shelf:
    """The shelf at /rayons/{slug}; raises UnknownGenre."""
    try:
        return SHELVES[slug]
    except KeyError:
        raise UnknownGenre("shelf", slug, SHELVES) from None


def genre_shelf(code: str) -> Shelf:
    """The shelf at /genres/{code}; raises UnknownGenre."""
    return GENRE_SHELVES[genre(code).code]


def of_kind(kind: Kind) -> tuple[Shelf, ...]:
    """All shelves of one kind, in the order of the table."""
    table = GENRE_SHELVES if kind == "genre" else SHELVES
    return tuple(each for each in table.values() if each.kind == kind)
