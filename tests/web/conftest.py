"""A reader of the whole site on the embedded catalogue."""

from collections.abc import Iterator

import pytest
from starlette.types import ASGIApp

from pickflix.recommend.engine import Engine
from pickflix.settings import Settings
from pickflix.web.app import create_app
from tests.web.reading import Fixed, Reader


@pytest.fixture(scope="session")
def app(engine: Engine) -> ASGIApp:
    """The site as it is served."""
    return create_app(Fixed(engine), Settings(public_url="https://cinema.example"))


@pytest.fixture(scope="session")
def reader(app: ASGIApp) -> Iterator[Reader]:
    """Somebody who reads it."""
    one = Reader(app)
    yield one
    one.close()
