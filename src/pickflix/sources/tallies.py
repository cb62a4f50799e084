"""What is asked of a table of ratings, written once: Polars answers on one machine, Spark on many.

Each function takes and gives a lazy table of narwhals, with the columns of RATINGS and `line`, where a rating stands in
its list. A later layer chooses who runs them.
"""

from typing import Any, TypeAlias

import narwhals as nw

Table: TypeAlias = nw.LazyFrame[Any]
PERSON = ("origin", "user")  # users of two origins are two people
LINE = "line"


def of_films(ratings: Table, named: Table) -> Table:
    """The ratings whose `film` is one of `named` (film, id), by that id."""
    return ratings.join(named, on="film").drop("film").rename({"id": "film"})


def latest(ratings: Table) -> Table:
    """One rating a person and film, the latest: dated ones after undated, of two as late the one further down."""
    dated = ratings.with_columns(dated=nw.col("time").fill_null(0))
    return dated.unique([*PERSON, "film"], keep="last", order_by=["dated", LINE]).drop("dated")


def by_person(ratings: Table) -> Table:
    """One row a person: origin, user, ratings."""
    return ratings.group_by(*PERSON).agg(ratings=nw.len())


def crowd(ratings: Table, most: int) -> Table:
    """The people, as `by_person` has them, who have rated more than `most` films."""
    return by_person(ratings).filter(nw.col("ratings") > most)


def without(ratings: Table, people: Table) -> Table:
    """The ratings of everybody else."""
    return ratings.join(people.select(*PERSON), on=list(PERSON), how="anti")


def by_film(ratings: Table, liked: float) -> Table:
    """One row a film, of ratings that stand once: film, ratings, mean stars, and likes, of `liked` stars or more."""
    value = nw.col("value").cast(nw.Float64)
    counted = ratings.with_columns(stars=value, like=(value >= liked).cast(nw.Int64)).group_by("film")
    return counted.agg(ratings=nw.len(), likes=nw.col("like").sum(), mean=nw.col("stars").mean())
