"""Which film of the catalogue a film of another list is: by its number first, then by title and year.

A film that fits two, or two that fit one equally well, are left apart: a rating lost costs little, a
remake taken for its original tells the models what nobody said.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import polars as pl

from pickflix.catalogue.folding import fold

SLACK = 1  # years: a festival, then the release
ARTICLES = (
    "the|a|an|le|la|les|l'|un|une|il|lo|i|gli|uno|una|el|los|las|o|os|as|"
    "der|die|das|den|dem|ein|eine|det|en|ett|de|het|een"
)
_TRAILING = re.compile(rf"^(?P<rest>.+), (?P<article>{ARTICLES})$", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ALSO = re.compile(r"^a\.?k\.?a\.? ", re.IGNORECASE)
_NUMBER = re.compile(r"Q\d+|tt\d+|c-\S+")
_YEAR = re.compile(r"^(?P<title>.*\S)\s*\((?P<year>\d{4})\)$")


class Miss(StrEnum):
    """Why a film has no counterpart in the catalogue."""

    UNKNOWN = "unknown"  # no film of that number, or of that title about that year
    AMBIGUOUS = "ambiguous"  # several films fit
    DOUBLED = "doubled"  # another film of the list fits the same one better, or equally well
    UNDATED = "undated"  # a title alone does not tell an original from its remake


@dataclass(frozen=True, slots=True)
class Foreign:
    """A film as another list names it: by `numbers` (ours, IMDb's or Wikidata's), or by title and year.

    `key` is what that list calls it, `ratings` how many it has there.
    """

    key: str
    numbers: tuple[str, ...] = ()
    title: str = ""
    year: int | None = None
    ratings: int = 1

    @classmethod
    def parse(cls, text: str, ratings: int = 1) -> "Foreign":
        """What a person writes to name a film: a number, or a title with its year in brackets.

        >>> Foreign.parse("Cité des enfants perdus, La (1995)").year
        1995
        >>> Foreign.parse("tt0133093").numbers
        ('tt0133093',)
        """
        if _NUMBER.fullmatch(text):
            return cls(text, (text,), ratings=ratings)
        dated = _YEAR.match(text)
        if dated:
            return cls(text, (), dated["title"], int(dated["year"]), ratings)
        return cls(text, (), text, ratings=ratings)


@dataclass(frozen=True, slots=True)
class Missed:
    """A film of the list that the catalogue does not hold, or not beyond doubt."""

    film: Foreign
    why: Miss


@dataclass(frozen=True, slots=True)
class Match:
    """`found` maps the list's keys to film ids; `missed` has the most rated first."""

    found: Mapping[str, str]
    missed: tuple[Missed, ...]
    ratings: int
    ratings_found: int

    @property
    def rate(self) -> float:
        """The share of ratings whose film is found, 0 to 1; 0 where there are none."""
        return self.ratings_found / self.ratings if self.ratings else 0.0

    @property
    def reasons(self) -> dict[Miss, int]:
        """How many films are missed, by reason."""
        return dict(Counter(missed.why for missed in self.missed))


Fit: TypeAlias = tuple[int, int, int]  # how far off a film of the list is, 0 the best: years, title, ratings


def match(listed: Iterable[Foreign], films: pl.DataFrame, *, each_once: bool) -> Match:
    """Finds each film of a list among `films`, a table with the columns of FILMS.

    `each_once` says that the list is a catalogue, where two entries are two films; in what people type
    one film has many spellings.
    """
    listed = list(listed)
    register = _Register(films)
    found: dict[str, str] = {}
    missed: list[Missed] = []
    claims: dict[str, list[tuple[Fit, Foreign]]] = defaultdict(list)
    for film in listed:
        if known := register.numbered(film):
            found[film.key] = known
            continue
        answer = register.titled(film)
        if isinstance(answer, Miss):
            missed.append(Missed(film, answer))
        else:
            claims[answer[0]].append((answer[1], film))
    taken = set(found.values()) if each_once else set()
    for film_id, claimed in claims.items():
        best = min(fit for fit, _ in claimed)
        winners = [film for fit, film in claimed if fit == best] if each_once else [film for _, film in claimed]
        if film_id in taken or (each_once and len(winners) > 1):
            winners = []
        found |= {film.key: film_id for film in winners}
        missed += [Missed(film, Miss.DOUBLED) for _, film in claimed if film not in winners]
    missed.sort(key=lambda each: (-each.film.ratings, each.film.key))
    ratings = sum(film.ratings for film in listed)
    return Match(found, tuple(missed), ratings, ratings - sum(each.film.ratings for each in missed))


