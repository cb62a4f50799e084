"""One wish that was understood: a word of an address, and a label that the reader sees."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol, Self, TypeAlias, get_args

from pickflix.catalogue.folding import fold
from pickflix.catalogue.vocabulary import Language, country_name, genre, language_name
from pickflix.errors import BadRequest, quoted
from pickflix.recommend.plain_words.spoken import Span

Kind: TypeAlias = Literal[
    "genre",
    "sans-genre",
    "pays",
    "sans-pays",
    "langue",
    "sans-langue",
    "annees",
    "duree",
    "epoque",
    "avec",
    "de",
    "sans",
    "comme",
    "pas-comme",
    "connu",
    "oscar",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
RANGES: frozenset[Kind] = frozenset({"annees", "duree"})
PEOPLE: frozenset[Kind] = frozenset({"avec", "de", "sans"})
FILMS: frozenset[Kind] = frozenset({"comme", "pas-comme"})
_ALONE = RANGES | {"epoque", "connu", "oscar"}  # have one value
HOUR = 60
# No source says how a film was shot: its year does, within bounds that overlap.
ERAS: Mapping[str, tuple[int | None, int | None]] = MappingProxyType(
    {"muet": (None, 1930), "parlant": (1930, None), "noir-et-blanc": (None, 1966), "couleur": (1950, None)}
)
_ERA_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "muet": ("Époque du muet, jusqu'en {}", "Silent era, until {}"),
        "parlant": ("Époque du parlant, à partir de {}", "Era of sound, from {}"),
        "noir-et-blanc": ("Époque du noir et blanc, jusqu'en {}", "Black-and-white era, until {}"),
        "couleur": ("Époque de la couleur, à partir de {}", "Era of colour, from {}"),
    }
)
_RANGE = re.compile(r"(?=.*[0-9])([0-9]{0,4})-([0-9]{0,4})")
_CODE: Mapping[Kind, str] = MappingProxyType(
    {
        "pays": "[A-Z]{2,4}",
        "sans-pays": "[A-Z]{2,4}",
        "langue": "[a-z]{2,3}",
        "sans-langue": "[a-z]{2,3}",
        "epoque": "|".join(ERAS),
        "connu": "peu",
        "oscar": "oui",
    }
)
_MOST, _LONGEST = 60, 120  # values of a chip, characters of an id


class Titles(Protocol):
    """Who can tell the names behind ids."""

    def person_name(self, person_id: str) -> str:
        """The name of a person; raises UnknownPerson."""
        ...

    def film_title(self, film_id: str, language: Language) -> str:
        """The title of a film; raises UnknownFilm."""
        ...


@dataclass(frozen=True, slots=True)
class Chip:
    """A kind of wish and its values: one of them is enough; `spans` say where it stands in what was typed.

    >>> Chip.read("annees:1980-1989").token
    'annees:1980-1989'
    """

    kind: Kind
    values: tuple[str, ...]
    spans: tuple[Span, ...] = field(default=(), compare=False)

    @property
    def token(self) -> str:
        """The chip as a word of an address."""
        return f"{self.kind}:{','.join(self.values)}"

    @classmethod
    def read(cls, token: str) -> Self:
        """The chip of a token; raises BadRequest, or UnknownGenre. Whether an id exists shows where it is used."""
        kind, _, rest = token[: _MOST * _LONGEST].partition(":")
        values = tuple(rest.split(","))
        if kind not in KINDS:
            raise BadRequest("envie", f"{quoted(token)} is no wish. One begins with {', '.join(KINDS)} and a colon.")
        chip = cls(kind, values)
        most = 1 if kind in _ALONE else _MOST
        if not all(values) or len(values) > most or not all(chip.has(value) for value in values):
            raise BadRequest("envie", f"{quoted(token)} has no value that {kind} can take.")
        return chip

    def has(self, value: str) -> bool:
        """Whether the kind can take that value; raises UnknownGenre."""
        if self.kind in {"genre", "sans-genre"}:
            return bool(genre(value))
        if self.kind in RANGES:
            return _RANGE.fullmatch(value) is not None and not _upside_down(value)
        pattern = _CODE.get(self.kind, rf"[\w-]{{1,{_LONGEST}}}")
        return re.fullmatch(pattern, value) is not None

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """The two bounds of years or minutes, included; of an era, those of its years."""
        if self.kind == "epoque":
            return ERAS[self.values[0]]
        low, _, high = self.values[0].partition("-")
        return int(low) if low else None, int(high) if high else None

    def text(self, language: Language, titles: Titles) -> str:
        """The label; raises UnknownPerson or UnknownFilm for an id that the catalogue does not hold."""
        french = language == "fr"
        if self.kind == "annees":
            return _years(*self.bounds, french=french)
        if self.kind == "duree":
            return _length(*self.bounds, french=french)
        if self.kind in _FIXED:
            return _FIXED[self.kind][0 if french else 1]
        if self.kind == "epoque":
            low, high = self.bounds
            return _ERA_NAMES[self.values[0]][0 if french else 1].format(low or high)
        names = [_name(self.kind, value, language, titles) for value in self.values]
        said = f" {'ou' if french else 'or'} ".join(names)
        if french and fold(said)[:1] in "aeiouyh" and self.kind in {"sans-genre", "de"}:
            return ("Pas d'" if self.kind == "sans-genre" else "D'") + said
        return _SAID[self.kind][0 if french else 1].format(said)


def _upside_down(value: str) -> bool:
    low, _, high = value.partition("-")
    return bool(low and high) and int(low) > int(high)


_FIXED: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {"connu": ("Peu connu", "Less known"), "oscar": ("A eu un Oscar", "Won an Oscar")}
)
_SAID: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        "genre": ("{}", "{}"),
        "sans-genre": ("Pas de {}", "No {}"),
        "pays": ("{}", "{}"),
        "sans-pays": ("Sauf {}", "Except {}"),
        "langue": ("En {}", "In {}"),
        "sans-langue": ("Pas en {}", "Not in {}"),
        "avec": ("Avec {}", "With {}"),
        "de": ("De {}", "By {}"),
        "sans": ("Sans {}", "Without {}"),
        "comme": ("Comme « {} »", "Like “{}”"),
        "pas-comme": ("Pas comme « {} »", "Not like “{}”"),
    }
)


def _name(kind: Kind, value: str, language: Language, titles: Titles) -> str:
    if kind in PEOPLE:
        return titles.person_name(value)
    if kind in FILMS:
        return titles.film_title(value, language)
    names: Mapping[str, Callable[[], str]] = {
        "genre": lambda: genre(value).name(language),
        "sans-genre": lambda: genre(value).name(language).lower(),
        "pays": lambda: country_name(value, language),
    }
    return names.get(kind.replace("sans-pays", "pays"), lambda: language_name(value, language))()


def _years(low: int | None, high: int | None, *, french: bool) -> str:
    if low is None:
        return f"Jusqu'en {high}" if french else f"Until {high}"
    if high is None:
        return f"À partir de {low}" if french else f"From {low}"
    return str(low) if low == high else f"{low}-{high}"


def _length(low: int | None, high: int | None, *, french: bool) -> str:
    if low is None and high is not None:
        return f"{_hours(high)} au plus" if french else f"{_hours(high)} at most"
    if high is None and low is not None:
        return f"{_hours(low)} au moins" if french else f"{_hours(low)} at least"
    return f"{_hours(low or 0)} {'à' if french else 'to'} {_hours(high or 0)}"


def _hours(minutes: int) -> str:
    hours, left = divmod(minutes, HOUR)
    if not hours:
        return f"{left} min"
    return f"{hours} h {left:02}" if left else f"{hours} h"
