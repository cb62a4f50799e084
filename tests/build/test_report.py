"""The report of a build: every row accounted for, what changed, what it took; as data and as a page."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from playwright.sync_api import Browser

from pickflix.build.pipeline import Order, Stage, build
from pickflix.build.stages import parquet
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import BuildError
from pickflix.sources.contract import Account, LeftOut
from tests.build.conftest import Given, catalogue

WRITING = [Stage("Writing the tables", parquet)]
ACCOUNT = Account(
    {"films.txt": 205},
    (LeftOut("films.txt", "not a film", 5, ("<b>an episode</b>",)),),
    (LeftOut("films.txt", "year is no number", 1, ("19x4",)),),
)


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    """An empty data folder."""
    return SnapshotStore(tmp_path)


def said(store: SnapshotStore) -> dict[str, Any]:
    """What the report of the last build says."""
    report: dict[str, Any] = json.loads((store.root / "build" / "report.json").read_text("utf-8"))
    return report


def test_every_row_is_accounted_for(store: SnapshotStore, given: Given) -> None:
    """Read, left out by reason with examples, made missing; how much is known of the films; what each stage took."""
    build(store, Order([replace(given, tables=replace(given.tables, account=ACCOUNT))], WRITING))
    report = said(store)
    (source,) = report["sources"]
    assert source["account"]["read"] == {"films.txt": 205}
    assert source["account"]["dropped"][0] == {
        "file": "films.txt", "reason": "not a film", "rows": 5, "examples": ["<b>an episode</b>"],
    }  # fmt: skip
    assert source["account"]["mended"][0]["rows"] == 1
    assert report["tables"] == {"films": 200, "people": 200, "credits": 600}
    shares = {row["column"]: row["share"] for row in report["coverage"]}
    assert (shares["films.year"], shares["films.budget_usd"], shares["films with director"]) == (1.0, 0.0, 1.0)
    stages = {stage["label"]: stage for stage in report["stages"]}
    assert {"Reading given", "Checking the tables", "Writing the tables"} <= stages.keys()
    assert all(stage["peak_mb"] > 0 for stage in stages.values())


def test_what_changed_since_the_last_snapshot_is_told(store: SnapshotStore, given: Given) -> None:
    """Films more, films gone, and how much was known of them before."""
    build(store, Order([given], WRITING))
    later = catalogue(210, first=5)
    known = later.films.with_columns(budget_usd=pl.lit(1_000_000, pl.Int64))
    build(store, Order([given.now(replace(later, films=known))], WRITING))
    changed = said(store)["changed"]
    assert (changed["films_added"], changed["films_gone"]) == (15, 5)
    assert changed["gone"][0] == "The Long Road 0"
    (budget,) = [row for row in said(store)["coverage"] if row["column"] == "films.budget_usd"]
    assert (budget["share"], budget["before"]) == (1.0, 0.0)


def test_a_build_of_nothing_new_still_tells_of_the_last(store: SnapshotStore, given: Given) -> None:
    """Every night most find nothing new, and the page is no emptier for that."""
    name = build(store, Order([given], WRITING))
    before = said(store)
    assert build(store, Order([given], WRITING)) == name
    after = said(store)
    assert (after["outcome"], after["snapshot"]) == ("unchanged", name)
    assert (after["sources"], after["coverage"]) == (before["sources"], before["coverage"])
    assert "Rows left out" not in (store.root / "build" / "report.html").read_text()
    assert "films.txt" in (store.root / "build" / "report.html").read_text()


def test_a_build_that_was_refused_says_why(store: SnapshotStore, given: Given) -> None:
    """In one sentence, with all that was read until then."""
    untitled = given.tables.films.with_columns(title=pl.lit(""))
    with pytest.raises(BuildError) as refused:
        build(store, Order([replace(given, tables=replace(given.tables, films=untitled))], WRITING))
    report = said(store)
    assert (report["outcome"], report["reason"]) == ("refused", str(refused.value))
    assert report["rows_read"] == {"given: films.txt": 200}


def test_the_page_shows_it_and_runs_nothing(store: SnapshotStore, given: Given, browser: Browser) -> None:
    """What a source wrote is text there, on a phone too; the copy in the snapshot says the same."""
    name = build(store, Order([replace(given, tables=replace(given.tables, account=ACCOUNT))], WRITING))
    path = store.root / "build" / "report.html"
    assert (store.folder(name) / "build" / "report.html").exists()
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(path.as_uri())
    assert page.get_by_text("<b>an episode</b>").is_visible()
    assert page.get_by_role("heading", level=1).inner_text().endswith("published")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
