"""Puts the cast of a film in order where the source lists it by the alphabet."""

import polars as pl

from pickflix.build.by_row import credits_by_row
from pickflix.build.pipeline import Workspace
from pickflix.sources.contract import ROLES, Tables

BILLED = ("curated", "imdb")  # origins that list the cast in billing order
YEARS_TO_HALF = 10  # after which a film counts half in how known its players are
YEAR_UNKNOWN = 1980  # the middle of the catalogue


def cast_order(work: Workspace) -> None:
    """Puts the best known of that time first where the source lists the cast by the alphabet."""
    tables = work.tables
    credit = credits_by_row(tables).with_columns(pl.col("role").cast(pl.Enum(sorted(ROLES)))).with_row_index("credit")
    place = pl.coalesce(-pl.col("known"), pl.col("position").cast(pl.Float64))
    ranked = (
        credit.join(_known_then(work, credit), on="credit", how="left", maintain_order="left")
        .select("credit", "film", "role", "position", place=place)
        .sort("film", "role", "place", "position")
    )
    # Where the film or the role changes the counting begins anew.
    anew = (pl.col("film") != pl.col("film").shift()) | (pl.col("role") != pl.col("role").shift())
    row = pl.int_range(pl.len())
    begun = pl.when(anew.fill_null(value=True)).then(row).otherwise(None).forward_fill()
    position = ranked.select((row - begun).cast(pl.Int16)).to_series()
    ordered = tables.credits[ranked["credit"]].with_columns(position=position)
    work.tables = Tables(tables.films, tables.people, ordered, tables.account, tables.series)


def _known_then(work: Workspace, credit: pl.DataFrame) -> pl.DataFrame:
    """How known each player of a cast by the alphabet was when the film came: credit, known.

    A film that came before counts less the longer ago it was: who was famous then has a small part by
    now. A later one counts in full: a great part is what made the player famous.
    """
    films = work.tables.films.select(
        "origin", year=pl.col("year").fill_null(YEAR_UNKNOWN), popularity=pl.Series(work.popularity)
    ).with_row_index("film")
    players = credit.filter(pl.col("role") == "cast").join(films, on="film", maintain_order="left")
    # Twice as much for each span of years: summed from the first year on, then halved as often for the year asked of.
    grown = 2.0 ** ((pl.col("year").cast(pl.Float64) - YEAR_UNKNOWN) / YEARS_TO_HALF)
    known = (
        # The square: ten films that nobody knows do not make one that everybody knows.
        players.group_by("person", "year")
        .agg(weight=(pl.col("popularity") ** 2).sum())
        .sort("person", "year")
        .with_columns(
            until=(pl.col("weight") * grown).cum_sum().over("person") / grown,
            later=pl.col("weight").cum_sum(reverse=True).over("person") - pl.col("weight"),
        )
        # Rounded: threads add up in any order, and the last bit must not decide who comes first.
        .select("person", "year", known=(pl.col("until") + pl.col("later")).round(9))
    )
    return (
        players.filter(~pl.col("origin").is_in(BILLED))
        .select("credit", "person", "year")
        .join(known, on=("person", "year"))
        .select("credit", "known")
    )
