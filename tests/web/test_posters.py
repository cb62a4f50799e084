"""Posters: fetched from a server that speaks TMDB's API, with its refusals, its limits and its failures."""

import asyncio
import json
import os
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import pytest
from anyio.from_thread import start_blocking_portal
from pydantic import SecretStr
from starlette.testclient import TestClient

from pickflix.pages.cards import FilmCard, card
from pickflix.recommend.engine import Engine
from pickflix.settings import Settings
from pickflix.web.app import create_app
from pickflix.web.posters import KEPT, LARGEST, Patience, Posters
from tests.web.reading import Fixed

JPEG = b"\xff\xd8\xff\xe0 a picture"
TOKEN = "read-only"  # noqa: S105 - of a server of our own
QUICK = Patience(between=0, timeout=0.5, pause=0.05, longest_pause=0.2)
SOON = 10  # seconds
T = TypeVar("T")


class Tmdb(ThreadingHTTPServer):
    """The two addresses of TMDB that are asked, and a way to behave for each film."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[str] = []
        self.ways: dict[str, list[Callable[[Answers], None]]] = {}
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.over = threading.Event()


class Answers(BaseHTTPRequestHandler):
    """One request."""

    server: Tmdb
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """`/3/find/{imdb}` as JSON, `/t/p/{size}/{file}` as a picture, unless the film has another way."""
        url = urlsplit(self.path)
        self.server.asked.append(url.path)
        ways = self.server.ways.get(url.path.rpartition("/")[2].partition(".")[0], [well])
        # The last way stays.
        (ways.pop(0) if len(ways) > 1 else ways[0])(self)

    def json(self, status: int, body: object, **headers: str) -> None:
        """An answer in JSON."""
        self.answer(status, json.dumps(body).encode(), "application/json;charset=utf-8", **headers)

    def answer(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        """An answer."""
        self.send_response(status)
        for header, value in {"content-type": kind, "content-length": str(len(body)), **headers}.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def well(asked: Answers) -> None:
    """As it should be."""
    url = urlsplit(asked.path)
    if not url.path.startswith("/3/find/"):
        asked.answer(200, JPEG, "image/jpeg")
        return
    right = asked.headers["authorization"] == f"Bearer {TOKEN}" and "imdb_id" in parse_qs(url.query)["external_source"]
    films = [{"id": 1, "poster_path": f"/{url.path.rpartition('/')[2]}.jpg", "media_type": "movie"}]
    asked.json(200 if right else 401, {"movie_results": films, "person_results": [], "tv_results": []})


def failure(status: int, **headers: str) -> Callable[[Answers], None]:
    """An answer as TMDB gives it when something is wrong."""
    return lambda asked: asked.json(status, {"success": False, "status_code": 0, "status_message": "no"}, **headers)


def hang(asked: Answers) -> None:
    """Never an answer while the test lasts."""
    asked.server.over.wait()


@pytest.fixture
def tmdb() -> Iterator[Tmdb]:
    """A server of our own that speaks TMDB's API."""
    with Tmdb() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.over.set()
        server.shutdown()


@pytest.fixture
def settings(tmdb: Tmdb, tmp_path: Path) -> Settings:
    """A site with a token."""
    return Settings(
        data=tmp_path, tmdb_token=SecretStr(TOKEN), tmdb_api=f"{tmdb.address}/3", tmdb_images=f"{tmdb.address}/t/p"
    )


@pytest.fixture
def posters(settings: Settings, engine: Engine) -> Posters:
    """The posters of that site, in a hurry."""
    return Posters(settings, Fixed(engine), QUICK)


@pytest.fixture
def films(engine: Engine) -> tuple[FilmCard, FilmCard]:
    """Two films with an IMDb number."""
    return card(engine.film("Q484048"), "fr"), card(engine.film("Q83495"), "fr")


