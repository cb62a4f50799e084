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


def test_a_former_id_among_the_chosen_films_is_the_film_itself(engine: Engine) -> None:
    """Named twice it counts once, and it can be taken out."""
    old = "c-la-grande-vadrouille-1966"
    new = engine.film(old).id
    with TestClient(create_app(Fixed(engine), Settings())) as site:
        page = site.get(f"/mes-films?film={old}&film={new}&film=Q484048").text
        assert "D’après vos 2 films" in page
        assert 'href="/mes-films?film=Q484048"' in page
        assert len(site.get(f"/api/v1/similar?film={old}&film={new}").json()["seeds"]) == 1


def test_no_path_leads_to_another_site(engine: Engine) -> None:
    """The link to the other language stays here, whatever the address."""
    with TestClient(create_app(Fixed(engine), Settings())) as site:
        assert 'href="//' not in site.get("/en//evil.example/x").text
