"""What a licence forbids cannot happen: read, train, serve, republish."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from pickflix import bootstrap
from pickflix.build.pipeline import Order, Stage, build
from pickflix.build.stages import STAGES, parquet
from pickflix.catalogue.snapshot import Manifest
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import BadRequest, ForbiddenUse, PrivateSnapshot, StaleSource, TermsNotAccepted
from pickflix.recommend.engine import Engine
from pickflix.sources.contract import CC0, SHOWN_ONLY, Terms
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


def test_what_may_not_be_served_is_served_on_this_machine_alone(tmp_path: Path, store: SnapshotStore) -> None:
    """One such source among several is enough."""
    secret = Given(catalogue(200), licence=replace(CC0, serve=False))
    name = build(store, Order([secret], STAGES))
    assert Manifest.read(store.folder(name)).private
    assert Engine.open(store).search("long road")
    with pytest.raises(PrivateSnapshot, match=r"0\.0\.0\.0"):
        bootstrap.serve(bootstrap.settings(data=tmp_path, host="0.0.0.0", port=18_765), print)  # noqa: S104 - refused


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
    with pytest.raises(BadRequest, match="texts only add to the films of others"):
        build(store, Order([texts], []))
    with pytest.raises(BadRequest, match="given is named twice"):
        build(store, Order([given, given], []))
    refused(store, texts, given)
