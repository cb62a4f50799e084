"""What of Wikidata's films a cinema shows: which are left out, and why."""

from collections.abc import Mapping

import polars as pl

from pickflix.sources.contract import LeftOut
from pickflix.sources.wikidata.account import left_out

# Feature, documentary and animated films, whatever else the tree of classes says of these classes.
PLAIN = ("Q11424", "Q24869", "Q93204", "Q202866", "Q29168811", "Q20650540")
REASONS: Mapping[str, str] = {
    "adult": "pornographic",
    "series": "a series, not a film",
    "episode": "an episode of a series",
    "clip": "a music video or a trailer",
    "television": "made for television alone",
    "short": "a short film without a running time",
}


def shown(facts: pl.DataFrame, classes: pl.DataFrame, films: pl.Series) -> tuple[pl.Series, list[LeftOut]]:
    """The films that are kept, and those that are not by reason.

    A film of several classes is kept where one of them is a plain one; pornographic it is by one class or genre.
    """
    odd = classes.filter(pl.col("what") != "film").select("what", value="item")
    by_class = (
        facts.filter(pl.col("what") == "class")
        .select("item", "value")
        .join(odd.filter(~pl.col("value").is_in(PLAIN)), on="value", how="left")
        .group_by("item")
        .agg(kinds=pl.col("what").drop_nulls().unique(), plain=pl.col("what").is_null().any())
    )
    adult = odd.filter(what="adult")["value"]
    by_genre = facts.filter(pl.col("what") == "genre", pl.col("value").is_in(adult.implode()))["item"].unique()
    timed = facts.filter(what="runtime")["item"].unique()
    kinds = (
        pl.DataFrame({"item": films}).join(by_class, on="item", how="left").with_columns(pl.col("kinds").fill_null([]))
    )
    is_short = pl.col("kinds").list.contains("short")
    has = {kind: pl.col("kinds").list.contains(kind) for kind in REASONS}
    odd_alone = ~pl.col("plain").fill_null(value=False)
    reason = pl.coalesce(
        pl.when(has["adult"] | pl.col("item").is_in(by_genre.implode())).then(pl.lit("adult")),
        *(pl.when(has[kind] & odd_alone).then(pl.lit(kind)) for kind in ("series", "episode", "clip", "television")),
        pl.when(is_short & ~pl.col("item").is_in(timed.implode())).then(pl.lit("short")),
    )
    judged = kinds.with_columns(reason=reason)
    dropped = [
        each
        for kind, why in REASONS.items()
        for each in left_out("films", why, judged.filter(pl.col("reason") == kind)["item"])
    ]
    return judged.filter(pl.col("reason").is_null())["item"], dropped
