"""Snapshots: published whole or not at all, rolled back, collected only when nobody reads them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pickflix.catalogue.snapshot import MANIFEST, Manifest, Snapshot, SourceNote
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import (
    BuildRunning,
    DamagedSnapshot,
    NoOlderSnapshot,
    NoSnapshot,
    NotWritable,
    OutdatedSnapshot,
    UnknownSnapshot,
)

NOTE = SourceNote("embedded", "CC0 1.0", "https://example.org/cc0", "2026-10-18", 1, "somebody")


def publish(store: SnapshotStore, content: str) -> str:
    """A snapshot of one small file."""
    with store.building() as folder:
        (folder / "model").mkdir()
        (folder / "model" / "words.txt").write_text(content)
        return store.publish(folder, Manifest.of(folder, [NOTE], {"films": 1}))


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    """An empty store."""
    return SnapshotStore(tmp_path / "var")


def test_the_name_follows_from_the_content(store: SnapshotStore) -> None:
    """The same content has the same name, other content another one."""
    first, second, again = publish(store, "a"), publish(store, "b"), publish(store, "a")
    assert first == again != second
    assert first.startswith("2026-10-18-")
    assert sorted(store.names()) == sorted([first, second])


def test_what_was_published_last_is_current(store: SnapshotStore) -> None:
    """Also when it had been published before."""
    first = publish(store, "a")
    publish(store, "b")
    publish(store, "a")
    assert store.open_current().manifest.name == first


def test_nothing_published_is_said_so(store: SnapshotStore) -> None:
    """With the command that mends it."""
    with pytest.raises(NoSnapshot, match="pickflix build"):
        store.open_current()


def test_rollback_goes_to_the_one_before_and_ends_there(store: SnapshotStore) -> None:
    """And can go to one by name."""
    first, second = publish(store, "a"), publish(store, "b")
    assert store.rollback() == first == store.current_name()
    with pytest.raises(NoOlderSnapshot):
        store.rollback()
    assert store.rollback(second) == second == store.current_name()


def test_rollback_passes_over_a_damaged_snapshot(store: SnapshotStore) -> None:
    """To the newest whole one before it; one that is named must be whole."""
    oldest, bad, _ = [publish(store, content) for content in "abc"]
    spoil(store.folder(bad), "flipped")
    assert store.rollback() == oldest
    with pytest.raises(DamagedSnapshot):
        store.rollback(bad)


def test_a_pointer_that_is_a_folder_is_told(store: SnapshotStore) -> None:
    """One sentence; nothing is left behind."""
    name = publish(store, "a")
    store.pointer.unlink()
    store.pointer.mkdir()
    with pytest.raises(NotWritable):
        store.point(name)
    assert {path.name for path in store.root.iterdir()} == {"current", "snapshots", "build.lock"}


@pytest.mark.parametrize("name", ["nothing", "../../etc", ".building-1", ""])
def test_rollback_to_what_is_not_there_changes_nothing(store: SnapshotStore, name: str) -> None:
    """A path is no name either."""
    kept = publish(store, "a")
    with pytest.raises(UnknownSnapshot):
        store.rollback(name)
    assert store.current_name() == kept


@pytest.fixture(params=["shorter", "flipped", "missing", "no manifest", "half a manifest"])
def damage(request: pytest.FixtureRequest) -> str:
    """One way to damage a snapshot."""
    return str(request.param)


def spoil(folder: Path, how: str) -> None:
    """Damages a snapshot folder."""
    words, manifest = folder / "model" / "words.txt", folder / MANIFEST
    match how:
        case "shorter":
            words.write_text("")
        case "flipped":
            words.write_text("z")
        case "missing":
            words.unlink()
        case "no manifest":
            manifest.unlink()
        case _:
            manifest.write_text(manifest.read_text()[:40])


def test_a_damaged_snapshot_gives_way_to_the_last_good_one(store: SnapshotStore, damage: str) -> None:
    """The site goes on with it."""
    good, bad = publish(store, "a"), publish(store, "b")
    spoil(store.folder(bad), damage)
    assert store.open_current().manifest.name == good


def test_where_no_snapshot_is_whole_the_damage_is_told(store: SnapshotStore, damage: str) -> None:
    """One sentence with the file and the way out."""
    bad = publish(store, "b")
    spoil(store.folder(bad), damage)
    with pytest.raises(DamagedSnapshot, match="pickflix snapshot rollback") as caught:
        store.open_current()
    assert store.folder(bad) in caught.value.path.parents


def test_what_another_version_built_is_not_read(store: SnapshotStore) -> None:
    """The way out is a build; a snapshot that can be read serves meanwhile."""
    good, other = publish(store, "a"), publish(store, "b")
    manifest = store.folder(other) / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 99}))
    assert store.is_outdated(other)
    assert not store.is_outdated(good)
    assert store.open_current().manifest.name == good
    with pytest.raises(OutdatedSnapshot, match="pickflix build"):
        Snapshot(store.folder(other))


def test_publishing_again_mends_a_damaged_snapshot(store: SnapshotStore, damage: str) -> None:
    """The folder of that name is replaced."""
    bad = publish(store, "b")
    spoil(store.folder(bad), damage)
    assert publish(store, "b") == bad
    assert not Snapshot(store.folder(bad), without=()).lost


@pytest.mark.parametrize("pointer", ["nothing-of-that-name", "", "../..", "\x00", "two\nlines"])
def test_a_pointer_to_nothing_falls_back(store: SnapshotStore, pointer: str) -> None:
    """The newest whole snapshot serves."""
    good = publish(store, "a")
    store.pointer.write_text(pointer)
    assert store.open_current().manifest.name == good


def test_old_snapshots_are_collected_but_never_one_in_use(store: SnapshotStore) -> None:
    """The one that somebody reads goes once it is let go."""
    names = [publish(store, content) for content in "abcd"]
    reader = Snapshot(store.folder(names[0]))
    assert store.collect(keep=2) == [names[1]]
    reader.close()
    assert store.collect(keep=2) == [names[0]]
    assert store.names() == [names[3], names[2]]


def test_the_current_snapshot_is_kept_even_when_it_is_the_oldest(store: SnapshotStore) -> None:
    """After a rollback."""
    oldest, *_ = [publish(store, content) for content in "abc"]
    store.rollback(oldest)
    store.collect(keep=1)
    assert store.names() == [oldest]


def test_what_a_later_build_is_held_against_is_kept(store: SnapshotStore) -> None:
    """The newest of another set of sources, however many came since."""
    with store.building() as folder:
        (folder / "words.txt").write_text("imdb")
        other = store.publish(folder, Manifest.of(folder, [replace(NOTE, name="imdb")], {"films": 1}))
    *_, last = [publish(store, content) for content in "abcd"]
    store.collect(keep=1)
    assert store.names() == [last, other]


def test_two_builds_do_not_run_at_once(store: SnapshotStore) -> None:
    """The second is told so; once the first has ended it may run."""
    with store.building(), pytest.raises(BuildRunning, match="Another build"), store.building():
        pass
    with store.building() as folder:
        assert folder.is_dir()


def fail(store: SnapshotStore) -> None:
    """A build that breaks half-way."""
    with store.building() as folder:
        (folder / "half.txt").write_text("half")
        raise DamagedSnapshot(folder, "is only half")


def test_a_build_that_fails_leaves_nothing_and_changes_nothing(store: SnapshotStore) -> None:
    """Nor does what a killed build left behind stay."""
    kept = publish(store, "a")
    left = store.snapshots / ".building-1"
    left.mkdir()
    with pytest.raises(DamagedSnapshot):
        fail(store)
    assert [path.name for path in store.snapshots.iterdir()] == [kept]
    assert store.current_name() == kept
