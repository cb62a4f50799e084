"""A reader of the site without a server: asks the ASGI application itself."""

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import httpx2
from anyio.from_thread import start_blocking_portal
from starlette.types import ASGIApp

from pickflix.recommend.engine import Engine

# One address of each kind of page, on the embedded catalogue.
AMELIE, MATRIX = "Q484048", "Q83495"
PAGES = (
    "/",
    "/recherche",
    "/recherche?q=amelie",
    "/recherche?q=truffaut",
    "/recherche?q=zzzqqxx",
    f"/films/{AMELIE}",
    f"/films/{AMELIE}?n=30&avec={MATRIX}",
    "/personnes/jean-pierre-jeunet",
    "/genres/comedie",
    "/rayons/oscars?page=2",
    "/mes-films",
    f"/mes-films?film={AMELIE}&film={MATRIX}",
    f"/mes-films?film={AMELIE}&film={MATRIX}&pays=FR&duree=90-120",
    f"/films/{AMELIE}?vu={MATRIX}&pas=Q936425&genre=comedie&surprise=1&plus=1",
    f"/films/{AMELIE}?genre=western&pays=FR&annees=-1959&connus=3",
    "/a-plusieurs",
    f"/a-plusieurs?p1={AMELIE}&n1=Jeanne&p2={MATRIX}&vu=Q936425",
    f"/a-plusieurs?p1={AMELIE}&pour=2&q=fantome",
    "/recherche?q=un+western+italien+des+ann%C3%A9es+60+de+moins+de+deux+heures",
    "/souhait",
    f"/souhait?envie=genre:comedie&envie=pays:FR&envie=annees:1980-1989&vu={AMELIE}",
    "/souhait?q=un+western+muet+avec+Louis+de+Fun%C3%A8s",
    "/modele",
    "/a-propos",
)
LOST = (
    "/nowhere",
    "/films/Q0",
    "/personnes/nobody",
    "/genres/x",
    "/rayons/x",
    "/mes-films?film=Q0",
    f"/films/{AMELIE}?n=0",
    "/a-plusieurs?p1=Q0",
)
EVERY_PAGE = (*PAGES, *(f"/en{path}" for path in PAGES))


@dataclass(frozen=True)
class Fixed:
    """An engine source that never changes."""

    engine: Engine
    degraded: bool = False

    def current(self) -> Engine:
        """Always the same."""
        return self.engine


class Reader:
    """Sends requests to an application, one after the other.

    They run on a thread of their own: playwright keeps a loop running on the main one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app, raise_app_exceptions=False), base_url="http://site.test"
        )
        self._thread = ExitStack()
        self._portal = self._thread.enter_context(start_blocking_portal())

    def get(self, path: str, **headers: str) -> httpx2.Response:
        """The answer to GET, redirections not followed."""
        return self.ask("GET", path, **headers)

    def ask(self, method: str, path: str, **headers: str) -> httpx2.Response:
        """The answer to any method; an underscore in the name of a header stands for its hyphen."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._portal.call(partial(self._client.request, method, path, headers=named))

    def close(self) -> None:
        """Lets go of the thread."""
        self._portal.call(self._client.aclose)
        self._thread.close()
