"""The tastes of `als`, trained by Spark MLlib: for a chain of cinemas with more likes than one machine learns from.

What comes back are the points of the films alone, the same plain arrays that `als` saves: a web worker
knows neither Spark nor the people who were learnt from. No module that serves imports this one.
"""

import shutil
import warnings
from typing import Any

import numpy as np

from pickflix.errors import BuildError, MissingLibrary
from pickflix.recommend.als import ROUNDS, SEED, Als, Tastes, n_factors, no_tastes
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.table import FilmTable

# MLlib draws a taste to none by each of its likes, `implicit` once: other numbers reach the same quality.
CONFIDENCE = 5.0  # what a like weighs, where a film that was not named weighs 1
RIDGE_PER_LIKE = 0.5
DRIVER_MEMORY = "1g"  # of a Spark on this machine; a cluster has its own configuration


class SparkFailed(BuildError):
    """Spark could not be started, not be reached, or gave up."""

    def __init__(self, master: str, problem: str) -> None:
        super().__init__(
            f"Spark at {master} did not train: {problem} Spark needs Java 17 or newer here, and a master that answers "
            "at PICKFLIX_SPARK_MASTER; without that setting `als` is trained without Spark."
        )
        self.master = master


def train_als(table: FilmTable, interactions: Interactions, master: str) -> Als:
    """The model that Als.train makes, its tastes trained by the Spark of that address.

    Raises MissingLibrary without PySpark, SparkFailed where the cluster does not do it.
    """
    likes = interactions.liked().latest()
    return Als.of(table, train_tastes(likes, master) if len(likes) else no_tastes(len(table)))


def train_tastes(likes: Interactions, master: str) -> Tastes:
    """The tastes of those likes, at least one; raises MissingLibrary, SparkFailed."""
    if shutil.which("java") is None:
        raise SparkFailed(master, "there is no `java`.")
    try:
        from py4j.protocol import Py4JError  # noqa: PLC0415 - serving does without
        from pyspark.errors import PySparkException  # noqa: PLC0415 - idem
    except ImportError:
        raise MissingLibrary("PySpark", "spark") from None
    try:
        factors = _factors(likes, master)
    except (Py4JError, PySparkException, OSError) as error:
        raise SparkFailed(master, f"{str(error).strip().splitlines()[0]}.") from error
    return Tastes.of(factors, CONFIDENCE, 0.0, RIDGE_PER_LIKE)


def _factors(likes: Interactions, master: str) -> np.ndarray:
    """The point of each film (n_films, k), zeros for one that nobody liked."""
    import pyarrow as pa  # noqa: PLC0415 - serving does without
    from pyspark.ml.recommendation import ALS  # noqa: PLC0415 - idem

    rows = pa.table(
        {
            "user": likes.users.astype(np.int32),
            "film": likes.films.astype(np.int32),
            "like": np.ones(len(likes), np.float32),
        }
    )
    spark = _session(master)
    try:
        blocks = max(2, spark.sparkContext.defaultParallelism)
        learner = ALS(
            rank=n_factors(likes), maxIter=ROUNDS, regParam=RIDGE_PER_LIKE, implicitPrefs=True, seed=SEED,
            alpha=CONFIDENCE - 1,  # MLlib weighs a like 1 + alpha
            userCol="user", itemCol="film", ratingCol="like", numUserBlocks=blocks, numItemBlocks=blocks,
        )  # fmt: skip
        with warnings.catch_warnings():
            # PySpark warns of each pandas newer than itself, of which nothing is used here.
            warnings.simplefilter("ignore", FutureWarning)
            found = learner.fit(spark.createDataFrame(rows)).itemFactors.toArrow()
    finally:
        spark.stop()
    factors = np.zeros((likes.n_films, n_factors(likes)), np.float32)
    factors[found["id"].to_numpy()] = found["features"].combine_chunks().flatten().to_numpy().reshape(len(found), -1)
    return factors


def _session(master: str) -> Any:  # noqa: ANN401 - PySpark is not in every workshop that checks types
    from pyspark.sql import SparkSession  # noqa: PLC0415 - serving does without

    builder = SparkSession.builder.master(master).appName("pickflix als")
    builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    if master.startswith("local"):
        # Everything is on this machine: no other can reach it, whatever the machine is called.
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        builder = builder.config("spark.driver.memory", DRIVER_MEMORY).config("spark.log.level", "ERROR")
    return builder.getOrCreate()
