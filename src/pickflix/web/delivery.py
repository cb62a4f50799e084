"""How bytes go out: one ASGI layer around the site that compresses, tags, caches and guards every answer."""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pickflix.web.encoding import SMALLEST, Encoding, best_encoding, compress
from pickflix.web.security import DOCUMENTS, EVERY_ANSWER, from_elsewhere, refusal

A_MINUTE: Final = b"public, max-age=60"
CACHE_BYTES: Final = 6_000_000  # of compressed answers, in each worker
LARGEST_CACHED: Final = 2_000_000
OVERHEAD: Final = 2_000  # bytes of the headers and of the objects around an answer
_COMPRESSIBLE: Final = (b"text/", b"application/json", b"application/problem+json", b"application/xml", b"image/svg")
_PARTS_OF_PAGES: Final = (b"text/css", b"text/javascript", b"image/")
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, ready to send."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    etag: bytes


class Answers:
    """The answers sent last, within a budget of bytes; the one unused for longest goes first."""

    def __init__(self, budget: int = CACHE_BYTES) -> None:
        """Empty at first."""
        self._kept: OrderedDict[tuple[object, ...], Answer] = OrderedDict()
        self._budget = self._left = budget

    def get(self, key: tuple[object, ...]) -> Answer | None:
        """An answer kept, now the one used last."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, key: tuple[object, ...], answer: Answer) -> None:
        """Keeps an answer unless it is too large."""
        if self._weight(key, answer) > min(LARGEST_CACHED, self._budget):
            return
        self._left -= self._weight(key, answer)
        self._kept[key] = answer
        while self._left < 0:
            self._left += self._weight(*self._kept.popitem(last=False))

    @staticmethod
    def _weight(key: tuple[object, ...], answer: Answer) -> int:
        """Bytes in memory: an address may be longer than its answer."""
        return len(answer.body) + OVERHEAD + sum(len(part) for part in key if isinstance(part, str | bytes))


class Delivery:
    """The outermost layer. `version` names what the answers are made from; None means not to keep any."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        version: Callable[[], str],
        private: Callable[[], bool],
        refused: Callable[[Scope, int], Response],
    ) -> None:
        """`refused` makes the page of what is refused unread; `private` says whether only this machine may read."""
        self._app = app
        self._version = version
        self._private = private
        self._refused = refused
        self._answers = Answers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        encoding = best_encoding(headers.get("accept-encoding", ""))
        answer = await self._answer(scope, receive, encoding)
        await _send(answer, send, bodiless=scope["method"] == "HEAD", known=headers.get("if-none-match", ""))

    async def _answer(self, scope: Scope, receive: Receive, encoding: Encoding) -> Answer:
        wrong = refusal(scope)
        if not wrong and self._is_private() and from_elsewhere(scope):
            wrong = HTTPStatus.FORBIDDEN
        if wrong:
            return _pack(*await _collect(self._refused(scope, wrong), scope, receive), encoding)
        readable = scope["method"] in {"GET", "HEAD"}
        key = self._key(scope, encoding) if readable else None
        answer = self._answers.get(key) if key else None
        if answer is None:
            # HEAD is answered as GET, and the body left out at the end: so their headers agree.
            asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
            answer = _pack(*await _collect(self._app, asked, receive), encoding)
            if key and answer.status == 200 and (b"cache-control", A_MINUTE) in answer.headers:  # noqa: PLR2004 - HTTP
                self._answers.keep(key, answer)
        return answer

    def _is_private(self) -> bool:
        try:
            return self._private()
        except Exception:  # noqa: BLE001 - without an engine there is nothing to keep from anybody
            return False

    def _key(self, scope: Scope, encoding: Encoding) -> tuple[object, ...] | None:
        try:
            return self._version(), scope["path"], scope["query_string"], encoding
        except Exception:  # noqa: BLE001 - whatever is wrong with the engine, the page asked for says it
            return None


async def _collect(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Runs an application to its end. What it fails at is logged; its own page of the failure goes out."""
    status, headers, chunks = 500, [(b"content-type", b"text/plain")], []

    async def take(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message.get("headers", []))
        elif message["type"] == "http.response.body":
            chunks.append(message.get("body", b""))

    try:
        await app(scope, receive, take)
    except Exception:
        logger.exception("%s failed", scope["path"])
    return status, headers, b"".join(chunks)


def _pack(status: int, headers: list[tuple[bytes, bytes]], body: bytes, encoding: Encoding) -> Answer:
    given = dict(headers)
    said = [pair for pair in headers if pair[0] != b"content-length"]
    if b"cache-control" not in given:
        said.append((b"cache-control", A_MINUTE if status == 200 else b"no-store"))  # noqa: PLR2004 - HTTP
    etag = f'"{hashlib.blake2b(body, digest_size=9).hexdigest()}"'.encode()
    kind = given.get(b"content-type", b"")
    if kind.startswith(_COMPRESSIBLE):
        said.append((b"vary", b"Accept-Encoding"))
        if b"content-encoding" not in given and encoding != "identity" and len(body) >= SMALLEST:
            body = compress(body, encoding)
            said.append((b"content-encoding", encoding.encode()))
            etag = etag[:-1] + f'-{encoding}"'.encode()
    said += [(b"etag", etag)] if status == 200 else []  # noqa: PLR2004 - HTTP
    guard = EVERY_ANSWER if kind.startswith(_PARTS_OF_PAGES) else DOCUMENTS
    return Answer(status, (*said, *guard), body, etag)


async def _send(answer: Answer, send: Send, *, bodiless: bool, known: str) -> None:
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    status, body, headers = answer.status, answer.body, answer.headers
    if status == 200 and (answer.etag.decode() in tags or "*" in tags):  # noqa: PLR2004 - HTTP
        status, body = 304, b""
        headers = tuple(pair for pair in headers if pair[0] not in {b"content-type", b"content-encoding"})
    else:
        headers = (*headers, (b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": b"" if bodiless else body})
