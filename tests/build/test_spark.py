"""A build that trains on Spark; what Spark learns is proved with the models."""

from pathlib import Path

import pytest

from pickflix.build.pipeline import Workspace
from pickflix.build.spark import tastes_by
from pickflix.catalogue.snapshot import MODEL
from pickflix.errors import SettingsError
from pickflix.recommend.contract import tiny_ratings, tiny_table
from pickflix.recommend.spark_session import SparkFailed
from pickflix.settings import Settings
from pickflix.sources.contract import Tables
from pickflix.sources.embedded import Embedded


@pytest.fixture
def work(tmp_path: Path) -> Workspace:
    """A build of the tiny catalogue that has come to its models."""
    tables = Embedded().read()
    return Workspace(tmp_path, Tables(tables.films[:0], tables.people, tables.credits), tiny_table(), private=False)


def test_without_ratings_no_spark_is_asked_for(work: Workspace) -> None:
    """A catalogue that nobody has rated yet is built as without the setting."""
    tastes_by("spark://127.0.0.1:1").run(work)
    assert not (work.folder / MODEL / "als").exists()


def test_what_spark_cannot_do_stops_the_build(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asked for Spark is told that there is none, rather than served what another trained."""
    work.interactions = tiny_ratings()
    monkeypatch.setenv("PATH", str(work.folder))
    with pytest.raises(SparkFailed, match=r"127\.0\.0\.1:1 did not train"):
        tastes_by("spark://127.0.0.1:1").run(work)


@pytest.mark.parametrize("address", ["local", "local[2]", "local-cluster[2,1,1024]", "spark://10.0.0.7:7077", "yarn"])
def test_masters_that_spark_knows(address: str) -> None:
    """Of the machine itself, of a cluster of Spark's own, and those of others."""
    assert Settings(spark_master=address).spark_master == address


def test_an_address_that_is_no_master_is_refused() -> None:
    """A misspelt master is found before the build, not after an hour of it."""
    with pytest.raises(SettingsError, match="PICKFLIX_SPARK_MASTER"):
        Settings.read({}, spark_master="http://10.0.0.7")
