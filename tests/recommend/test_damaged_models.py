"""A damaged model falls down the ladder: from everybody's ratings to what films are, to what everybody knows."""

import logging
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pickflix.catalogue.store import SnapshotStore
from pickflix.doctor import examine
from pickflix.errors import BadRequest, DamagedSnapshot
from pickflix.recommend.engine import Engine
from pickflix.recommend.request import Request
from pickflix.settings import Settings
from pickflix.web.app import create_app
from pickflix.web.live import LiveEngine
from tests.catalogue.damage import KINDS, add_part, rewrite_manifest, spoil_part

AMELIE, MATRIX = "Q484048", "Q83495"
PATHS = ("/", f"/films/{AMELIE}", f"/mes-films?avec={AMELIE}&avec={MATRIX}", f"/api/v1/similar?film={AMELIE}")


@pytest.fixture
def store(data_dir: Path, tmp_path: Path) -> SnapshotStore:
    """One snapshot of one's own, the embedded one."""
    shutil.copytree(data_dir, tmp_path / "var")
    return SnapshotStore(tmp_path / "var")


def folder(store: SnapshotStore) -> Path:
    """The folder of the current snapshot."""
    return store.folder(str(store.current_name()))


def second(store: SnapshotStore) -> str:
    """Publishes a snapshot of the same rows under another name; returns the older one's."""
    older = str(store.current_name())
    with store.building() as building:
        shutil.copytree(store.folder(older), building, dirs_exist_ok=True)
        (building / "news.txt").write_text("what makes this one another")
        (building / "manifest.json").unlink()
        shutil.copyfile(store.folder(older) / "manifest.json", building / "manifest.json")
        rewrite_manifest(building)
        final = store.folder("another")
        building.rename(final)
    store.point("another")
    return older


def ids(engine: Engine) -> list[str]:
    """What is listed beside a film."""
    return [found.film.id for found in engine.recommend([AMELIE], n=20)]


@pytest.mark.parametrize(
    ("part", "kind"), [("ease", "cut"), ("ease", "gone"), ("ease", "flipped"), *(("taste", kind) for kind in KINDS)]
)
def test_a_damaged_spare_part_is_left_out(
    store: SnapshotStore, engine: Engine, part: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The same snapshot goes on with the same list of films alike; it is logged once."""
    if part == "ease":
        add_part(folder(store), part)
    spoil_part(folder(store), part, kind)
    with caplog.at_level(logging.WARNING):
        degraded = Engine.open(store)
    assert degraded.snapshot.lost == {part}
    assert degraded.snapshot.manifest.name == store.current_name()
    assert ids(degraded) == ids(engine)
    assert [record.getMessage().startswith(f"Going on without model/{part}") for record in caplog.records] == [True]


@pytest.mark.parametrize(
    ("part", "kind"),
    [*(("content", kind) for kind in KINDS), ("reasons", "cut"), ("search", "flipped"), ("filters", "gone")],
)
def test_an_older_whole_snapshot_comes_before_a_poor_one(store: SnapshotStore, part: str, kind: str) -> None:
    """What lists cannot do without is looked for in the snapshots that are kept."""
    older = second(store)
    spoil_part(folder(store), part, kind)
    opened = Engine.open(store)
    assert opened.snapshot.manifest.name == older
    assert not opened.snapshot.lost


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_content_model_there_are_the_popular_films(store: SnapshotStore, kind: str) -> None:
    """Every request still has a list, without reasons; a model that is gone cannot be named."""
    spoil_part(folder(store), "content", kind)
    degraded = Engine.open(store)
    assert "content" in degraded.snapshot.lost
    popular = [found.film.id for found in degraded.recommend(n=21)]
    assert ids(degraded) == [film for film in popular if film != AMELIE][:20]
    assert all(found.reasons == () for found in degraded.recommend([AMELIE, MATRIX]))
    assert degraded.answer(Request(seeds=(AMELIE,), surprise=True)).films
    assert degraded.recommend_together([[AMELIE], [MATRIX]]).films
    assert degraded.search("amelie")[0].id == AMELIE
    assert degraded.score([AMELIE], [MATRIX]).shape == (1,)
    with pytest.raises(BadRequest, match="popularity"):
        degraded.recommend([AMELIE], model="content")


def test_without_the_reasons_the_lists_stay_the_same(store: SnapshotStore, engine: Engine) -> None:
    """And come without a reason."""
    spoil_part(folder(store), "reasons", "gone")
    degraded = Engine.open(store)
    assert degraded.snapshot.lost == {"reasons"}
    assert ids(degraded) == ids(engine)
    assert all(found.reasons == () for found in degraded.recommend([AMELIE]))


def test_where_nothing_is_left_that_is_told(store: SnapshotStore) -> None:
    """With the first file that is wrong."""
    spoil_part(folder(store), "content", "gone")
    spoil_part(folder(store), "popularity", "gone")
    with pytest.raises(DamagedSnapshot, match="model/content"):
        Engine.open(store)


@pytest.mark.parametrize("part", ["ease", "content"])
def test_the_site_goes_on_and_says_that_it_is_degraded(store: SnapshotStore, part: str) -> None:
    """Pages answer; readiness is given, and names the part that is missing."""
    if part == "ease":
        add_part(folder(store), part)
    spoil_part(folder(store), part, "cut")
    with TestClient(create_app(LiveEngine(store), Settings(data=store.root))) as client:
        assert [client.get(path).status_code for path in PATHS] == [200] * len(PATHS)
        ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["degraded"], ready.json()["without"]) == (200, True, [part])


@pytest.mark.parametrize(
    ("part", "kind"), [("taste", "cut"), ("taste", "NaN"), ("content", "NaN"), ("reasons", "gone")]
)
def test_doctor_says_what_is_damaged_and_what_mends_it(store: SnapshotStore, part: str, kind: str) -> None:
    """In plain words."""
    spoil_part(folder(store), part, kind)
    (wrong,) = (finding for finding in examine(Settings(data=store.root)) if not finding.good)
    assert wrong.what == "Current snapshot"
    assert f"model/{part}" in wrong.words
    assert "pickflix build" in wrong.words
