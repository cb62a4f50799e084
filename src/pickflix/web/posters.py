"""Posters from TMDB, where the host has a token: fetched beside the traffic, kept, served by us.

The reader's browser asks only this site, so TMDB never learns who reads what. A page never waits: it
shows the picture that is there, and the typographic poster where there is none yet. TMDB's terms: pictures
are kept at most 6 months, shown with the sentence and the logo, and no model ever reads them.
"""

import asyncio
import logging
import os
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import httpx2
from simple_icons_pack import SI_THEMOVIEDATABASE as TMDB
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pickflix.pages.cards import FilmCard
from pickflix.settings import Settings
from pickflix.web.site import EngineSource

log = logging.getLogger("pickflix")

DAY: Final = 24 * 3600
KEPT: Final = 180 * DAY  # TMDB's terms: at most six months
NONE_KEPT: Final = 30 * DAY  # before a film without a poster is asked for again
LARGEST: Final = 2_000_000  # bytes of one picture
WAITING: Final = 500  # films in the queue; what comes beyond is asked for at its next view
SIZE: Final = "w342"  # as wide as the poster of a film page on a phone
KINDS: Final = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}
_IMDB = re.compile(r"tt\d{5,12}")
_PATH = re.compile(r"/[\w-]+\.(jpg|jpeg|png|webp)")
UNAUTHORISED, NOT_FOUND, TOO_MANY = {401, 403}, 404, 429


@dataclass(frozen=True, slots=True)
class Patience:
    """How TMDB is treated, in seconds: pace of the requests, how long each may take, how long a breaker stays open."""

    between: float = 0.25
    timeout: float = 5.0
    failures: int = 3
    pause: float = 60.0
    longest_pause: float = 3600.0


class Refused(Exception):
    """The token is not accepted: asking again would not help."""


