"""A build: what it makes, what it refuses, and what stays when it fails."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from pickflix import bootstrap
from pickflix.build.checks import UnfitTable, check
from pickflix.build.pipeline import Order, Stage, Workspace, build
from pickflix.build.stages import STAGES
from pickflix.catalogue.snapshot import Manifest
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import BuildError, DiskFull, ForbiddenUse, NotWritable, PrivateSnapshot
from pickflix.recommend.engine import Engine
from pickflix.sources.contract import Licence, SourceState, Tables, Watch, unwatched
from pickflix.sources.embedded import Embedded

PICKFLIX = str(Path(sys.executable).with_name("pickflix"))


class Small(Embedded):
    """The curated films alone: a whole catalogue that builds in a second."""

    def fingerprint(self) -> str:
        """Not that of the whole catalogue."""
        return f"small {super().fingerprint()}"

    def read(self, watch: Watch = unwatched) -> Tables:
        """Some hundred films with their people."""
        tables = super().read(watch)
        films = tables.films.filter(pl.col("origin") == "curated")
        credit = tables.credits.filter(pl.col("film_id").is_in(films["id"].implode()))
        return Tables(films, tables.people.filter(pl.col("id").is_in(credit["person_id"].implode())), credit)


def test_the_snapshot_holds_what_its_manifest_says(engine: Engine) -> None:
    """Files, counts, source, licence, version of the code."""
    manifest = engine.snapshot.manifest
    assert {"films.sqlite", "films.parquet", "people.parquet", "credits.parquet"} <= set(manifest.files)
    assert any(name.startswith("model/content/") for name in manifest.files)
    assert manifest.counts["films"] > 18_000
    (source,) = manifest.sources
    assert (source.name, source.licence, source.dated) == ("embedded", "CC0 1.0", "2026-10-18")
    assert not manifest.private
    assert manifest.created.endswith("+00:00")


def test_no_array_of_the_snapshot_needs_pickle(engine: Engine) -> None:
    """Plain numbers, all finite."""
    for path in engine.snapshot.folder.rglob("*.npy"):
        array = np.load(path, allow_pickle=False)
        assert array.dtype.kind in "biuf", path
        assert array.dtype.kind != "f" or np.isfinite(array).all(), path


def test_building_the_same_in_another_process_gives_the_same_snapshot(tmp_path: Path) -> None:
    """Named by content, and nothing in the content hangs on how a process orders its sets."""
    names = []
    for seed in ("1", "2"):
        environment = os.environ | {"PICKFLIX_DATA": str(tmp_path / seed), "PYTHONHASHSEED": seed}
        ran = subprocess.run([PICKFLIX, "build"], env=environment, capture_output=True, text=True, check=True)
        names.append(ran.stdout)
    assert names[0] == names[1]
    assert SnapshotStore(tmp_path / "1").names() == [names[0].strip()]


def test_progress_goes_from_the_first_stage_to_the_last(tmp_path: Path) -> None:
    """So that a bar can be drawn."""
    told: list[tuple[int, int]] = []
    order = Order([Small()], STAGES)
    build(SnapshotStore(tmp_path), order, lambda _label, done, total, _unit="", /: told.append((done, total)))
    steps = [(done, total) for done, total in told if total]
    assert steps == [(done, len(STAGES)) for done in range(len(STAGES))] + [(1, 1)]


@pytest.mark.parametrize(
    ("number", "refusal"), [(errno.ENOSPC, DiskFull), (errno.EACCES, NotWritable), (errno.EROFS, NotWritable)]
)
def test_a_disk_that_refuses_leaves_the_last_snapshot(tmp_path: Path, number: int, refusal: type[BuildError]) -> None:
    """One sentence, no half-built folder."""

    def full(_: Workspace) -> None:
        raise OSError(number, os.strerror(number))

    store = SnapshotStore(tmp_path)
    kept = build(store, Order([Small()], STAGES))
    with pytest.raises(refusal, match=str(tmp_path)):
        build(store, Order([Small()], (*STAGES, Stage("Filling the disk", full)), ["anew"]))
    assert [path.name for path in store.snapshots.iterdir()] == [kept]
    assert store.open_current().manifest.name == kept


@pytest.mark.parametrize("kilobytes", [200, 2_000, 4_000])
def test_a_really_full_disk_is_told_in_one_sentence(tmp_path: Path, kilobytes: int) -> None:
    """A limit on the size of files stands for the end of the disk, at several stages of the build."""
    environment = os.environ | {"PICKFLIX_DATA": str(tmp_path / "var")}
    command = f"trap '' XFSZ; ulimit -f {kilobytes}; exec {PICKFLIX} build"
    ran = subprocess.run(
        ["/bin/bash", "-c", command], env=environment, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert "Free some space" in ran.stderr.splitlines()[-1]
    assert list((tmp_path / "var" / "snapshots").iterdir()) == []


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    """With the setting that names another."""
    (tmp_path / "var").write_text("not a folder")
    with pytest.raises(NotWritable, match="PICKFLIX_DATA"):
        build(SnapshotStore(tmp_path / "var"), Order([Small()], STAGES))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda t: Tables(t.films.drop("year"), t.people, t.credits), "films: has the columns"),
        (lambda t: Tables(t.films.clear(), t.people, t.credits), "films: is empty"),
        (lambda t: Tables(pl.concat([t.films, t.films.head(1)]), t.people, t.credits), "stands twice"),
        (
            lambda t: Tables(t.films.with_columns(title=pl.lit("")), t.people, t.credits),
            "title is not written",
        ),
        (lambda t: Tables(t.films, t.people.tail(-1), t.credits), "stands in no other table"),
        (lambda t: Tables(t.films.tail(-1), t.people, t.credits), "stands in no other table"),
        (
            lambda t: Tables(t.films, t.people, t.credits.with_columns(pl.col("role").replace("cast", "cook"))),
            "role holds what it must not",
        ),
    ],
)
def test_a_table_that_breaks_a_promise_is_refused(spoil: Callable[[Tables], Tables], words: str) -> None:
    """The table and the row are named."""
    with pytest.raises(UnfitTable, match=words):
        check(spoil(Small().read()))


class Private(Small):
    """A source whose rows may be read and trained on, but not served to the public."""

    name = "private"
    licence = Licence("personal use", "https://example.org/terms", read=True, train=True, serve=False, republish=False)

    def state(self) -> SourceState:
        """As the embedded one, with its own licence."""
        own = super().state()
        return SourceState(self.name, self.licence, own.dated, own.films, own.attribution)


def test_a_snapshot_of_a_source_that_may_not_be_served_says_so(tmp_path: Path) -> None:
    """The manifest marks it as private."""
    store = SnapshotStore(tmp_path)
    name = build(store, Order([Private()], STAGES))
    assert Manifest.read(store.folder(name)).private


def test_a_private_snapshot_is_not_served_beyond_this_machine(tmp_path: Path) -> None:
    """Its source forbids it."""
    build(SnapshotStore(tmp_path), Order([Private()], STAGES))
    with pytest.raises(PrivateSnapshot, match=r"0\.0\.0\.0"):
        bootstrap.serve(bootstrap.settings(data=tmp_path, host="0.0.0.0", port=18_765), print)  # noqa: S104 - refused


class Closed(Private):
    """A source whose rows may not even train a model."""

    licence = Licence("look only", "https://example.org/terms", read=True, train=False, serve=True, republish=False)


def test_a_source_that_forbids_training_is_not_built_from(tmp_path: Path) -> None:
    """Before anything is read."""
    with pytest.raises(ForbiddenUse, match="train"):
        bootstrap.build(bootstrap.settings(data=tmp_path), [Closed()], unwatched)
    assert SnapshotStore(tmp_path).names() == []


def test_a_name_that_holds_markup_or_marks_of_direction_is_kept_as_it_is(tmp_path: Path) -> None:
    """Hostile titles are text: stored and found, never run."""
    hostile = "<script>alert(1)</script> \u202eevil\u202c " + "x" * 1_000_000

    class Hostile(Small):
        def read(self, watch: Watch = unwatched) -> Tables:
            tables = super().read(watch)
            first = tables.films["id"][0]
            title = pl.when(pl.col("id") == first).then(pl.lit(hostile)).otherwise("title")
            return Tables(tables.films.with_columns(title=title), tables.people, tables.credits)

    store = SnapshotStore(tmp_path)
    build(store, Order([Hostile()], STAGES))
    engine = Engine.open(store)
    found = engine.search("script alert")
    assert hostile in {film.title for film in found}


def test_load_builds_the_embedded_snapshot_where_there_is_none(data_dir: Path) -> None:
    """The folder of these tests was made by it; loading again builds nothing."""
    before = SnapshotStore(data_dir).names()
    engine = bootstrap.load(bootstrap.settings(data=data_dir))
    assert SnapshotStore(data_dir).names() == before == [engine.snapshot.manifest.name]
    assert json.loads((data_dir / "snapshots" / before[0] / "manifest.json").read_text())["name"] == before[0]


def test_load_builds_anew_where_another_version_built_the_snapshot(tmp_path: Path) -> None:
    """So that an update needs no other command; the old folder stays for a way back."""
    store = SnapshotStore(tmp_path)
    old = build(store, Order([Small()], STAGES))
    manifest = store.folder(old) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 1}))
    engine = bootstrap.load(bootstrap.settings(data=tmp_path))
    assert engine.snapshot.manifest.counts["films"] > 18_000
    assert old in store.names()


@pytest.mark.parametrize(
    ("table", "cells", "words"),
    [
        ("people", {"birth_year": 1950, "death_year": 1940}, "death_year is before birth_year"),
        ("people", {"born": date(1980, 1, 2), "birth_year": 1950}, "born lies in another year"),
        ("films", {"title": " "}, "title is not written"),
        ("films", {"text_from": "javascript:alert(1)"}, "text_from is not written"),
        ("films", {"former_ids": ["c-la-boum-1980"]}, "c-la-boum-1980 leads to two films"),
        ("films", {"year": 3000}, "year is too large"),
        ("films", {"genres": ["opera"]}, "genres holds what it must not"),
    ],
)
def test_what_cannot_be_true_is_refused(table: str, cells: dict[str, Any], words: str) -> None:
    """Lives that run backwards, addresses that are none, one address for two films."""
    tables = Small().read()
    frame: pl.DataFrame = getattr(tables, table)
    columns = [pl.Series(name, [cell] * frame.height, frame.schema[name]) for name, cell in cells.items()]
    spoilt = frame.with_columns(columns)
    with pytest.raises(UnfitTable, match=words):
        check(replace(tables, films=spoilt) if table == "films" else replace(tables, people=spoilt))
