"""An export is there whole, or not at all; whatever goes wrong is one sentence."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from pickflix.build.export import write
from pickflix.build.export.formats import FORMATS
from pickflix.catalogue.snapshot import Snapshot
from pickflix.errors import BadRequest, CannotWrite
from tests.build.export.small import small_snapshot

PICKFLIX = str(Path(sys.executable).with_name("pickflix"))
TABLES = ("films", "people", "credits")
PAPERS = {"LICENCE.txt", "DICTIONARY.md"}


def test_it_says_what_it_wrote(tmp_path: Path) -> None:
    """The files, and the rows of each table; a table named twice is written once."""
    told = write(small_snapshot(tmp_path / "s"), ["films", " people", "films"], "csv", tmp_path / "a" / "b")
    assert told.files == (tmp_path / "a" / "b" / "films.csv", tmp_path / "a" / "b" / "people.csv")
    assert told.rows == {"films": 3, "people": 2}
    assert (told.left_out, told.for_this_disk) == ((), False)
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == {"films.csv", "people.csv", *PAPERS}


def test_a_form_that_does_not_exist_is_told(tmp_path: Path) -> None:
    """With those that do, and nothing written."""
    with pytest.raises(BadRequest, match="“xls” is not written; there are parquet, csv, duckdb, sqlite"):
        write(small_snapshot(tmp_path / "s"), TABLES, "xls", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", FORMATS)
def test_an_older_export_is_replaced(tmp_path: Path, form: str, embedded: Snapshot) -> None:
    """Files of other names in the folder stay as they are."""
    (tmp_path / "mine.txt").write_text("mine")
    write(embedded, TABLES, form, tmp_path, "year = 1950")
    told = write(embedded, TABLES, form, tmp_path, "year = 1951")
    again = write(embedded, TABLES, form, tmp_path / "fresh", "year = 1951")
    assert told.rows == again.rows
    for one, other in zip(told.files, again.files, strict=True):
        if form != "duckdb":  # which draws numbers of its own for each file
            assert one.read_bytes() == other.read_bytes()
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kilobytes", [2, 200])
def test_a_full_disk_is_one_sentence(data_dir: Path, tmp_path: Path, form: str, kilobytes: int) -> None:
    """A limit on the size of files stands for the end of the disk; what lay there stays, nothing half comes."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "films.parquet").write_text("the last one")
    command = f"trap '' XFSZ; ulimit -f {kilobytes}; exec {PICKFLIX} export --format {form} --out out"
    ran = subprocess.run(
        ["/bin/bash", "-c", command],
        env=os.environ | {"PICKFLIX_DATA": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("pickflix: Cannot write in out (")
    assert ran.stderr.count("\n") == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["films.parquet"]
    assert (tmp_path / "out" / "films.parquet").read_text() == "the last one"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("milliseconds", [5, 50, 150])
def test_an_interrupted_export_leaves_nothing_half_done(
    embedded: Snapshot, tmp_path: Path, form: str, milliseconds: int
) -> None:
    """Whenever it comes: each file that is there is whole, and nothing hidden is left."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, milliseconds / 1000)
        write(embedded, TABLES, form, tmp_path / "out", "year > 1980")
    except KeyboardInterrupt:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    left = sorted((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else []
    assert not [path for path in left if path.name.startswith(".")]
    whole = write(embedded, TABLES, form, tmp_path / "whole", "year > 1980").files
    sizes = {path.name: path.stat().st_size for path in whole}
    assert {path.name: path.stat().st_size for path in left if path.name not in PAPERS}.items() <= sizes.items()


def test_what_a_killed_export_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """Hidden folders of its own, and nothing else."""
    (tmp_path / ".pickflix-export-abc").mkdir()
    (tmp_path / ".pickflix-export-abc" / "films.parquet").write_text("half")
    (tmp_path / ".mine").mkdir()
    write(small_snapshot(tmp_path / "s"), ["films"], "parquet", tmp_path)
    assert sorted(path.name for path in tmp_path.glob(".*")) == [".mine"]


def test_two_exports_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    """The second is told so while the first still writes."""
    snapshot, out = small_snapshot(tmp_path / "s"), tmp_path / "out"
    out.mkdir()
    held = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CannotWrite, match="another export is writing there"):
            write(snapshot, ["films"], "parquet", out)
    finally:
        os.close(held)
    write(snapshot, ["films"], "parquet", out)
    assert pl.read_parquet(out / "films.parquet").height == 3


@pytest.mark.parametrize("form", FORMATS)
def test_a_folder_that_cannot_be_is_told(tmp_path: Path, form: str) -> None:
    """A file stands where the folder should, or a folder where the file should."""
    snapshot = small_snapshot(tmp_path / "s")
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CannotWrite, match="file"):
        write(snapshot, TABLES, form, tmp_path / "file" / "out")
    name = {"duckdb": "pickflix.duckdb", "sqlite": "pickflix.sqlite"}.get(form, f"films.{form}")
    (tmp_path / "out" / name).mkdir(parents=True)
    with pytest.raises(CannotWrite, match="out"):
        write(snapshot, TABLES, form, tmp_path / "out")
    assert not list((tmp_path / "out").glob(".*"))
