"""How alike two films of two sources look: points for their titles, years, people and running times.

Homonyms and remakes look alike as well; what tells them apart is whom they are by. Two films whose directors are
known and differ are never one, nor a film and the short that it grew from. Other countries or another length are
outweighed by a person in common alone; and of a title that others bear too, or a short one, some fact besides the
year must agree.
"""

from enum import StrEnum
from typing import Final

import polars as pl

from pickflix.sources.contract import Tables
from pickflix.sources.joining.numbers import at_odds, of_films, side_by_side
from pickflix.sources.joining.titles import name_keys, near_names, spelled, without_article

# Points; ENOUGH of them make one film. A title and the year are just enough where nothing else is known.
ENOUGH = 5.0
TITLE: Final = (1.0, 2.0, 3.0)  # by how many of the two are announced under the title that they share
WORDS, TELLING = 3, 1.0  # from so many words on, few films share a title by chance
YEAR: Final = (2.0, 1.0, 0.0)  # same year, one apart (a festival, then the release), two
DIRECTOR = 4.0  # one in common
ACTOR, ACTORS, OTHER_ACTORS = 1.5, 3, -2.0  # each in common, so many at most; both casts known, and none
CAST = 3  # actors from which on a cast is known
SAME_LENGTH, OTHER_LENGTH = 1.5, -1.5
VERY_CLOSE, FAR = 3, 15  # minutes apart
SHORTER, CUT = 0.6, 0.85  # times as long as the other: another film whoever made it; unless a person tells that it is
OTHER_GENRES, OTHER_LANGUAGES = -1.0, -1.0  # both known, and none in common
MANY = 5_000  # films of both sources from which on a short title that no other bears is rare
LASTING = 2  # letters of the code of a country that there is; those of former ones have four
NUMBERS = ("wikidata", "imdb", "tmdb")
LISTS = ("countries", "languages", "genres")


class Doubt(StrEnum):
    """Why two films that look the same are left apart."""

    SEVERAL = "several films fit as well"
    NUMBERS = "title, year and people agree, the numbers do not"
    SHARED = "a number is shared, and others or a second film deny it"
    DIRECTORS = "title and actors agree, the directors do not"
    FACTS = "the titles agree, the countries or lengths do not"
    ACTORS = "the titles agree, none of the actors does"
    YEARS = "the years differ, and no person, country or length agrees"
    LITTLE = "the titles agree, and too little else"
    TITLE = "the year and a title that others may bear are all that agrees"


# Two films of whom that is known are not the same; of the others of Doubt nobody knows.
DENIED = (Doubt.DIRECTORS, Doubt.FACTS)


def alike(ours: Tables, theirs: Tables) -> pl.DataFrame:
    """The pairs that may be one film.

    The columns: ours, theirs, score, people (directors and actors in common), at_odds (whether both bear numbers, and
    different ones), near (announced under one title, a year apart at most), why (the Doubt in which they are, or null).
    """
    pairs = _same_title(ours.films, theirs.films)
    sides = [_named(ours, pairs["ours"]), _named(theirs, pairs["theirs"])]
    facts = (_facts(ours, sides[0], pairs["ours"]), _facts(theirs, sides[1], pairs["theirs"]))
    both = _in_common(side_by_side(pairs, *facts), *sides)
    both = both.with_columns(people=pl.col("same_directors") + pl.col("same_cast")).filter(~_never())
    near = (pl.col("apart") <= 1) & (pl.col("standing") > 0)
    return both.select("ours", "theirs", "people", score=_score(), at_odds=at_odds(NUMBERS), near=near, why=_doubt())


