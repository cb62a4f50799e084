"""What a film is about, told with the name of who tells it: Wikipedia's extracts, TMDB's summaries, viewers' votes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient

from pickflix.build.pipeline import Order, build
from pickflix.build.stages import STAGES
from pickflix.catalogue.store import SnapshotStore
from pickflix.doctor import examine
from pickflix.settings import Settings
from pickflix.sources.contract import CC0
from pickflix.web.app import create_app
from pickflix.web.live import LiveEngine
from tests.build.conftest import Given, catalogue

WIKIPEDIA = "https://fr.wikipedia.org/w/index.php?title=La_Longue_Route&oldid=7"
TMDB = "https://www.themoviedb.org/movie/42"


@contextmanager
def site_of(folder: Path, *sources: Given) -> Iterator[TestClient]:
    """The site on a snapshot of those sources."""
    store = SnapshotStore(folder)
    build(store, Order(sources, STAGES))
    with TestClient(create_app(LiveEngine(store), Settings(data=folder)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The first film has an extract and a summary, the second a summary alone, the others neither."""
    folder: Path = tmp_path_factory.mktemp("var")
    tables = catalogue(60)
    first, second = pl.col("id") == "Q0", pl.col("id") == "Q1"
    films = tables.films.with_columns(
        text=pl.when(first).then(pl.lit("Deux frères <b>partent</b> à pied.")),
        text_from=pl.when(first).then(pl.lit(WIKIPEDIA)),
        overview=pl.when(first | second).then(pl.lit("Two brothers walk.")),
        overview_from=pl.when(first | second).then(pl.lit(TMDB)),
        rating=pl.when(second).then(7.25).cast(pl.Float32),
        votes=pl.when(second).then(1234).cast(pl.Int32),
    )
    with site_of(folder, Given(replace(tables, films=films))) as client:
        yield client


def test_an_extract_names_its_article_and_its_licence(site: TestClient) -> None:
    """It is text, never markup, and stands before a summary that may only be shown."""
    page = site.get("/films/Q0").text
    assert "Deux frères &lt;b&gt;partent&lt;/b&gt; à pied." in page
    assert WIKIPEDIA.replace("&", "&amp;") in page
    assert "CC BY-SA 4.0" in page
    assert "Two brothers" not in page


def test_a_summary_bears_the_sentence_of_tmdb(site: TestClient) -> None:
    """With the link to its page."""
    page = site.get("/films/Q1").text
    assert "Two brothers walk." in page
    assert TMDB in page
    assert "This product uses the TMDB API but is not endorsed or certified by TMDB." in page


def test_votes_are_told_with_their_number(site: TestClient) -> None:
    """In figures of the language."""
    assert "7,2/10" in site.get("/films/Q1").text
    assert "1,234 votes" in site.get("/en/films/Q1").text


def test_what_nobody_told_is_not_mentioned(site: TestClient) -> None:
    """No heading, no empty line."""
    page = site.get("/films/Q2").text
    assert "Wikip" not in page
    assert "Spectateurs" not in page
    assert (site.get("/api/v1/films/Q2").json()["story"], site.get("/api/v1/films/Q2").json()["votes"]) == (None, None)


def summarised(dated: date) -> Given:
    """TMDB, as a source that only shows summaries, for six months."""
    films = catalogue(60).films.with_columns(overview=pl.lit("Two brothers walk."), overview_from=pl.lit(TMDB))
    tables = replace(catalogue(60), films=films)
    return Given(tables, "tmdb", replace(CC0, train=False), freshness=timedelta(days=180), dated=dated)


def test_a_summary_is_shown_for_six_months_and_no_longer(tmp_path: Path) -> None:
    """However long the snapshot goes on serving; the doctor says so."""
    today = datetime.now(UTC).date()
    for days, shown in ((170, True), (190, False)):
        folder = tmp_path / str(days)
        with site_of(folder, Given(catalogue(60)), summarised(dated=today - timedelta(days=days))) as client:
            assert ("Two brothers walk." in client.get("/films/Q1").text) == shown
        assert [each.what for each in examine(Settings(data=folder)) if not each.good] == ([] if shown else ["Licence"])


def test_votes_of_imdb_name_it_beside_other_sources(tmp_path: Path) -> None:
    """The film is Wikidata's, its votes are IMDb's; an IMDb catalogue tells nothing of lists that are not in it."""
    votes = catalogue(60).films.with_columns(votes=pl.lit(900, pl.Int32), rating=pl.lit(7.0, pl.Float32))
    imdb = Given(replace(catalogue(60), films=votes), name="imdb", licence=replace(CC0, serve=False))
    with site_of(tmp_path, Given(catalogue(60)), imdb) as client:
        page = client.get("/films/Q1").text
        assert "D’après Wikidata." in page
        assert "Information courtesy of IMDb" in page
        assert "Nos propres listes" not in client.get("/a-propos").text
        assert "17 472" not in client.get("/modele").text.replace("\u202f", " ").replace("\xa0", " ")


def test_a_catalogue_without_short_films_offers_no_shelf_of_them(site: TestClient) -> None:
    """Not on the first page, nor where nothing was found; its address says that it is empty."""
    for path in ("/", "/recherche?q=zzzzzzzzzz"):
        page = site.get(path).text
        assert "/rayons/courts-metrages" not in page
        assert "/rayons/oscars" not in page
        assert "/rayons/pays-it" not in page
    assert "Aucun film de ce rayon" in site.get("/rayons/courts-metrages").text