class _Register:
    """The catalogue by number, and by folded title."""

    def __init__(self, films: pl.DataFrame) -> None:
        self._numbers: dict[str, str] = {}
        self._titled: dict[str, set[tuple[str, int]]] = defaultdict(set)
        columns = ("id", "imdb_id", "former_ids", "year", "title", "title_fr", "title_original", "titles_other")
        for film_id, imdb_id, former, year, *titles, others in films.select(columns).iter_rows():
            self._numbers |= dict.fromkeys(filter(None, (film_id, imdb_id, *(former or ()))), film_id)
            for title in filter(None, (*titles, *(others or ()))):
                if year is not None:
                    self._titled[_folded(title)].add((film_id, year))

    def numbered(self, film: Foreign) -> str | None:
        """The film of one of those numbers."""
        return next((self._numbers[number] for number in film.numbers if number in self._numbers), None)

    def titled(self, film: Foreign) -> tuple[str, Fit] | Miss:
        """The one film of that title about that year with how far off it is, or why there is none.

        The year itself before the years beside it, the first title before those in brackets.
        """
        if film.year is None:
            return Miss.UNKNOWN if film.numbers else Miss.UNDATED
        for slack in range(SLACK + 1):
            for place, title in enumerate(spellings(film.title)):
                fits = {film_id for film_id, year in self._titled.get(title, ()) if abs(year - film.year) == slack}
                if len(fits) > 1:
                    return Miss.AMBIGUOUS
                if fits:
                    # Of two that fit as well, the one that far more people rated is the one that catalogues know.
                    return fits.pop(), (slack, place, -film.ratings)
        return Miss.UNKNOWN


def spellings(title: str) -> tuple[str, ...]:
    """The folded forms of a title: itself, then the alternatives in brackets, trailing articles put in front.

    >>> spellings("City of Lost Children, The (Cité des enfants perdus, La)")[:2]
    ('the city of lost children', 'la cite des enfants perdus')
    >>> spellings("(500) Days of Summer")
    ('days of summer', '500', '500 days of summer')
    """
    plain = " ".join(_BRACKETS.sub(" ", title).split())
    alternatives = [_ALSO.sub("", inside.strip()) for inside in _BRACKETS.findall(title)]
    fronted = [_fronted(each) for each in (plain, *alternatives) if each]
    # As a whole too: some brackets are part of the title.
    return tuple(dict.fromkeys(filter(None, map(_folded, (*fronted, title)))))


def _fronted(title: str) -> str:
    trailing = _TRAILING.match(title)
    return f"{trailing['article']} {trailing['rest']}" if trailing else title


def _folded(title: str) -> str:
    return fold(title.replace("&", " and "))


def lines(found: Match, shown: int = 10) -> Iterator[str]:
    """The report of a match for a person: the rate, the reasons, the most rated of the misses."""
    yield (
        f"{found.ratings_found:,} of {found.ratings:,} ratings matched ({found.rate:.1%}): "
        f"{len(found.found):,} films found, {len(found.missed):,} not."
    )
    for why, films in sorted(found.reasons.items()):
        yield f"  {why.value}: {films:,} films"
    for each in found.missed[:shown]:
        dated = f" ({each.film.year})" if each.film.year else ""
        yield f"  {each.why.value}: {each.film.title or each.film.key}{dated}, {each.film.ratings:,} ratings"
