"""A film whose id has changed: its old address leads to the new one, for good."""

import pytest
from starlette.testclient import TestClient

from pickflix.recommend.engine import Engine
from pickflix.settings import Settings
from pickflix.web.app import create_app
from tests.web.reading import Fixed


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_old_address_answers_301_and_carries_the_chosen_films_along(engine: Engine, prefix: str) -> None:
    """In both languages; the API answers at once with the id of today."""
    old = "c-la-grande-vadrouille-1966"
    new = engine.film(old).id
    with TestClient(create_app(Fixed(engine), Settings()), follow_redirects=False) as site:
        moved = site.get(f"{prefix}/films/{old}?avec=Q484048")
        assert (moved.status_code, moved.headers["location"]) == (301, f"{prefix}/films/{new}?avec=Q484048")
        assert site.get(moved.headers["location"]).status_code == 200
        assert site.get(f"/api/v1/films/{old}").json()["film"]["id"] == new
