"""What else goes wrong around a build: silent servers, a clock set back, a pointer to nothing, what a kill left."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pickflix.build.pipeline import Order, build
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import SourceUnreachable
from pickflix.recommend.engine import Engine
from pickflix.sources.contract import Source
from pickflix.sources.imdb import Imdb
from pickflix.sources.wikidata import Wikidata
from tests.build.conftest import Given
from tests.build.host import Host
from tests.sources.servers import hang, hurried, serving

OTHER = {"PICKFLIX_IMDB_MIN_VOTES": "55"}
AHEAD = 4_102_444_800  # the year 2100


def imdb(folder: Path, address: str) -> Source:
    """IMDb's files from a server."""
    return Imdb(folder, accepted=True, address=address, fetches=True, manners=hurried(attempts=2))


def wikidata(folder: Path, address: str) -> Source:
    """The films of one year from a query service."""
    manners = hurried(attempts=2, heavy_attempts=2)
    return Wikidata(folder, address=address, contact="me@x.example", years=range(2020, 2021), manners=manners)


@pytest.mark.parametrize("make", [imdb, wikidata])
def test_a_source_that_never_answers(tmp_path: Path, given: Given, make: Callable[[Path, str], Source]) -> None:
    """It is asked again, then given up in one sentence; the snapshot stays, and nothing of the attempt does."""
    store = SnapshotStore(tmp_path / "var")
    name = build(store, Order([given], []))
    with serving(hang) as server:
        source = make(tmp_path / "source", server.address)
        with pytest.raises(SourceUnreachable, match="does not answer in time, after 2 attempts"):
            build(store, Order([source], []))
    assert store.open_current().manifest.name == name
    assert [path.name for path in store.snapshots.iterdir()] == [name]
    assert not list((tmp_path / "source").rglob("*.part"))
    assert not list((tmp_path / "source").rglob("*.new"))


@pytest.mark.slow
def test_the_clock_set_back(host: Host) -> None:
    """All that is there is of a time to come: what is built now is the newest all the same, and one may go back."""
    name = host.served()
    for path in [host.data, *host.data.rglob("*")]:
        os.utime(path, (AHEAD, AHEAD))
    host.build(**OTHER).check_returncode()
    new = host.served()
    assert host.store.names() == [new, name]
    assert host.left() == []
    assert host.store.rollback() == name == host.served()
    # What was built before is there already, and becomes the newest again.
    assert host.build(**OTHER).stdout.strip() == new == host.served()


@pytest.mark.slow
@pytest.mark.parametrize("inputs", [{}, OTHER])
def test_a_pointer_to_a_snapshot_that_is_gone(host: Host, inputs: dict[str, str]) -> None:
    """Whether the very same is to be built again or another: afterwards it names a whole one."""
    shutil.rmtree(host.store.folder(host.served()))
    host.build(**inputs).check_returncode()
    name = host.served()
    assert name == host.store.current_name()
    assert host.store.is_whole(name)
    assert host.left() == []


@pytest.mark.slow
def test_a_pointer_to_a_snapshot_that_is_gone_beside_another(host: Host) -> None:
    """The other one serves until the next build has mended it."""
    name = host.served()
    host.build(**OTHER).check_returncode()
    gone = host.served()
    shutil.rmtree(host.store.folder(gone))
    assert host.served() == name
    assert host.build(**OTHER).stdout.strip() == gone == host.served()


def test_what_a_killed_build_left_goes_with_the_next_start(tmp_path: Path, given: Given) -> None:
    """In every place where one writes."""
    store = SnapshotStore(tmp_path)
    build(store, Order([given], []))
    half = (
        "snapshots/.building-1/films.sqlite", "snapshots/.building-2026-01-02-abc/manifest.json", "current.1.new",
        "readings/.given-1/films.parquet", "work/other/films/films.sqlite", "build/.report.json.new",
        "build/.report.html.new",
    )  # fmt: skip
    for name in half:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("half")
    name = build(store, Order([given], [], ["anew"]))
    assert not [path for path in tmp_path.rglob(".*") if path.name != ".seal.json"]
    assert {path.name for path in tmp_path.iterdir()} == {"build", "build.lock", "current", "readings", "snapshots"}
    assert store.open_current().manifest.name == name


@pytest.mark.slow
def test_no_file_is_left_in_the_folder_for_temporary_ones(host: Host, tmp_path: Path) -> None:
    """Neither by the readers nor by the engines, though they run beyond the memory."""
    (tmp_path / "temporary").mkdir()
    host.build(TMPDIR=str(tmp_path / "temporary"), **OTHER).check_returncode()
    assert list((tmp_path / "temporary").iterdir()) == []
    assert Engine.open(host.store).snapshot.manifest.name == host.store.current_name()
