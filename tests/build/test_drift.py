"""What a refresh may not lose unseen: the last good snapshot stays, and the reason is one sentence."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from pickflix.build.drift import TooMuchLost
from pickflix.build.pipeline import Order, Stage, build
from pickflix.build.stages import parquet
from pickflix.catalogue.snapshot import Manifest
from pickflix.catalogue.store import SnapshotStore
from pickflix.sources.contract import Account, Tables
from tests.build.conftest import Given, catalogue

WRITING = [Stage("Writing the tables", parquet)]


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    """An empty data folder."""
    return SnapshotStore(tmp_path)


def fewer(tables: Tables, films: int) -> Tables:
    """Without the last of the films."""
    kept = tables.films.sort("id").head(tables.films.height - films)
    credit = tables.credits.filter(pl.col("film_id").is_in(kept["id"].implode()))
    return Tables(kept, tables.people, credit, Account(dict(tables.account.read)))


def cut(tables: Tables) -> Tables:
    """As read from a file whose last tenth is missing, though no film of it is."""
    return replace(tables, account=Account({name: rows * 9 // 10 for name, rows in tables.account.read.items()}))


LOSSES: list[tuple[Callable[[Tables], Tables], str]] = [
    (lambda tables: fewer(tables, 11), r"11 of 200 films \(6%\) would be lost, such as The Long Road"),
    (cut, r"given: films.txt has 180 rows, the last accepted one had 200"),
    (
        lambda tables: replace(
            tables, films=tables.films.with_columns(year=pl.when(pl.int_range(pl.len()) % 2 == 0).then("year"))
        ),
        r"films.year: 50.0% have a value, 100.0% before",
    ),
    (lambda tables: replace(tables, credits=tables.credits.filter(role="director")), "films with cast: 0.0%"),
    (
        lambda tables: replace(tables, credits=tables.credits.with_columns(characters=pl.lit([], pl.List(pl.String)))),
        r"credits.characters: 0.0% have a value, \d+.\d% before",
    ),
    (
        lambda tables: replace(
            tables, credits=tables.credits.filter((pl.col("role") != "cast") | (pl.col("position") < 1))
        ),
        "cast: credits a film: 1.0, 2.0 before",
    ),
]


@pytest.mark.parametrize(("lose", "sentence"), LOSSES)
def test_a_refresh_that_loses_much_is_refused(
    store: SnapshotStore, given: Given, lose: Callable[[Tables], Tables], sentence: str
) -> None:
    """Films, rows of a file, values of a column, people of a role."""
    kept = build(store, Order([given], WRITING))
    with pytest.raises(TooMuchLost) as refused:
        build(store, Order([given.now(lose(given.tables))], WRITING))
    assert any(re.search(sentence, loss) for loss in refused.value.losses)
    assert store.current_name() == kept
    assert store.names() == [kept]
    said = json.loads((store.root / "build" / "report.json").read_text())
    assert (said["outcome"], said["snapshot"]) == ("refused", "")
    assert said["reason"].endswith("build with --accept-loss.")


@pytest.mark.parametrize(("lose", "sentence"), LOSSES)
def test_what_is_accepted_is_published_and_recorded(
    store: SnapshotStore, given: Given, lose: Callable[[Tables], Tables], sentence: str
) -> None:
    """And it is what later builds are held against."""
    build(store, Order([given], WRITING))
    later = given.now(lose(given.tables))
    name = build(store, Order([later], WRITING, accept_loss=True))
    assert any(re.search(sentence, loss) for loss in Manifest.read(store.folder(name)).accepted)
    assert build(store, Order([later], WRITING, ["built anew"])) != name


def test_a_small_loss_passes(store: SnapshotStore, given: Given) -> None:
    """Five in a hundred: films are merged and deleted at the source every day."""
    build(store, Order([given], WRITING))
    name = build(store, Order([given.now(fewer(given.tables, 10))], WRITING))
    assert store.current_name() == name


def test_a_film_under_a_new_number_is_not_lost(store: SnapshotStore, given: Given) -> None:
    """Its old id leads to it."""
    build(store, Order([given], WRITING))
    renamed = given.tables.films.with_columns(id="Q9000" + pl.col("id").str.slice(1), former_ids=pl.concat_list("id"))
    credit = given.tables.credits.with_columns(film_id="Q9000" + pl.col("film_id").str.slice(1))
    name = build(store, Order([given.now(replace(given.tables, films=renamed, credits=credit))], WRITING))
    assert store.current_name() == name


def test_other_sources_are_another_catalogue(store: SnapshotStore, given: Given) -> None:
    """A first build of theirs has nothing to be held against, however much smaller it is."""
    build(store, Order([given], WRITING))
    other = Given(catalogue(20), name="other")
    name = build(store, Order([other], WRITING))
    assert store.current_name() == name
    with pytest.raises(TooMuchLost):
        build(store, Order([given.now(fewer(given.tables, 30))], WRITING))


def test_after_a_rollback_the_current_one_is_what_counts(store: SnapshotStore, given: Given) -> None:
    """The manager went back because the newest was no good."""
    good = build(store, Order([given], WRITING))
    worse = Order([given.now(fewer(given.tables, 100))], WRITING)
    build(store, replace(worse, accept_loss=True))
    store.rollback(good)
    with pytest.raises(TooMuchLost):
        build(store, worse)
    assert store.current_name() == good
