"""Which films are parts of one saga: no source says so, titles and people together do."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, combinations

import numpy as np

from pickflix.catalogue.folding import fold
from pickflix.recommend.arrays import Rows
from pickflix.recommend.table import FilmTable

ALONE = -1  # the saga of a film that has none
_SUBTITLE = re.compile(r":| [-–—] |, (?=part|episode|chapter)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|le|la|les|l|un|une|il|el|der|die|das) (?=.)")
# Where the name of the saga ends: a number, or what the hero meets this time.
_PART = re.compile(r" (?:\d{1,2}|[ivx]{1,4}|part|episode|chapter|vol|volume|and the|et (?:le|la|les|l))(?= |$).*")
RARE_START = 24  # films whose titles begin with the same word: above that the word is no name of a saga
NAME_LETTERS = 5  # a name of fewer letters needs the whole title to agree


def saga_name(title: str) -> str:
    """What the parts of a saga have in common in their titles.

    >>> saga_name("The Godfather Part II"), saga_name("Harry Potter and the Goblet of Fire"), saga_name("Aliens")
    ('godfather', 'harry potter', 'alien')
    """
    folded = _ARTICLE.sub("", fold(_SUBTITLE.split(title)[0]), count=1)
    name = _PART.sub("", folded)
    return name[:-1] if len(name) > NAME_LETTERS and name.endswith("s") else name


def train_sagas(table: FilmTable) -> Rows:
    """The saga of each film (n_films,): the least row among its parts, or ALONE."""
    english = [saga_name(title) for title in table.titles]
    french = [saga_name(title or "") for title in table.titles_fr]
    leader = list(range(len(table)))

    def lead(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    starts = [_grouped((row, _start(name)) for row, name in enumerate(names)) for names in (english, french)]
    # "American" begins few French titles, but so many English ones that it names no saga.
    rare = {
        word
        for by_word in starts
        for word in by_word
        if word and all(len(each.get(word, ())) <= RARE_START for each in starts)
    }
    for names, by_word in zip((english, french), starts, strict=True):
        for first, second in _alike(table, names, [rows for word, rows in by_word.items() if word in rare]):
            if table.titles[first] != table.titles[second] and _same_hands(table, names, first, second):
                low, high = sorted((lead(first), lead(second)))
                leader[high] = low
    return _several([lead(row) for row in range(len(table))])


def namesakes(table: FilmTable) -> Rows:
    """The films of one title (n_films,): the least row among them, or ALONE."""
    first: dict[str, int] = {}
    return _several([first.setdefault(fold(title) or title, row) for row, title in enumerate(table.titles)])


def _several(leaders: list[int]) -> Rows:
    group = np.array(leaders, np.int64)
    return np.where(np.bincount(group, minlength=len(group))[group] > 1, group, ALONE) if len(group) else group


def _alike(table: FilmTable, names: list[str], of_one_start: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    """The pairs of rows of one name, or of one rare first word, that somebody made both of."""
    by_name = _grouped(enumerate(names))
    for rows in chain((rows for name, rows in by_name.items() if name), of_one_start):
        if len(rows) > 1:
            # Person by person: of a large catalogue a thousand films may be called "Home".
            people = _grouped((row, person) for row in rows for person in _hands(table, row))
            yield from {pair for theirs in people.values() for pair in combinations(theirs, 2)}


def _hands(table: FilmTable, row: int) -> set[str]:
    return {*table.directors[row], *table.writers[row], *table.cast[row]}


def _start(name: str) -> str:
    """The first word of a name where it is long enough to name a saga, else nothing."""
    word = name.split(" ", maxsplit=1)[0]
    return word if len(word) >= NAME_LETTERS else ""


def _grouped(named: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    groups = defaultdict(list)
    for row, name in named:
        groups[name].append(row)
    return groups


def _same_hands(table: FilmTable, names: list[str], first: int, second: int) -> bool:
    """Whether enough of the people are the same: two with one name must share somebody, others more."""
    makers = {*table.directors[first], *table.writers[first]} & {*table.directors[second], *table.writers[second]}
    players = {*table.cast[first]} & {*table.cast[second]}
    if names[first] == names[second]:
        return bool(makers or players)
    if names[first].startswith(f"{names[second]} ") or names[second].startswith(f"{names[first]} "):
        return len(players) > 1 or bool(makers and players)
    return len(players) > 1 and bool(makers)
