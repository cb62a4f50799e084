"""How a stranger's server is asked: who we are, how fast, how long we wait, how often we try again.

`Visitor` asks for small answers, such as those of an API; `fetching.download` brings whole files. Both keep the same
`Manners`, and both give up in one sentence.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

import httpx2

from pickflix.errors import SourceError, SourceUnreachable, quoted

BUSY: Final = frozenset({429, 502, 503})  # the server has no time for us now
HEAVY: Final = frozenset({500, 504})  # it could not do what was asked; a smaller question may pass
NOT_FOUND: Final = 404
SHORT_URL: Final = 200  # characters of an address that a message repeats


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is treated; times in seconds.

    `whole` bounds an answer from question to last byte, for a download it is the time in which `slowest` bytes a second
    must come. A wait grows from `backoff`, doubled at each failure, to `longest`; a server that asks for longer than
    that is given up. `attempts` failures in a row end it, `heavy_attempts` where a smaller question could help.
    """

    contact: str = ""
    a_second: float = 1.0
    connect: float = 10.0
    read: float = 30.0
    whole: float = 90.0
    slowest: int = 1_000
    largest: int = 200_000_000
    attempts: int = 6
    heavy_attempts: int = 6
    backoff: float = 1.0
    longest: float = 300.0
    pause: Callable[[float], None] = field(default=time.sleep, compare=False)

    @property
    def agent(self) -> str:
        """The name that a server may look us up by, and the contact to complain to.

        >>> Manners(contact="mailto:projection@cinema.example").agent
        'PickFlix/... (mailto:projection@cinema.example) httpx2/...'
        """
        contact = f" ({self.contact})" if self.contact else ""
        return f"PickFlix/{version('pickflix')}{contact} httpx2/{httpx2.__version__}"

    def client(self) -> httpx2.Client:
        """A client that says who we are and follows redirects, which httpx takes to http and https alone."""
        return httpx2.Client(
            headers={"user-agent": self.agent},
            timeout=httpx2.Timeout(self.read, connect=self.connect),
            follow_redirects=True,
            max_redirects=5,
        )


class Failure(Exception):
    """One attempt that failed and may be made again; `wait` is what the server asked for, in seconds."""

    def __init__(self, problem: str, *, wait: float | None = None, heavy: bool = False) -> None:
        super().__init__(problem)
        self.wait = wait
        self.heavy = heavy


class Attempts:
    """The failures of one request in a row: waits between them, longer each time, and gives up in the end."""

    def __init__(self, manners: Manners, source: str, where: str) -> None:
        """`where` names what is asked for, in the sentence that ends it."""
        self._manners, self._source, self._where = manners, source, where
        self._failed = self._heavy = 0

    def begin_anew(self) -> None:
        """What failed before is forgotten, since something came of it."""
        self._failed = self._heavy = 0

    def failed(self, failure: Failure) -> None:
        """Waits until it may be tried again; raises SourceUnreachable where it has been tried often enough."""
        self._failed += 1
        self._heavy += failure.heavy
        manners = self._manners
        if self._failed >= manners.attempts or self._heavy >= manners.heavy_attempts:
            raise SourceUnreachable(self._source, self._where, str(failure), self._failed, heavy=failure.heavy)
        wait = failure.wait
        if wait is None:
            grown = min(manners.backoff * 2 ** (self._failed - 1), manners.longest)
            wait = grown * random.uniform(0.5, 1.0)  # noqa: S311 - spreads the visitors, guards nothing
        elif wait > manners.longest:
            problem = f"{failure} and asks to wait {wait:.0f} s"
            raise SourceUnreachable(self._source, self._where, problem, self._failed)
        manners.pause(wait)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: any status that is not worth another attempt."""

    status: int
    headers: Mapping[str, str]
    content: Any  # the JSON, read; None where the answer is a refusal in other words
    address: str


Later: TypeAlias = Callable[[Any], str | None]


def never(content: Any) -> str | None:  # noqa: ANN401, ARG001 - JSON is anything
    """What the content of an answer says of coming back later: nothing."""
    return None


class Visitor:
    """Asks one server for small answers, one at a time; a context manager that holds the connection."""

    def __init__(self, source: str, manners: Manners | None = None, later: Later = never) -> None:
        """`source` is named in what goes wrong; `later` finds in a good answer that it is none yet, and says why."""
        self.requests, self._later = 0, later
        self.source, self._manners = source, manners or Manners()
        self._client = self._manners.client()
        self._earliest = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def get(
        self, address: str, params: Mapping[str, str | int] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The JSON at an address; statuses below 500 come back but 429; raises SourceError."""
        build = self._client.build_request
        return self._ask(lambda: build("GET", address, params=params, headers=headers), self._manners)

    def post(
        self,
        address: str,
        form: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        heavy_attempts: int | None = None,
    ) -> Answer:
        """The same, for a question too long for an address; `heavy_attempts` is other than that of the manners."""
        manners = replace(self._manners, heavy_attempts=heavy_attempts or self._manners.heavy_attempts)
        return self._ask(lambda: self._client.build_request("POST", address, data=form, headers=headers), manners)

    def _ask(self, build: Callable[[], httpx2.Request], manners: Manners) -> Answer:
        try:
            request = build()
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
            raise SourceError(self.source, "its address", f"is no address ({error}).") from None
        where = shown(request.url)
        attempts = Attempts(manners, self.source, where)
        while True:
            self._keep_pace()
            self.requests += 1
            try:
                with answered(self._client, build(), self.source, where) as answer:
                    return self._whole(answer)
            except Failure as failure:
                attempts.failed(failure)

    def _keep_pace(self) -> None:
        now = time.monotonic()
        if now < self._earliest:
            self._manners.pause(self._earliest - now)
        self._earliest = max(now, self._earliest) + 1 / self._manners.a_second

    def _whole(self, answer: httpx2.Response) -> Answer:
        body, deadline = bytearray(), time.monotonic() + self._manners.whole
        for chunk in answer.iter_bytes():
            body += chunk
            if time.monotonic() > deadline:
                problem = f"has not answered wholly in {self._manners.whole:g} s"
                raise Failure(problem, heavy=True)
            if len(body) > self._manners.largest:
                problem = f"answers more than {self._manners.largest:,} bytes."
                raise SourceError(self.source, shown(answer.url), problem)
        content = None
        try:
            content = _parsed(body)
        except (ValueError, RecursionError):  # bad UTF-8 is the first too
            if answer.is_success:
                problem = f"answers what is no whole JSON (it ends with {_end(body)})"
                raise Failure(problem, heavy=True) from None
        if later := self._later(content):
            raise Failure(later, wait=retry_after(answer.headers.get("retry-after")))
        return Answer(answer.status_code, answer.headers, content, str(answer.url))


