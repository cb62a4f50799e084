"""What goes wrong, as a page that helps or as RFC 9457 problem details."""

import logging
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import ClassVar

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from pickflix.errors import (
    BadRequest,
    PickflixError,
    SnapshotError,
    UnknownFilm,
    UnknownGenre,
    UnknownPerson,
)
from pickflix.web.links import Links, language_of
from pickflix.web.site import Site

STATUS: dict[type[PickflixError], int] = {
    UnknownFilm: 404,
    UnknownPerson: 404,
    UnknownGenre: 404,
    BadRequest: 400,
    SnapshotError: 503,
}
log = logging.getLogger("pickflix")
REFUSED = {
    400: "The address is not UTF-8.",
    403: "This catalogue is private: the licence of a source lets it be read on its own machine alone.",
    414: "The address is too long.",
}
RETRY_S = 30  # a broken snapshot is mended by a command, not within a moment
MACHINES = ("/api/", "/healthz", "/readyz")  # paths that no reader looks at


@dataclass(frozen=True, slots=True)
class FailurePage:
    """What went wrong, in the reader's words."""

    template: ClassVar[str] = "failure.html"
    status: int = field(metadata={"description": "status of HTTP"})
    kind: str = field(metadata={"description": "class of the error, for words that fit it"})
    detail: str = field(metadata={"description": "the error's own sentence, in English"})


class Failures:
    """Makes the answer to a request that failed."""

    def __init__(self, site: Site) -> None:
        """`site` renders the pages."""
        self._site = site

    def install(self, app: FastAPI) -> None:
        """Handles everything that an endpoint may raise."""
        app.add_exception_handler(PickflixError, self._ours)
        app.add_exception_handler(HTTPException, self._http)
        app.add_exception_handler(RequestValidationError, self._invalid)
        app.add_exception_handler(Exception, self._unforeseen)

    def refused(self, scope: Scope, status: int) -> Response:
        """The answer to an address that nobody may read further: its query is forgotten."""
        path = "/api/" if scope["path"].startswith("/api/") else "/en/" if scope["path"].startswith("/en/") else "/"
        readable = {**scope, "path": path, "raw_path": path.encode(), "query_string": b""}
        return self._answer(Request(readable), status, "Refused", REFUSED[status])

    async def _ours(self, request: Request, error: Exception) -> Response:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
        if isinstance(error, SnapshotError):
            # Its sentence names folders of this machine: that is for the host, not for readers.
            log.error("%s", error)
            return self._answer(request, status, type(error).__name__, "There is no catalogue to answer from just now.")
        return self._answer(request, status, type(error).__name__, str(error))

    async def _http(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        answer = self._answer(request, status, "Http", HTTPStatus(status).phrase + ".")
        answer.headers.update(getattr(error, "headers", None) or {})
        return answer

    async def _invalid(self, request: Request, error: Exception) -> Response:
        problems = error.errors() if isinstance(error, RequestValidationError) else []
        said = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in problems[:3])
        return self._answer(request, 422, "BadRequest", said + ".")

    async def _unforeseen(self, request: Request, error: Exception) -> Response:  # noqa: ARG002 - Starlette passes it
        return self._answer(request, 500, "Unforeseen", "Something went wrong on our side.")

    def _answer(self, request: Request, status: int, kind: str, detail: str) -> Response:
        if request.url.path.startswith(MACHINES):
            answer: Response = problem(status, detail)
        else:
            page = FailurePage(status, kind, detail)
            answer = self._site.html(request, page, Links(language_of(request.url.path)), status)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            answer.headers["retry-after"] = str(RETRY_S)
        return answer


def problem(status: int, detail: str) -> JSONResponse:
    """Problem details for machines."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(said, status, media_type="application/problem+json")
