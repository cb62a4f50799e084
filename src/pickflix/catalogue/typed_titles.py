"""What people type for a title, and the forms under which a title is found.

The article in front, the way a number is written and the year are not what makes a title: they are
taken off or brought to one form here, on both sides of the comparison.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pickflix.catalogue.folding import fold

LONGEST = 200  # characters of a query or a title that count, once folded
LONGEST_RAW = 400  # characters of a query that are read at all: a megabyte is cut before any work
FIRST_YEAR, LAST_YEAR = 1880, 2039
# The order is stored in built indexes: append only. "die" is missing because of "Die Hard".
ARTICLES = (
    *("", "the", "a", "an", "le", "la", "les", "l", "un", "une", "des"),
    *("el", "il", "lo", "los", "las", "das", "der"),
)
MADE = 255  # in place of the article: a form that stands for the title, as people write it
PART = 254  # likewise: only what stands before or behind the colon of a title
_ARTICLE_CODE = {article: code for code, article in enumerate(ARTICLES) if article}
# "Matrix, The": how libraries and programmes sort titles.
_SORTED = re.compile(r"^(?P<rest>.+),\s*(?P<article>the|an?|les?|la|une?|l['’])$", re.IGNORECASE)
_COLON = re.compile(r"\s*:\s+|\s+[-–—]\s+")
# "Spider-Man", "WALL·E", "M*A*S*H", "Ocean's": signs inside a word that many leave out.
_INSIDE = re.compile(r"(?<=\w)(?:[-.·*](?=\w|\W*$)|['’](?=s\b))", re.IGNORECASE)
_INITIALS = re.compile(r"^(?:\w\.){2,}")  # "E.T., l'extra-terrestre", known as "ET"
SHORTEST_PART = 4  # letters
_MOVED = frozenset({"the", "le", "la", "les"})  # "matrix the"

_ROMAN = ("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
# "un", "une" and "one" are words far more often than numbers.
_FRENCH = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
_ENGLISH = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen")
_RANKS = ("deuxieme", "troisieme", "quatrieme", "cinquieme", "sixieme", "septieme", "huitieme", "neuvieme", "dixieme")
_NUMBER = {
    **{word: str(value) for words in (_ROMAN, _FRENCH, _ENGLISH, _RANKS) for value, word in enumerate(words, 2)},
    "vingt": "20",
    "trente": "30",
    "quarante": "40",
    "cinquante": "50",
}
_FIRST_CAN_BE_A_LETTER = frozenset({"v", "x"})  # "V pour Vendetta", "X-Men"
_SHORT = {"docteur": "dr", "doctor": "dr", "monsieur": "mr", "mister": "mr", "saint": "st", "sainte": "ste"}
_PART = frozenset({"part", "partie", "episode", "chapter", "chapitre", "volume", "vol", "tome"})
_ORDINAL = re.compile(r"^(\d{1,2})(?:e|eme|er|ere|nd|rd|th)$")
_HUNDREDS = re.compile(r"\b([2-9]) (?:cents?|hundred)\b")  # "Les Quatre Cents Coups", typed "400 coups"
_YEAR = re.compile(r"^(?:1[89]|20)\d\d$")
# "un film de", "les films avec", "comédie française avec", "avec": what stands before a name.
_FILMS_OF = re.compile(
    r"^(?:(?:(?:un|une|le|la|les|des|the|a) )?(?:films?|movies?|comed(?:ies?|y)|drames?|policiers?|polars?|westerns?)"
    r" (?:\w+ ){0,2}?(?:de|du|des|d|avec|par|by|with|starring)|avec) (?=.)"
)
_GLUED = re.compile(r"^(?=.{6})(de|du|le|la)(?=\w)(?! )")  # "defunes"
_BETWEEN = re.compile(r"^(?:et|avec|par|and|with) (?=.)")  # a film, or a name, and a name
MOST_SPLIT = 7  # words of a query that may be two things


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a title: the folded text behind its article, and the article's place in ARTICLES."""

    text: str
    article: int

    def spoken(self) -> str:
        """The text with its article in front."""
        return f"{ARTICLES[self.article]} {self.text}".lstrip() if self.article < len(ARTICLES) else self.text


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what was typed; `year` is the year that was asked for beside the title."""

    form: Form
    year: int | None = None


def forms(title: str) -> tuple[Form, ...]:
    """The forms under which a title is found; none where it holds no letter and no digit.

    >>> [form.text for form in forms("Le Parrain, 2e partie")]
    ['parrain 2e partie', 'parrain 2']
    >>> [form.text for form in forms("Spider-Man : No Way Home")]
    ['spider man no way home', 'spiderman no way home', 'spider man', 'no way home']
    """
    parts = _COLON.split(title)
    made = [_INSIDE.sub("", title)] if _INSIDE.search(title) else []
    wholes = [form for text in (title, *made) for form in _both(text)]
    pieces = [form for text in parts if len(parts) > 1 for form in _both(text)]
    found: dict[str, Form] = {}
    for place, form in enumerate(wholes):
        found.setdefault(form.text, form if place == 0 else Form(form.text, MADE))
    for form in pieces:
        if len(form.text) >= SHORTEST_PART:
            # "Terminator 2 : Le Jugement dernier" has no sequel of the same number.
            found.setdefault(form.text, Form(form.text, MADE if form.text[-1].isdigit() else PART))
    if initials := _INITIALS.match(title):
        letters = fold(initials[0].replace(".", ""))
        found.setdefault(letters, Form(letters, PART))
    return tuple(found.values())


def _both(text: str) -> tuple[Form, ...]:
    """The text as written, and with plain words."""
    folded = _folded(text)
    if not folded:
        return ()
    written = _without_article(folded)
    plain = _plain(written.text)
    return (written,) if plain == written.text else (written, Form(plain, MADE))


def readings(typed: str) -> tuple[Reading, ...]:
    """How a query can be understood, the most literal way first; none for an empty one.

    >>> [(reading.form.text, reading.year) for reading in readings("Alien (1979)")]
    [('alien 1979', None), ('alien', 1979)]
    """
    folded = _folded(typed.strip()[:LONGEST_RAW])
    if not folded:
        return ()
    return tuple(dict.fromkeys(_readings(folded)))


def name_asked(typed: str) -> str:
    """The name in a query that asks for somebody's films, empty where it does not.

    >>> name_asked("Un film de Truffaut"), name_asked("comédie française avec Bourvil"), name_asked("Le Film")
    ('truffaut', 'bourvil', '')
    """
    folded = _folded(typed.strip()[:LONGEST_RAW])
    found = _FILMS_OF.match(folded)
    return folded[found.end() :] if found else ""


def parted(name: str) -> str:
    """A folded name of one word whose first letters may be a word of their own, empty where they cannot.

    >>> parted("defunes"), parted("bourvil")
    ('de funes', '')
    """
    return _GLUED.sub(r"\1 ", name) if " " not in name and _GLUED.match(name) else ""


def in_two(typed: str) -> Iterator[tuple[str, str]]:
    """The ways to read a query as two things side by side; none for a long one.

    >>> list(in_two("film avec Belmondo et Delon"))
    [('belmondo', 'delon'), ('belmondo et', 'delon')]
    """
    words = (name_asked(typed) or _folded(typed.strip()[:LONGEST_RAW])).split()
    if len(words) <= MOST_SPLIT:
        for place in range(1, len(words)):
            yield " ".join(words[:place]), _BETWEEN.sub("", " ".join(words[place:]))


def _readings(folded: str) -> Iterator[Reading]:
    form = _without_article(folded)
    yield Reading(form)
    plain = _plain(form.text)
    if plain != form.text:
        yield Reading(Form(plain, form.article))
    words = folded.split()
    if len(words) > 1 and words[-1] in _MOVED:
        yield Reading(_without_article(" ".join([words[-1], *words[:-1]])))
    for place in {len(words) - 1, 0}:
        if len(words) > 1 and _YEAR.match(words[place]) and FIRST_YEAR <= int(words[place]) <= LAST_YEAR:
            rest = " ".join(words[:place] + words[place + 1 :])
            yield Reading(_without_article(rest), int(words[place]))


def _folded(text: str) -> str:
    if found := _SORTED.match(text):
        text = f"{found['article']} {found['rest']}"
    return fold(text)[:LONGEST].strip()


def _without_article(folded: str) -> Form:
    first, _, rest = folded.partition(" ")
    return Form(rest, _ARTICLE_CODE[first]) if rest and first in _ARTICLE_CODE else Form(folded, 0)


def _plain(folded: str) -> str:
    """Short words, numbers in digits, no word that announces a part: "godfather part ii", "godfather 2"."""
    words = folded.split()
    plain: list[str] = []
    for place, word in enumerate(words):
        number = _number(word, alone=place == 0)
        if number and plain and plain[-1] in _PART:
            plain.pop()
        if word in _PART and plain and plain[-1].isdigit():  # "2e partie"
            continue
        plain.append(number or _SHORT.get(word, word))
    return _HUNDREDS.sub(r"\g<1>00", " ".join(plain))


def _number(word: str, *, alone: bool) -> str | None:
    if word.isdigit():
        return word
    if ordinal := _ORDINAL.match(word):
        return ordinal[1]
    return None if alone and word in _FIRST_CAN_BE_A_LETTER else _NUMBER.get(word)