async def until(holds: Callable[[], T]) -> T:
    """What it says once it says something; fails after a while."""
    async with asyncio.timeout(SOON):
        while not (found := holds()):  # noqa: ASYNC110 - a file appears, nothing tells
            await asyncio.sleep(0.005)
    return found


def fetching(posters: Posters, during: Callable[[], Awaitable[None]]) -> None:
    """Runs the background work while something happens."""

    async def run() -> None:
        async with posters.fetching():
            await during()

    # On a thread of its own: playwright keeps a loop running on the main one.
    with start_blocking_portal() as portal:
        portal.call(run)


def test_the_first_view_asks_and_a_later_one_has_the_picture(
    posters: Posters, films: tuple[FilmCard, FilmCard], tmdb: Tmdb
) -> None:
    """It is asked for by IMDb number, once, and the pages kept before are made again."""
    before = posters.version
    assert posters.picture(films[0]) is None
    assert posters.picture(films[0]) is None

    async def later() -> None:
        assert await until(lambda: posters.picture(films[0])) == "/affiches/Q484048"

    fetching(posters, later)
    assert tmdb.asked == ["/3/find/tt0211915", "/t/p/w342/tt0211915.jpg"]
    assert posters.version != before


@pytest.mark.parametrize(
    "way",
    [
        failure(404),
        lambda asked: asked.json(200, {"movie_results": []}),
        lambda asked: asked.json(200, {"movie_results": [{"poster_path": None}]}),
    ],
    ids=["404", "no film", "no poster"],
)
def test_a_film_without_poster_is_not_asked_for_again(
    posters: Posters, films: tuple[FilmCard, FilmCard], tmdb: Tmdb, way: Callable[[Answers], None]
) -> None:
    """The next film is."""
    tmdb.ways["tt0211915"] = [way]
    posters.picture(films[0])
    posters.picture(films[1])

    async def later() -> None:
        await until(lambda: posters.picture(films[1]))
        assert posters.picture(films[0]) is None

    fetching(posters, later)
    assert tmdb.asked.count("/3/find/tt0211915") == 1


def test_a_refused_token_ends_the_asking(
    posters: Posters, films: tuple[FilmCard, FilmCard], tmdb: Tmdb, caplog: pytest.LogCaptureFixture
) -> None:
    """And the log says what to look at; the pages go on without pictures."""
    tmdb.ways["tt0211915"] = [failure(401)]
    posters.picture(films[0])
    posters.picture(films[1])

    async def later() -> None:
        await until(lambda: "PICKFLIX_TMDB_TOKEN" in caplog.text)

    fetching(posters, later)
    assert tmdb.asked == ["/3/find/tt0211915"]
    assert posters.picture(films[0]) is None


@pytest.mark.parametrize("retry_after", ["0", "1", formatdate(0, usegmt=True), "soon", ""])
def test_when_asked_to_wait_it_waits_and_goes_on(
    posters: Posters, films: tuple[FilmCard, FilmCard], tmdb: Tmdb, retry_after: str
) -> None:
    """Retry-After in seconds, as a date, or nonsense; never longer than the longest pause."""
    tmdb.ways["tt0211915"] = [failure(429, retry_after=retry_after), well]

    async def later() -> None:
        # The queue let it go: a later view asks again.
        await until(lambda: posters.picture(films[0]))

    fetching(posters, later)


