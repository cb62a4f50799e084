"""What TMDB's API tells of the films of a catalogue: found without doubt, French first, kept for six months at most."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pickflix.errors import SourceError
from pickflix.sources.contract import FILMS, SHOWN_ONLY
from pickflix.sources.tmdb.api import TmdbApi
from pickflix.sources.tmdb.licence import FRESHNESS, page
from tests.sources.servers import Answers, Server, hurried, serving
from tests.sources.tmdb.own_tmdb import MATRIX, NIKITA, SAMOURAI, TOKEN, OwnTmdb, asked_for, catalogue, homonym

TODAY = date(2026, 11, 30)
THREE = catalogue(asked_for(MATRIX, "Q83495"), asked_for(NIKITA, "Q1"), asked_for(SAMOURAI, "Q2"))


@pytest.fixture
def server() -> Iterator[Server]:
    """Our TMDB, with three films."""
    with serving(OwnTmdb.of(MATRIX, NIKITA, SAMOURAI)) as server:
        yield server


def api(server: Server, folder: Path, *, today: date = TODAY, **but: Any) -> TmdbApi:
    """The source, as it asks that server on that day."""
    given = {"token": TOKEN, "training": False, "manners": hurried(), **but}
    return TmdbApi(folder, address=f"{server.address}/3", today=lambda: today, **given)


def fetched(server: Server, folder: Path, films: pl.DataFrame, **but: Any) -> pl.DataFrame:
    """The films that it tells of after it was asked for these."""
    source = api(server, folder, **but)
    source.fetch(films=films)
    return source.read().films


def paths(server: Server) -> list[str]:
    """What was asked for, without the version of the API."""
    return [asked.path.removeprefix("/3") for asked in server.asked]


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({"tmdb_id": 603}, ["/movie/603"]),
        ({}, ["/find/tt0133093", "/movie/603"]),
        ({"imdb_id": None}, ["/search/movie", "/movie/603"]),
        ({"imdb_id": "tt9999999", "year": None}, ["/find/tt9999999"]),
    ],
)
def test_a_film_is_found_by_its_numbers_then_by_its_title(
    server: Server, tmp_path: Path, known: dict[str, Any], asked: list[str]
) -> None:
    """TMDB's own, then IMDb's; where neither leads anywhere and no year is known, nothing is guessed."""
    films = fetched(server, tmp_path, catalogue(asked_for(MATRIX, "Q83495", **known)))
    assert paths(server) == asked
    assert films["tmdb_id"].to_list() == [603] * ("/movie/603" in asked)


def test_the_plot_is_french_where_there_is_one(server: Server, tmp_path: Path) -> None:
    """Otherwise English; it stands under the id of the catalogue, with the page that it is from."""
    films = fetched(server, tmp_path, THREE)
    assert films.select("id", "overview", "overview_from", "origin").rows() == [
        ("Q1", "Une tueuse.", page(9322), "tmdb"),
        ("Q2", "A killer, alone.", page(5511), "tmdb"),
        ("Q83495", "Un programmeur se réveille.", page(603), "tmdb"),
    ]
    assert server.asked[-1].query["language"] == "fr-FR"


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([homonym(NIKITA, 7, "1990-06-01")], id="two of that year"),
        pytest.param([homonym(NIKITA, 7, "1991-06-01")], id="a remake in the next year"),
        pytest.param([homonym(NIKITA, number, "1990-06-01") for number in range(7, 40)], id="more than a page of them"),
    ],
)
def test_a_remake_is_not_taken_for_the_film(tmp_path: Path, others: list[Any]) -> None:
    """A title that leaves a doubt is no film at all."""
    with serving(OwnTmdb.of(NIKITA, *others)) as server:
        films = fetched(server, tmp_path, catalogue(asked_for(NIKITA, "Q1", imdb_id=None)))
    assert films.is_empty()


@pytest.mark.parametrize("but", [{"year": 1991}, {"title": "La Femme"}, {"title": "!?"}])
def test_a_title_counts_with_its_year_alone(server: Server, tmp_path: Path, but: dict[str, Any]) -> None:
    """A year beside, a part of the title, or a title without a letter are no match."""
    assert fetched(server, tmp_path, catalogue(asked_for(NIKITA, "Q1", imdb_id=None, **but))).is_empty()


def test_two_numbers_at_imdb_are_two_films(server: Server, tmp_path: Path) -> None:
    """Where the number at TMDB leads to a film of another number at IMDb, one of them is wrong."""
    films = catalogue(asked_for(MATRIX, "Q83495", tmdb_id=NIKITA.id))
    assert fetched(server, tmp_path, films).is_empty()


def test_one_page_is_not_about_two_films(server: Server, tmp_path: Path) -> None:
    """Where two films of the catalogue lead to it, it is shown with neither, and both are counted."""
    source = api(server, tmp_path)
    source.fetch(
        films=catalogue(asked_for(MATRIX, "Q1", imdb_id=None), asked_for(MATRIX, "Q2"), asked_for(NIKITA, "Q3"))
    )
    read = source.read()
    assert read.films["id"].to_list() == ["Q3"]
    assert [(left.rows, left.reason) for left in read.account.dropped] == [(2, "one page at TMDB for several films")]
    assert sum(read.account.read.values()) == 3


def test_what_may_only_be_shown_is_all_there_is(server: Server, tmp_path: Path) -> None:
    """Without the host's word no model may read its rows, and they hold nothing that one would."""
    source = api(server, tmp_path)
    source.fetch(films=THREE)
    read = source.read()
    assert not source.licence.train
    filled = {name for name in FILMS if read.films[name].drop_nulls().explode().drop_nulls().len()}
    assert filled == {"id", "origin", *SHOWN_ONLY}
    assert read.people.is_empty()
    assert read.credits.is_empty()


