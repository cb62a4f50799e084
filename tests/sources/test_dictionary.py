"""The dictionary tells of every column, in both languages."""

import pytest

from pickflix.sources import contract, dictionary
from pickflix.sources.contract import Columns

TABLES = {"films": contract.FILMS, "people": contract.PEOPLE, "credits": contract.CREDITS}


@pytest.mark.parametrize("table", dictionary.TABLES)
def test_every_column_is_told_and_none_else(table: str) -> None:
    """In the order of the contract; series have the columns of films."""
    columns: Columns = TABLES[table.removeprefix("series_").replace("series", "films")]
    assert list(dictionary.TABLES[table]) == list(columns)


@pytest.mark.parametrize("table", TABLES)
def test_no_two_columns_mean_the_same(table: str) -> None:
    """Each has words of its own in each language, on one line that a table of Markdown can hold."""
    told = dictionary.TABLES[table].values()
    for words in ([meaning.english for meaning in told], [meaning.french for meaning in told]):
        assert len(set(words)) == len(words)
        assert all(text.strip() and not set(text) & set("|\n") for text in words)


@pytest.mark.parametrize("table", TABLES)
def test_every_type_has_a_word(table: str) -> None:
    """A reader of the dictionary meets no name of a library's type."""
    words = {dictionary.kind(kind) for kind in TABLES[table].values()}
    assert words <= {"text", "date", "whole number", "number", "list of text"}
