"""How alike two films of two sources look: points for their titles, years, people and running times.

Homonyms and remakes look alike as well; what tells them apart is whom they are by. Two films whose directors
are known and differ, with nobody of the cast in common, are never one, nor a film and the short that it grew from.
"""

from typing import Final

import polars as pl

from pickflix.sources.contract import Tables
from pickflix.sources.joining.numbers import at_odds, of_films, side_by_side
from pickflix.sources.joining.titles import name_keys, spelled

# Points; ENOUGH of them make one film. A title and the year are just enough where nothing else is known.
ENOUGH = 5.0
TITLE: Final = (1.0, 2.0, 3.0)  # by how many of the two are announced under the title that they share
WORDS, TELLING = 3, 1.0  # from so many words on, few films share a title by chance
YEAR: Final = (2.0, 1.0, 0.0)  # same year, one apart (a festival, then the release), two
DIRECTOR, OTHER_DIRECTOR = 4.0, -3.0  # one in common; both known, and none
ACTOR, ACTORS, OTHER_ACTORS = 1.5, 3, -2.0  # each in common, so many at most; both casts known, and none
CAST = 3  # actors from which on a cast is known
SAME_LENGTH, OTHER_LENGTH = 1.5, -1.5
VERY_CLOSE, FAR = 3, 15  # minutes apart
SHORTER = 0.6  # times as long as the other: another film
NUMBERS = ("wikidata", "imdb", "tmdb")


def alike(ours: Tables, theirs: Tables) -> pl.DataFrame:
    """The pairs that may be one film: ours, theirs, score, people (directors and actors in common), at_odds.

    `at_odds` says that both bear numbers, and different ones.
    """
    pairs = _same_title(ours.films, theirs.films)
    sides = [_named(ours, pairs["ours"]), _named(theirs, pairs["theirs"])]
    both = side_by_side(pairs, *(_facts(tables, side) for tables, side in zip((ours, theirs), sides, strict=True)))
    both = _in_common(both, *sides).with_columns(score=_score(), at_odds=at_odds(NUMBERS))
    return both.filter(~_never()).select(
        "ours", "theirs", "score", people=pl.col("same_directors") + pl.col("same_cast"), at_odds="at_odds"
    )


def _same_title(ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of one spelling, two years apart at the most: ours, theirs, standing (0 to 2), words, apart (0 to 2)."""
    dated = [
        spelled(films).join(films.select(film="id", year="year").drop_nulls(), on="film") for films in (ours, theirs)
    ]
    # Few titles are in both, and those alone are spread over the years beside theirs.
    spread = dated[0].join(dated[1], on="spelling", how="semi")
    spread = spread.with_columns(apart=pl.lit([-2, -1, 0, 1, 2], pl.List(pl.Int16))).explode("apart")
    spread = spread.with_columns(pl.col("year") + pl.col("apart"))
    pairs = spread.join(dated[1], on=["spelling", "year"], suffix="_theirs")
    standing = pl.col("standing").cast(pl.Int8) + pl.col("standing_theirs").cast(pl.Int8)
    words = pl.col("spelling").str.count_matches(" ", literal=True) + 1
    return pairs.group_by(ours="film", theirs="film_theirs").agg(
        standing.max(), words.max().alias("words"), pl.col("apart").first().abs()
    )


def _named(tables: Tables, films: pl.Series) -> pl.DataFrame:
    """Whom the films are by: film, role, name; names by their keys, each once."""
    wanted = films.unique().to_frame("film_id")
    credit = tables.credits.filter(pl.col("role") != "writer").join(wanted, on="film_id", how="semi")
    people = tables.people.rename({"id": "person_id"}).join(credit, on="person_id", how="semi")
    names = people.select("person_id", name=name_keys(pl.col("name")))
    return credit.join(names, on="person_id").select("role", "name", film="film_id").unique()


def _facts(tables: Tables, named: pl.DataFrame) -> pl.DataFrame:
    """What else is known of each film: bearer, length, directors and cast (how many), and its numbers."""
    counted = named.group_by(bearer="film").agg(
        directors=(pl.col("role") == "director").sum(), cast=(pl.col("role") == "cast").sum()
    )
    films = tables.films.select(bearer="id", length=pl.col("runtime_min").cast(pl.Float64))
    known = films.join(counted, on="bearer", how="left").with_columns(pl.col("directors", "cast").fill_null(0))
    return known.join(of_films(tables.films).cards, on="bearer")


def _in_common(pairs: pl.DataFrame, ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """The pairs with same_directors and same_cast: how many both films name."""
    shared = (
        pairs.select("ours", "theirs")
        .join(ours, left_on="ours", right_on="film")
        .join(theirs, left_on=["theirs", "role", "name"], right_on=["film", "role", "name"])
        .group_by("ours", "theirs")
        .agg(same_directors=(pl.col("role") == "director").sum(), same_cast=(pl.col("role") == "cast").sum())
    )
    joined = pairs.join(shared, on=["ours", "theirs"], how="left")
    return joined.with_columns(pl.col("same_directors", "same_cast").fill_null(0))


def _score() -> pl.Expr:
    minutes = (pl.col("length") - pl.col("length_theirs")).abs()
    director = pl.when(pl.col("same_directors") > 0).then(DIRECTOR).when(_both("directors", 1)).then(OTHER_DIRECTOR)
    actors = ACTOR * pl.min_horizontal("same_cast", pl.lit(ACTORS))
    cast = pl.when(pl.col("same_cast") > 0).then(actors).when(_both("cast", CAST)).then(OTHER_ACTORS)
    length = pl.when(minutes <= VERY_CLOSE).then(SAME_LENGTH).when(minutes > FAR).then(OTHER_LENGTH)
    return (
        pl.col("standing").replace_strict(dict(enumerate(TITLE)), return_dtype=pl.Float64)
        + pl.col("apart").replace_strict(dict(enumerate(YEAR)), return_dtype=pl.Float64)
        + pl.when(pl.col("words") >= WORDS).then(TELLING).otherwise(0.0)
        + director.otherwise(0.0)
        + cast.otherwise(0.0)
        + length.otherwise(0.0)
    )


def _never() -> pl.Expr:
    """What no likeness of titles makes up for."""
    others = _both("directors", 1) & (pl.col("same_directors") == 0) & (pl.col("same_cast") == 0)
    shorter = pl.min_horizontal("length", "length_theirs") < SHORTER * pl.max_horizontal("length", "length_theirs")
    # The parts of one work bear its title beside their own, and follow each other year by year.
    parts = (pl.col("standing") == 0) & (pl.col("apart") > 0)
    return others | (shorter & _both("length", 1)) | parts


def _both(column: str, least: int) -> pl.Expr:
    """Whether that much is known of both films of a pair."""
    return ((pl.col(column) >= least) & (pl.col(f"{column}_theirs") >= least)).fill_null(value=False)
