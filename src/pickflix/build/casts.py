"""Puts the cast of a film in order where the source lists it by the alphabet."""

import polars as pl

from pickflix.build.pipeline import Workspace
from pickflix.sources.contract import Tables

YEARS_TO_HALF = 10  # after which a film counts half in how known its players are
YEAR_UNKNOWN = 1980  # the middle of the catalogue


def cast_order(work: Workspace) -> None:
    """Puts the best known of that time first where the source lists the cast by the alphabet.

    A curated cast is in billing order already.
    """
    tables = work.tables
    ranked = (
        tables.credits.join(_known_then(work), on=("film_id", "person_id", "role"), how="left")
        .with_columns(place=pl.coalesce(-pl.col("known"), pl.col("position").cast(pl.Float64)))
        .sort("film_id", "role", "place", "position")
        .with_columns(position=pl.int_range(pl.len(), dtype=pl.Int16).over("film_id", "role"))
    )
    work.tables = Tables(tables.films, tables.people, ranked.select(tables.credits.columns))


def _known_then(work: Workspace) -> pl.DataFrame:
    """How known each player of a cast by the alphabet was when the film came: film_id, person_id, role, known.

    A film that came before counts less the longer ago it was: who was famous then has a small part by
    now. A later one counts in full: a great part is what made the player famous.
    """
    films = work.tables.films.select(
        "origin", film_id="id", year=pl.col("year").fill_null(YEAR_UNKNOWN), popularity=pl.Series(work.popularity)
    )
    players = (
        work.tables.credits.filter(pl.col("role") == "cast")
        .join(films, on="film_id", maintain_order="left")
        .with_row_index("credit")
        # Numbers instead of names: the table of all pairs below has millions of rows.
        .with_columns(person=pl.col("person_id").rank("dense").cast(pl.UInt32))
    )
    # The square: ten films that nobody knows do not make one that everybody knows.
    played = players.select("person", other="year", weight=pl.col("popularity") ** 2)
    years_ago = (pl.col("year") - pl.col("other")).clip(0).cast(pl.Float64)
    known = (
        players.filter(pl.col("origin") != "curated")
        .select("credit", "person", "year")
        .join(played, on="person")
        .group_by("credit")
        # Rounded: threads add up in any order, and the last bit must not decide who comes first.
        .agg(known=(pl.col("weight") * 0.5 ** (years_ago / YEARS_TO_HALF)).sum().round(9))
    )
    return players.join(known, on="credit").select("film_id", "person_id", "role", "known")
