"""What machines ask for: health, robots.txt and the sitemap."""

from collections.abc import Iterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pickflix.pages.shelves import GENRE_SHELVES, SHELVES
from pickflix.recommend.filters import Filters
from pickflix.web.links import Links
from pickflix.web.site import Site

MOST_ADDRESSES = 50_000  # in one file, says sitemaps.org
ALL_FILMS = 10_000_000
# What leads to pages without end: searches, wishes, and each page once more for each film told.
UNREAD = (
    "/api/",
    *("/recherche?", "/en/recherche?", "/souhait?", "/en/souhait?", "/a-plusieurs?", "/en/a-plusieurs?"),
    *(f"/*{name}=" for name in ("avec", "vu", "pas", "adore", "surprise", "genre", "connus")),
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Machines:
    """The endpoints."""

    def __init__(self, site: Site, most_addresses: int = MOST_ADDRESSES) -> None:
        """`most_addresses` in one file of the sitemap."""
        self._site = site
        self._most = most_addresses

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("/healthz", self.health),
            Route("/readyz", self.ready),
            Route("/robots.txt", self.robots),
            Route("/sitemap.xml", self.sitemap),
            Route("/sitemap-{part:int}.xml", self.sitemap_part),
        ]

    async def health(self, request: Request) -> Response:  # noqa: ARG002 - the signature of an endpoint
        """The process answers."""
        return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})

    async def ready(self, request: Request) -> Response:  # noqa: ARG002 - idem
        """There is a snapshot to answer from; raises SnapshotError, which is a 503."""
        engine = self._site.engine
        engine.library.films([0])  # raises where the files have gone from under the server
        state = {
            "ready": True,
            "snapshot": engine.snapshot.manifest.name,
            "degraded": self._site.engines.degraded,
            "without": sorted(engine.snapshot.lost),
        }
        return JSONResponse(state, headers={"cache-control": "no-store"})

    async def robots(self, request: Request) -> Response:  # noqa: ARG002 - idem
        """What crawlers may read: each page once, not every way to it."""
        lines = [f"Disallow: {path}" for path in UNREAD]
        return PlainTextResponse(
            "\n".join(("User-agent: *", *lines, f"Sitemap: {self._site.settings.public_url}/sitemap.xml", ""))
        )

    async def sitemap(self, request: Request) -> Response:  # noqa: ARG002 - idem
        """All pages worth finding, or where they are too many for one file, its parts."""
        addresses = list(self._addresses())
        if len(addresses) <= self._most:
            return _xml(_HEAD + f"<urlset {_SCHEMA}>" + _listed(addresses, "url") + "</urlset>")
        here = self._site.settings.public_url
        parts = [f"{here}/sitemap-{part}.xml" for part in range(1, self._parts(len(addresses)) + 1)]
        return _xml(_HEAD + f"<sitemapindex {_SCHEMA}>" + _listed(parts, "sitemap") + "</sitemapindex>")

    async def sitemap_part(self, request: Request) -> Response:
        """One part of the sitemap, from 1."""
        part: int = request.path_params["part"]
        addresses = list(self._addresses())
        if not 1 <= part <= self._parts(len(addresses)):
            raise HTTPException(404)
        some = addresses[(part - 1) * self._most : part * self._most]
        return _xml(_HEAD + f"<urlset {_SCHEMA}>" + _listed(some, "url") + "</urlset>")

    def _parts(self, addresses: int) -> int:
        return -(-addresses // self._most)

    def _addresses(self) -> Iterator[str]:
        here = self._site.settings.public_url
        films, _ = self._site.engine.browse(Filters(), ALL_FILMS)
        for links in (Links("fr"), Links("en")):
            yield here + links.home()
            yield from (here + address for address in (links.about(), links.model(), links.together()))
            for shelf in (*SHELVES.values(), *GENRE_SHELVES.values()):
                yield here + links.shelf(shelf)
            for film in films:
                yield here + links.film(film.id)


def _listed(addresses: list[str], tag: str) -> str:
    # Every address is percent-encoded, so nothing in it needs escaping.
    return "".join(f"<{tag}><loc>{address}</loc></{tag}>\n" for address in addresses)


def _xml(text: str) -> Response:
    return Response(text, media_type="application/xml")
