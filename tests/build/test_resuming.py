"""A build that was interrupted goes on where it stopped; what has not changed is not made again."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from pickflix.build.pipeline import Order, Stage, Workspace, build
from pickflix.build.stages import parquet
from pickflix.catalogue.store import SnapshotStore
from tests.build.conftest import Given, catalogue


class Counting:
    """A stage that writes one file, and counts how often it did."""

    def __init__(self, name: str) -> None:
        """`name` is that of its file."""
        self.name, self.runs = name, 0

    def __call__(self, work: Workspace) -> None:
        """Writes how many films there are."""
        self.runs += 1
        (work.folder / self.name).write_text(str(work.tables.films.height))

    def stage(self, *, kept: bool = True) -> Stage:
        """As a stage of a build."""
        return Stage(f"Writing {self.name}", self, kept=kept)


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    """An empty data folder."""
    return SnapshotStore(tmp_path)


def interrupted(_: Workspace) -> None:
    """Somebody presses Ctrl-C."""
    raise KeyboardInterrupt


def test_the_stages_that_ended_are_not_done_again(store: SnapshotStore, given: Given) -> None:
    """Nor is the source read again; the snapshot has the files of all of them."""
    first, memory, last = Counting("first"), Counting("memory"), Counting("last")
    before = [first.stage(), memory.stage(kept=False)]
    with pytest.raises(KeyboardInterrupt):
        build(store, Order([given], [*before, Stage("Stopping", interrupted), last.stage()]))
    assert store.names() == []
    name = build(store, Order([given], [*before, last.stage()]))
    assert (first.runs, memory.runs, last.runs, given.readings) == (1, 2, 1, 1)
    files = {path.name for path in store.folder(name).iterdir()}
    assert files == {"first", "memory", "last", "manifest.json", "build"}
    assert not (store.root / "work").exists()


def test_a_stage_that_was_killed_leaves_nothing_that_is_taken_for_its_work(store: SnapshotStore, given: Given) -> None:
    """Half a file is not a file."""

    def half(work: Workspace) -> None:
        (work.folder / "films").write_text("hal")
        raise KeyboardInterrupt

    whole = Counting("films")
    with pytest.raises(KeyboardInterrupt):
        build(store, Order([given], [Stage("Writing films", half, kept=True)]))
    name = build(store, Order([given], [whole.stage()]))
    assert whole.runs == 1
    assert (store.folder(name) / "films").read_text() == "200"


def test_what_was_kept_of_other_inputs_is_not_taken(store: SnapshotStore, given: Given) -> None:
    """It goes when another build begins."""
    first = Counting("first")
    with pytest.raises(KeyboardInterrupt):
        build(store, Order([given], [first.stage(), Stage("Stopping", interrupted)]))
    name = build(store, Order([given.now(catalogue(300))], [first.stage()]))
    assert (store.folder(name) / "first").read_text() == "300"
    assert not (store.root / "work").exists()


def test_nothing_is_built_where_nothing_has_changed(store: SnapshotStore, given: Given) -> None:
    """The same snapshot, which becomes the newest; a change of anything builds another."""
    stage = Counting("films")
    name = build(store, Order([given], [stage.stage()]))
    assert build(store, Order([given], [stage.stage()])) == name
    assert stage.runs == 1
    other = build(store, Order([given], [stage.stage()], ["other ratings"]))
    assert (other != name, stage.runs, given.readings) == (True, 2, 1)
    assert build(store, Order([given], [stage.stage()])) == name
    assert store.names()[0] == name == store.current_name()


def test_a_snapshot_that_is_damaged_is_built_again(store: SnapshotStore, given: Given) -> None:
    """Though its inputs are the same."""
    stage = Counting("films")
    name = build(store, Order([given], [stage.stage()]))
    (store.folder(name) / "films").write_text("???")
    assert build(store, Order([given], [stage.stage()])) == name
    assert (store.folder(name) / "films").read_text() == "200"


def test_a_reading_that_is_damaged_is_read_again(store: SnapshotStore, given: Given) -> None:
    """And what was read of a source before it changed goes."""
    build(store, Order([given], []))
    (folder,) = (store.root / "readings").iterdir()
    (folder / "people.parquet").write_bytes(b"no table")
    build(store, Order([given], [Stage("Writing", parquet)], ["anew"]))
    assert given.readings == 2
    later = replace(given, version=given.version + 1)
    build(store, Order([later], []))
    assert len(list((store.root / "readings").iterdir())) == 1


def test_the_clock_set_back_does_not_make_the_new_snapshot_an_old_one(store: SnapshotStore, given: Given) -> None:
    """What was published last is the newest, and a rollback goes to the one before."""
    first = build(store, Order([given], []))
    ahead = 4_102_444_800  # the year 2100
    os.utime(store.folder(first), (ahead, ahead))
    second = build(store, Order([given.now(catalogue(210))], []))
    assert store.names() == [second, first]
    assert store.rollback() == first
