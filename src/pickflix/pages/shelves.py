"""The shelves worth browsing, from one table: decades, countries, themes; genres are shelves too."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from pickflix.catalogue.film import SHORT_FILM_MIN
from pickflix.catalogue.folding import fold
from pickflix.catalogue.vocabulary import GENRES, Language, country_name, genre
from pickflix.errors import UnknownGenre
from pickflix.recommend.engine import Engine
from pickflix.recommend.filters import Filters, Offers

Kind: TypeAlias = Literal["genre", "decade", "country", "theme"]
FIRST_DECADE, LAST_DECADE = 1940, 2020
# The countries that a French spectator may look for, each with some hundred films.
COUNTRIES = ("FR", "US", "GB", "IT", "DE", "ES", "BE", "JP", "KR", "CN", "IN", "SE", "CA", "RU")


# What every French family knows, and neither critics' scores nor marks of renown tell from what is merely well known.
# Typed words rather than ids: they mean the same film in every catalogue.
FAVOURITES = (
    "La Grande Vadrouille",
    "Intouchables",
    "Le Dîner de cons",
    "Les Choristes",
    "Bienvenue chez les Ch'tis",
    "La Boum",
    "Le Fabuleux Destin d'Amélie Poulain",
    "Le père Noël est une ordure",
    "Les Tontons flingueurs",
    "Les Visiteurs",
    "Cyrano de Bergerac 1990",
    "La Famille Bélier",
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Films that belong together: a name in each language, the filters that pick them, and titles to begin with."""

    slug: str
    kind: Kind
    fr: str
    en: str
    filters: Filters
    opening: tuple[str, ...] = ()

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
        FAVOURITES,
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
        Filters(homes=("IT",), year_from=1945, year_to=1975),
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
        Filters(less_known=2),
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


def shelf_named(query: str) -> Shelf | None:
    """The shelf that bears what somebody typed, in either language, one year for its decade; None where none does.

    >>> [shelf_named(text).slug for text in ("comedies", "les années 60", "1966", "italie")]
    ['comedie', 'annees-60', 'annees-60', 'pays-it']
    """
    typed = fold(query)
    if typed.isdecimal() and FIRST_DECADE <= int(typed) < LAST_DECADE + 10:
        return next(each for each in of_kind("decade") if each.filters.year_from == int(typed) // 10 * 10)
    return _NAMED.get(_bare(typed))


def stocked(kind: Kind, engine: Engine) -> tuple[Shelf, ...]:
    """The shelves of one kind that a catalogue has films for: one without countries has no shelf of Italy."""
    there = tuple(each for each in of_kind(kind) if _asks_for_what_is_there(each.filters, engine.offers))
    # Themes are few, and ask for more than codes: short films, little known ones.
    return tuple(each for each in there if kind != "theme" or engine.browse(each.filters, 0)[1])


def _asks_for_what_is_there(filters: Filters, offers: Offers) -> bool:
    return (
        {*filters.genres} <= {*offers.genres}
        and {*filters.countries, *filters.homes} <= {*offers.countries}
        and {*filters.languages} <= {*offers.languages}
        and (not filters.oscar_winner or "oscars" in offers.numbers)
    )


def of_kind(kind: Kind) -> tuple[Shelf, ...]:
    """All shelves of one kind, in the order of the table."""
    table = GENRE_SHELVES if kind == "genre" else SHELVES
    return tuple(each for each in table.values() if each.kind == kind)


def _bare(folded: str) -> str:
    # "Les westerns" is the shelf "Western": neither article nor plural tells shelves apart.
    return " ".join(word.rstrip("s") for word in folded.split() if word not in {"le", "la", "l", "les", "the"})


_NAMED: Mapping[str, Shelf] = MappingProxyType(
    {_bare(fold(name)): each for each in (*SHELVES.values(), *GENRE_SHELVES.values()) for name in (each.fr, each.en)}
)
