"""One cell that is no good is missing and told with its rows; it stops neither the reading nor the checks."""

import tempfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickflix.build.checks import check
from pickflix.sources.contract import LeftOut, Tables
from pickflix.sources.pages import Pages
from pickflix.sources.wikidata.reading import tables
from tests.sources.wikidata.query_service import Fact, film, person

TODAY = date(2026, 11, 30)
DOLLAR, MINUTE = "Q4917", "Q7727"
OF_FILMS = (
    "class", "label", "alias", "original", "year", "date", "imdb", "tmdb", "sitelinks", "runtime", "cost", "gross",
    "genre", "country", "language", "company", "subject", "place", "based_on", "award", "director", "writer", "cast",
    "voice",
)  # fmt: skip
OF_PEOPLE = ("label", "born", "died", "gender", "imdb", "sitelinks")
OF_THINGS = ("label", "iso3166", "iso639-1", "iso639-3")
MOMENTS = [f"{year}-01-01T00:00:00Z" for year in ("0000", "-0384", "0043", "1564", "2019", "2150", "2999", "٢٠١٩")]
CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "0", "-1", "1e400", "nan", "inf", "40000", "99999999999999999999", "2", "Q5", "Q6", "Q142", DOLLAR,
         "Q99999999999999999999", MINUTE, "Q25235", "11", "9", "fr", "FR", "fra", "en", "mul", "de", "France!", "tt1",
         "tt0000001", "nm0000001", "film", "(film)", " (2019 film)", "2019-02-30T00:00:00Z", *MOMENTS]
    ),
    st.text(max_size=12),
)  # fmt: skip


def read(folder: Path, films: list[Fact], people: list[Fact], things: list[Fact]) -> Tables:
    """The tables of one film, Q1, with one person, Q5, and one thing, Q6, as pages hold them; checked."""
    pages = Pages(folder)
    for kind, item, facts in (("films", "Q1", films), ("people", "Q5", people), ("things", "Q6", things)):
        rows = [(item, *fact, *[None] * (4 - len(fact))) for fact in facts]
        pages.write(kind, "", TODAY, [item], rows)
    found = tables(pages, ["Q1"], [], TODAY)
    check(found)
    return found


