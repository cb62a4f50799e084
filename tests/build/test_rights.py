"""What a licence forbids cannot happen: read, train, serve, republish."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient

from pickflix import bootstrap
from pickflix.build.pipeline import Order, Stage, build
from pickflix.build.stages import STAGES, parquet
from pickflix.catalogue.snapshot import Manifest
from pickflix.catalogue.store import SnapshotStore
from pickflix.doctor import examine
from pickflix.errors import BadRequest, ForbiddenUse, PrivateSnapshot, StaleSource, TermsNotAccepted
from pickflix.recommend.engine import Engine
from pickflix.settings import Settings
from pickflix.sources.contract import CC0, SHOWN_ONLY, Terms
from pickflix.web.app import create_app
from pickflix.web.live import LiveEngine
from tests.build.conftest import Given, catalogue


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    """An empty data folder."""
    return SnapshotStore(tmp_path)


def refused(store: SnapshotStore, *sources: Given) -> None:
    """Nothing was read, fetched or published."""
    assert [source.readings for source in sources] == [0] * len(sources)
    assert store.names() == []


def test_a_source_that_may_not_be_read_is_not(store: SnapshotStore, given: Given) -> None:
    """Not even fetched."""
    closed = replace(given, licence=replace(CC0, name="all rights reserved", read=False))
    with pytest.raises(ForbiddenUse, match="may not be used to read: its licence is all rights reserved"):
        build(store, Order([closed], []))
    refused(store, closed)


def test_terms_must_be_accepted_first(store: SnapshotStore, given: Given) -> None:
    """The refusal quotes them and names the setting; accepted, the source is read."""
    terms = Terms("Personal use only.", "https://example.org/terms", "PICKFLIX_GIVEN_TERMS=accepted", accepted=False)
    asked = replace(given, terms=terms)
    with pytest.raises(TermsNotAccepted, match=r"Personal use only\..*example.org.*PICKFLIX_GIVEN_TERMS=accepted"):
        build(store, Order([asked], []))
    refused(store, asked)
    assert build(store, Order([replace(given, terms=replace(terms, accepted=True))], []))


def test_no_model_is_trained_on_what_forbids_it(store: SnapshotStore, given: Given) -> None:
    """Alone, such a source makes no catalogue."""
    shown = replace(given, licence=replace(CC0, name="look only", train=False))
    with pytest.raises(ForbiddenUse, match="train a model"):
        build(store, Order([shown], []))
    refused(store, shown)


def test_of_a_source_that_forbids_training_only_what_is_shown_comes_in(store: SnapshotStore, given: Given) -> None:
    """Its overview does; its genres, people and years do not, for models read those."""
    films = given.tables.films.with_columns(
        overview=pl.lit("Two brothers."), budget_usd=1, text=pl.lit("A plot."), year=1990
    )
    shown = Given(
        replace(given.tables, films=films.with_columns(genres=[]), credits=given.tables.credits.clear()),
        name="shown",
        licence=replace(CC0, train=False),
    )
    bare = replace(given.tables, films=given.tables.films.with_columns(title_fr=None))
    name = build(store, Order([replace(given, tables=bare), shown], [Stage("Writing", parquet)]))
    found = pl.read_parquet(store.folder(name) / "films.parquet")
    assert found["overview"].to_list() == ["Two brothers."] * films.height
    assert found.drop(SHOWN_ONLY).equals(bare.films.drop(SHOWN_ONLY).sort("id"))


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> SnapshotStore:
    """A snapshot of a source that may not be served."""
    store = SnapshotStore(tmp_path_factory.mktemp("private"))
    build(store, Order([Given(catalogue(200), licence=replace(CC0, serve=False))], STAGES))
    return store


@pytest.fixture
def private_site(private: SnapshotStore) -> Iterator[TestClient]:
    """The site on it, asked from this machine."""
    app = create_app(LiveEngine(private), Settings(data=private.root))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def test_what_may_not_be_served_is_served_on_this_machine_alone(private: SnapshotStore) -> None:
    """One such source among several is enough."""
    assert private.open_current().manifest.private
    assert Engine.open(private).search("long road")
    with pytest.raises(PrivateSnapshot, match=r"0\.0\.0\.0"):
        bootstrap.serve(bootstrap.settings(data=private.root, host="0.0.0.0", port=18_765), print)  # noqa: S104 - refused


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8000"}, 200),
        ({"host": "[::1]:8000"}, 200),
        ({"host": "evil.example"}, 403),
        ({"x-forwarded-for": "203.0.113.9"}, 403),
        ({"forwarded": "for=203.0.113.9"}, 403),
    ],
)
def test_a_private_catalogue_answers_neither_proxies_nor_strange_names(
    private_site: TestClient, headers: dict[str, str], status: int
) -> None:
    """However it is bound: a proxy in front would show it to the public, a name that leads here to another site."""
    for path in ("/", "/api/v1/search?q=road", "/en/films/Q1"):
        answer = private_site.get(path, headers=headers)
        assert answer.status_code == status, path
        assert ("Long" in answer.text) == (status == HTTPStatus.OK), path


def test_a_private_catalogue_is_not_served_under_a_public_address(private: SnapshotStore) -> None:
    """Not even from 127.0.0.1: somebody put a proxy in front."""
    settings = bootstrap.settings(data=private.root, public_url="https://pickflix.mon-cinema.example")
    with pytest.raises(PrivateSnapshot, match=r"mon-cinema\.example"):
        bootstrap.serve(settings, print)
    assert [each.what for each in examine(settings) if not each.good] == ["Licence"]


def test_what_may_not_be_given_away_is_said_in_the_manifest(store: SnapshotStore, given: Given) -> None:
    """Exports read it there."""
    kept = replace(given, licence=replace(CC0, republish=False))
    name = build(store, Order([kept], []))
    (note,) = Manifest.read(store.folder(name)).sources
    assert (note.serve, note.republish) == (True, False)


def test_rows_older_than_their_licence_allows_are_not_read(store: SnapshotStore, given: Given) -> None:
    """As TMDB's after six months."""
    old = replace(given, freshness=timedelta(days=183), standing="too old")
    with pytest.raises(StaleSource, match="older than the 183 days"):
        build(store, Order([old], []))
    refused(store, old)


def test_a_source_that_only_adds_needs_another(store: SnapshotStore, given: Given) -> None:
    """And one is not named twice."""
    texts = replace(given, name="texts", adds_films=False)
    with pytest.raises(BadRequest, match="nothing gives films: texts can only add"):
        build(store, Order([texts], []))
    with pytest.raises(BadRequest, match="given is named twice"):
        build(store, Order([given, given], []))
    refused(store, texts, given)
