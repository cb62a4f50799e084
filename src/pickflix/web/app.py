"""The whole site as one ASGI application."""

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

ICONS = ("/favicon.ico", "/favicon.svg")


def create_app(engines: EngineSource, settings: Settings) -> ASGIApp:
    """The site; `engines` is asked for the current engine at each request."""
    site = Site(engines, settings)
    app = FastAPI(
        title="PickFlix",
        version="1",
        description="Type a film, get films like it, and why. The pages of the site as JSON.",
        # Their pages load scripts from a third party.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.include_router(api(site))
    pages = Pages(site)
    app.router.routes += [route for prefix in PREFIX.values() for route in pages.routes(prefix)]
    app.router.routes += [
        Route("/en", english_home),
        *Machines(site).routes(),
        Route("/static/{name}", static_file),
        *(Route(path, favicon) for path in ICONS),
    ]
    failures = Failures(site)
    failures.install(app)
    assets()  # compressed now, so that no reader waits for it
    return Delivery(app, version=lambda: site.engine.snapshot.manifest.name, refused=failures.refused)