def test_with_an_agreement_models_may_read_the_rest(server: Server, tmp_path: Path) -> None:
    """The rights say so, and the terms that the host has accepted are quoted."""
    source = api(server, tmp_path, training=True)
    source.fetch(films=catalogue(asked_for(MATRIX, "Q83495")))
    read = source.read()
    assert (source.licence.train, source.licence.republish) == (True, False)
    assert source.terms is not None
    assert "machine learning" in source.terms.text
    wanted = {
        "title": "The Matrix",
        "title_fr": "Matrix",
        "year": 1999,
        "runtime_min": 136,
        "certificate": "R",
        "genres": ["action", "science-fiction"],
        "countries": ["US"],
        "languages": ["en"],
        "subjects": ["saving the world", "dream"],
        "budget_usd": 63_000_000,
        "votes": 26_000,
    }
    assert read.films.select(*wanted).to_dicts() == [wanted]
    assert read.credits.select("film_id", "person_id", "role", "characters").sort("role").rows() == [
        ("Q83495", "tmdb-person-6384", "cast", ["Neo"]),
        ("Q83495", "tmdb-person-9339", "director", []),
    ]
    assert read.people["name"].to_list() == ["Keanu Reeves", "Lana Wachowski"]


def test_a_film_without_a_french_translation_has_no_french_title(tmp_path: Path) -> None:
    """TMDB repeats the original title in its place."""
    untranslated = replace(MATRIX, title_fr="The Matrix", translated=False)
    with serving(OwnTmdb.of(untranslated)) as server:
        films = fetched(server, tmp_path, catalogue(asked_for(MATRIX, "Q83495")), training=True)
    assert films["title_fr"].to_list() == [None]


def test_what_is_known_is_not_asked_again(server: Server, tmp_path: Path) -> None:
    """Not until the catalogue knows another number of the film; a fingerprint tells whether anything came."""
    source = api(server, tmp_path)
    source.fetch(films=THREE)
    before, asked = source.fingerprint(), len(server.asked)
    source.fetch(films=THREE)
    assert (source.fingerprint(), len(server.asked)) == (before, asked)
    for title in ("The Matrix", "Matrix"):
        source.fetch(films=catalogue(asked_for(MATRIX, "Q83495", tmdb_id=603, title=title)))
    assert paths(server)[asked:] == ["/movie/603"]


