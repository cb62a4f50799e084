"""Texts of films from a CSV, to measure what they are worth."""

from pathlib import Path

import pytest

from pickflix.errors import SourceError
from pickflix.sources.extracts import extracts


def test_each_film_gets_its_text(tmp_path: Path) -> None:
    """In the order asked, None where the file has none."""
    path = tmp_path / "texts.csv"
    path.write_text('wikidata_id,article,extract\nQ2,B,"A film, with a comma."\nQ1,A,Another.\n', "utf-8")
    assert extracts(path, ["Q1", "Q3", "Q2"]) == ("Another.", None, "A film, with a comma.")


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    """By the name of the column."""
    path = tmp_path / "texts.csv"
    path.write_text("id,extract\nQ1,A\n", "utf-8")
    with pytest.raises(SourceError, match="wikidata_id"):
        extracts(path, ["Q1"])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(SourceError, match=r"none\.csv"):
        extracts(tmp_path / "none.csv", ["Q1"])
