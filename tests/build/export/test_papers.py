"""What lies beside the tables tells what may be done with them, and what they hold."""

import re
from pathlib import Path

import polars as pl
import pytest

from pickflix.build.export import write
from pickflix.build.export.formats import FORMATS
from pickflix.catalogue.snapshot import Snapshot, SourceNote
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE, SHOWN_ONLY
from tests.build.export.small import ARTICLE, CLOSED, LEARNT, OPEN, SHOWN, small_snapshot


def licence(tmp_path: Path, *notes: SourceNote, private: bool = False) -> str:
    """The licence of an export of films, which lies in `tmp_path / "out"`."""
    write(small_snapshot(tmp_path / "s", notes, private=private), ["films"], "parquet", tmp_path / "out")
    return (tmp_path / "out" / "LICENCE.txt").read_text("utf-8")


def test_every_source_is_named_with_its_licence(tmp_path: Path) -> None:
    """With its date and with the words that it wants to be named by."""
    text = licence(tmp_path, OPEN, SHOWN)
    for note in (OPEN, SHOWN):
        line = next(line for line in text.splitlines() if line.startswith(f"{note.name}:"))
        assert all(word in line for word in (note.attribution, note.dated, note.licence, note.licence_url))
        assert ("may not be given on" in line) is not note.republish


def test_what_may_only_be_shown_stays_behind(tmp_path: Path) -> None:
    """An export of a public snapshot holds nothing of it, and says what is missing and why."""
    text = licence(tmp_path, OPEN, SHOWN)
    films = pl.read_parquet(tmp_path / "out" / "films.parquet")
    assert films.columns == [name for name in FILMS if name not in SHOWN_ONLY]
    assert f"Left out, for they may come from tmdb: {', '.join(SHOWN_ONLY)}." in text
    assert "FOR THIS DISK ONLY" not in text
    assert "`overview`" not in (tmp_path / "out" / "DICTIONARY.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("notes", "private"), [((CLOSED,), True), ((OPEN, CLOSED, SHOWN), True), ((OPEN, LEARNT), False), ((OPEN,), True)]
)
def test_what_may_not_be_given_on_says_so_first(tmp_path: Path, notes: tuple[SourceNote, ...], private: bool) -> None:  # noqa: FBT001
    """A private snapshot, and rows of a closed source among the others: for the user's own disk, with all columns."""
    text = licence(tmp_path, *notes, private=private)
    assert text.startswith("FOR THIS DISK ONLY")
    assert "POUR CE DISQUE SEULEMENT" in text
    assert pl.read_parquet(tmp_path / "out" / "films.parquet").columns == list(FILMS)


def test_extracts_of_wikipedia_keep_their_licence(tmp_path: Path) -> None:
    """Where there are some; the article of each film stands in the table."""
    text = licence(tmp_path, OPEN)
    assert "The column text of 1 films holds extracts of Wikipedia, CC BY-SA 4.0" in text
    assert pl.read_parquet(tmp_path / "out" / "films.parquet")["text_from"].to_list() == [ARTICLE, None, None]
    write(small_snapshot(tmp_path / "t"), ["films"], "parquet", tmp_path / "two", "year = 1979")
    assert "Wikipedia, CC BY-SA" not in (tmp_path / "two" / "LICENCE.txt").read_text("utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_the_dictionary_tells_of_every_column(tmp_path: Path, form: str) -> None:
    """Of every table that was written, in its order, with the rows that it has."""
    write(small_snapshot(tmp_path / "s"), ["films", "people", "credits"], form, tmp_path / "out", "year > 1")
    text = (tmp_path / "out" / "DICTIONARY.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == [*FILMS, *PEOPLE, *CREDITS]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["films: 2 rows", "people: 2 rows", "credits: 2 rows"]


def test_the_dictionary_tells_how_full_a_column_is(tmp_path: Path, embedded: Snapshot) -> None:
    """As the table itself does; an empty list is no value."""
    write(embedded, ["films"], "parquet", tmp_path)
    text = (tmp_path / "DICTIONARY.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \|[^|]+\|[^|]+\| ([\d.]*) %", text, re.MULTILINE))
    films = pl.read_parquet(tmp_path / "films.parquet")
    for name in ("id", "title_fr", "year", "budget_usd"):
        assert float(told[name]) == pytest.approx(100 * films[name].is_not_null().sum() / films.height, abs=0.1)
    assert float(told["genres"]) == pytest.approx(100 * (films["genres"].list.len() > 0).sum() / films.height, abs=0.1)


@pytest.mark.parametrize(
    ("notes", "column", "source"),
    [
        ((OPEN,), "title", "wikidata"),
        ((OPEN,), "budget_usd", ""),
        ((OPEN, CLOSED), "title", ""),
        ((OPEN, CLOSED), "text", "fr.wikipedia.org"),
        ((OPEN, CLOSED), "overview", "www.themoviedb.org"),
    ],
)
def test_the_dictionary_names_a_source_where_it_is_known(
    tmp_path: Path, notes: tuple[SourceNote, ...], column: str, source: str
) -> None:
    """Of one source all is from it; of several only the addresses beside a text tell."""
    write(small_snapshot(tmp_path / "s", notes, private=len(notes) > 1), ["films"], "csv", tmp_path / "out")
    lines = (tmp_path / "out" / "DICTIONARY.md").read_text("utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(f"| `{column}` |"))
    assert line.split("|")[5].strip() == source
