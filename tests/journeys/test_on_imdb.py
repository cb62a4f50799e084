"""The journeys of a spectator on a catalogue built of files like IMDb's, at a twentieth of their size."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import polars as pl
import pytest
from playwright.sync_api import Browser, expect

from bench.imdb_like import Written, generate
from pickflix.catalogue.snapshot import Manifest
from pickflix.catalogue.store import SnapshotStore
from tests.conftest import serving
from tests.journeys import test_journeys as journeys
from tests.journeys.test_journeys import visit

PICKFLIX = str(Path(sys.executable).with_name("pickflix"))
SCALE = 1 / 20
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def imdb(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    """The seven files, and what is to be found in them."""
    folder = tmp_path_factory.mktemp("imdb")
    return folder, generate(folder, SCALE)


@pytest.fixture(scope="module")
def data(imdb: tuple[Path, Written], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the snapshot that the command builds of them."""
    folder = tmp_path_factory.mktemp("var")
    environment = os.environ | {"PICKFLIX_DATA": str(folder), "PICKFLIX_IMDB_TERMS": "accepted"}
    command = [PICKFLIX, "build", "--source", "imdb", str(imdb[0]), "--json"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert SnapshotStore(folder).current_name() == json.loads(ran.stdout)["snapshot"]
    return folder


@pytest.fixture(scope="module")
def imdb_site(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site on that snapshot."""
    with serving(data, tmp_path_factory.mktemp("log") / "serve.log") as url:
        yield url


def test_the_films_are_those_that_count(imdb: tuple[Path, Written], data: Path) -> None:
    """Movies that are not adult and have 50 votes, each once; French titles come from the titles of the regions."""
    store = SnapshotStore(data)
    folder = store.folder(store.current_name() or "")
    films = pl.read_parquet(folder / "films.parquet")
    assert films["id"].sort().to_list() == sorted(imdb[1].films)
    french = dict(films.select("id", "title_fr").iter_rows())
    assert {film: french[film] for film in imdb[1].french} == imdb[1].french
    assert Manifest.read(folder).private


def test_the_journey_with_script(browser: Browser, imdb_site: str) -> None:
    """Type, pick, read ten reasons, keep three, go home."""
    journeys.test_with_script_nothing_jumps(browser, imdb_site)


def test_the_keyboard_is_enough(browser: Browser, imdb_site: str) -> None:
    """Every step of it."""
    journeys.test_the_keyboard_is_enough(browser, imdb_site)


def test_without_script_the_box_and_the_button_are_enough(browser: Browser, imdb_site: str) -> None:
    """A French title is typed; "Accueil" empties everything; IMDb is named as its terms ask."""
    with visit(browser, imdb_site, script=False) as (page, _):
        page.goto("/")
        page.fill("#q", "le fabuleux destin")
        page.get_by_role("button", name="Chercher").click()
        page.locator(".row a.to").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Le Fabuleux Destin d’Amélie Poulain")
        assert len(journeys.reasons(page)) == 10
        expect(page.get_by_text("Information courtesy of IMDb")).to_be_visible()
        page.get_by_role("link", name="Sources et vie privée").click()
        expect(page.get_by_text("Ce catalogue est privé")).to_be_visible()
        page.get_by_role("link", name="Accueil").first.click()
        assert page.url == f"{imdb_site}/"


def test_the_program_interface_answers_too(imdb_site: str) -> None:
    """By IMDb's number, which is the film's id."""
    found = httpx2.get(f"{imdb_site}/api/v1/films/tt0211915").json()
    assert (found["film"]["title_fr"], found["origin"]) == ("Le Fabuleux Destin d'Amélie Poulain", "imdb")
    assert found["votes"] >= 50
