"""Who gathers the ratings of a build: Polars on this machine, or Spark on many, with the same rows out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

import narwhals as nw
import polars as pl

from pickflix.build.events.tables import write_events
from pickflix.errors import SettingsError
from pickflix.recommend.spark_session import spark_session
from pickflix.sources import tallies
from pickflix.sources.contract import fitted
from pickflix.sources.interactions import MOST_OF_ONE_USER, RATINGS, Gather, Gathered, gathered_here

Engine: TypeAlias = Literal["polars", "spark"]


def gathering(engine: Engine, master: str | None, events: Path) -> Gather:
    """What gathers ratings with that engine; for Spark they are written into the folder `events` first.

    Every machine of the cluster must see that folder under the same name. Raises SettingsError where it is Spark and
    nobody said which.
    """
    if engine == "polars":
        return gathered_here
    if master is None:
        raise SettingsError("PICKFLIX_SPARK_MASTER", "`--engine spark` needs it: the address of a Spark.")

    def gathered_there(ratings: pl.DataFrame, named: pl.DataFrame) -> Gathered:
        write_events(ratings, events)
        with spark_session(master, "gather the ratings") as spark:
            return gathered_by(spark, events, ratings["origin"].unique().cast(pl.String).to_list(), named)

    return gathered_there


def gathered_by(
    spark: Any,  # noqa: ANN401 - PySpark is not in every workshop that checks types
    events: Path,
    origins: Sequence[str],
    named: pl.DataFrame,
) -> Gathered:
    """Gathered by the Spark of that session from the event tables of those origins."""
    ratings = nw.from_native(spark.read.parquet(events.absolute().as_uri())).filter(nw.col("origin").is_in(origins))
    ours = nw.from_native(spark.createDataFrame(named.select("film", "id").to_arrow()))
    known = nw.from_native(tallies.latest(tallies.of_films(ratings, ours)).to_native().cache())
    many = tallies.crowd(known, MOST_OF_ONE_USER)
    left = tallies.without(known, many).select(*RATINGS)
    kept, crowd = (pl.DataFrame(table.to_native().toArrow()) for table in (left, many))
    return Gathered(fitted(kept.sort("origin", "user", "film"), RATINGS), tuple(crowd["user"].sort()))
