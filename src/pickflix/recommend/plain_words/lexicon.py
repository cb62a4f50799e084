"""The lexicon: which words of a wish stand for which chips. The tables are in `lexicon.txt` and `small_words.txt`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from babel import Locale

from pickflix.catalogue.folding import fold
from pickflix.catalogue.vocabulary import country_name, language_name
from pickflix.recommend.nationality import NATIONALITIES
from pickflix.recommend.plain_words.chips import Chip, Kind
from pickflix.recommend.plain_words.tables import Phrase, entries, phrase_of, stems

NOTHING = "-"
VAGUE, PLACE = "~", "@"
RECENT = "recent"  # in place of years: the last ones of the catalogue
DENIED: Mapping[Kind, Kind] = MappingProxyType(
    {
        "genre": "sans-genre",
        "pays": "sans-pays",
        "langue": "sans-langue",
        "avec": "sans",
        "de": "sans",
        "comme": "pas-comme",
    }
)
# Whose films speak the language that is called after it.
_SPOKEN_IN = {
    code.lower(): code
    for code in ("FR", "DE", "ES", "IT", "PT", "RU", "NL", "PL", "NO", "FI", "HU", "TR", "RO", "TH", "IS")
} | {"en": "GB", "ja": "JP", "zh": "CN", "ko": "KR", "sv": "SE", "da": "DK", "cs": "CZ", "el": "GR"}
_FORMER = ("SUHH", "CSHH", "YUCS", "DDDE")
# Names of countries that are oftener something else in a wish.
_NOT_MEANT = frozenset({"jersey", "jordan", "chad", "dominique", "georgia", "turkey", "niger", "man"})
# Words of one language that the other writes alike for something else.
FALSE_FRIENDS: Mapping[str, frozenset[str]] = MappingProxyType({"en": frozenset({"court"}), "fr": frozenset()})


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase stands for, and what denied.

    `vague`: only where no other noun follows. `place`: a name of a place, where a film may only play.
    """

    chips: tuple[Chip, ...]
    denied: tuple[Chip, ...] = ()
    vague: bool = False
    place: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The senses of phrases, words that say nothing, the words that a typing error may hide, those that are none."""

    senses: Mapping[Phrase, Sense]
    small: frozenset[str]
    known: frozenset[str]
    right: frozenset[str]
    longest: int


@cache
def lexicon() -> Lexicon:
    """The one lexicon, read at its first use."""
    senses = {**_countries(), **_nationalities(), **_languages(), **_written()}
    small = stems("small_words.txt")
    # A typing error is looked for in words that mean something, not in the names of far countries: "zombie", "Zambie".
    meant = {**_nationalities(), **_languages(), **_written()}
    known = frozenset(word for phrase, sense in meant.items() if sense.chips for word in phrase)
    right = small | {word for phrase in senses for word in phrase} | stems("look_alikes.txt")
    return Lexicon(MappingProxyType(senses), small, known, right, max(map(len, senses)))


def _written() -> dict[Phrase, Sense]:
    senses = {}
    for meaning, phrases in entries("lexicon.txt"):
        marked = meaning.removeprefix(VAGUE).removeprefix(PLACE).strip()
        wanted, slash, denied = marked.partition(" / ")
        chips = _chips(wanted)
        unless = _chips(denied) if slash else _opposites(chips)
        sense = Sense(chips, unless, vague=meaning.startswith(VAGUE), place=meaning.startswith(PLACE))
        senses.update(dict.fromkeys(phrases, sense))
    return senses


def _chips(tokens: str) -> tuple[Chip, ...]:
    return tuple(_chip(token) for token in tokens.split() if token != NOTHING)


def _chip(token: str) -> Chip:
    return Chip("annees", (RECENT,)) if token == f"annees:{RECENT}" else Chip.read(token)


def _opposites(chips: Iterable[Chip]) -> tuple[Chip, ...]:
    return tuple(Chip(DENIED[chip.kind], chip.values) for chip in chips if chip.kind in DENIED)


def _sense(kind: Kind, code: str, *, place: bool = False) -> Sense:
    chips = (Chip(kind, (code,)),)
    return Sense(chips, _opposites(chips), place=place)


def _countries() -> dict[Phrase, Sense]:
    codes = [code for code in map(str, Locale("fr").territories) if len(code) == len("FR") and code.isalpha()]
    return {
        phrase_of(name): _sense("pays", code, place=True)
        for code in (*codes, *_FORMER)
        for name in (country_name(code, "fr"), country_name(code, "en"))
        if fold(name) not in _NOT_MEANT
    }


def _nationalities() -> dict[Phrase, Sense]:
    """The adjectives of countries."""
    senses = {}
    for code, nation in NATIONALITIES.items():
        adjectives = (nation.fr, nation.fr_feminine, nation.en)
        senses.update(dict.fromkeys(map(phrase_of, adjectives), _sense("pays", code)))
    return senses


def _languages() -> dict[Phrase, Sense]:
    senses = {}
    for code, country in _SPOKEN_IN.items():
        he, she = language_name(code, "fr"), NATIONALITIES[country].fr_feminine
        she = "anglaise" if code == "en" else she
        english = language_name(code, "en")
        said = (
            *(f"{before} {he}" for before in ("en", "parlé en", "parlé", "tourné en")),
            *(f"{before} {she}" for before in ("langue", "en langue", "de langue", "en vo", "version originale")),
            *(f"in {english}", f"{english} language", f"{english} speaking", f"{english} spoken"),
        )
        senses.update(dict.fromkeys(map(phrase_of, said), _sense("langue", code)))
    return senses
