"""Years and decades in a wish: "des années 80", "entre 1990 et 2005", "before the war"."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from pickflix.catalogue.typed_titles import FIRST_YEAR, LAST_YEAR

Bounds: TypeAlias = tuple[int | None, int | None]
_Point: TypeAlias = tuple[int, int, int]  # first and last year, and where it ends in the line

_DECADES: Mapping[str, int] = MappingProxyType(
    {
        word: 1900 + 10 * tens
        for tens, words in {
            2: "vingt|twenties",
            3: "trente|thirties",
            4: "quarante|forties|fourties",
            5: "cinquante|fifties",
            6: "soixante|sixties",
            7: "soixante dix|septante|seventies",
            8: "quatre vingt|quatre vingts|eighties",
            9: "quatre vingt dix|nonante|nineties",
            10: "deux mille|noughties|two thousands",
            11: "deux mille dix",
            12: "deux mille vingt",
        }.items()
        for word in words.split("|")
    }
)
DECADE = 10  # years
_NOUGHT, _TENS = 2000, 10  # "années 00" and "années 10" are of this century, "années 20" of the last one
_PARTS = {"debut": (0, 3), "milieu": (4, 6), "fin": (7, 9), "early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_PART = re.compile(rf"({'|'.join(_PARTS)}) (?:(?:de|des|du|d|l|les|la|of|the) )*")
_ARTICLES = re.compile("(?:les |des |the |aux )*")
_INTRODUCED = re.compile(r"(?:annees?|decennies?) (?:d )?")
_WORDS = "|".join(sorted(_DECADES, key=len, reverse=True))
_DECADE = re.compile(rf"(?:(?P<digits>(?:19|20)?\d0)(?P<plural>s| s|ies)?|(?P<word>{_WORDS}))(?= |$)")
_NEXT = re.compile(r" (?:(?:et|ou|a|and|or|to|jusqu|aux|les|des|the|annees?) )*")
_YEAR = re.compile(r"(?:les |the |l |le |an |annee )*(\d{4})(?= |$)")

_AND = re.compile(r" (?:et|a|and|to|jusqu en|jusqu a) ")
_BETWEEN = re.compile(r"(?:entre|between|de|from) ")
_MODIFIERS = (
    (
        "before",
        r"avant|d avant|before|anterieure?s? a|plus (?:vieux|anciens?) que|older than|earlier than|prior to|pre",
    ),
    ("after", r"apres|d apres|after|posterieure?s? a|plus recente?s? que|newer than|later than|more recent than"),
    ("since", r"depuis|a partir (?:de|des|du|d)|since|des(?= \d{4})"),
    ("until", r"jusqu (?:en|a|aux|au)|until|till|up to"),
    ("around", r"vers|environ|autour (?:de|des)|around|about|circa"),
)
_BEFORE_IT = tuple(
    (name, re.compile(rf"(?:{words}) (?:les |des |the |l |annee )*(?:de )?")) for name, words in _MODIFIERS
)
_BEHIND_IT = (
    (
        "since",
        re.compile(r" (?:(?:et|ou|and|or) (?:plus(?: recents?)?|apres|after|later|newer|up)|onwards?|on)(?= |$)"),
    ),
    ("until", re.compile(r" (?:(?:et|ou|and|or) (?:avant|before|earlier|older|plus (?:vieux|anciens?)))(?= |$)")),
)
WORDS = frozenset(
    re.findall("[a-z]{5,}", " ".join((_INTRODUCED.pattern, _WORDS, *_PARTS, *(words for _, words in _MODIFIERS))))
)  # that typing errors may hit
_AROUND = 2  # years before and after
_COUNTS = {
    word: count
    for count, words in {2: "deux two", 3: "trois three", 5: "cinq five", 10: "dix ten", 15: "quinze fifteen"}.items()
    for word in words.split(" ")
}
_COUNT = rf"(\d{{1,2}}|{'|'.join(_COUNTS)})"
_LATELY = re.compile(rf"(?:{_COUNT} derniere?s (?:annees?|ans)|(?:last|past) {_COUNT} years?)(?= |$)")


def years_at(line: str, start: int, newest: int) -> tuple[Bounds, int] | None:
    """The years told from `start` on, bounds included, and where the telling ends in the line; None where none is.

    `newest` is the year of the newest film, from which "the last ten years" count.

    >>> years_at("entre 1990 et 2005", 0, 2025), years_at("avant les annees 60", 0, 2025)
    (((1990, 2005), 18), ((None, 1959), 19))
    """
    if found := _LATELY.match(line, start):
        count = found[1] or found[2]
        return (newest + 1 - (_COUNTS.get(count) or int(count)), None), found.end()
    if (opened := _BETWEEN.match(line, start)) and (both := _both(line, opened.end())):
        return both
    for name, words in _BEFORE_IT:
        if (found := words.match(line, start)) and (point := _point(line, found.end())):
            return _modified(name, *point[:2]), point[2]
    point = _point(line, start)
    if point is None:
        return None
    for name, words in _BEHIND_IT:
        if found := words.match(line, point[2]):
            return _modified(name, *point[:2]), found.end()
    return _both(line, start) or (point[:2], point[2])


def _both(line: str, start: int) -> tuple[Bounds, int] | None:
    """Two years or decades with "and" or "to" between them."""
    one = _point(line, start)
    if one and one[1] - one[0] >= DECADE:  # "between the sixties and the eighties" is one point already
        return one[:2], one[2]
    between = one and (_AND.match(line, one[2]) or re.compile(" ").match(line, one[2]))
    other = between and _point(line, between.end())
    return ((one[0], other[1]), other[2]) if one and other and one[0] <= other[1] else None


def _modified(name: str, low: int, high: int) -> Bounds:
    known: Mapping[str, Bounds] = {
        "before": (None, low - 1),
        "after": (high + 1, None),
        "since": (low, None),
        "until": (None, high),
        "around": (low - _AROUND, high + _AROUND) if low == high else (low, high),
    }
    return known[name]


def _point(line: str, start: int) -> _Point | None:
    return _decades(line, start) or _year(line, start)


def _year(line: str, start: int) -> _Point | None:
    found = _YEAR.match(line, start)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    return int(found[1]), int(found[1]), found.end()


def _decades(line: str, start: int) -> _Point | None:
    """A decade, a part of one, or two of them: "fin des années 60", "les années 50 et 60"."""
    part = _PART.match(line, start)
    articles = _ARTICLES.match(line, part.end() if part else start)
    at = articles.end() if articles else start
    introduced = _INTRODUCED.match(line, at)
    at = introduced.end() if introduced else at
    one = _decade(line, at, introduced=introduced is not None)
    if one is None:
        return None
    if part:
        first, last = _PARTS[part[1]]
        return one[0] + first, one[0] + last, one[2]
    follows = _NEXT.match(line, one[2])
    other = follows and _decade(line, follows.end(), introduced=introduced is not None or "annee" in follows[0])
    return (one[0], other[1], other[2]) if other and other[0] > one[0] else one


def _decade(line: str, start: int, *, introduced: bool) -> _Point | None:
    found = _DECADE.match(line, start)
    if found is None:
        return None
    english = found["plural"] or (found["word"] or "").endswith(("ies", "thousands"))
    if not (introduced or english):  # "soixante", "1960" alone are no decades
        return None
    first = _DECADES[found["word"]] if found["word"] else int(found["digits"])
    if first < FIRST_YEAR:
        first += _NOUGHT if first <= _TENS else 1900
    return first, first + 9, found.end()
