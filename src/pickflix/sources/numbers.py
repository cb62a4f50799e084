"""Which films, or people, of two sources bear the same number: Wikidata's, IMDb's, TMDB's, or an id of our own.

A number that two of one source bear is believed for neither. What bears the same id is the same: ids are addresses.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import polars as pl

WIKIDATA, IMDB = r"^Q\d+$", r"^(tt|nm)\d+$"
# From the surest to the least: `id` itself, an id of earlier snapshots, IMDb's number, TMDB's.
ID, FORMER, OF_IMDB, OF_TMDB = range(4)
# Which other numbers may not differ where one of that kind agrees.
DENIED_BY: Final = {ID: (), FORMER: (), OF_IMDB: ("wikidata",), OF_TMDB: ("wikidata", "imdb")}


class Agreeing(NamedTuple):
    """`pairs`: ours, theirs, by; each of ours and of theirs once. `doubtful`: ours, theirs of numbers not believed."""

    pairs: pl.DataFrame
    doubtful: pl.DataFrame


def cards(films: pl.DataFrame) -> pl.DataFrame:
    """The numbers that each film alone bears: film, wikidata, imdb, tmdb."""
    own = films.select(
        film="id",
        wikidata=pl.when(pl.col("id").str.contains(WIKIDATA)).then("id"),
        imdb=pl.coalesce("imdb_id", pl.when(pl.col("id").str.contains(IMDB)).then("id")),
        tmdb=pl.col("tmdb_id").cast(pl.String),
    )
    return own.with_columns(pl.when(pl.col(name).is_unique()).then(name) for name in ("imdb", "tmdb"))


def at_odds(kinds: Sequence[str]) -> pl.Expr:
    """Whether both films of a pair bear a number of one of the kinds, and not the same; wants both sides' `cards`."""
    return pl.any_horizontal((pl.col(kind) != pl.col(f"{kind}_theirs")).fill_null(value=False) for kind in kinds)


def side_by_side(pairs: pl.DataFrame, ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Pairs (ours, theirs) with what is known of both in two tables keyed by `film`; theirs end in `_theirs`."""
    told = theirs.rename({name: f"{name}_theirs" for name in theirs.columns if name != "film"})
    return pairs.join(ours, left_on="ours", right_on="film", how="left").join(
        told, left_on="theirs", right_on="film", how="left"
    )


def agreeing(ours: pl.DataFrame, theirs: pl.DataFrame, fitting: pl.DataFrame) -> Agreeing:
    """The films of two tables that share a number; `fitting` (ours, theirs) are those whose title and year agree.

    Wikidata's number stands against IMDb's; IMDb's against Wikidata's where title and year agree too,
    for items are united; TMDB's against neither.
    """
    shared = _numbers(ours).join(_numbers(theirs), on=["kind", "number"], suffix="_theirs")
    found = shared.select(
        ours="film", theirs="film_theirs", by="kind", rank=pl.max_horizontal("rank", "rank_theirs")
    ).sort("rank", "by", "ours", "theirs")
    found = side_by_side(
        found.unique(["ours", "theirs"], keep="first", maintain_order=True), cards(ours), cards(theirs)
    )
    found = found.join(fitting.with_columns(fits=True), on=["ours", "theirs"], how="left")
    pairs = found.clear()
    for rank, others in DENIED_BY.items():
        fresh = apart(found.filter(rank=rank), pairs)
        if others:
            fits = pl.col("fits").fill_null(value=False) if rank == OF_IMDB else False
            fresh = fresh.filter(~at_odds(others) | fits)
        pairs.extend(fresh.filter(pl.col("ours").is_unique() & pl.col("theirs").is_unique()))
    return Agreeing(pairs.select("ours", "theirs", "by"), apart(found, pairs).select("ours", "theirs"))


def apart(pairs: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """Those of the pairs neither of whose two is in a settled pair."""
    return pairs.join(settled, on="ours", how="anti").join(settled, on="theirs", how="anti")


def _numbers(films: pl.DataFrame) -> pl.DataFrame:
    borne = pl.concat(
        [
            films.select(film="id", number="id", rank=ID),
            films.select(film="id", number="former_ids", rank=FORMER).explode("number"),
            films.select(film="id", number="imdb_id", rank=OF_IMDB),
            films.select(film="id", number=pl.col("tmdb_id").cast(pl.String), rank=OF_TMDB),
        ]
    ).drop_nulls("number")
    kind = (
        pl.when(pl.col("rank") == OF_TMDB)
        .then(pl.lit("tmdb"))
        .when(pl.col("number").str.contains(WIKIDATA))
        .then(pl.lit("wikidata"))
        .when(pl.col("number").str.contains(IMDB))
        .then(pl.lit("imdb"))
        .otherwise(pl.lit("id"))
    )
    once = borne.group_by("film", "number", kind=kind).agg(pl.col("rank").min())
    return once.filter((pl.col("rank") == ID) | pl.struct("kind", "number").is_unique())
