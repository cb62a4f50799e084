"""A running site takes up a new snapshot without a failed request, and goes on with the last good one."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from pickflix.catalogue.snapshot import Manifest
from pickflix.catalogue.store import SnapshotStore
from pickflix.recommend.engine import Engine
from pickflix.settings import Settings
from pickflix.web.app import create_app
from pickflix.web.live import LiveEngine
from tests.conftest import serving

PICKFLIX = str(Path(sys.executable).with_name("pickflix"))
PATHS = ("/", "/recherche?q=amelie", "/films/Q484048", "/api/v1/similar?film=Q484048")
SOON = 30  # seconds


@pytest.fixture
def store(data_dir: Path, tmp_path: Path) -> SnapshotStore:
    """A store of one's own with two snapshots of the same rows; the older one is current."""
    shutil.copytree(data_dir, tmp_path / "var")
    store = SnapshotStore(tmp_path / "var")
    (older,) = store.names()
    with store.building() as folder:
        shutil.copytree(store.folder(older), folder, dirs_exist_ok=True)
        (folder / "manifest.json").unlink()
        (folder / "news.txt").write_text("what makes this one another")
        manifest = Manifest.read(store.folder(older))
        store.publish(folder, Manifest.of(folder, manifest.sources, manifest.counts))
    store.rollback(older)
    return store


def newer(store: SnapshotStore) -> str:
    """The snapshot that is not current."""
    return next(name for name in store.names() if name != store.current_name())


def until(holds: Callable[[], bool]) -> None:
    """Asks again until it holds; fails after a while."""
    tries = threading.Event()
    for _ in range(SOON * 50):
        if holds():
            return
        tries.wait(0.02)
    pytest.fail("never came true")


def test_a_running_site_swaps_snapshots_without_a_failed_request(store: SnapshotStore, tmp_path: Path) -> None:
    """Two workers under traffic; each takes up what is published, and what is rolled back."""
    first, second = str(store.current_name()), newer(store)
    statuses: list[int] = []
    over = threading.Event()

    def read(url: str) -> None:
        with httpx2.Client(base_url=url) as reader:
            while not over.is_set():
                statuses.extend(reader.get(path).status_code for path in PATHS)

    def served(url: str) -> set[str]:
        # Each a new connection, so that both workers are asked.
        return {httpx2.get(f"{url}/readyz").json()["snapshot"] for _ in range(8)}

    with serving(store.root, tmp_path / "serve.log") as url:
        readers = [threading.Thread(target=read, args=(url,)) for _ in range(2)]
        for reader in readers:
            reader.start()
        try:
            for wanted in (second, first, second):
                store.point(wanted)
                until(lambda wanted=wanted: served(url) == {wanted})  # type: ignore[misc]
        finally:
            over.set()
            for reader in readers:
                reader.join()
    assert set(statuses) == {200}
    assert len(statuses) > len(PATHS)


@pytest.fixture
def site(store: SnapshotStore) -> Iterator[TestClient]:
    """The application on that store, in this process."""
    with TestClient(create_app(LiveEngine(store), Settings(data=store.root))) as client:
        yield client


@pytest.mark.parametrize("damage", ["cut", "emptied", "no manifest"])
def test_a_damaged_new_snapshot_is_not_served(store: SnapshotStore, site: TestClient, damage: str) -> None:
    """The last good one goes on; readiness says that something is wrong."""
    good, bad = str(store.current_name()), newer(store)
    database = store.folder(bad) / "films.sqlite"
    match damage:
        case "cut":
            database.write_bytes(database.read_bytes()[:1000])
        case "emptied":
            database.write_bytes(b"")
        case _:
            (store.folder(bad) / "manifest.json").unlink()
    store.point(bad)
    until(lambda: site.get("/films/Q484048").status_code == 200 and site.get("/readyz").json()["degraded"])
    assert site.get("/readyz").json()["snapshot"] == good


def test_a_pointer_to_nothing_changes_nothing_for_readers(store: SnapshotStore, site: TestClient) -> None:
    """Nor does a pointer that is gone."""
    good = str(store.current_name())
    for spoil in (lambda: store.pointer.write_text("nothing"), store.pointer.unlink):
        spoil()
        assert site.get("/films/Q484048").status_code == 200
        until(lambda: site.get("/readyz").json()["degraded"])
        assert site.get("/readyz").json()["snapshot"] == good


def test_a_snapshot_is_let_go_when_its_last_reader_has_gone(store: SnapshotStore) -> None:
    """So that it can be collected."""
    live = LiveEngine(store)
    first, second = str(store.current_name()), newer(store)
    reader = live.current()
    store.point(second)
    until(lambda: live.current().snapshot.manifest.name == second)
    assert store.collect(keep=1) == []
    assert reader.film("Q484048").title == "Amélie"
    del reader
    until(lambda: store.collect(keep=1) == [first])


def test_a_server_with_only_a_damaged_snapshot_says_so_and_ends(store: SnapshotStore) -> None:
    """One sentence with what to do, no traceback, exit code 1."""
    for name in store.names():
        (store.folder(name) / "films.sqlite").write_bytes(b"")
    ran = subprocess.run(
        [PICKFLIX, "serve", "--port", "1025"],
        env={"PICKFLIX_DATA": str(store.root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "films.sqlite" in ran.stderr
    assert "pickflix build" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_every_command_goes_on_with_the_last_good_snapshot(
    store: SnapshotStore,
) -> None:
    """And warns on standard error."""
    bad = str(store.current_name())
    (store.folder(bad) / "films.sqlite").write_bytes(b"")
    ran = subprocess.run(
        [PICKFLIX, "search", "amelie", "--json"],
        env={"PICKFLIX_DATA": str(store.root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert '"Q484048"' in ran.stdout
    assert f"Snapshot {bad} cannot be read" in ran.stderr
    assert Engine.open(store).snapshot.manifest.name != bad
