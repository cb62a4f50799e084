"""Which titles of a dump are films, and what is told of each.

A film has titleType `movie`, isAdult `0` and enough votes; of doubled rows the one with most votes counts. A year,
length or genre that is no good is missing, and the film stays.
"""

from collections.abc import Collection
from types import MappingProxyType
from typing import Final

import polars as pl

from pickflix.catalogue.vocabulary import GENRE_OF_SOURCE
from pickflix.sources.contract import FIRST_YEAR, IMDB_FILM, LAST_YEAR
from pickflix.sources.imdb.dump import BASICS, RATINGS
from pickflix.sources.imdb.ledger import Ledger, absent

FILM: Final = "movie"
SERIES: Final = ("tvSeries", "tvMiniSeries")
MINUTES: Final = 1, 1500  # 25 hours: what is longer has been mistaken, or is no film for a cinema
MOST_VOTES: Final = 2**31 - 1
BEST: Final = 10.0
# Film noir is a way to tell of crime. News, shows, shorts and adult films have no place in a cinema's genres.
GENRES: Final = MappingProxyType({**GENRE_OF_SOURCE, "Film-Noir": GENRE_OF_SOURCE["Crime"]})


def rated(rows: pl.DataFrame, min_votes: int, ledger: Ledger) -> pl.DataFrame:
    """tconst, rating, votes of what has enough votes, from the rows of title.ratings."""
    rows = ledger.kept(RATINGS, rows, ~absent(pl.col("tconst")), "no id")
    votes = pl.col("numVotes").str.strip_chars().cast(pl.Int64, strict=False)
    rows = rows.with_columns(votes=pl.when(votes.is_between(0, MOST_VOTES)).then(votes))
    rows = ledger.kept(RATINGS, rows, pl.col("votes").is_not_null(), "numVotes is no number")
    rows = ledger.kept(RATINGS, rows, pl.col("votes") >= min_votes, f"fewer than {min_votes} votes")
    rows = ledger.kept(RATINGS, rows, pl.col("tconst").str.contains(IMDB_FILM), "id is not written as one")
    rows = rows.sort("votes", descending=True, maintain_order=True)
    rows = ledger.kept(RATINGS, rows, pl.col("tconst").is_first_distinct(), "doubled, with fewer votes")
    mean = pl.col("averageRating").str.strip_chars().cast(pl.Float64, strict=False)
    rows = rows.with_columns(rating=pl.when(mean.is_between(0, BEST)).then(mean))
    bad = pl.col("rating").is_null() & ~absent(pl.col("averageRating"))
    ledger.mended(RATINGS, rows, bad, f"averageRating is no number from 0 to {BEST:g}")
    return rows


def of_films(rated: pl.DataFrame, films: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """The ratings of films alone."""
    theirs = pl.col("tconst").is_in(films["tconst"].implode())
    return ledger.kept(RATINGS, rated, theirs, "of a title that is not kept")


def told(rows: pl.DataFrame, kinds: Collection[str], ledger: Ledger) -> pl.DataFrame:
    """What title.basics tells of the films among its rows, by the names of the contract beside its own."""
    sort = "not a film" if FILM in kinds and len(kinds) == 1 else "neither a film nor a series"
    rows = ledger.kept(BASICS, rows, pl.col("titleType").is_in(list(kinds)), sort)
    rows = ledger.kept(BASICS, rows, pl.col("isAdult").ne_missing("1"), "adult")
    rows = ledger.kept(BASICS, rows, pl.col("isAdult") == "0", "not known whether it is adult")
    rows = ledger.kept(BASICS, rows, pl.col("tconst").is_first_distinct(), "doubled")
    rows = ledger.texts(BASICS, rows, ("primaryTitle", "originalTitle"))
    rows = rows.with_columns(title=pl.coalesce("primaryTitle", "originalTitle"))
    rows = ledger.kept(BASICS, rows, pl.col("title").is_not_null(), "no title")
    rows = ledger.number(BASICS, rows, "startYear", FIRST_YEAR, LAST_YEAR)
    rows = ledger.number(BASICS, rows, "runtimeMinutes", *MINUTES)
    return _with_genres(rows, ledger).rename(
        {"originalTitle": "title_original", "startYear": "year", "runtimeMinutes": "runtime_min"}
    )


def _with_genres(rows: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    named = pl.when(~absent(pl.col("genres"))).then(pl.col("genres").str.split(",")).otherwise([])
    code = pl.element().str.strip_chars().replace_strict(dict(GENRES), default=None, return_dtype=pl.String)
    rows = rows.with_columns(codes=named.list.eval(code))
    strange = pl.col("codes").list.eval(pl.element().is_null()).list.any()
    ledger.mended(BASICS, rows, strange, "a genre that cinemas do not show films under")
    return rows.with_columns(genres=pl.col("codes").list.drop_nulls().list.unique(maintain_order=True)).drop("codes")
