"""Which films leave, and who leaves with them."""

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickflix.build.export import write
from pickflix.build.export.choosing import chosen
from pickflix.catalogue.snapshot import Snapshot
from pickflix.errors import BadRequest
from tests.build.export.small import OPEN, SHOWN, small_snapshot
from tests.house.tree import ROOT

TABLES = ("films", "people", "credits")


@pytest.mark.parametrize(
    ("where", "keeps"),
    [
        ("year >= 1960 and 'FR' = any(countries)", lambda f: (f["year"] or 0) >= 1960 and "FR" in f["countries"]),
        ("array_contains(genres, 'animation')", lambda f: "animation" in f["genres"]),
        ("not ('US' = any(countries))", lambda f: "US" not in f["countries"]),
        ("array_length(countries) > 2", lambda f: len(f["countries"]) > 2),
        ("title_fr is not null", lambda f: f["title_fr"] is not None),
        ("title ilike '%amour%'", lambda f: "amour" in f["title"].lower()),
        ("title = 'L''Atalante' or id in ('Q484048', 'Q83495')", lambda f: f["id"] in {"Q484048", "Q83495"}),
        ("released >= date '2001-01-01'", lambda f: f["released"] is not None and f["released"].year >= 2001),
        ("title = 'select -- $'", lambda _: False),
    ],
)
def test_a_condition_chooses_the_films_it_says(where: str, keeps: Any, embedded: Snapshot) -> None:  # noqa: ANN401
    """A film of which a fact is missing does not meet a condition on it; the order stays."""
    films = pl.read_parquet(embedded.folder / "films.parquet")
    wanted = [film["id"] for film in films.iter_rows(named=True) if keeps(film)]
    assert chosen(embedded, ["films"], where)["films"].collect()["id"].to_list() == wanted


@settings(max_examples=20)
@given(first=st.integers(1930, 2030), years=st.integers(0, 30), country=st.sampled_from(["FR", "US", "IT", "ZZ"]))
def test_what_leaves_refers_to_nothing_that_stays(embedded: Snapshot, first: int, years: int, country: str) -> None:
    """Every credit has its film and its person, every person a credit; none of the films lacks one that it had."""
    where = f"year between {first} and {first + years} or '{country}' = any(countries)"
    films, people, credit = (frame.collect() for frame in chosen(embedded, TABLES, where).values())
    before = pl.read_parquet(embedded.folder / "credits.parquet")
    assert credit.equals(before.filter(pl.col("film_id").is_in(films["id"].implode())))
    assert set(people["id"]) == set(credit["person_id"])


def test_without_a_condition_all_leaves(embedded: Snapshot) -> None:
    """Row by row as it stands in the snapshot."""
    for name, frame in chosen(embedded, TABLES).items():
        assert frame.collect().equals(pl.read_parquet(embedded.folder / f"{name}.parquet"))


def test_credits_alone_follow_the_films_too(tmp_path: Path) -> None:
    """Although no table of films is written."""
    frames = chosen(small_snapshot(tmp_path / "s"), ["credits"], "year = 1979")
    assert list(frames) == ["credits"]
    assert frames["credits"].collect()["film_id"].to_list() == ["Q2"]


def test_series_follow_the_condition_alike(tmp_path: Path) -> None:
    """They have the same columns, and people and credits of their own."""
    snapshot = small_snapshot(tmp_path / "s", series=True)
    frames = chosen(snapshot, ["series", "series_people", "series_credits"], "year = 2001")
    assert [frame.collect().height for frame in frames.values()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("yeer > 1960", "Did you mean year"),
        ("Year > 1960", "Did you mean year"),
        ('title = "Alien"', "single quotes"),
        ("year", "is not true or false"),
        ("year >", "not written as in SQL"),
        ("", "not written as in SQL"),
        ("year > 'a'", "cannot compare"),
        ("'FR' = countries", "cannot be asked"),
        ("countries ~ '['", "cannot be asked"),
        ("year > 1960 order by year", "cannot be asked"),
        ("year > 1960; drop table films", "asks for more"),
        ("id in (select id from films)", "asks for more"),
        ("id in (SELECT column_1 FROM read_csv('films.csv'))", "asks for more"),
        ("year > 1 --'\n or id in (select id from films) --'", "asks for more"),
        ("year > 1 /*'*/ or id in (select id from films) /*'*/", "asks for more"),
        ("title = $$'$$ or id in (select id from films) or title = $$'$$", "asks for more"),
        (r"title = e'\'' or id in (select id from films) or title = e'\''", "asks for more"),
        ("year > " + "(" * 2000 + "1" + ")" * 2000, "not written as in SQL"),
    ],
)
def test_a_condition_that_cannot_be_asked_is_told(where: str, words: str, tmp_path: Path) -> None:
    """In one line, before anything is written."""
    with pytest.raises(BadRequest, match=words) as refused:
        write(small_snapshot(tmp_path / "s"), ["films"], "csv", tmp_path / "out", where)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400
    assert not (tmp_path / "out").exists()


def test_the_conditions_of_the_documentation_can_be_asked(embedded: Snapshot) -> None:
    """Each finds some films and not all of them."""
    shown = re.findall(r'--where "([^"]+)"', (ROOT / "docs" / "export.md").read_text("utf-8"))
    assert len(shown) >= 5
    for where in shown:
        assert 0 < chosen(embedded, ["films"], where)["films"].collect().height < 18_000


def test_a_column_that_stays_behind_chooses_nothing(tmp_path: Path) -> None:
    """Nobody learns from a condition what may not be given on."""
    snapshot = small_snapshot(tmp_path / "s", [OPEN, SHOWN])
    with pytest.raises(BadRequest, match="no column “overview”"):
        chosen(snapshot, ["films"], "overview is not null")


def test_a_table_that_the_snapshot_lacks_is_told(tmp_path: Path) -> None:
    """Series come from some sources alone; a table that does not exist is another matter."""
    snapshot = small_snapshot(tmp_path / "s")
    with pytest.raises(BadRequest, match="none of its sources gives any"):
        chosen(snapshot, ["films", "series"])
    with pytest.raises(BadRequest, match="there is no table “actors”"):
        chosen(snapshot, ["actors"])
