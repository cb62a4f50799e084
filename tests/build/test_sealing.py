"""What outlived a killed build is taken again only where it is what it was; a full disk gets its room back."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pickflix.build.pipeline import Order, Stage, Workspace, build
from pickflix.build.stages import parquet
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import DiskFull
from tests.build.conftest import Given

WRITING = Stage("Writing", parquet, kept=True)


def interrupted(_: Workspace) -> None:
    """Somebody presses Ctrl-C."""
    raise KeyboardInterrupt


def full(_: Workspace) -> None:
    """The disk takes no more."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def flip(path: Path) -> None:
    """One bit of the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def in_place_of(folder: Path) -> None:
    """A file where a folder was."""
    shutil.rmtree(folder)
    folder.write_text("no folder")


Spoil = Callable[[Path], object]  # given a folder that holds films.parquet
SPOILT: dict[str, Spoil] = {
    "a flipped bit": lambda folder: flip(folder / "films.parquet"),
    "cut short": lambda folder: os.truncate(folder / "films.parquet", 100),
    "empty": lambda folder: os.truncate(folder / "films.parquet", 0),
    "gone": lambda folder: (folder / "people.parquet").unlink(),
    "one more": lambda folder: (folder / "more.parquet").write_text("of somebody else"),
    "no seal": lambda folder: (folder / ".seal.json").unlink(),
    "half a seal": lambda folder: os.truncate(folder / ".seal.json", 30),
    "another seal": lambda folder: (folder / ".seal.json").write_text("[]"),
    "a file": in_place_of,
}


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    """An empty data folder."""
    return SnapshotStore(tmp_path / "var")


@pytest.fixture
def undisturbed(tmp_path: Path, given: Given) -> str:
    """The name of the snapshot that a build gives which nothing befalls."""
    return build(SnapshotStore(tmp_path / "other"), Order([given], [WRITING]))


@pytest.mark.parametrize("how", SPOILT)
def test_a_reading_that_is_not_what_was_written_is_read_again(
    store: SnapshotStore, given: Given, undisturbed: str, how: str
) -> None:
    """Whatever befell it, a single bit too; the snapshot is the same as without it."""
    given.readings = 0
    build(store, Order([given], [WRITING], ["earlier"]))
    (folder,) = (store.root / "readings").iterdir()
    SPOILT[how](folder)
    assert build(store, Order([given], [WRITING])) == undisturbed
    assert given.readings == 2


@pytest.mark.parametrize("how", SPOILT)
def test_a_stage_that_is_not_what_was_written_is_done_again(
    store: SnapshotStore, given: Given, undisturbed: str, how: str
) -> None:
    """The files that a killed build left are trusted no further than their seal."""
    with pytest.raises(KeyboardInterrupt):
        build(store, Order([given], [WRITING, Stage("Stopping", interrupted)]))
    (folder,) = (store.root / "work").glob("*/writing")
    SPOILT[how](folder)
    assert build(store, Order([given], [WRITING])) == undisturbed
    assert store.is_whole(undisturbed)
    assert not (store.root / "work").exists()


@pytest.mark.parametrize("place", ["work", "work/old", "readings"])
def test_a_file_where_a_folder_should_be_stands_in_nobodys_way(
    store: SnapshotStore, given: Given, undisturbed: str, place: str
) -> None:
    """The folders of a build are its own: what is none of it goes."""
    path = store.root / place
    path.parent.mkdir(parents=True)
    path.write_text("no folder")
    assert build(store, Order([given], [WRITING])) == undisturbed
    assert not (store.root / "work").exists()


def test_the_files_of_a_snapshot_hold_no_seal(store: SnapshotStore, undisturbed: str, given: Given) -> None:
    """It is for builds alone; the manifest vouches for a snapshot."""
    build(store, Order([given], [WRITING]))
    assert not list(store.folder(undisturbed).rglob(".*"))


def test_a_full_disk_gets_back_the_room_of_what_was_kept(store: SnapshotStore, given: Given) -> None:
    """It would stand in the way of the next start; the last snapshot stays, and the report says why."""
    kept = build(store, Order([given], [WRITING]))
    with pytest.raises(DiskFull):
        build(store, Order([given], [WRITING, Stage("Filling the disk", full)], ["anew"]))
    assert {path.name for path in store.root.iterdir()} == {"build", "build.lock", "current", "readings", "snapshots"}
    assert [path.name for path in store.snapshots.iterdir()] == [kept] == [store.current_name()]
    said = json.loads((store.root / "build" / "report.json").read_text("utf-8"))
    assert (said["outcome"], "Free some space" in said["reason"]) == ("refused", True)
