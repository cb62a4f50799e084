"""Polars and Spark gather the same rows. `SPARK=0 make test` leaves out what starts a Spark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pickflix.build.events.engines import gathered_by, gathering
from pickflix.build.events.tables import write_events
from pickflix.errors import SettingsError
from pickflix.recommend.interactions import LIKED
from pickflix.recommend.spark_session import SparkFailed, spark_session
from pickflix.sources import tallies
from pickflix.sources.contract import fitted
from pickflix.sources.interactions import MOST_OF_ONE_USER, RATINGS, Gathered

Spark: TypeAlias = Any  # its types are not in every workshop
FILMS = MOST_OF_ONE_USER + 200
# Two workers in processes of their own: what a cluster does, on one machine.
CLUSTER = "local-cluster[2,1,1024]"


@pytest.fixture(scope="module")
def ratings() -> pl.DataFrame:
    """People who change their minds, some on the same day, some undated; one who has rated everything, twice."""
    luck = np.random.default_rng(3)
    n = 20_000
    many = pl.DataFrame(
        {
            "user": [f"user {number}" for number in luck.integers(300, size=n)],
            "film": [f"film {number}" for number in luck.integers(40, size=n)],
            "value": luck.integers(1, 11, n) / 2,
            "time": [int(time) if time % 5 else None for time in luck.integers(1_577_000_000, 1_577_000_400, n)],
            "origin": luck.choice(["csv", "site"], n),
        }
    )
    robot = pl.DataFrame({"film": [f"film {number}" for number in range(FILMS)] * 2}).with_columns(
        user=pl.lit("robot"), value=4.0, time=1_600_000_000, origin=pl.lit("csv")
    )
    return fitted(pl.concat([many, robot.select(many.columns).cast(many.schema)]), RATINGS)


@pytest.fixture(scope="module")
def named() -> pl.DataFrame:
    """Most films are known; two names are one film."""
    names = [f"film {number}" for number in range(FILMS)][3:]
    return pl.DataFrame({"film": names, "id": ["Q9", "Q9", *(f"Q{number}" for number in range(10, FILMS + 5))]})


@pytest.fixture(scope="module")
def expected(ratings: pl.DataFrame, named: pl.DataFrame) -> dict[tuple[str, str, str], tuple[float, int | None]]:
    """By plain Python: of each person and film the latest, of two as late the one further down, without the robot."""
    ids, said = dict(named.iter_rows()), dict[tuple[str, str, str], tuple[int, float, int | None]]()
    for user, film, value, time, origin in ratings.iter_rows():
        pair = (origin, user, ids.get(film, ""))
        if film in ids and user != "robot" and (pair not in said or (time or 0) >= said[pair][0]):
            said[pair] = (time or 0, value, time)
    return {pair: said[pair][1:] for pair in sorted(said)}


def as_told(gathered: Gathered) -> dict[tuple[str, str, str], tuple[float, int | None]]:
    """The same of what was gathered, in its order."""
    rows = gathered.ratings.select("origin", "user", "film", "value", "time").iter_rows()
    return {(origin, user, film): (value, time) for origin, user, film, value, time in rows}


def test_polars_gathers_the_latest_of_each_person_and_film(
    ratings: pl.DataFrame, named: pl.DataFrame, expected: dict[object, object], tmp_path: Path
) -> None:
    """In the order of origin, user and film, and writes no events for it."""
    gathered = gathering("polars", None, tmp_path / "events")(ratings, named)
    assert list(as_told(gathered).items()) == list(expected.items())
    assert gathered.ratings.schema == pl.Schema(RATINGS)
    assert gathered.crowd == ("robot",)
    assert list(tmp_path.iterdir()) == []


def test_spark_needs_a_master(tmp_path: Path) -> None:
    """The setting that is missing is named."""
    with pytest.raises(SettingsError, match="PICKFLIX_SPARK_MASTER"):
        gathering("spark", None, tmp_path)


def test_a_machine_without_java_is_told(
    ratings: pl.DataFrame, named: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is said what was not done, and how to do without."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SparkFailed, match=r"did not gather the ratings: .* Java 17"):
        gathering("spark", "local[2]", tmp_path / "events")(ratings, named)


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    """A Spark in this machine's memory, once for all tests of this file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        with spark_session("local[2]", "gather the ratings") as session:
            yield session


@pytest.mark.slow
@pytest.mark.spark
def test_spark_gathers_the_same_rows(
    ratings: pl.DataFrame, named: pl.DataFrame, expected: dict[object, object], spark: Spark, tmp_path: Path
) -> None:
    """To the last value, and of the origins asked for alone."""
    write_events(ratings, tmp_path)
    write_events(ratings.with_columns(origin=pl.lit("an older list", RATINGS["origin"])), tmp_path)
    gathered = gathered_by(spark, tmp_path, ["csv", "site"], named)
    assert list(as_told(gathered).items()) == list(expected.items())
    here = gathering("polars", None, tmp_path)(ratings, named)
    assert_frame_equal(gathered.ratings, here.ratings)
    assert gathered.crowd == here.crowd


@pytest.mark.slow
@pytest.mark.spark
def test_both_count_the_same(ratings: pl.DataFrame, spark: Spark, tmp_path: Path) -> None:
    """By film and by person."""
    write_events(ratings, tmp_path)
    here = nw.from_native(ratings.cast({pl.Categorical: pl.String}).lazy())
    there = nw.from_native(spark.read.parquet(str(tmp_path)))
    for counted, key in (
        (lambda table: tallies.by_film(table, LIKED), ["film"]),
        (tallies.by_person, ["origin", "user"]),
    ):
        by_polars = counted(here).collect("polars").to_native().sort(key)
        by_spark = pl.DataFrame(counted(there).to_native().toArrow()).sort(key)
        assert by_polars.height > 40
        assert_frame_equal(by_polars, by_spark, check_dtypes=False)


@pytest.mark.slow
@pytest.mark.spark
def test_a_cluster_gathers_the_same_rows(
    ratings: pl.DataFrame, named: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its workers are processes of their own, which read the events and nothing else."""
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("SPARK_WORKER_DIR", str(tmp_path / "workers"))
    gathered = gathering("spark", CLUSTER, tmp_path / "events")(ratings, named)
    assert_frame_equal(gathered.ratings, gathering("polars", None, tmp_path)(ratings, named).ratings)