@pytest.mark.parametrize(
    "way",
    [
        failure(500),
        failure(503),
        hang,
        lambda asked: asked.answer(200, b'{"movie_results": [{"poster_pa', "application/json"),
        lambda asked: asked.answer(200, b"<html>busy</html>", "text/html"),
        lambda asked: asked.json(200, []),
        lambda asked: asked.json(200, {"movie_results": [{"poster_path": "//elsewhere.example/x.jpg"}]}),
        lambda asked: asked.connection.close(),
    ],
    ids=["500", "503", "hang", "half a JSON", "HTML", "a list", "another host", "hung up"],
)
def test_a_failing_service_is_left_alone_for_a_while_and_then_asked_again(
    posters: Posters,
    films: tuple[FilmCard, FilmCard],
    tmdb: Tmdb,
    way: Callable[[Answers], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Three failures open the breaker; once the service is well again, the picture comes."""
    tmdb.ways["tt0211915"] = [way, way, way, well]

    async def later() -> None:
        await until(lambda: posters.picture(films[0]))

    fetching(posters, later)
    assert "no poster is asked for" in caplog.text


@pytest.mark.parametrize(
    "picture", [b"<html>not a picture</html>", b"", JPEG + bytes(LARGEST)], ids=["HTML", "nothing", "too large"]
)
def test_what_is_no_picture_is_not_kept(
    posters: Posters,
    films: tuple[FilmCard, FilmCard],
    tmdb: Tmdb,
    settings: Settings,
    picture: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever its type says."""

    def other(asked: Answers) -> None:
        if "/find/" in asked.path:
            well(asked)
        else:
            asked.answer(200, picture, "image/jpeg")

    tmdb.ways["tt0211915"] = [other]

    async def later() -> None:
        def failed() -> bool:
            posters.picture(films[0])
            return "no poster is asked for" in caplog.text

        await until(failed)

    fetching(posters, later)
    assert not list((settings.data / "posters").glob("*.picture"))


def test_a_picture_older_than_six_months_is_neither_shown_nor_kept(
    settings: Settings, engine: Engine, films: tuple[FilmCard, FilmCard], tmdb: Tmdb
) -> None:
    """TMDB's terms; a fresh one is asked for."""
    old = settings.data / "posters" / "tt0211915.picture"
    old.parent.mkdir()
    old.write_bytes(JPEG)
    os.utime(old, (0, time.time() - KEPT - 1))
    posters = Posters(settings, Fixed(engine), QUICK)
    assert posters.picture(films[0]) is None

    async def later() -> None:
        await until(lambda: posters.picture(films[0]))

    fetching(posters, later)
    assert "/3/find/tt0211915" in tmdb.asked


def test_the_site_serves_the_picture_and_says_whose_it_is(settings: Settings, engine: Engine) -> None:
    """From its own address, with the sentence and the logo; and 404 for what it does not have."""
    folder = settings.data / "posters"
    folder.mkdir()
    (folder / "tt0211915.picture").write_bytes(JPEG)
    with TestClient(create_app(Fixed(engine), settings)) as site:
        picture = site.get("/affiches/Q484048")
        assert (picture.status_code, picture.headers["content-type"], picture.content) == (200, "image/jpeg", JPEG)
        page = site.get("/films/Q484048").text
        assert '<img src="/affiches/Q484048"' in page
        assert "image.tmdb.org" not in page
        assert site.get("/affiches/Q83495").status_code == 404
        assert site.get("/affiches/Q1").status_code == 404
        assert site.get("/tmdb.svg").headers["content-type"] == "image/svg+xml"
        about = site.get("/en/a-propos").text
        assert "This product uses the TMDB API but is not endorsed or certified by TMDB." in about
        assert "/tmdb.svg" in about


def test_without_a_token_nothing_is_asked_and_nothing_is_said_of_it(tmdb: Tmdb, engine: Engine, tmp_path: Path) -> None:
    """Nor are there addresses for pictures."""
    settings = Settings(data=tmp_path, tmdb_api=f"{tmdb.address}/3", tmdb_images=f"{tmdb.address}/t/p")
    with TestClient(create_app(Fixed(engine), settings)) as site:
        page = site.get("/films/Q484048")
        assert page.status_code == 200
        assert "<img" not in page.text
        assert site.get("/affiches/Q484048").status_code == 404
        assert "TMDB" not in site.get("/a-propos").text
    assert tmdb.asked == []
    assert not (tmp_path / "posters").exists()