def _parsed(body: bytearray) -> Any:  # noqa: ANN401 - JSON is anything
    """The JSON of an answer; half of a letter that is written in two, which no table holds, becomes a question mark."""
    content = json.loads(body)
    if b"\\ud" in body.lower():
        content = json.loads(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))
    return content


@contextmanager
def answered(client: httpx2.Client, request: httpx2.Request, source: str, where: str) -> Iterator[httpx2.Response]:
    """An answer whose body is still to come; raises Failure where another attempt may help, else SourceError."""
    try:
        answer = client.send(request, stream=True)
        try:
            _fail_by_status(answer)
            yield answer
        finally:
            answer.close()
    except httpx2.TooManyRedirects:
        raise SourceError(source, where, "redirects without end.") from None
    except (httpx2.UnsupportedProtocol, httpx2.InvalidURL):
        raise SourceError(source, where, "leads to an address that is neither http nor https.") from None
    except httpx2.ConnectError as error:
        problem = f"cannot be reached ({error})"
        raise Failure(problem) from None
    except httpx2.TimeoutException as error:
        problem = "does not answer in time"
        raise Failure(problem, heavy=not isinstance(error, httpx2.ConnectTimeout)) from None
    except httpx2.RequestError as error:  # the connection broke, or the protocol
        problem = f"broke off ({str(error) or type(error).__name__})"
        raise Failure(problem) from None


def shown(url: httpx2.URL) -> str:
    """An address for a message: without its query, which may be long or hold a key."""
    return str(url.copy_with(query=None, userinfo=b""))[:SHORT_URL]


def retry_after(value: str | None) -> float | None:
    """The seconds that a Retry-After asks for, as a number or as a date (RFC 9110); None where it says nothing.

    >>> retry_after("120"), retry_after("Mon, 01 Jan 1990 00:00:00 GMT"), retry_after("soon")
    (120.0, 0.0, None)
    """
    if value is not None:
        if value.strip().isdecimal():
            return float(value)
        with suppress(ValueError, TypeError, OverflowError):
            return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    return None


def _fail_by_status(answer: httpx2.Response) -> None:
    status = answer.status_code
    if status in BUSY | HEAVY:
        wait = retry_after(answer.headers.get("retry-after"))
        raise Failure(f"answers {status} {answer.reason_phrase}".rstrip(), wait=wait, heavy=status in HEAVY)


def _end(body: bytes | bytearray) -> str:
    return quoted(bytes(body[-40:]).decode("utf-8", "replace").strip()) if body else "nothing"
