"""Which film of one source is which film of another: by their numbers first, then by title, year and people.

A film that fits two equally well is left apart and listed: a film that stands twice is seen and mended, a
remake taken for its original is believed.
"""

from dataclasses import dataclass

import polars as pl

from pickflix.sources.contract import Tables
from pickflix.sources.joining.likeness import DENIED, ENOUGH, Doubt, alike
from pickflix.sources.joining.numbers import agreeing, apart, of_films, side_by_side

CLEARLY = 1.0  # by how much a film must fit better than the next
SURE = 1_000.0  # above whatever titles and people tell
AMBIGUOUS = ("ours", "theirs", "title_ours", "title_theirs", "year_ours", "year_theirs", "score", "why")
DOUBTED = ("ours", "theirs", "score")


@dataclass(frozen=True, slots=True)
class Links:
    """Which films of two sources are one.

    `pairs`: ours, theirs, by (wikidata, imdb, tmdb, id or title), score (null where a number tells); each film once.
    `ambiguous`, left apart: ours, theirs, title_ours, title_theirs, year_ours, year_theirs, score, why (a Doubt).
    """

    pairs: pl.DataFrame
    ambiguous: pl.DataFrame


def link(ours: Tables, theirs: Tables) -> Links:
    """Finds the films of `theirs` among `ours`; the order of the rows does not matter."""
    likely = alike(ours, theirs)
    enough = pl.col("score") >= ENOUGH
    denied = pl.col("why").is_in(DENIED).fill_null(value=False)
    fitting = likely.filter(enough, ~denied).select("ours", "theirs")
    numbered, doubtful = agreeing(of_films(ours.films), of_films(theirs.films), fitting)
    titled = _clearest(likely.filter(~denied), numbered)
    pairs = (
        pl.concat([numbered.with_columns(score=pl.lit(None, pl.Float64)), titled], how="diagonal")
        .select("ours", "theirs", "by", "score")
        .sort("ours")
    )
    doubts = [
        doubtful.select("ours", "theirs", score=pl.lit(None, pl.Float64), why=pl.lit(Doubt.SHARED)),
        likely.filter(enough, "at_odds", pl.col("people") > 0).select(*DOUBTED, why=pl.lit(Doubt.NUMBERS)),
        likely.filter(enough | pl.col("near"), ~pl.col("at_odds"), pl.col("why").is_not_null()).select(*DOUBTED, "why"),
        likely.filter(enough, ~pl.col("at_odds")).select(*DOUBTED, why=pl.lit(Doubt.SEVERAL)),
        likely.filter("near", ~pl.col("at_odds")).select(*DOUBTED, why=pl.lit(Doubt.LITTLE)),
    ]
    return Links(
        pairs,
        listed(
            apart(pl.concat(doubts), pairs),
            *(films.select("title", "year", bearer="id") for films in (ours.films, theirs.films)),
        ),
    )


def _clearest(likely: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """The pairs each of which fits better, by far enough, than any other pair of either film.

    A film found by its number still stands beside its homonyms: that it is taken tells nothing of them. Nor does
    a pair in doubt yield to the next.
    """
    sure = numbered.select("ours", "theirs", score=SURE, why=pl.lit(None, pl.String))
    others = likely.filter(~pl.col("at_odds")).join(sure, on=["ours", "theirs"], how="anti")
    rivals = pl.concat([sure, others.select(sure.columns)])
    clear = rivals.filter(pl.col("score") >= ENOUGH, pl.col("why").is_null())
    for side in ("ours", "theirs"):
        far = pl.col("next").is_null() | (pl.col("best") - pl.col("next") >= CLEARLY)
        best = far & (pl.col("score") == pl.col("best"))
        clear = clear.join(two_best(rivals, side), on=side).filter(best).select(sure.columns)
    return clear.filter(pl.col("score") < SURE).select("ours", "theirs", "score", by=pl.lit("title"))


def two_best(pairs: pl.DataFrame, side: str) -> pl.DataFrame:
    """The scores of the best pair and of the next, if there is one, of each film of one side: that side, best, next."""
    scores = pairs.group_by(side).agg(pl.col("score").sort(descending=True))
    best, following = (pl.col("score").list.get(place, null_on_oob=True) for place in range(2))
    return scores.select(side, best=best, next=following)


def listed(doubts: pl.DataFrame, ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Doubtful pairs (ours, theirs, score, why), each once, with what two tables keyed by `bearer` call both."""
    once = doubts.unique(["ours", "theirs"], keep="first", maintain_order=True)
    told = side_by_side(once, ours, theirs).rename({"title": "title_ours", "year": "year_ours"})
    return told.select(*AMBIGUOUS).sort("ours", "theirs")
