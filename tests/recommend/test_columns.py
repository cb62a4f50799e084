"""Columns that hold many films in few bytes, and are read like lists."""

import gc
from weakref import ref

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pickflix.recommend.columns import Coded, Codes, Figures, alike_numbered, once

COLUMN = st.lists(st.lists(st.sampled_from(["a", "b", "é", "羅", "ab"]), max_size=4).map(tuple), max_size=6)


@given(COLUMN)
def test_words_come_back_as_they_were(column: list[tuple[str, ...]]) -> None:
    """Film by film, in the film's order, a word twice where it stood twice; the words themselves are sorted."""
    coded = Coded.of(iter(column))
    assert [*coded] == column
    assert coded[:2] == column[:2]
    assert [*coded.firsts()] == [words[:1] for words in column]
    assert [*coded.words] == sorted({word for words in column for word in words})
    assert Coded.of(coded) is coded


@given(COLUMN)
def test_each_word_of_a_film_is_counted_once(column: list[tuple[str, ...]]) -> None:
    """Pairs of film and word are ascending and distinct."""
    coded = Coded.of(column)
    films, numbers = coded.pairs()
    pairs = [(film, coded.words[number]) for film, number in zip(films, numbers, strict=True)]
    assert pairs == sorted({(film, word) for film, words in enumerate(column) for word in words})


@given(st.tuples(COLUMN, COLUMN, COLUMN))
def test_one_person_has_one_number_in_all_columns(columns: tuple[Codes, Codes, Codes]) -> None:
    """Whatever columns they came in, and read as before."""
    first, *_ = alike_numbered(columns)
    for numbered, column in zip(alike_numbered(columns), columns, strict=True):
        assert [*numbered] == column
        assert [*numbered.words] == [*first.words]
        again = alike_numbered((numbered, numbered, numbered))
        assert all(each.words is numbered.words for each in again)


def test_an_unknown_number_is_none() -> None:
    """Numbers are whole ones, as the source wrote them."""
    figures = Figures(np.array([1994, np.nan, 2.5e9]))
    assert [*figures] == [1994, None, 2_500_000_000]
    assert figures[1:] == [None, 2_500_000_000]


class Table:
    """Anything that lives for a while."""


def test_what_is_worked_out_is_remembered_as_long_as_its_table_lives() -> None:
    """Once a table, and nothing is kept of a table that nobody has any more."""
    answers = iter(range(9))
    answer = once(lambda _: next(answers))
    table, other = Table(), Table()
    assert [answer(table), answer(table), answer(other)] == [0, 0, 1]
    gone = ref(table)
    del table
    gc.collect()
    assert gone() is None
