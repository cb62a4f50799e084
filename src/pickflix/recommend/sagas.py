"""Which films are parts of one saga: no source says so, titles and people together do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

import numpy as np

from pickflix.catalogue.folding import fold
from pickflix.recommend.arrays import Mask, Rows, distinct, runs, starts
from pickflix.recommend.columns import Coded, alike_numbered, once
from pickflix.recommend.table import FilmTable

ALONE = -1  # the saga of a film that has none
NAMELESS = 0  # the number of a title without a name
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


@once
def train_sagas(table: FilmTable) -> Rows:
    """The saga of each film (n_films,): the least row among its parts, or ALONE."""
    names = [saga_name(title or "") for title in chain(table.titles, table.titles_fr)]
    called = _numbers(names)
    begun = _numbers([_start(name) for name in names])
    # "American" begins few French titles, but so many English ones that it names no saga.
    rare = np.all([np.bincount(each, minlength=begun.max(initial=0) + 1) <= RARE_START for each in begun], axis=0)
    begun[~rare[begun]] = NAMELESS
    hands = _Hands.of(table, np.any([_borne_twice(each) for each in (*called, *begun)], axis=0))
    leader = list(range(len(table)))

    def lead(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    for tongue, own in enumerate((names[: len(table)], names[len(table) :])):
        for first, second in {*hands.alike(called[tongue]), *hands.alike(begun[tongue])}:
            if table.titles[first] != table.titles[second] and hands.same(own[first], own[second], first, second):
                low, high = sorted((lead(first), lead(second)))
                leader[high] = low
    return _several([lead(row) for row in range(len(table))])


@once
def namesakes(table: FilmTable) -> Rows:
    """The films of one title (n_films,): the least row among them, or ALONE."""
    first: dict[str, int] = {}
    return _several([first.setdefault(fold(title) or title, row) for row, title in enumerate(table.titles)])


def _several(leaders: list[int]) -> Rows:
    group = np.array(leaders, np.int64)
    return np.where(np.bincount(group, minlength=len(group))[group] > 1, group, ALONE) if len(group) else group


def _start(name: str) -> str:
    """The first word of a name where it is long enough to name a saga, else nothing."""
    word = name.split(" ", maxsplit=1)[0]
    return word if len(word) >= NAME_LETTERS else ""


def _numbers(names: Sequence[str]) -> Rows:
    """A number for each distinct name of the English and of the French half, (2, n_films); NAMELESS for no name."""
    number = {"": NAMELESS}
    return np.array([number.setdefault(name, len(number)) for name in names], np.int64).reshape(2, -1)


def _borne_twice(names: Rows) -> Mask:
    """Which films have a name that another one has too."""
    several: Mask = (np.bincount(names, minlength=1) > 1)[names] & (names != NAMELESS)
    return several


@dataclass(frozen=True, slots=True)
class _Hands:
    """Who made and who plays in the films: film f has `people[start[f]:start[f + 1]]`, each once, ascending."""

    columns: tuple[Coded, Coded, Coded]  # directors, writers, players
    start: Rows
    people: Rows

    @classmethod
    def of(cls, table: FilmTable, needed: Mask) -> Self:
        """The hands of those films of the table, of others none; a person has one number in whatever role."""
        columns = alike_numbered((table.directors, table.writers, table.cast))
        films, people = [], []
        for column in columns:
            chosen = np.repeat(needed, np.diff(column.start))
            films.append(column.films[chosen])
            people.append(column.numbers[chosen])
        width = max(len(columns[0].words), 1)
        pairs = distinct(np.concatenate(films) * width + np.concatenate(people))
        sizes = np.bincount(pairs // width, minlength=len(table))
        return cls(columns, starts(sizes), pairs % width)

    def alike(self, names: Rows) -> Iterator[tuple[int, int]]:
        """The pairs of rows of one name that somebody had a hand in both of."""
        rows = np.flatnonzero(_borne_twice(names))
        # Person by person: of a large catalogue a thousand films may be called "Home".
        films = np.repeat(rows, np.diff(self.start)[rows])
        people = self.people[runs(self.start, rows)]
        order = np.lexsort((films, people, names[films]))
        films, people = films[order], people[order]
        apart = 1
        while len(follow := np.flatnonzero(_same(names[films], apart) & _same(people, apart))):
            yield from zip(films[follow].tolist(), films[follow + apart].tolist(), strict=True)
            apart += 1

    def same(self, name: str, other: str, first: int, second: int) -> bool:
        """Whether enough of the people are the same: two with one name must share somebody, others more."""
        directors, writers, players = self.columns
        makers = len(
            {*directors.of_film(first), *writers.of_film(first)}
            & {*directors.of_film(second), *writers.of_film(second)}
        )
        shared = len({*players.of_film(first)} & {*players.of_film(second)})
        if name == other:
            return makers > 0 or shared > 0
        if name.startswith(f"{other} ") or other.startswith(f"{name} "):
            return shared > 1 or (makers > 0 and shared > 0)
        return shared > 1 and makers > 0


def _same(values: Rows, apart: int) -> Mask:
    """Which of the values are followed by the same one so many places behind."""
    same: Mask = values[:-apart] == values[apart:]
    return same