def test_an_unknown_film_is_remembered_for_a_month(server: Server, tmp_path: Path) -> None:
    """Then it is asked for again: TMDB learns of new films."""
    films = catalogue(asked_for(MATRIX, "Q1", tmdb_id=999_999_999))
    source = api(server, tmp_path)
    for _ in range(2):
        source.fetch(films=films)
    assert paths(server) == ["/movie/999999999"]
    assert [(left.rows, left.examples) for left in source.read().account.dropped] == [(1, ("“Q1”",))]
    api(server, tmp_path, today=TODAY + timedelta(days=31)).fetch(films=films)
    assert len(server.asked) == 2


def test_nothing_is_kept_beyond_six_months(server: Server, tmp_path: Path) -> None:
    """Older answers are read no more, leave the disk at the next fetch, and are asked for again."""
    api(server, tmp_path).fetch(films=THREE)
    asked = len(server.asked)
    later = api(server, tmp_path, today=TODAY + FRESHNESS + timedelta(days=1))
    assert later.read().films.is_empty()
    assert later.state().state == "to fetch"
    later.fetch(films=THREE.head(1))
    assert paths(server)[asked:] == ["/find/tt0133093", "/movie/603"]
    assert later.read().films["id"].to_list() == ["Q83495"]
    assert all("tueuse" not in path.read_bytes().decode("latin-1") for path in tmp_path.iterdir())
    assert timedelta(days=184) > FRESHNESS


def test_one_fetch_may_be_bounded(server: Server, tmp_path: Path) -> None:
    """The next one goes on from there."""
    source = api(server, tmp_path, at_most=2)
    told: list[tuple[int, int]] = []
    source.fetch(lambda _, done, total, __="": told.append((done, total)), THREE)
    assert source.state().films == 2
    assert told[-1] == (2, 2)
    source.fetch(films=THREE)
    assert (source.state().films, source.state().dated) == (3, TODAY)


def test_a_killed_fetch_goes_on_where_it_was(tmp_path: Path) -> None:
    """What came before `kill -9` is there, and is not asked for again."""
    running: list[subprocess.Popen[bytes]] = []
    own = OwnTmdb.of(MATRIX, NIKITA, SAMOURAI)

    def killing(to: Answers) -> None:
        os.kill(running[0].pid, signal.SIGKILL)
        to.hang_up()

    THREE.write_parquet(tmp_path / "films.parquet")
    program = (
        "import sys, polars as pl; from pathlib import Path; from pickflix.sources.tmdb.api import TmdbApi\n"
        "folder, address, token = sys.argv[1:]\n"
        "TmdbApi(Path(folder), token=token, address=address, training=False)"
        ".fetch(films=pl.read_parquet(Path(folder) / 'films.parquet'))"
    )
    with serving(own) as server:
        server.ways[f"/3/movie/{SAMOURAI.id}"] = [killing, own]
        command = [sys.executable, "-c", program, str(tmp_path), f"{server.address}/3", TOKEN]
        with server.turn:
            running.append(subprocess.Popen(command))
        assert running[0].wait() == -signal.SIGKILL
        asked = len(server.asked)
        source = TmdbApi(tmp_path, token=TOKEN, address=f"{server.address}/3", training=False, manners=hurried())
        assert source.state().films == 2
        source.fetch(films=THREE)
        assert paths(server)[asked:] == [f"/find/{SAMOURAI.imdb_id}", f"/movie/{SAMOURAI.id}"]
        assert source.read().films.height == 3


def test_a_damaged_cache_is_told(server: Server, tmp_path: Path) -> None:
    """With the file to remove."""
    source = api(server, tmp_path)
    source.fetch(films=THREE)
    (file,) = tmp_path.glob("*.sqlite")
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(SourceError, match=r"tmdb_api\.sqlite: is damaged"):
        source.read()


def test_a_folder_that_is_none_is_told(server: Server, tmp_path: Path) -> None:
    """A file stands in its place."""
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(SourceError, match=r"taken.*cannot be written"):
        api(server, tmp_path / "taken").fetch(films=THREE)


def test_two_at_once_lose_nothing(server: Server, tmp_path: Path) -> None:
    """Both write into the same file, one answer at a time."""
    first, second = api(server, tmp_path), api(server, tmp_path)
    first.fetch(lambda *_: second.fetch(films=THREE), THREE)
    assert first.read().films.height == 3
    with sqlite3.connect(tmp_path / "tmdb_api.sqlite") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
