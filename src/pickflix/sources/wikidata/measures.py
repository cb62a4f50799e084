"""The columns of a film that are numbers and dates: identifiers, year, release, length, money, renown."""

from datetime import date
from typing import Final

import polars as pl

from pickflix.sources.contract import FIRST_YEAR, IMDB_FILM, LAST_YEAR, LONGEST_MIN, LeftOut
from pickflix.sources.wikidata.account import left_out

AHEAD: Final = 5  # years that a film may be announced before
DOUBTFUL: Final = 10  # years between the first date and the next that make one wonder
FRANCE, DOLLAR = "Q142", "Q4917"
DAY: Final = "11"  # Wikidata's precision of a date known to the day
MINUTES = {"Q7727": 1.0, "Q11574": 1 / 60, "Q25235": 60.0}
WIKIPEDIAS: Final = 2**15 - 1  # more than there will be
MOST: Final = 10**11  # dollars; more is a slip of zeros
KINDS = {"imdb": IMDB_FILM, "tmdb": r"^[1-9][0-9]{0,8}$"}


def identifiers(facts: pl.DataFrame) -> tuple[pl.DataFrame, list[LeftOut]]:
    """The numbers of other catalogues. Two films cannot share one: where they do, neither is believed."""
    found = facts.select("item").unique()
    told: list[LeftOut] = []
    for what, pattern in KINDS.items():
        stated = facts.filter(what=what)
        right = stated.filter(pl.col("value").str.contains(pattern)).unique(["item", "value"])
        shared = right.filter(pl.col("value").is_duplicated())
        told += left_out("films", f"no number of {what}", stated.join(right, on=["item", "value"], how="anti")["value"])
        told += left_out("films", f"a number of {what} that several films have", shared["value"])
        one = right.join(shared, on="value", how="anti").sort("item", "value").unique("item", keep="first")
        found = found.join(one.select("item", pl.col("value").alias(what)), on="item", how="left")
    return found.select(id="item", imdb_id="imdb", tmdb_id=pl.col("tmdb").cast(pl.Int32)), told


def dates(facts: pl.DataFrame, today: date) -> tuple[pl.DataFrame, list[LeftOut]]:
    """The year of the first plausible date; the day of release in France, else the first one anywhere.

    A date known only to the year or the month is no day of release: Wikidata writes it as the first of January.
    """
    year = pl.col("value").str.extract(r"^([0-9]{4})-", 1).cast(pl.Int16)
    dated = facts.filter(what="year").with_columns(year=year)
    plausible = pl.col("year").is_between(FIRST_YEAR, min(today.year + AHEAD, LAST_YEAR)).fill_null(value=False)
    years = dated.filter(plausible).unique(["item", "year"]).sort("item", "year").group_by("item").agg("year")
    apart = pl.col("year").list.get(1, null_on_oob=True) - pl.col("year").list.first() >= DOUBTFUL
    day = pl.col("value").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    daily = facts.filter(pl.col("what") == "date", pl.col("note") == DAY).with_columns(year=year, day=day)
    real = plausible & pl.col("day").is_not_null()
    days = (
        daily.filter(real)
        .group_by("item")
        .agg(french=pl.col("day").filter(pl.col("other") == FRANCE).min(), day=pl.col("day").min())
    )
    found = facts.select("item").unique().join(years, on="item", how="left").join(days, on="item", how="left")
    told = [
        *left_out("films", "an implausible date", dated.filter(~plausible)["item"]),
        *left_out("films", "a day of release that cannot be", daily.filter(~real)["value"]),
        *left_out("films", "a first year long before the next, taken all the same", years.filter(apart)["item"]),
    ]
    released = pl.coalesce("french", "day")
    return found.select(id="item", year=pl.col("year").list.first(), released=released), told


def amounts(facts: pl.DataFrame) -> tuple[pl.DataFrame, list[LeftOut]]:
    """Running time in minutes, the shortest of several; cost and box office in US dollars, the highest."""
    amount = pl.col("value").str.strip_prefix("+").cast(pl.Float64, strict=False)
    stated = facts.filter(pl.col("what").is_in(["runtime", "cost", "gross", "sitelinks"])).with_columns(amount=amount)
    minutes = pl.col("note").replace_strict(MINUTES, default=None, return_dtype=pl.Float64)
    timed = stated.filter(what="runtime").with_columns(amount=(pl.col("amount") * minutes).round())
    possible = pl.col("amount").is_between(1, LONGEST_MIN).fill_null(value=False)
    money = stated.filter(pl.col("what").is_in(["cost", "gross"]))
    in_dollars = pl.col("note").eq_missing(DOLLAR)
    dollars = in_dollars & pl.col("amount").is_between(1, MOST).fill_null(value=False)
    linked = stated.filter(what="sitelinks")
    countable = pl.col("amount").is_between(0, WIKIPEDIAS).fill_null(value=False)
    found = (
        facts.select("item")
        .unique()
        .join(timed.filter(possible).group_by("item").agg(runtime_min=pl.col("amount").min()), on="item", how="left")
        .join(_highest(money.filter(dollars), "cost", "budget_usd"), on="item", how="left")
        .join(_highest(money.filter(dollars), "gross", "box_office_usd"), on="item", how="left")
        .join(_highest(linked.filter(countable), "sitelinks", "sitelinks"), on="item", how="left")
        .rename({"item": "id"})
    )
    told = [
        *left_out("films", "a running time that cannot be, or of no known unit", timed.filter(~possible)["item"]),
        *left_out("films", "an amount in another money than US dollars", money.filter(~in_dollars)["item"]),
        *left_out("films", "an amount of dollars that cannot be", money.filter(in_dollars & ~dollars)["value"]),
        *left_out("films", "a number of Wikipedias that cannot be", linked.filter(~countable)["value"]),
    ]
    return found, told


def _highest(stated: pl.DataFrame, what: str, column: str) -> pl.DataFrame:
    return stated.filter(what=what).group_by("item").agg(pl.col("amount").max().alias(column))