class Later(Exception):
    """TMDB asks for time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"TMDB asks to wait {seconds:.0f} s")
        self.seconds = seconds


class Posters:
    """The pictures of one site, shared by its workers through the folder `posters` of the data folder."""

    def __init__(self, settings: Settings, engines: EngineSource, patience: Patience | None = None) -> None:
        """Needs the token in the settings; asks nothing before `fetching` runs."""
        if settings.tmdb_token is None:
            raise ValueError("no token")  # noqa: TRY003 - a slip of the caller, not of a user
        self._folder = settings.data / "posters"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("No posters: %s cannot be made (%s). Give this user the folder.", self._folder, error.strerror)
        self._settings, self._engines, self._patience = settings, engines, patience or Patience()
        self._token = settings.tmdb_token.get_secret_value()
        self._queue: asyncio.Queue[str] = asyncio.Queue(WAITING)
        self._queued: set[str] = set()
        self._failures = 0

    def picture(self, film: FilmCard) -> str | None:
        """The address of a film's picture, None while there is none; then it is asked for, without waiting."""
        imdb = film.imdb_id
        if imdb is None or not _IMDB.fullmatch(imdb):
            return None
        if self._young(self._file(imdb), KEPT):
            return f"/affiches/{film.id}"
        if imdb not in self._queued and not self._queue.full() and not self._young(self._none(imdb), NONE_KEPT):
            self._queued.add(imdb)
            self._queue.put_nowait(imdb)
        return None

    @property
    def version(self) -> int:
        """Changes whenever a worker stores a picture, so that kept pages are made again."""
        return self._folder.stat().st_mtime_ns if self._folder.is_dir() else 0

    def routes(self) -> list[Route]:
        """The pictures, and the logo that has to stand beside them."""
        return [Route("/affiches/{film_id}", self.serve), Route("/tmdb.svg", self.logo)]

    async def serve(self, request: Request) -> Response:
        """One picture; 404 where there is none yet."""
        imdb = self._engines.current().film(request.path_params["film_id"]).imdb_id
        if imdb is None or not self._young(self._file(imdb), KEPT):
            raise HTTPException(404)
        body = self._file(imdb).read_bytes()
        return Response(body, media_type=kind_of(body), headers={"cache-control": f"public, max-age={DAY}"})

    async def logo(self, request: Request) -> Response:  # noqa: ARG002 - the signature of an endpoint
        """TMDB's logo."""
        return Response(TMDB.svg, media_type="image/svg+xml", headers={"cache-control": f"public, max-age={DAY}"})

    @asynccontextmanager
    async def fetching(self) -> AsyncIterator[None]:
        """Fetches in the background while the site runs."""
        task = asyncio.create_task(self._fetch_all())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _fetch_all(self) -> None:
        headers = {"authorization": f"Bearer {self._token}", "accept": "application/json"}
        async with httpx2.AsyncClient(timeout=self._patience.timeout) as client:
            while True:
                imdb = await self._queue.get()
                try:
                    self._purge()
                    async with asyncio.timeout(2 * self._patience.timeout):
                        await self._fetch(client, imdb, headers)
                    self._failures = 0
                except Refused:
                    log.warning("TMDB refuses the token: no more posters are asked for. Check PICKFLIX_TMDB_TOKEN.")
                    return
                except Later as wait:
                    await asyncio.sleep(min(wait.seconds, self._patience.longest_pause))
                except Exception as error:  # noqa: BLE001 - whatever a stranger answers, the next film is asked for
                    await self._after_failure(error)
                finally:
                    self._queued.discard(imdb)
                await asyncio.sleep(self._patience.between)

    async def _after_failure(self, error: Exception) -> None:
        """The breaker: after some failures in a row nothing is asked for a while, each time for longer."""
        self._failures += 1
        beyond = self._failures - self._patience.failures
        if beyond >= 0:
            pause = min(self._patience.pause * 2**beyond, self._patience.longest_pause)
            log.warning("TMDB does not answer well (%r): no poster is asked for during %.0f s.", error, pause)
            await asyncio.sleep(pause)

    async def _fetch(self, client: httpx2.AsyncClient, imdb: str, headers: dict[str, str]) -> None:
        found = await client.get(
            f"{self._settings.tmdb_api}/find/{imdb}",
            params={"external_source": "imdb_id", "language": "fr-FR"},
            headers=headers,
        )
        path = _poster_path(found) if _accepted(found) else None
        if path is None:
            self._store(self._none(imdb), b"")
            return
        async with client.stream("GET", f"{self._settings.tmdb_images}/{SIZE}{path}") as answer:
            # No token goes there, so a refusal says nothing of it.
            if answer.status_code in UNAUTHORISED or not _accepted(answer):
                self._store(self._none(imdb), b"")
                return
            body = bytearray()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > LARGEST:
                    raise ValueError("the picture is too large")  # noqa: TRY003 - caught by our own loop
        kind_of(bytes(body))
        self._store(self._file(imdb), bytes(body))

    def _file(self, imdb: str) -> Path:
        return self._folder / f"{imdb}.picture"

    def _none(self, imdb: str) -> Path:
        return self._folder / f"{imdb}.none"

    def _store(self, path: Path, body: bytes) -> None:
        fresh = path.with_suffix(f".{os.getpid()}.new")
        fresh.write_bytes(body)
        fresh.replace(path)

    @staticmethod
    def _young(path: Path, age: float) -> bool:
        try:
            return time.time() - path.stat().st_mtime < age
        except OSError:
            return False

    def _purge(self) -> None:
        """Removes what may be kept no longer; looks once a day."""
        mark = self._folder / ".purged"
        if self._young(mark, DAY):
            return
        mark.touch()
        for path in self._folder.iterdir():
            if path != mark and not self._young(path, KEPT):
                path.unlink(missing_ok=True)


def kind_of(body: bytes) -> str:
    """The media type by the first bytes, whatever was said; raises ValueError for what is no picture."""
    for start, kind in KINDS.items():
        if body.startswith(start):
            return kind
    raise ValueError("not a picture")  # noqa: TRY003 - caught by our own loop


def _poster_path(found: httpx2.Response) -> str | None:
    films = found.json()["movie_results"]
    path = films[0]["poster_path"] if films else None
    if path is not None and not _PATH.fullmatch(path):
        raise ValueError("not the path of a poster")  # noqa: TRY003 - caught by our own loop
    return path


def _accepted(answer: httpx2.Response) -> bool:
    """Whether there is an answer to read; False where TMDB knows no such thing."""
    status = answer.status_code
    if status in UNAUTHORISED:
        raise Refused
    if status == TOO_MANY:
        raise Later(_seconds(answer.headers.get("retry-after", "")))
    if status == NOT_FOUND:
        return False
    answer.raise_for_status()
    return True


def _seconds(retry_after: str) -> float:
    """Retry-After, in seconds or as a date (RFC 9110); 10 s where it is neither."""
    if retry_after.isdigit():
        return float(retry_after)
    with suppress(ValueError, TypeError):
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    return 10.0
