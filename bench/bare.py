"""The site to compare with: one Starlette route, one Jinja2 template, one block of text, and nothing else."""

import os
from pathlib import Path

import brotli
from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp

TEXT = "BENCH_TEXT"  # the file that holds the text of the page
QUALITY = 4  # of brotli


def application() -> ASGIApp:
    """The bare site; its only page is as large as the file says, whatever is asked."""
    text = Path(os.environ[TEXT]).read_text(encoding="utf-8")
    # Marked safe, as escaping would change how many bytes there are.
    templates = Jinja2Templates(
        env=Environment(loader=DictLoader({"page.html": "{{ text | safe }}"}), autoescape=True, auto_reload=False)
    )

    async def page(request: Request) -> Response:
        answer = templates.TemplateResponse(request, "page.html", {"text": text})
        if request.headers.get("accept-encoding") != "br":
            return answer
        packed = brotli.compress(bytes(answer.body), quality=QUALITY)
        return HTMLResponse(packed, headers={"content-encoding": "br"})

    return Starlette(routes=[Route("/recherche", page)])
