"""Spark trains what `als` serves. `SPARK=0 make test` leaves out what starts it."""

import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from pickflix import bootstrap
from pickflix.errors import MissingLibrary
from pickflix.evaluate import intervals, splits
from pickflix.evaluate.splits import Case
from pickflix.recommend import spark_als
from pickflix.recommend.als import Als
from pickflix.recommend.contract import same, tiny_ratings, tiny_table
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.recommender import Recommender, Wish
from pickflix.recommend.spark_session import SparkFailed

# Two workers in processes of their own: what a cluster does, on one machine.
CLUSTER = "local-cluster[2,1,1024]"


def hit_rate(model: Recommender, cases: tuple[Case, ...]) -> intervals.Estimate:
    """The share of the spectators who find a film that they liked among ten, of those who told a like."""
    found = []
    for case in cases:
        allowed = np.zeros(model.n_films, np.bool_)
        allowed[case.pool] = True
        wish = Wish(seeds=tuple(case.seeds.tolist()), allowed=allowed, weighting="for-you", diverse=False)
        found.append(np.isin(model.recommend(wish).rows, case.positives).any())
    return intervals.of_mean(np.array(found, np.float64))


@pytest.mark.slow
@pytest.mark.spark
def test_a_cluster_trains_a_model_as_good(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On MovieLens the hit rate of what Spark trained lies in the interval of what `implicit` trains.

    What it saves is what Als loads. One test, for the cluster takes longer to start than to learn.
    """
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("SPARK_WORKER_DIR", str(tmp_path / "workers"))
    bench = bootstrap.bench()[0]
    fold = next(splits.warm(bench.ratings))
    by_spark = spark_als.train_als(bench.table, fold.train, CLUSTER)
    here = Als.train(bench.table, fold.train)
    assert by_spark.tastes.factors.shape == here.tastes.factors.shape
    wanted, found = (hit_rate(model, fold.cases["warm"]) for model in (here, by_spark))
    assert wanted.low <= found.value <= wanted.high
    by_spark.save(tmp_path / "als")
    again = Als.load(tmp_path / "als")
    assert same(again.recommend(Wish(seeds=(3, 8))), by_spark.recommend(Wish(seeds=(3, 8))))


def test_without_likes_no_spark_is_started() -> None:
    """Where nobody liked anything there is nothing to train, wherever it would have been."""
    model = spark_als.train_als(tiny_table(), Interactions.none(24), "spark://127.0.0.1:1")
    assert same(model.recommend(Wish(seeds=(1,))), Als.train(tiny_table()).recommend(Wish(seeds=(1,))))


def test_a_machine_without_java_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Java is no library of Python: the message says what to install and how to do without."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SparkFailed, match="Java 17"):
        spark_als.train_als(tiny_table(), tiny_ratings(), "local[2]")


def test_a_machine_without_pyspark_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """PySpark comes with an extra, whose name the message gives."""
    java = tmp_path / "java"
    java.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert shutil.which("java") == str(java)
    monkeypatch.setitem(sys.modules, "py4j", None)
    monkeypatch.setitem(sys.modules, "py4j.protocol", None)
    with pytest.raises(MissingLibrary, match="pickflix\\[spark\\]"):
        spark_als.train_als(tiny_table(), tiny_ratings(), "local[2]")
