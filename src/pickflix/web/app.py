"""The whole site as one ASGI application."""

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp

from pickflix.settings import Settings
from pickflix.web.api import api
from pickflix.web.assets import assets, favicon, static_file
from pickflix.web.delivery import Delivery
from pickflix.web.failures import Failures
from pickflix.web.html import Pages, english_home
from pickflix.web.links import PREFIX
from pickflix.web.machines import Machines
from pickflix.web.site import EngineSource, Site

if TYPE_CHECKING:
    from pickflix.web.posters import Posters

ICONS = ("/favicon.ico", "/favicon.svg")


def create_app(engines: EngineSource, settings: Settings) -> ASGIApp:
    """The site; `engines` is asked for the current engine at each request."""
    posters = tmdb_posters(engines, settings)
    site = Site(engines, settings, posters.picture) if posters else Site(engines, settings)
    app = FastAPI(
        title="PickFlix",
        version="1",
        description="Type a film, get films like it, and why. The pages of the site as JSON.",
        # Their pages load scripts from a third party.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=(lambda _: posters.fetching()) if posters else None,
    )
    app.include_router(api(site))
    pages = Pages(site)
    app.router.routes += [route for prefix in PREFIX.values() for route in pages.routes(prefix)]
    app.router.routes += [
        Route("/en", english_home),
        *Machines(site).routes(),
        Route("/static/{name}", static_file),
        *(Route(path, favicon) for path in ICONS),
        *(posters.routes() if posters else ()),
    ]
    failures = Failures(site)
    failures.install(app)
    assets()  # compressed now, so that no reader waits for it

    def version() -> str:
        # A page kept without its pictures is made again once one has come.
        pictures = f"/{posters.version}" if posters else ""
        return f"{site.engine.snapshot.manifest.name}{pictures}"

    def private() -> bool:
        return site.engine.snapshot.manifest.private

    return Delivery(app, version=version, private=private, refused=failures.refused)


def tmdb_posters(engines: EngineSource, settings: Settings) -> "Posters | None":
    """What fetches and serves TMDB's pictures, None without a token; then its modules are not even imported."""
    if settings.tmdb_token is None:
        return None
    from pickflix.web.posters import Posters  # noqa: PLC0415 - the HTTP client costs memory that most sites can spare

    return Posters(settings, engines)
