"""The arrays of the search, built without an object a text, against their definition written out."""

from collections import defaultdict
from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickflix.catalogue.distinct_texts import Gathered
from pickflix.catalogue.folding import fold
from pickflix.catalogue.search_index import PersonEntry, TitleEntry, build_index
from pickflix.catalogue.typed_titles import forms

LETTERS = st.text(alphabet="abé '-:.Le2 羅\U00020000", max_size=24)
TITLES = st.lists(st.tuples(st.lists(LETTERS, max_size=3), st.floats(0, 1, width=32)), max_size=8)
BITS, SPACE = 21, ord(" ")


def grams_of(text: str) -> set[int]:
    """Trigrams and beginnings of the padded words; of a short text the pairs of letters too."""
    found = set()
    for word in text.split():
        padded = [*map(ord, f" {word} ")]
        found.add(SPACE << BITS | padded[1])
        found |= {one << 2 * BITS | two << BITS | three for one, two, three in zip(padded, padded[1:], padded[2:])}  # noqa: B905 - windows
    if len(text) <= 8:
        letters = [*map(ord, text.replace(" ", ""))]
        found |= {one << BITS | two for one, two in zip(letters, letters[1:])}  # noqa: B905, RUF007 - windows
        found |= {one << BITS | three for one, three in zip(letters, letters[2:])}  # noqa: B905 - windows
    return found


def as_defined(named: list[tuple[str, int, int]], renown: list[float]) -> dict[str, Any]:
    """The arrays of one kind from (text, row, article), as lists."""
    bearers = defaultdict(set)
    for text, row, article in named:
        bearers[text].add((row, article))
    texts = sorted(bearers)
    posting = defaultdict(list)
    for number, text in enumerate(texts):
        for gram in grams_of(text):
            posting[gram].append(number)
    grams = sorted(posting)
    rarity = {
        gram: (log((1 + len(texts)) / (1 + len(posting[gram]))) + 0.1) * (0.5 if gram < 1 << 2 * BITS else 1)
        for gram in grams
    }
    whole = [sum(rarity[gram] for gram in sorted(grams_of(text)) if gram >> BITS != SPACE) for text in texts]
    return {
        "text": [*"".join(texts).encode()],
        "offset": [len("".join(texts[:place]).encode()) for place in range(len(texts) + 1)],
        "gram": grams,
        "gram_start": [sum(len(posting[gram]) for gram in grams[:place]) for place in range(len(grams) + 1)],
        "posting": [number for gram in grams for number in posting[gram]],
        "rarity": pytest.approx([rarity[gram] for gram in grams]),
        "weight": pytest.approx(whole),
        "renown": renown,
        "text_renown": [max(renown[row] for row, _ in bearers[text]) for text in texts],
        "bearer_start": [sum(len(bearers[text]) for text in texts[:place]) for place in range(len(texts) + 1)],
        "bearer": [row for text in texts for row, _ in sorted(bearers[text])],
        "article": [article for text in texts for _, article in sorted(bearers[text])],
    }


@given(TITLES)
def test_the_arrays_are_what_they_are_defined_to_be(titles: list[tuple[list[str], float]]) -> None:
    """Texts sorted and each once, the films that bear them, the grams and where they stand: for films and people."""
    films = [TitleEntry(row, tuple(each), 1900 + row, renown) for row, (each, renown) in enumerate(titles)]
    people = [PersonEntry(row, " ".join(each), renown) for row, (each, renown) in enumerate(titles)]
    built = build_index(iter(films[::-1]), iter(people))
    renown = [known for _, known in titles]
    called = [(form.text, film.row, form.article) for film in films for title in film.titles for form in forms(title)]
    names = [(fold(person.name), person.row, 0) for person in people if fold(person.name)]
    for kind, expected in (("film", as_defined(called, renown)), ("person", as_defined(names, renown))):
        for name, values in expected.items():
            assert built[f"{kind}_{name}"].tolist() == values, name
    assert built["film_year"].tolist() == [film.year for film in films]


@given(st.lists(st.text(alphabet="ab é羅\U00020000z", min_size=1, max_size=40)))
def test_texts_are_sorted_and_told_apart(texts: list[str]) -> None:
    """Whatever they have in common at their beginning, in the order of their code points, and each once."""
    gathered = Gathered()
    for text in texts:
        gathered.add(text)
    distinct, numbers = gathered.written().distinct()
    lines = distinct.some(0, len(distinct)).splitlines()
    assert lines == sorted({*texts})
    assert [lines[number] for number in numbers] == texts


def test_a_catalogue_with_every_letter_there_is_can_be_indexed() -> None:
    """With more letters a gram takes more bits: fewer texts are sorted at once, and nothing is lost."""
    names = [chr(code) * 3 for code in range(0x4E00, 0x9FA6)]
    built = build_index([], (PersonEntry(row, name, 0.5) for row, name in enumerate(names)))
    assert len(built["person_offset"]) == len({*map(fold, names)}) + 1
    assert np.diff(built["person_gram_start"]).min() == 1
