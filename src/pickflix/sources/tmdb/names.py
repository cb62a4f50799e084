"""From TMDB's names and codes of genres, countries and languages to those of the site."""

from collections.abc import Container, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from babel import Locale, UnknownLocaleError

from pickflix.catalogue.vocabulary import GENRE_OF_SOURCE
from pickflix.sources.iso_codes import COUNTRY_OF_LABEL, LANGUAGE_OF_LABEL

TWO_LETTERS: Final = 2
NOTHING: Final = "?"  # letters that somebody's code page did not have

# By its number, which is the same in every language. What was made for television, or abroad, is no genre of ours.
GENRE_OF_NUMBER: Mapping[int, str | None] = MappingProxyType(
    {
        12: "aventure",
        14: "fantastique",
        16: "animation",
        18: "drame",
        27: "horreur",
        28: "action",
        35: "comedie",
        36: "histoire",
        37: "western",
        53: "thriller",
        80: "policier",
        99: "documentaire",
        878: "science-fiction",
        9648: "mystere",
        10402: "musique",
        10749: "romance",
        10751: "famille",
        10752: "guerre",
        10769: None,
        10770: None,
    }
)
_GENRES: Mapping[str, str | None] = MappingProxyType(
    {name.casefold(): code for name, code in GENRE_OF_SOURCE.items()}
    | {"science fiction": "science-fiction", "tv movie": None, "foreign": None}
)

# A state that is no more: the code that it had, and the code of this site.
_FORMER = {
    "BU": "MM",
    "CS": "RS",
    "SU": "SUHH",
    "TP": "TL",
    "XC": "CSHH",
    "XG": "DDDE",
    "XI": "GB",
    "YU": "YUCS",
    "ZR": "CD",
}
_COUNTRIES: Mapping[str, str | None] = MappingProxyType(
    {
        "brunei darussalam": "BN",
        "burma": "MM",
        "congo": "CG",
        "cote d'ivoire": "CI",
        "east germany": "DDDE",
        "east timor": "TL",
        "faeroe islands": "FO",
        "holy see": "VA",
        "korea": "KR",
        "lao people's democratic republic": "LA",
        "libyan arab jamahiriya": "LY",
        "macao": "MO",
        "macedonia": "MK",
        "myanmar": "MM",
        "netherlands antilles": None,
        "northern ireland": "GB",
        "palestinian territory": "PS",
        "reunion": "RE",
        "russian federation": "RU",
        "swaziland": "SZ",
        "syrian arab republic": "SY",
        "united states of america": "US",
        "us virgin islands": "VI",
        "zaire": "CD",
    }
)
_LANGUAGE_CODES: Mapping[str, str | None] = MappingProxyType({"cn": "yue", "mo": "ro", "xx": None, "iw": "he"})
# In English, then in their own spelling, where TMDB's is not CLDR's.
_LANGUAGES: Mapping[str, str | None] = MappingProxyType(
    {
        "bengali": "bn",
        "chichewa; nyanja": "ny",
        "frisian": "fy",
        "fulah": "ff",
        "gaelic": "gd",
        "haitian; haitian creole": "ht",
        "kirghiz": "ky",
        "letzeburgesch": "lb",
        "maori": "mi",
        "marshall": "mh",
        "moldavian": "ro",
        "ndebele": "nd",
        "no language": None,
        "oriya": "or",
        "ossetian; ossetic": "os",
        "pushto": "ps",
        "raeto-romance": "rm",
        "sinhalese": "si",
        "slavic": "cu",
        "sotho": "st",
        "tonga": "to",
        "uighur": "ug",
        "yi": "ii",
        "bahasa indonesia": "id",
        "bahasa melayu": "ms",
        "bamanankan": "bm",
        "bokmål": "nb",
        "euskera": "eu",
        "finu' chamorro": "ch",
        "fulfulde": "ff",
        "kirundi": "rn",
        "ozbek": "uz",
        "qafar af": "aa",
        "srpski": "sr",
        "upastawakaēna": "ae",
        "ákán": "ak",
        "èʋegbe": "ee",  # noqa: RUF001 - the letter is Ewe's own
        "český": "cs",
        "беларуская мова": "be",
        "български език": "bg",
        "магӏарул мацӏ": "av",
        "p\N{CYRILLIC SMALL LETTER U}сский": "ru",  # its first letter is a Latin one
        "український": "uk",
        "қазақ": "kk",
        "עִבְרִית": "he",
        "བོད་སྐད་།": "bo",
        "ภาษาไทย": "th",
        "한국어/조선말": "ko",
        "普通话": "zh",
        "广州话 / 廣州話": "yue",
    }
)


@cache
def genre(name: str) -> str | None:
    """The genre of an English name or of TMDB's number; None where it is none of the site's; raises KeyError.

    >>> genre("Science Fiction"), genre("878"), genre("TV Movie")
    ('science-fiction', 'science-fiction', None)
    """
    plain = name.strip()
    return GENRE_OF_NUMBER[int(plain)] if plain.isdecimal() else _GENRES[plain.casefold()]


@cache
def country(name: str) -> str | None:
    """The code of a country by its English name or by TMDB's own code; raises KeyError.

    >>> country("United States of America"), country("SU"), country("Trinidad and Tobago")
    ('US', 'SUHH', 'TT')
    """
    plain = name.strip()
    if len(plain) == TWO_LETTERS and plain.isascii() and plain.isupper():
        return _FORMER.get(plain) or _given(plain, Locale("en").territories)
    key = _plain(plain)
    return _COUNTRIES[key] if key in _COUNTRIES else _english_countries()[key]


@cache
def language(name: str) -> str | None:
    """The code of a language by its name, in English or its own, or by TMDB's code; raises KeyError.

    >>> language("French"), language("Français"), language("cn"), language("No Language")
    ('fr', 'fr', 'yue', None)
    """
    plain = name.strip()
    if len(plain) == TWO_LETTERS and plain.isascii() and plain.islower():
        return _LANGUAGE_CODES[plain] if plain in _LANGUAGE_CODES else _given(plain, Locale("en").languages)
    if not plain.strip(NOTHING):
        return None
    key = _plain(plain)
    for names in (_LANGUAGES, _english_languages()):
        if key in names:
            return names[key]
    return _own_names()[key]


def _given(code: str, codes: Container[object]) -> str:
    if code not in codes:
        raise KeyError(code)
    return code


def _plain(name: str) -> str:
    return name.casefold().replace("&", "and").replace("saint ", "st. ")


@cache
def _english_countries() -> Mapping[str, str | None]:
    return {_plain(label): code for label, code in COUNTRY_OF_LABEL.items()}


@cache
def _english_languages() -> Mapping[str, str | None]:
    return {_plain(label): code for label, code in LANGUAGE_OF_LABEL.items()}


@cache
def _own_names() -> Mapping[str, str]:
    """Languages by the names that they give themselves; reads a file of Babel's for each, so at need only."""
    names: dict[str, str] = {}
    for code in sorted(code for code in map(str, Locale("en").languages) if len(code) == TWO_LETTERS):
        if own := _own_name(code):
            names.setdefault(_plain(own), code)
    return names


def _own_name(code: str) -> str | None:
    try:
        own = Locale(code).languages.get(code)
    except UnknownLocaleError:
        return None
    return str(own) if own else None
