"""The JSON API: the values of the pages, described by OpenAPI, wrong requests answered as problem details."""

from dataclasses import asdict
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import BaseSchema, Case, GenerationMode
from schemathesis.checks import content_type_conformance, not_a_server_error, response_schema_conformance
from schemathesis.core.result import Ok

from pickflix.pages.film import film_page
from pickflix.pages.model import model_page
from pickflix.pages.person import person_page
from pickflix.pages.search import search_page, suggestions
from pickflix.pages.wish import wish
from pickflix.recommend.engine import Engine
from tests.web.reading import AMELIE, MATRIX, Reader

WRONG = {
    "/api/v1/similar?n=101": 422,
    "/api/v1/similar?n=0": 422,
    "/api/v1/similar?n=many": 422,
    "/api/v1/similar?films=Q1": 422,
    "/api/v1/similar?film=Q0": 404,
    "/api/v1/similar?genre=nonsense": 400,
    "/api/v1/similar?year_from=2000&year_to=1990": 400,
    "/api/v1/similar?" + "&".join(["film=Q83495"] * 51): 422,
    "/api/v1/similar?" + "&".join(f"film=Q{number}" for number in range(3_000)): 414,
    "/api/v1/similar?less_known=4": 422,
    "/api/v1/similar?model=nonsense": 400,
    f"/api/v1/similar?film={AMELIE}&dislike={AMELIE}": 400,
    f"/api/v1/together?p1={AMELIE}": 400,
    f"/api/v1/together?p1={AMELIE}&p2=Q0": 404,
    f"/api/v1/together?p1={AMELIE}&p6={MATRIX}": 422,
    "/api/v1/wish?envie=nonsense": 400,
    "/api/v1/films/Q0": 404,
    "/api/v1/people/nobody": 404,
    "/api/v1/search": 422,
    "/api/v1/search?q=%ff": 400,
    "/api/v1/nowhere": 404,
}


def listed(value: Any) -> Any:  # noqa: ANN401 - JSON has any shape
    """The value as JSON reads it back: lists for tuples."""
    if isinstance(value, dict):
        return {name: listed(each) for name, each in value.items()}
    return [listed(each) for each in value] if isinstance(value, list | tuple) else value


def test_the_json_of_a_page_is_its_value(reader: Reader, engine: Engine) -> None:
    """Each address of the API gives, field by field, the value that the HTML page is made from."""
    values: dict[str, Any] = {
        f"films/{AMELIE}": film_page(engine, AMELIE, "fr"),
        "people/jean-pierre-jeunet": person_page(engine, "jean-pierre-jeunet", "fr"),
        "model": model_page(engine),
        "wish?q=western": wish(engine, engine.understand("western"), "fr"),
        "search?q=amelie": search_page(engine, "amelie", "fr", 10),
        "suggest?q=ameli": suggestions(engine, "ameli", "fr"),
    }
    for path, value in values.items():
        assert reader.get(f"/api/v1/{path}").json() == listed(asdict(value)), path


def test_html_and_json_list_the_same_films(reader: Reader) -> None:
    """My films as a page and as JSON agree, order included."""
    query = f"film={AMELIE}&film={MATRIX}"
    page = reader.get(f"/mes-films?{query}").text
    ids = [film["id"] for film in reader.get(f"/api/v1/similar?{query}").json()["films"]]
    assert len(ids) == 10
    assert sorted(ids, key=lambda film_id: page.index(f"/films/{film_id}?")) == ids


def test_the_language_is_asked_for(reader: Reader) -> None:
    """`lang=en` gives English labels and reasons."""
    french, english = (reader.get(f"/api/v1/films/{AMELIE}?lang={lang}").json() for lang in ("fr", "en"))
    assert (french["film"]["label"], english["film"]["label"]) == ("Le Fabuleux Destin d'Amélie Poulain", "Amélie")
    assert french["similar"][0]["reasons"] != english["similar"][0]["reasons"]


