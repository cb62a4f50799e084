"""Styles, script and icon: read once at start, compressed as well as can be, named by content and never changed."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import brotli
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pickflix.web.encoding import best_encoding

FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file to serve, with its bytes by content encoding."""

    name: str
    media_type: str
    bodies: Mapping[str, bytes]

    def response(self, headers: Headers, cache_control: str) -> Response:
        """The file as this reader's browser takes it."""
        encoding = best_encoding(headers.get("accept-encoding", ""))
        answer = Response(self.bodies[encoding], media_type=self.media_type, headers={"cache-control": cache_control})
        if encoding != "identity":
            answer.headers["content-encoding"] = encoding
        return answer


@cache
def assets() -> Mapping[str, Asset]:
    """Every asset under its plain name: `style.css`, `site.js`, `icon.svg`."""
    static = files("pickflix.web").joinpath("static")
    sheets = sorted((sheet for sheet in static.joinpath("style").iterdir()), key=lambda sheet: sheet.name)
    style = _squeezed("".join(sheet.read_text(encoding="utf-8") for sheet in sheets))
    script = static.joinpath("site.js").read_text(encoding="utf-8")
    icon = static.joinpath("icon.svg").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            "style.css": _asset("style", "css", "text/css", style),
            "site.js": _asset("site", "js", "text/javascript", _without_comments(script)),
            "icon.svg": _asset("icon", "svg", "image/svg+xml", icon),
        }
    )


def address(name: str) -> str:
    """Where an asset is served; KeyError for a name that is none."""
    return f"/static/{assets()[name].name}"


async def static_file(request: Request) -> Response:
    """/static/{name}: the name holds a digest, so the answer may be kept for ever."""
    for asset in assets().values():
        if asset.name == request.path_params["name"]:
            return asset.response(request.headers, FOREVER)
    raise HTTPException(404)


async def favicon(request: Request) -> Response:
    """/favicon.ico and /favicon.svg, for browsers that ask without having read a page."""
    return assets()["icon.svg"].response(request.headers, A_DAY)


def _asset(stem: str, suffix: str, media_type: str, text: str) -> Asset:
    body = text.encode()
    digest = hashlib.sha256(body).hexdigest()[:10]
    bodies = {"identity": body, "gzip": gzip.compress(body, 9, mtime=0), "br": brotli.compress(body, quality=11)}
    return Asset(f"{stem}.{digest}.{suffix}", media_type, MappingProxyType(bodies))


def _squeezed(css: str) -> str:
    """Without comments and spaces that say nothing.

    >>> _squeezed("a { b: c; }  /* d */ e>f { g: h i }")
    'a{b:c}e>f{g:h i}'
    """
    css = re.sub(r"/\*.*?\*/|\s+", lambda found: "" if found[0].startswith("/") else " ", css, flags=re.DOTALL)
    return re.sub(r";?\s*([{};,])\s*|(?<=:) ", lambda found: found[1] or "", css).replace("};", "}").strip()


def _without_comments(script: str) -> str:
    """Whole-line comments and indentation go; nothing that could change what the script does."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
