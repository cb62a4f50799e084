"""What machines ask for."""

import re

import pytest
from starlette.applications import Starlette

from pickflix.errors import NoSnapshot
from pickflix.recommend.engine import Engine
from pickflix.settings import Settings
from pickflix.web.app import create_app
from pickflix.web.machines import Machines
from pickflix.web.site import Site
from tests.web.reading import AMELIE, Fixed, Reader


def test_health_and_readiness(reader: Reader, engine: Engine) -> None:
    """Both answer, are never kept, and readiness names the snapshot."""
    assert reader.get("/healthz").text == "ok\n"
    assert reader.get("/readyz").json() == {
        "ready": True,
        "snapshot": engine.snapshot.manifest.name,
        "degraded": False,
        "without": [],
    }
    assert reader.get("/readyz").headers["cache-control"] == "no-store"


def test_robots_are_told_where_the_sitemap_is(reader: Reader) -> None:
    """Crawlers read each page once, and find the list of them."""
    said = reader.get("/robots.txt").text
    assert "Sitemap: https://cinema.example/sitemap.xml" in said
    assert "Disallow: /mes-films" not in said
    assert {"Disallow: /*avec=", "Disallow: /*vu=", "Disallow: /souhait?"} <= {*said.splitlines()}


def test_the_sitemap_names_every_film_in_both_languages(reader: Reader, engine: Engine) -> None:
    """One file while they are few enough."""
    found = re.findall("<loc>(.*?)</loc>", reader.get("/sitemap.xml").text)
    films = engine.snapshot.manifest.counts["films"]
    assert sum("/films/" in address for address in found) == 2 * films
    pages = {f"/films/{AMELIE}", "/en/", "/modele", "/en/a-plusieurs"}
    assert {f"https://cinema.example{page}" for page in pages} <= set(found)
    assert len(found) == len(set(found)) < 50_000


def test_a_large_sitemap_comes_in_parts(engine: Engine) -> None:
    """Beyond what one file may hold, an index names the parts, which together hold all."""
    site = Site(Fixed(engine), Settings(public_url="https://cinema.example"))
    reader = Reader(Starlette(routes=Machines(site, most_addresses=20_000).routes()))
    parts = re.findall("<loc>https://cinema.example(.*?)</loc>", reader.get("/sitemap.xml").text)
    sizes = [reader.get(part).text.count("<url>") for part in parts]
    assert parts[0] == "/sitemap-1.xml"
    assert sizes[0] == 20_000
    assert sum(sizes) > 2 * engine.snapshot.manifest.counts["films"]
    assert reader.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    reader.close()


@pytest.mark.parametrize("path", ["/en", "/favicon.ico", "/favicon.svg"])
def test_addresses_that_browsers_guess(reader: Reader, path: str) -> None:
    """The icon is there under both names, /en leads to /en/."""
    answer = reader.get(path)
    assert answer.status_code in {200, 308}
    assert answer.headers.get("location") in {None, "/en/"}


class Nothing:
    """An engine source whose snapshot is gone."""

    degraded = True

    def current(self) -> Engine:
        """Raises NoSnapshot."""
        raise NoSnapshot(Settings().data)


class Broken:
    """An engine source with a fault that nobody foresaw."""

    degraded = True

    def current(self) -> Engine:
        """Raises ZeroDivisionError."""
        raise ZeroDivisionError


def test_without_a_snapshot_readers_are_asked_to_come_back() -> None:
    """503 with a page in words, problem details for machines, and when to try again."""
    reader = Reader(create_app(Nothing(), Settings()))
    page, ready = reader.get("/"), reader.get("/readyz")
    assert (page.status_code, ready.status_code) == (503, 503)
    assert "Le catalogue n’est pas encore prêt" in page.text
    assert ready.headers["content-type"] == "application/problem+json"
    assert int(page.headers["retry-after"]) > 0
    assert reader.get("/healthz").status_code == 200
    reader.close()


def test_a_fault_of_ours_is_a_page_too() -> None:
    """500 with the way home and no trace of what is inside; the API answers a problem."""
    reader = Reader(create_app(Broken(), Settings()))
    page, problem = reader.get("/en/films/Q1"), reader.get("/api/v1/films/Q1")
    assert (page.status_code, problem.status_code) == (500, 500)
    assert "Something broke on our side" in page.text
    assert "ZeroDivision" not in page.text + problem.text
    assert problem.headers["content-type"] == "application/problem+json"
    reader.close()
