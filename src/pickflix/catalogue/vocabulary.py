"""The controlled names of genres, and the display names of countries and languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias

from babel import Locale

from pickflix.errors import UnknownGenre

Language: TypeAlias = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Genre:
    """One genre: `code` in data and addresses, a name in each language of the site."""

    code: str
    fr: str
    en: str

    def name(self, language: Language) -> str:
        """The name to show."""
        return self.fr if language == "fr" else self.en


# code, French, English; the English name is also the name in the sources.
_GENRES = (
    Genre("action", "Action", "Action"),
    Genre("animation", "Animation", "Animation"),
    Genre("aventure", "Aventure", "Adventure"),
    Genre("biographie", "Biographie", "Biography"),
    Genre("comedie", "Comédie", "Comedy"),
    Genre("comedie-musicale", "Comédie musicale", "Musical"),
    Genre("documentaire", "Documentaire", "Documentary"),
    Genre("drame", "Drame", "Drama"),
    Genre("famille", "Famille", "Family"),
    Genre("fantastique", "Fantastique", "Fantasy"),
    Genre("guerre", "Guerre", "War"),
    Genre("histoire", "Histoire", "History"),
    Genre("horreur", "Horreur", "Horror"),
    Genre("musique", "Musique", "Music"),
    Genre("mystere", "Mystère", "Mystery"),
    Genre("policier", "Policier", "Crime"),
    Genre("romance", "Romance", "Romance"),
    Genre("science-fiction", "Science-fiction", "Sci-Fi"),
    Genre("sport", "Sport", "Sport"),
    Genre("thriller", "Thriller", "Thriller"),
    Genre("western", "Western", "Western"),
)
GENRES: Mapping[str, Genre] = MappingProxyType({genre.code: genre for genre in _GENRES})
GENRE_OF_SOURCE: Mapping[str, str] = MappingProxyType({genre.en: genre.code for genre in _GENRES})


def genre(code: str) -> Genre:
    """The genre of a code; raises UnknownGenre."""
    try:
        return GENRES[code]
    except KeyError:
        raise UnknownGenre("genre", code, GENRES) from None


# Countries that are no more: ISO 3166-3 gives them codes of four letters, CLDR no name.
_FORMER = {
    "SUHH": ("Union soviétique", "Soviet Union"),
    "CSHH": ("Tchécoslovaquie", "Czechoslovakia"),
    "YUCS": ("Yougoslavie", "Yugoslavia"),
    "DDDE": ("Allemagne de l'Est", "East Germany"),
}


ISO_3166, UNKNOWN_REGION = 2, "ZZ"  # letters of a code; what CLDR calls a region that is not known


@cache
def country_name(code: str, language: Language) -> str:
    """The name of an ISO 3166 code, the code itself where there is none.

    >>> country_name("FR", "en"), country_name("SUHH", "fr")
    ('France', 'Union soviétique')
    """
    if code in _FORMER:
        return _FORMER[code][0 if language == "fr" else 1]
    return str(Locale(language).territories.get(code, code))


@cache
def language_name(code: str, language: Language) -> str:
    """The name of an ISO 639 code, the code itself where there is none.

    >>> language_name("ja", "fr")
    'japonais'
    """
    return str(Locale(language).languages.get(code, code))


def is_code(kind: str, code: str) -> bool:
    """Whether there is such a genre, country or language, on a film of the catalogue or not.

    >>> is_code("country", "FR"), is_code("country", "ZZ"), is_code("genre", "opera")
    (True, False, False)
    """
    match kind:
        case "genre":
            return code in GENRES
        case "country":
            return code in _FORMER or (
                len(code) == ISO_3166 and code != UNKNOWN_REGION and country_name(code, "en") != code
            )
        case "language":
            return language_name(code, "en") != code
    return False
