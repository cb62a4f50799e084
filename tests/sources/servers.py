"""A real server on this machine whose answers a test writes as a script: what the network does to those who fetch."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

from pickflix.sources.visiting import Manners

EXCUSE = b"<!DOCTYPE html><html><title>Sorry</title><p>Come back later.</p></html>"
Headers: TypeAlias = Mapping[str, str]  # an underscore in a name stands for a dash
NONE: Headers = MappingProxyType({})
LONG = 10.0  # seconds: far beyond the patience of any test


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came: `query` and `form` have the first value of each name."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    headers: dict[str, str]


class Answers(BaseHTTPRequestHandler):
    """One request; ways of answering write through its methods."""

    server: "Server"
    protocol_version = "HTTP/1.1"
    asked: Asked

    def do_GET(self) -> None:
        """The next way of the path, of the whole server where the path has none; the last of several stays."""
        url = urlsplit(self.path)
        form = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.asked = Asked(self.command, url.path, _firsts(url.query), _firsts(form), headers)
        with self.server.turn:
            self.server.asked.append(self.asked)
            ways = self.server.ways.get(url.path) or self.server.ways.get("", [refused(404)])
            way = ways.pop(0) if len(ways) > 1 else ways[0]
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked may have gone
            way(self)

    do_POST = do_GET  # noqa: N815 - the name that http.server looks for

    def head(self, status: int, **headers: str | int) -> None:
        """Status and headers; an underscore stands for a dash."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def answer(self, status: int, body: bytes, **headers: str | int) -> None:
        """A whole answer."""
        self.head(status, **{"content_length": len(body), **headers})
        self.wfile.write(body)

    def hang_up(self) -> None:
        """The connection ends here."""
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing."""


Way: TypeAlias = Callable[[Answers], None]


class Server(ThreadingHTTPServer):
    """`ways` are the answers of each path in their order (of every other path under ""); `asked` is what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[Asked] = []
        self.ways: dict[str, list[Way]] = {}
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.over, self.turn = threading.Event(), threading.Lock()


@contextmanager
def serving(*ways: Way) -> Iterator[Server]:
    """A server while a test lasts, that answers every path in these ways."""
    with Server() as server:
        if ways:
            server.ways[""] = list(ways)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()


@dataclass
class Pauses:
    """Waits nothing and remembers for how long it should have."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        """Instead of sleeping."""
        self.seconds.append(seconds)


def hurried(pauses: Pauses | None = None, **but: Any) -> Manners:
    """Manners that never sleep and do not mind a busy machine; `but` are those that differ."""
    quick = Manners(a_second=1e9, connect=10.0, read=10.0, whole=20.0, attempts=4, pause=pauses or Pauses())
    return replace(quick, **but)


def file(body: bytes, etag: str = '"v1"', *, cut: int | None = None, ranges: bool = True, also: Headers = NONE) -> Way:
    """A file as good servers give it: ETag, If-None-Match, ranges; broken off after `cut` bytes of an answer."""

    def way(to: Answers) -> None:
        said = {"etag": etag, **also} if etag else dict(also)
        asked = to.asked.headers
        if etag and asked.get("if-none-match") == etag:
            to.head(304, **said)
            return
        start = 0
        if ranges and "range" in asked and asked.get("if-range") in {etag, also.get("last_modified")}:
            start = int(asked["range"].removeprefix("bytes=").removesuffix("-"))
        if start >= len(body) > 0:
            to.answer(416, b"", content_range=f"bytes */{len(body)}")
            return
        rest = body[start:]
        if start:
            to.head(206, content_length=len(rest), content_range=f"bytes {start}-{len(body) - 1}/{len(body)}", **said)
        else:
            to.head(200, content_length=len(rest), **said)
        to.wfile.write(rest[:cut])
        if cut is not None and cut < len(rest):
            to.hang_up()

    return way


def json(body: bytes | str, status: int = 200, **headers: str) -> Way:
    """JSON, whole or not."""
    sent = body if isinstance(body, bytes) else body.encode()
    return lambda to: to.answer(status, sent, content_type="application/json", **headers)


def refused(status: int, body: bytes = b"", **headers: str) -> Way:
    """A refusal; `retry_after` says when to come back."""
    return lambda to: to.answer(status, body, **headers)


def page(status: int = 200) -> Way:
    """A web page, with every sign of success, where something else was asked for."""
    return lambda to: to.answer(status, EXCUSE, content_type="text/html")


def redirect(location: str) -> Way:
    """Sends elsewhere."""
    return lambda to: to.answer(302, b"", location=location)


def wrong_range(body: bytes, start: int, etag: str = '"v1"') -> Way:
    """Answers a part of the file that nobody asked for."""
    said = f"bytes {start}-{len(body) - 1}/{len(body)}"
    return lambda to: to.answer(206, body[start:], content_range=said, etag=etag)


def hang(to: Answers) -> None:
    """Never answers while the test lasts."""
    to.server.over.wait(LONG)


def drip(body: bytes, every: float = 0.05) -> Way:
    """One byte at a time."""

    def way(to: Answers) -> None:
        to.head(200, content_length=len(body))
        for byte in body:
            to.wfile.write(bytes([byte]))
            to.wfile.flush()
            if to.server.over.wait(every):
                return

    return way


def hang_up(to: Answers) -> None:
    """Ends the connection without a word."""
    to.hang_up()


def late(way: Way, seconds: float) -> Way:
    """The same, later than who asked waits for."""

    def later(to: Answers) -> None:
        to.server.over.wait(seconds)
        way(to)

    return later


def _firsts(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