def test_filters_hold_for_every_film(reader: Reader) -> None:
    """What is asked of genre, country and years is true of each film listed."""
    asked = f"film={AMELIE}&genre=comedie&country=FR&year_from=1990&year_to=1999&runtime_max=100"
    films = reader.get(f"/api/v1/similar?{asked}").json()["films"]
    assert films
    for film in films:
        assert "comedie" in film["genres"]
        assert "FR" in film["countries"]
        assert 1990 <= film["year"] <= 1999
        assert film["runtime_min"] <= 100


def test_every_part_of_a_request_is_heeded(reader: Reader) -> None:
    """Seen, disliked, adored, surprise, and what was let go where no film answers all."""
    usual = [film["id"] for film in reader.get(f"/api/v1/similar?film={AMELIE}").json()["films"]]
    told = reader.get(f"/api/v1/similar?film={AMELIE}&adored={AMELIE}&seen={usual[0]}&dislike={usual[1]}").json()
    assert not {*usual[:2]} & {film["id"] for film in told["films"]}
    surprise = reader.get(f"/api/v1/similar?film={AMELIE}&surprise=true").json()
    assert not {*usual} & {film["id"] for film in surprise["films"]}
    unmet = f"/api/v1/similar?film={AMELIE}&genre=western&country=FR&year_to=1959&less_known=3"
    assert reader.get(unmet).json()["let_go"]
    assert reader.get(f"{unmet}&exact=true").json()["films"] == []
    wished = reader.get(f"/api/v1/wish?q=une+comédie&seen={usual[0]}&dislike={usual[1]}&exact=true&n=100").json()
    assert wished["films"]
    assert not {*usual[:2]} & {film["id"] for film in wished["films"]}
    assert reader.get("/api/v1/similar?less_known=true").status_code == 200  # as it was said once


def test_several_people_have_a_reason_each(reader: Reader) -> None:
    """By name, in the language asked for."""
    found = reader.get(f"/api/v1/together?p1={AMELIE}&n1=Jeanne&p2={MATRIX}&country=FR&lang=en&n=5").json()
    assert [person["label"] for person in found["people"]] == ["Jeanne", "Person 2"]
    assert len(found["films"]) == 5
    for film in found["films"]:
        assert "FR" in film["countries"]
        assert film["reasons"][0].startswith("For ")


@pytest.mark.parametrize(("path", "status"), WRONG.items(), ids=[path[:40] for path in WRONG])
def test_a_wrong_request_is_told_as_a_problem(reader: Reader, path: str, status: int) -> None:
    """RFC 9457: a status, a title and one sentence."""
    answer = reader.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().keys() >= {"type", "title", "status", "detail"}
    assert answer.json()["status"] == status
    assert answer.json()["detail"].endswith((".", "?"))


def test_openapi_describes_every_field(reader: Reader) -> None:
    """The words beside each field of a page value stand in /openapi.json too."""
    described = reader.get("/openapi.json").json()["components"]["schemas"]["FilmPage"]["properties"]
    assert all(field.get("description") for field in described.values())


def test_no_page_of_documentation_loads_foreign_scripts(reader: Reader) -> None:
    """FastAPI's own pages come from a CDN, so they are off."""
    assert [reader.get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]


@pytest.fixture(scope="session")
def schema(site: str) -> BaseSchema:
    """The API as /openapi.json of the running site describes it."""
    return schemathesis.openapi.from_url(f"{site}/openapi.json")


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_fits_or_breaks_the_schema_is_answered(schema: BaseSchema, data: st.DataObject) -> None:
    """Schemathesis finds no 5xx, no answer of another type and none of another shape."""
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    operation = data.draw(st.sampled_from(operations))
    case: Case[Any] = data.draw(operation.as_strategy(generation_mode=mode))
    case.call_and_validate(checks=[not_a_server_error, content_type_conformance, response_schema_conformance])


def test_the_running_site_speaks_json(site: str) -> None:
    """Through the real server, what a form sends is found."""
    found = httpx2.get(f"{site}/api/v1/search", params={"q": "Amélie Poulain"}).json()
    assert found["films"][0]["id"] == AMELIE
