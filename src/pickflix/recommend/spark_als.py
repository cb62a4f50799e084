"""The tastes of `als`, trained by Spark MLlib: for a chain of cinemas with more likes than one machine learns from.

What comes back are the points of the films alone, the same plain arrays that `als` saves: a web worker
knows neither Spark nor the people who were learnt from. No module that serves imports this one.
"""

import warnings
from typing import Any

import numpy as np

from pickflix.recommend.als import ROUNDS, SEED, Als, Tastes, n_factors, no_tastes
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.spark_session import spark_session
from pickflix.recommend.table import FilmTable

# MLlib draws a taste to none by each of its likes, `implicit` once: other numbers reach the same quality.
CONFIDENCE = 5.0  # what a like weighs, where a film that was not named weighs 1
RIDGE_PER_LIKE = 0.5


def train_als(table: FilmTable, interactions: Interactions, master: str) -> Als:
    """The model that Als.train makes, its tastes trained by the Spark of that address.

    Raises MissingLibrary without PySpark, SparkFailed where the cluster does not do it.
    """
    likes = interactions.liked().latest()
    return Als.of(table, train_tastes(likes, master) if len(likes) else no_tastes(len(table)))


def train_tastes(likes: Interactions, master: str) -> Tastes:
    """The tastes of those likes, at least one; raises MissingLibrary, SparkFailed."""
    with spark_session(master, "train") as spark:
        factors = _factors(likes, spark)
    return Tastes.of(factors, CONFIDENCE, 0.0, RIDGE_PER_LIKE)


def _factors(likes: Interactions, spark: Any) -> np.ndarray:  # noqa: ANN401 - PySpark is not in every workshop
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
    factors = np.zeros((likes.n_films, n_factors(likes)), np.float32)
    factors[found["id"].to_numpy()] = found["features"].combine_chunks().flatten().to_numpy().reshape(len(found), -1)
    return factors