def _same_title(ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of one spelling, two years apart at the most.

    The columns: ours, theirs, standing (0 to 2), words and titles (of, and how many they share; no article counts),
    apart (0 to 2), rare (whether no other film of either source bears one of those titles).
    """
    forms = [spelled(films) for films in (ours, theirs)]
    shared = [one.join(other, on="spelling", how="semi") for one, other in (forms, reversed(forms))]
    named = [each.with_columns(bare=without_article(pl.col("spelling"))) for each in shared]
    named = [each.with_columns(others=pl.col("film").n_unique().over("bare") - 1) for each in named]
    dated = [
        each.join(films.select(film="id", year="year").drop_nulls(), on="film")
        for each, films in zip(named, (ours, theirs), strict=True)
    ]
    # Few titles are in both, and those alone are spread over the years beside theirs.
    spread = dated[0].with_columns(apart=pl.lit([-2, -1, 0, 1, 2], pl.List(pl.Int16))).explode("apart")
    spread = spread.with_columns(pl.col("year") + pl.col("apart"))
    pairs = spread.join(dated[1], on=["spelling", "year"], suffix="_theirs")
    standing = pl.col("standing").cast(pl.Int8) + pl.col("standing_theirs").cast(pl.Int8)
    words = pl.col("bare").str.count_matches(" ", literal=True) + 1
    told = (words >= WORDS) | pl.lit(ours.height + theirs.height >= MANY)
    rare = told & (pl.col("others") == 0) & (pl.col("others_theirs") == 0)
    return pairs.group_by(ours="film", theirs="film_theirs").agg(
        standing.max(),
        words.max().alias("words"),
        pl.col("bare").n_unique().alias("titles"),
        pl.col("apart").first().abs(),
        rare.any().alias("rare"),
    )


def _named(tables: Tables, films: pl.Series) -> pl.DataFrame:
    """Whom the films are by: film, role, name; names by their keys, each once."""
    wanted = films.unique().to_frame("film_id")
    credit = tables.credits.filter(pl.col("role") != "writer").join(wanted, on="film_id", how="semi")
    people = tables.people.rename({"id": "person_id"}).join(credit, on="person_id", how="semi")
    names = people.select("person_id", name=name_keys(pl.col("name")))
    return credit.join(names, on="person_id").select("role", "name", film="film_id").unique()


def _facts(tables: Tables, named: pl.DataFrame, bearers: pl.Series) -> pl.DataFrame:
    """What else is known of each film: bearer, length, LISTS, directors and cast (how many), and its numbers."""
    counted = named.group_by(bearer="film").agg(
        directors=(pl.col("role") == "director").sum(), cast=(pl.col("role") == "cast").sum()
    )
    wanted = bearers.unique().to_frame("bearer")
    films = tables.films.select(*LISTS, bearer="id", length=pl.col("runtime_min").cast(pl.Float64))
    known = films.join(wanted, on="bearer", how="semi").join(counted, on="bearer", how="left")
    return known.with_columns(pl.col("directors", "cast").fill_null(0)).join(of_films(tables.films).cards, on="bearer")


def _in_common(pairs: pl.DataFrame, ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """The pairs with same_directors and same_cast: how many both films name; directors by any near spelling."""
    shared = (
        pairs.select("ours", "theirs")
        .join(ours, left_on="ours", right_on="film")
        .join(theirs, left_on=["theirs", "role", "name"], right_on=["film", "role", "name"])
        .group_by("ours", "theirs")
        .agg(same_directors=(pl.col("role") == "director").sum(), same_cast=(pl.col("role") == "cast").sum())
    )
    joined = pairs.join(shared, on=["ours", "theirs"], how="left")
    joined = joined.with_columns(pl.col("same_directors", "same_cast").fill_null(0))
    directors = [side.filter(role="director").drop("role") for side in (ours, theirs)]
    crossed = joined.filter(_by_others()).select("ours", "theirs")
    crossed = crossed.join(directors[0], left_on="ours", right_on="film")
    crossed = crossed.join(directors[1], left_on="theirs", right_on="film", suffix="_theirs")
    near = crossed.join(near_names(crossed.select("name", "name_theirs")), on=["name", "name_theirs"], how="semi")
    near = near.group_by("ours", "theirs").agg(near=pl.len())
    joined = joined.join(near, on=["ours", "theirs"], how="left")
    return joined.with_columns(pl.col("same_directors") + pl.col("near").fill_null(0)).drop("near")


def _score() -> pl.Expr:
    minutes = (pl.col("length") - pl.col("length_theirs")).abs()
    director = pl.when(pl.col("same_directors") > 0).then(DIRECTOR)
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
        + pl.when(_disjoint("genres")).then(OTHER_GENRES).otherwise(0.0)
        + pl.when(_disjoint("languages")).then(OTHER_LANGUAGES).otherwise(0.0)
    )


def _never() -> pl.Expr:
    """What no likeness of titles makes up for."""
    strangers = _by_others() & (pl.col("same_cast") == 0)
    shorter = pl.min_horizontal("length", "length_theirs") < SHORTER * pl.max_horizontal("length", "length_theirs")
    # The parts of one work bear its title beside their own, and follow each other year by year.
    parts = (pl.col("standing") == 0) & (pl.col("apart") > 0)
    return strangers | (shorter & _both("length", 1)) | parts


def _doubt() -> pl.Expr:
    """What keeps two films apart that look the same, if anything does."""
    alone = pl.col("people") == 0
    years = (pl.col("apart") > 0) & alone & ~_same_length() & ~_overlapping("countries")
    return (
        pl.when(_by_others())
        .then(pl.lit(Doubt.DIRECTORS))
        .when(_elsewhere() & alone)
        .then(pl.lit(Doubt.FACTS))
        .when(_both("cast", 1) & alone)
        .then(pl.lit(Doubt.ACTORS))
        .when(years)
        .then(pl.lit(Doubt.YEARS))
        .when(~pl.col("rare") & ~_agrees())
        .then(pl.lit(Doubt.TITLE))
    )


def _by_others() -> pl.Expr:
    """Whether the directors of both are known, and none in common."""
    return _both("directors", 1) & (pl.col("same_directors") == 0)


def _elsewhere() -> pl.Expr:
    """Whether both are known to be from other countries, or to be of other lengths."""
    cut = pl.min_horizontal("length", "length_theirs") < CUT * pl.max_horizontal("length", "length_theirs")
    return (cut & _both("length", 1)) | _disjoint("countries")


def _agrees() -> pl.Expr:
    """Whether anything agrees besides one title and the year."""
    lists = _overlapping("countries") | _overlapping("languages")
    return (pl.col("people") > 0) | _same_length() | lists | (pl.col("titles") > 1)


def _same_length() -> pl.Expr:
    return ((pl.col("length") - pl.col("length_theirs")).abs() <= VERY_CLOSE).fill_null(value=False)


def _overlapping(column: str) -> pl.Expr:
    return pl.col(column).list.set_intersection(f"{column}_theirs").list.len() > 0


def _disjoint(column: str) -> pl.Expr:
    """Whether both lists are known and have nothing in common; of a state that is no more, its heirs are many."""
    lists = pl.col(column), pl.col(f"{column}_theirs")
    known = pl.all_horizontal(each.list.len() > 0 for each in lists)
    if column == "countries":
        known &= ~pl.any_horizontal(each.list.eval(pl.element().str.len_chars() > LASTING).list.any() for each in lists)
    return known & ~_overlapping(column)


def _both(column: str, least: int) -> pl.Expr:
    """Whether that much is known of both films of a pair."""
    return ((pl.col(column) >= least) & (pl.col(f"{column}_theirs") >= least)).fill_null(value=False)
