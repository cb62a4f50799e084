"""Puts the cast of a film in order where the source lists it by the alphabet."""

import numpy as np
import polars as pl

from pickflix.build.by_row import credits_by_row
from pickflix.build.pipeline import Workspace
from pickflix.recommend.arrays import Array, Floats
from pickflix.sources.contract import ROLES, Tables

CAST = "cast"
BILLED = ("curated", "imdb")  # origins that list the cast in billing order
YEARS_TO_HALF = 10  # after which a film counts half in how known its players are
PEOPLE_AT_ONCE = 500_000  # for the sake of memory
YEAR_UNKNOWN = 1980  # the middle of the catalogue


def cast_order(work: Workspace) -> None:
    """Puts the best known of that time first where the source lists the cast by the alphabet."""
    tables = work.tables
    order, position = _order(work)
    ordered = tables.credits[order].with_columns(position=position)
    work.tables = Tables(tables.films, tables.people, ordered, tables.account, tables.series)


def _order(work: Workspace) -> tuple[Array, pl.Series]:
    """The rows of the credits in their new order, and the position of each among those of its film and role."""
    credit = credits_by_row(work.tables)
    billed = work.tables.films["origin"].is_in(BILLED)
    unordered = ((credit["role"] == CAST) & ~billed.gather(credit["film"])).arg_true()
    place = credit["position"].cast(pl.Float64).to_numpy(writable=True)
    place[unordered.to_numpy()] = -_known_then(work, credit, unordered)
    group = credit.select(pl.col("film") * len(ROLES) + pl.col("role").to_physical()).to_series().to_numpy()
    order = np.lexsort((credit["position"].to_numpy(), place, group)).astype(np.uint32)
    sizes = np.bincount(group)
    position = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return order, pl.Series(position, dtype=pl.Int16)


def _known_then(work: Workspace, credit: pl.DataFrame, asked: pl.Series) -> Floats:
    """How known the player of each of those credits was when the film came.

    A film that came before counts less the longer ago it was: who was famous then has a small part by
    now. A later one counts in full: a great part is what made the player famous.
    """
    year = work.tables.films["year"].fill_null(YEAR_UNKNOWN)
    # The square: ten films that nobody knows do not make one that everybody knows.
    worth = pl.Series(work.popularity**2)
    played = credit.filter(pl.col("role") == CAST).select("person", "film")
    asked_of = credit.select("person", "film")[asked].with_row_index("place")
    found = np.empty(len(asked))
    for begin in range(0, work.tables.people.height, PEOPLE_AT_ONCE):
        some = pl.col("person").is_between(begin, begin + PEOPLE_AT_ONCE, closed="left")
        theirs, wanted = played.filter(some), asked_of.filter(some)
        known = _known(theirs.select("person", year=year.gather(theirs["film"]), worth=worth.gather(theirs["film"])))
        wanted = wanted.select("place", "person", year=year.gather(wanted["film"])).join(known, on=("person", "year"))
        found[wanted["place"].to_numpy()] = wanted["known"].to_numpy()
    return found


def _known(played: pl.DataFrame) -> pl.DataFrame:
    """How known each person is in each year in which they played: person, year, known."""
    # Twice as much for each span of years: summed from the first year on, then halved as often for the year asked of.
    grown = 2.0 ** ((pl.col("year").cast(pl.Float64) - YEAR_UNKNOWN) / YEARS_TO_HALF)
    return (
        played.group_by("person", "year")
        .agg(pl.col("worth").sum())
        .sort("person", "year")
        .with_columns(
            until=(pl.col("worth") * grown).cum_sum().over("person") / grown,
            later=pl.col("worth").cum_sum(reverse=True).over("person") - pl.col("worth"),
        )
        # Rounded: threads add up in any order, and the last bit must not decide who comes first.
        .select("person", "year", known=(pl.col("until") + pl.col("later")).round(9))
    )
