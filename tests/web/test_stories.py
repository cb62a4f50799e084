"""What a film is about, told with the name of who tells it: Wikipedia's extracts, TMDB's summaries, viewers' votes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient

from pickflix.build.pipeline import Order, build
from pickflix.build.stages import STAGES
from pickflix.catalogue.store import SnapshotStore
from pickflix.settings import Settings
from pickflix.web.app import create_app
from pickflix.web.live import LiveEngine
from tests.build.conftest import Given, catalogue

WIKIPEDIA = "https://fr.wikipedia.org/w/index.php?title=La_Longue_Route&oldid=7"
TMDB = "https://www.themoviedb.org/movie/42"


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
    store = SnapshotStore(folder)
    build(store, Order([Given(replace(tables, films=films))], STAGES))
    with TestClient(create_app(LiveEngine(store), Settings(data=folder))) as client:
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
