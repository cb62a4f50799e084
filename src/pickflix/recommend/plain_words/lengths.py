"""Running times in a wish: "moins de 2 h", "1h30 maximum", "at least two hours"."""

import re

from pickflix.recommend.plain_words.times import Bounds

HOUR = 60
ABOUT = 10  # minutes more or less
_COUNTS = {
    word: count
    for count, words in {1: "un une a an one", 2: "deux two", 3: "trois three", 4: "quatre four"}.items()
    for word in words.split(" ")
}
_HALVES, _QUARTERS = ("demi", "demie", "trente", "a half", "half"), ("quart", "quinze", "a quarter")
_LEFT = dict.fromkeys(_HALVES, 30) | dict.fromkeys(_QUARTERS, 15) | {"vingt": 20, "quarante": 40}
_COUNT = rf"\d{{1,2}}|{'|'.join(_COUNTS)}"
_MINUTES = r"(?:minutes?|mins?|mn|m)"
_LENGTH = re.compile(
    rf"(?:(?P<hours>{_COUNT}) ?(?:heures?|hours?|hrs?|h)"
    rf"(?:(?: et| and)? ?(?P<left>[0-5]?\d|{'|'.join(_LEFT)})(?: ?{_MINUTES})?(?= |$))?"
    rf"|(?P<halves>{_COUNT}) and a half hours?"
    rf"|(?P<minutes>\d{{2,3}}) ?{_MINUTES}"
    r"|(?P<half>(?:une )?demi heure|half an hour))(?= |$)"
)
_BETWEEN = re.compile(r"(?:entre|between|de|from) ")
_AND = re.compile(r" (?:et|a|and|to) ")
_BARE = re.compile(r"(\d{1,3})(?= )")
_DE = "(?:de |d )"
_LONG = rf"(?:{_DE}|longue? que )"
_MOST = (
    rf"(?:pas|ni) plus {_LONG}|moins {_LONG}|en moins {_DE}|en dessous {_DE}|au (?:plus|maximum) |maxi(?:mum)? |max "
    r"|sous |jusqu a |inferieure? a |(?:no|not) (?:more|longer) than |not over |less than |under |below |shorter than "
    r"|at most |up to |within "
)
_LEAST = (
    rf"(?:pas|ni) moins {_DE}|plus {_LONG}|(?:au|du) moins |mini(?:mum)? |superieure? a |au dela de |more than |over "
    r"|longer than |above |at least "
)
_ABOUT = rf"environ |a peu pres |vers |autour {_DE}|presque |pres {_DE}|about |around |approximately "
_BEFORE_IT = (("most", _MOST), ("least", _LEAST), ("about", _ABOUT))
_PREFIXES = tuple((name, re.compile(words)) for name, words in _BEFORE_IT)
_SUFFIXES = (
    ("most", re.compile(r" (?:(?:au |grand )*(?:maxi|max)(?:mum)?|au plus|at most|or less|ou moins|tops)(?= |$)")),
    ("least", re.compile(r" (?:(?:au )?mini(?:mum)?|au moins|at least|(?:or|and) more|(?:ou|et) plus)(?= |$)")),
    ("about", re.compile(r" (?:environ|a peu pres|or so)(?= |$)")),
)
WORDS = frozenset(
    re.findall(
        "[a-z]{5,}", " ".join((*(words for _, words in _BEFORE_IT), "minutes heures hours maximum minimum demie"))
    )
)  # that typing errors may hit


def length_at(line: str, start: int) -> tuple[Bounds, int] | None:
    """The minutes told from `start` on, bounds included, and where the telling ends in the line; None where none are.

    >>> length_at("moins d une heure et demie", 0), length_at("1h30", 0)
    (((None, 90), 26), ((80, 100), 4))
    """
    if (opened := _BETWEEN.match(line, start)) and (both := _both(line, opened.end())):
        return both
    for name, words in _PREFIXES:
        if (found := words.match(line, start)) and (length := _minutes(line, found.end())):
            return _bounds(name, length[0]), length[1]
    length = _minutes(line, start)
    if length is None:
        return None
    for name, words in _SUFFIXES:
        if found := words.match(line, length[1]):
            return _bounds(name, length[0]), found.end()
    return _bounds("about", length[0]), length[1]


def _both(line: str, start: int) -> tuple[Bounds, int] | None:
    low = _minutes(line, start) or ((int(bare[1]), bare.end()) if (bare := _BARE.match(line, start)) else None)
    between = low and _AND.match(line, low[1])
    high = between and _minutes(line, between.end())
    if not (low and high):
        return None
    # "entre 1 et 2 heures"
    least = low[0] * HOUR if low[0] < ABOUT else low[0]
    return ((least, high[0]), high[1]) if least <= high[0] else None


def _bounds(name: str, minutes: int) -> Bounds:
    known: dict[str, Bounds] = {
        "most": (None, minutes),
        "least": (minutes, None),
        "about": (max(minutes - ABOUT, 0), minutes + ABOUT),
    }
    return known[name]


def _minutes(line: str, start: int) -> tuple[int, int] | None:
    found = _LENGTH.match(line, start)
    if found is None:
        return None
    if found["minutes"]:
        return int(found["minutes"]), found.end()
    if found["half"]:
        return HOUR // 2, found.end()
    if found["halves"]:
        return _count(found["halves"]) * HOUR + HOUR // 2, found.end()
    left = found["left"] or "0"
    return _count(found["hours"]) * HOUR + (_LEFT.get(left) or int(left)), found.end()


def _count(word: str) -> int:
    return _COUNTS.get(word) or int(word)
