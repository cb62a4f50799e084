"""Which films, or people, of two sources bear the same number: Wikidata's, IMDb's, TMDB's, or an id of our own.

A number that two of one source bear is believed for neither. What bears the same id is the same: ids are addresses.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import polars as pl

WIKIDATA, IMDB = r"^Q\d+$", r"^(tt|nm)\d+$"
# How a number is borne, the surest first: as `id`, as an id of earlier snapshots or Wikidata's, IMDb's, TMDB's.
ID, FORMER, OF_IMDB, OF_TMDB = range(4)
# Which other numbers may not differ where one that is borne so agrees.
DENIED_BY: Final = {ID: (), FORMER: (), OF_IMDB: ("wikidata",), OF_TMDB: ("wikidata", "imdb")}


class Borne(NamedTuple):
    """The numbers of one source.

    `cards`: bearer and its number of each kind, those that it alone bears; `numbers`: bearer, kind, number, rank (ID to
    OF_TMDB), each number of a kind once.
    """

    cards: pl.DataFrame
    numbers: pl.DataFrame


class Agreeing(NamedTuple):
    """`pairs`: ours, theirs, by; each of ours and of theirs once. `doubtful`: ours, theirs of numbers not believed."""

    pairs: pl.DataFrame
    doubtful: pl.DataFrame


def of_films(films: pl.DataFrame) -> Borne:
    """The numbers of films, a table with the columns of FILMS."""
    tmdb = pl.col("tmdb_id").cast(pl.String)
    cards = films.select(bearer="id", wikidata=_like(WIKIDATA), imdb=pl.coalesce("imdb_id", _like(IMDB)), tmdb=tmdb)
    return Borne(
        cards.with_columns(_alone("imdb", "tmdb")),
        _numbers(
            films.select(bearer="id", number="id", rank=ID),
            films.select(bearer="id", number="former_ids", rank=FORMER).explode("number"),
            films.select(bearer="id", number="imdb_id", rank=OF_IMDB),
            films.select(bearer="id", number=tmdb, rank=OF_TMDB),
        ),
    )


def of_people(people: pl.DataFrame) -> Borne:
    """The numbers of people, a table with the columns of PEOPLE."""
    wikidata, imdb = (
        pl.coalesce(column, _like(kind)) for column, kind in (("wikidata_id", WIKIDATA), ("imdb_id", IMDB))
    )
    return Borne(
        people.select(bearer="id", wikidata=wikidata, imdb=imdb).with_columns(_alone("wikidata", "imdb")),
        _numbers(
            people.select(bearer="id", number="id", rank=ID),
            people.select(bearer="id", number="wikidata_id", rank=FORMER),
            people.select(bearer="id", number="imdb_id", rank=OF_IMDB),
        ),
    )


def at_odds(kinds: Sequence[str]) -> pl.Expr:
    """Whether both of a pair bear a number of one of the kinds, and not the same; wants `cards` side by side."""
    return pl.any_horizontal((pl.col(kind) != pl.col(f"{kind}_theirs")).fill_null(value=False) for kind in kinds)


def side_by_side(pairs: pl.DataFrame, ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Pairs (ours, theirs) with what two tables keyed by `bearer` know of both; columns of theirs end in `_theirs`."""
    told = theirs.rename({name: f"{name}_theirs" for name in theirs.columns if name != "bearer"})
    both = pairs.join(ours, left_on="ours", right_on="bearer", how="left")
    return both.join(told, left_on="theirs", right_on="bearer", how="left")


def agreeing(ours: Borne, theirs: Borne, fitting: pl.DataFrame) -> Agreeing:
    """Those of two sources that share a number; `fitting` (ours, theirs) are the pairs that look alike besides.

    Wikidata's number stands against IMDb's; IMDb's against Wikidata's where the two look alike, for items
    are united; TMDB's against neither.
    """
    shared = ours.numbers.join(theirs.numbers, on=["kind", "number"], suffix="_theirs")
    rank = pl.max_horizontal("rank", "rank_theirs")
    found = shared.select(ours="bearer", theirs="bearer_theirs", by="kind", rank=rank)
    found = found.sort("rank", "by", "ours", "theirs").unique(["ours", "theirs"], keep="first", maintain_order=True)
    found = side_by_side(found, ours.cards, theirs.cards)
    found = found.join(fitting.with_columns(fits=True), on=["ours", "theirs"], how="left")
    pairs = found.clear()
    for rank_of, others in DENIED_BY.items():
        fresh = apart(found.filter(rank=rank_of), pairs)
        kinds = [kind for kind in others if kind in found.columns]
        if kinds:
            fits = pl.col("fits").fill_null(value=False) if rank_of == OF_IMDB else False
            fresh = fresh.filter(~at_odds(kinds) | fits)
        pairs.extend(fresh.filter(pl.col("ours").is_unique() & pl.col("theirs").is_unique()))
    return Agreeing(pairs.select("ours", "theirs", "by"), apart(found, pairs).select("ours", "theirs"))


def apart(pairs: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """Those of the pairs neither of whose two is in a settled pair."""
    return pairs.join(settled, on="ours", how="anti").join(settled, on="theirs", how="anti")


def _like(kind: str) -> pl.Expr:
    return pl.when(pl.col("id").str.contains(kind)).then("id")


def _alone(*kinds: str) -> list[pl.Expr]:
    return [pl.when(pl.col(kind).is_unique()).then(kind).alias(kind) for kind in kinds]


def _numbers(*borne: pl.DataFrame) -> pl.DataFrame:
    number = pl.col("number")
    kind = pl.when(pl.col("rank") == OF_TMDB).then(pl.lit("tmdb")).when(number.str.contains(WIKIDATA))
    kind_of = kind.then(pl.lit("wikidata")).when(number.str.contains(IMDB)).then(pl.lit("imdb"))
    once = (
        pl.concat(borne)
        .drop_nulls("number")
        .group_by("bearer", "number", kind=kind_of.otherwise(pl.lit("id")))
        .agg(pl.col("rank").min())
    )
    return once.filter((pl.col("rank") == ID) | pl.struct("kind", "number").is_unique())
