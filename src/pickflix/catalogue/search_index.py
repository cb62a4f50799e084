"""Builds the arrays that `pickflix.catalogue.search` reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from pickflix.catalogue.folding import fold
from pickflix.catalogue.postings import Array, build_postings
from pickflix.catalogue.typed_titles import LONGEST, Form, forms

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


def build_index(films: Sequence[TitleEntry], people: Sequence[PersonEntry]) -> dict[str, Array]:
    """The arrays by name, none of them of Python objects: fit to be saved, and memory-mapped to serve."""
    titles = {film.row: tuple(chain.from_iterable(map(forms, film.titles))) for film in films}
    names = {person.row: _name(person.name) for person in people}
    years = np.full(_size(titles), NO_YEAR, np.int16)
    for film in films:
        years[film.row] = film.year or NO_YEAR
    return {
        "film_year": years,
        **_prefixed("film", titles, {film.row: film.renown for film in films}),
        **_prefixed("person", names, {person.row: person.renown for person in people}),
    }


def _name(name: str) -> tuple[Form, ...]:
    folded = fold(name)[:LONGEST].strip()
    return (Form(folded, 0),) if folded else ()


def _size(rows: Iterable[int]) -> int:
    return max(rows, default=-1) + 1


def _prefixed(kind: str, forms_of: Mapping[int, Iterable[Form]], renown_of: Mapping[int, float]) -> dict[str, Array]:
    """The postings of the distinct texts, the rows that bear each, and how known rows and texts are."""
    named: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for row, its_forms in forms_of.items():
        for form in its_forms:
            named[form.text].add((row, form.article))
    bearers = {text: sorted(named[text]) for text in sorted(named)}
    texts = list(bearers)
    renown = np.zeros(_size(forms_of), np.float32)
    for row, value in renown_of.items():
        renown[row] = value
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(bearers[text]) for text in texts], out=starts[1:])
    arrays: dict[str, Array] = {
        **build_postings(texts),
        "renown": renown,
        "text_renown": np.array([max(float(renown[row]) for row, _ in bearers[text]) for text in texts], np.float32),
        "bearer_start": starts,
        "bearer": np.array([row for text in texts for row, _ in bearers[text]], np.int32),
        "article": np.array([code for text in texts for _, code in bearers[text]], np.uint8),
    }
    return {f"{kind}_{name}": array for name, array in arrays.items()}