def mended(found: Tables, file: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """By reason how many cells of a file are missing, with what stood there."""
    lines: list[LeftOut] = [each for each in found.account.mended if each.file == file]
    return {each.reason: (each.rows, each.examples) for each in lines}


@pytest.mark.parametrize(
    ("born", "died", "years", "told"),
    [
        ("2999", "2150", (None, None), {"a birth that cannot be": 1, "a death that cannot be": 1}),
        ("1950", "1901", (1950, None), {"a death before the birth": 1}),
        ("1564", "1616", (1564, 1616), {}),
        ("0043", "0017", (43, None), {"a death before the birth": 1}),
        ("-0497", "0000", (None, None), {"a birth that cannot be": 1, "a death that cannot be": 1}),
        ("2027", "2026", (None, 2026), {"a birth that cannot be": 1}),
    ],
)
def test_a_life_is_one_that_can_have_been(
    tmp_path: Path, born: str, died: str, years: tuple[int | None, int | None], told: dict[str, int]
) -> None:
    """Long ago as well; nobody was born after this year, or died before being born."""
    facts = person("Somebody", ("born", f"{born}-01-01T00:00:00Z", "9"), ("died", f"{died}-01-01T00:00:00Z", "9"))
    found = read(tmp_path, film("A", 2019, ("director", "Q5")), facts, [])
    assert found.people.select("birth_year", "death_year").row(0) == years
    counted = mended(found, "people")
    assert {reason: rows for reason, (rows, _) in counted.items()} == told
    assert all(examples for _, examples in counted.values())


@pytest.mark.parametrize(
    ("what", "kind", "written", "column", "codes"),
    [
        ("country", "iso3166", "fr", "countries", ["FR"]),
        ("country", "iso3166", "France!", "countries", []),
        ("language", "iso639-1", "FR", "languages", ["fr"]),
        ("language", "iso639-1", "français", "languages", []),
        ("language", "iso639-3", "FRA", "languages", ["fra"]),
        ("language", "iso639-3", "fr", "languages", []),
    ],
)
def test_a_code_is_written_as_it_must_be(
    tmp_path: Path, what: str, kind: str, written: str, column: str, codes: list[str]
) -> None:
    """In its letters, capital or small; what is no code even so is missing, and told."""
    found = read(tmp_path, film("A", 2019, (what, "Q6")), [], person("Somewhere", (kind, written)))
    assert found.films[column].to_list() == [codes]
    assert mended(found, "things") == ({} if codes else {f"no code of {kind}": (1, (written,))})


@pytest.mark.parametrize(
    ("facts", "column", "reason"),
    [
        ([("sitelinks", "40000")], "sitelinks", "a number of Wikipedias that cannot be"),
        ([("sitelinks", "-1")], "sitelinks", "a number of Wikipedias that cannot be"),
        ([("sitelinks", "many")], "sitelinks", "a number of Wikipedias that cannot be"),
        ([("runtime", "6001", MINUTE)], "runtime_min", "a running time that cannot be, or of no known unit"),
        ([("runtime", "long", MINUTE)], "runtime_min", "a running time that cannot be, or of no known unit"),
        ([("cost", "1e12", DOLLAR)], "budget_usd", "an amount of dollars that cannot be"),
        ([("gross", "-5", DOLLAR)], "box_office_usd", "an amount of dollars that cannot be"),
        ([("gross", "a lot", DOLLAR)], "box_office_usd", "an amount of dollars that cannot be"),
        ([("date", "2019-02-30T00:00:00Z", "11")], "released", "a day of release that cannot be"),
        ([("tmdb", "0")], "tmdb_id", "no number of tmdb"),
        ([("imdb", "tt1")], "imdb_id", "no number of imdb"),
    ],
)
def test_a_number_beyond_what_can_be_is_missing(tmp_path: Path, facts: list[Fact], column: str, reason: str) -> None:
    """Of whatever column; the film stays."""
    found = read(tmp_path, film("A", 2019, *facts), [], [])
    assert found.films.select("title", column).rows() == [("A", None)]
    assert mended(found, "films")[reason][0] == 1
    assert mended(found, "films")[reason][1]


def test_an_empty_label_of_another_language_is_no_original_title(tmp_path: Path) -> None:
    """It says nothing."""
    found = read(tmp_path, film("A", 2019, ("label", " ", "ko")), [], [])
    assert found.films["title_original"].to_list() == [None]


def facts_of(kinds: tuple[str, ...]) -> st.SearchStrategy[list[Fact]]:
    """Facts of some kinds with anything in their cells."""
    note = st.none() | CELLS
    return st.lists(st.tuples(st.sampled_from(kinds), CELLS, note, note), max_size=12)


@settings(max_examples=60, deadline=None)
@given(films=facts_of(OF_FILMS), people=facts_of(OF_PEOPLE), things=facts_of(OF_THINGS))
def test_no_cell_whatever_stops_the_reading_or_the_checks(
    films: list[Fact], people: list[Fact], things: list[Fact]
) -> None:
    """Of a film that is one, made by somebody, of some genre, country and language."""
    linked = [("director", "Q5"), ("genre", "Q6"), ("country", "Q6"), ("language", "Q6")]
    with tempfile.TemporaryDirectory() as folder:
        found = read(
            Path(folder), [*film("A", 2019, *linked), *films], [*person("B"), *people], [*person("C"), *things]
        )
    assert found.films["id"].to_list() == ["Q1"]
    assert found.credits.filter(pl.col("role") == "director")["person_id"].to_list() == ["Q5"]
