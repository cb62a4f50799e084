"""Builds the arrays that `pickflix.catalogue.search` reads."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pickflix.catalogue.distinct_texts import Gathered, starts
from pickflix.catalogue.folding import fold
from pickflix.catalogue.postings import Array
from pickflix.catalogue.postings_index import build_postings
from pickflix.catalogue.typed_titles import LONGEST, forms

NO_YEAR = 0
_OF_EACH = (
    *("text", "offset", "gram", "gram_start", "posting", "rarity", "weight"),
    *("renown", "text_renown", "bearer_start", "bearer", "article"),
)
# The names of the arrays that `build_index` gives and `TitleSearch` reads.
ARRAYS = ("film_year", *(f"{kind}_{name}" for kind in ("film", "person") for name in _OF_EACH))


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """What the index knows of a film.

    `titles` are its titles in English, French and its own language, each once; `renown` (0 to 1) is the
    share of films that are less known.
    """

    row: int
    titles: tuple[str, ...]
    year: int | None
    renown: float


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """What the index knows of a person; `renown` (0 to 1) is the share of people who are less known."""

    row: int
    name: str
    renown: float


def build_index(films: Iterable[TitleEntry], people: Iterable[PersonEntry]) -> dict[str, Array]:
    """The arrays by name, none of them of Python objects: fit to be saved, and memory-mapped to serve.

    The entries may come one by one, in any order; no row stands twice.
    """
    titles, names, years = _Bearers(), _Bearers(), array("h")
    for film in films:
        titles.add(film.row, film.renown)
        years.append(film.year or NO_YEAR)
        for title in film.titles:
            for form in forms(title):
                titles.call(form.text, film.row, form.article)
    for person in people:
        names.add(person.row, person.renown)
        if folded := fold(person.name)[:LONGEST].strip():
            names.call(folded, person.row, 0)
    return {
        "film_year": titles.by_row(np.array(years, np.int16)),
        **_prefixed("film", titles),
        **_prefixed("person", names),
    }


class _Bearers:
    """Films, or people, and the texts by which each is called."""

    def __init__(self) -> None:
        self._rows, self._renown = array("i"), array("f")
        self._texts, self._bearers, self._articles = Gathered(), array("i"), array("B")

    def add(self, row: int, renown: float) -> None:
        """One more of them."""
        self._rows.append(row)
        self._renown.append(renown)

    def call(self, text: str, row: int, article: int) -> None:
        """One of its texts."""
        self._texts.add(text)
        self._bearers.append(row)
        self._articles.append(article)

    def by_row(self, values: Array) -> Array:
        """The values, given in the order of `add`, in the order of the rows; 0 for a row that was not added."""
        found = np.zeros(max(self._rows, default=-1) + 1, values.dtype)
        found[np.array(self._rows, np.int32)] = values
        return found

    def arrays(self) -> dict[str, Array]:
        """The postings of the distinct texts, the rows that bear each, and how known rows and texts are."""
        texts, numbers = self._texts.written().distinct()
        rows, articles = np.array(self._bearers, np.int32), np.array(self._articles, np.uint8)
        order = np.lexsort((articles, rows, numbers))
        numbers, rows, articles = numbers[order], rows[order], articles[order]
        new = [each[1:] != each[:-1] for each in (numbers, rows, articles)]
        kept = np.flatnonzero(np.concatenate((np.ones(min(1, len(rows)), np.bool_), np.logical_or.reduce(new))))
        numbers, rows, articles = numbers[kept], rows[kept], articles[kept]
        bearer_start = starts(np.bincount(numbers, minlength=len(texts)))
        renown = self.by_row(np.array(self._renown, np.float32))
        return {
            **build_postings(texts),
            "renown": renown,
            "text_renown": np.maximum.reduceat(renown[rows], bearer_start[:-1]) if len(texts) else renown[:0],
            "bearer_start": bearer_start,
            "bearer": rows,
            "article": articles,
        }


def _prefixed(kind: str, bearers: _Bearers) -> dict[str, Array]:
    return {f"{kind}_{name}": values for name, values in bearers.arrays().items()}
