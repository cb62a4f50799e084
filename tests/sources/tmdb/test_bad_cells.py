"""One cell that is no good costs no more than itself."""

from pathlib import Path

import pytest

from tests.sources.tmdb.test_dump import read
from tests.sources.tmdb.written import CREDITS, FIVE_THOUSAND, LEON_CREDITS, LEON_OF_5000, dump


@pytest.mark.parametrize("gender", ["[]", "{}", '"2"', "2.5", "9", "null"])
def test_a_gender_that_is_none_is_missing(tmp_path: Path, gender: str) -> None:
    """And half a letter in a name is none; the person stays."""
    cast = f'[{{"id": 7, "name": "Anna \\ud83d", "gender": {gender}, "character": "\\udc00"}}]'
    dump(tmp_path / "tmdb_5000_credits.csv", CREDITS, {**LEON_CREDITS, "cast": cast, "crew": "[]"})
    tables = read(dump(tmp_path / "tmdb_5000_movies.csv", FIVE_THOUSAND, LEON_OF_5000))
    assert tables.people.select("name", "gender").rows() == [("Anna ?", None)]


@pytest.mark.parametrize("column", ["keywords", "genres", "production_countries", "spoken_languages"])
def test_half_a_letter_in_a_list_stops_nothing(tmp_path: Path, column: str) -> None:
    """The film is read."""
    cell = '[{"id": 1, "name": "\\ud83d", "iso_3166_1": "\\ud83d", "iso_639_1": "\\ud83d"}]'
    dump(tmp_path / "tmdb_5000_credits.csv", CREDITS, LEON_CREDITS)
    assert (
        read(dump(tmp_path / "tmdb_5000_movies.csv", FIVE_THOUSAND, {**LEON_OF_5000, column: cell})).films.height == 1
    )
