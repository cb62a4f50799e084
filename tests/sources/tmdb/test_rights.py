"""What TMDB's terms forbid does not happen: no model learns from it unasked, and nothing is used after six months."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pickflix.errors import StaleSource
from pickflix.sources.contract import SHOWN_ONLY
from pickflix.sources.tmdb.dump import TmdbDump
from pickflix.sources.tmdb.licence import FRESHNESS
from tests.sources.tmdb.written import LEON, MILLION, dump, export

TODAY = date(2026, 11, 30)


def films(folder: Path, *, dated: date = TODAY, training: bool = False) -> TmdbDump:
    """A dump whose file is of that day."""
    path = dump(folder / "films.csv", MILLION, LEON)
    time = datetime(dated.year, dated.month, dated.day, 12, tzinfo=UTC).timestamp()
    os.utime(path, (time, time))
    return TmdbDump(path, training=training, today=lambda: TODAY)


def test_it_may_be_shown_but_not_learnt_from(tmp_path: Path) -> None:
    """So it adds no film: a build may take what is only shown, which is there, and joins it by id."""
    source = films(tmp_path)
    rights = source.licence
    assert (rights.read, rights.serve, rights.train, rights.republish) == (True, True, False, False)
    assert not source.adds_films
    assert source.terms is None
    assert source.read().films.select(SHOWN_ONLY).rows() == [
        (101, 'A killer, a girl,\nand a "plant".', "https://www.themoviedb.org/movie/101")
    ]


def test_with_an_agreement_models_may_read_it(tmp_path: Path) -> None:
    """The terms are quoted; to give the rows away stays forbidden."""
    source = films(tmp_path, training=True)
    assert (source.licence.train, source.licence.republish, source.adds_films) == (True, False, True)
    assert source.terms is not None
    assert source.terms.accepted
    assert "machine learning" in source.terms.text
    assert source.fingerprint() != films(tmp_path).fingerprint()


def test_the_sentence_that_tmdb_asks_for_stands_with_the_source(tmp_path: Path) -> None:
    """Whoever shows its rows shows it too."""
    assert "is not endorsed or certified by TMDB" in films(tmp_path).state().attribution


@pytest.mark.parametrize(
    ("days", "state"), [(0, "ready"), (FRESHNESS.days, "ready"), (FRESHNESS.days + 1, "too old"), (4000, "too old")]
)
def test_a_dump_is_used_for_six_months(tmp_path: Path, days: int, state: str) -> None:
    """By the time of the file; then it is refused in one sentence."""
    source = films(tmp_path, dated=TODAY - timedelta(days=days))
    assert (source.state().state, source.state().dated) == (state, TODAY - timedelta(days=days))
    if state == "too old":
        with pytest.raises(StaleSource, match="older than the 180 days that its licence allows"):
            source.read()
    else:
        assert source.read().films.height == 1


def test_a_date_that_is_yet_to_come_says_nothing(tmp_path: Path) -> None:
    """A clock was wrong: the file is read, and has no date."""
    source = films(tmp_path, dated=TODAY + timedelta(days=400))
    assert (source.state().state, source.state().dated) == ("ready", None)
    assert source.read().films.height == 1


@pytest.mark.parametrize(
    ("name", "dated", "state"),
    [
        ("movie_ids_11_30_2026.json.gz", date(2026, 11, 30), "ready"),
        ("movie_ids_01_15_2026.json.gz", date(2026, 1, 15), "too old"),
        ("movie_ids_13_99_2026.json", None, "ready"),
    ],
)
def test_daily_ids_are_dated_by_their_name(tmp_path: Path, name: str, dated: date | None, state: str) -> None:
    """Whenever they were copied; a name that holds no date says nothing."""
    path = export(
        tmp_path / name, {"adult": False, "id": 101, "original_title": "Léon", "popularity": 1, "video": False}
    )
    told = TmdbDump(path, training=True, today=lambda: TODAY).state()
    assert (told.dated, told.state) == (dated, state)


def test_a_file_that_is_not_there_is_to_be_fetched(tmp_path: Path) -> None:
    """By people: the source asks nobody."""
    source = TmdbDump(tmp_path / "films.csv", training=False)
    source.fetch()
    assert source.state().state == "to fetch"


def test_another_file_has_another_fingerprint(tmp_path: Path) -> None:
    """And so have other credits beside it."""
    source = TmdbDump(dump(tmp_path / "movies.csv", MILLION, LEON), training=True)
    seen = {source.fingerprint()}
    for name, cells in (
        ("credits.csv", {"title": "A"}),
        ("credits.csv", {"title": "B"}),
        ("movies.csv", {"title": "C"}),
    ):
        dump(tmp_path / name, MILLION, {**LEON, **cells})
        seen.add(source.fingerprint())
    assert len(seen) == 4
