"""Which person of one source is which of another: by number, then by a film that both name them for, then by name.

Two people of one name are told apart by their films. Where no film tells, they are one if nobody else bears the name,
they do the same work, and their gender, births and careers fit one life; else they are left apart and listed.
"""

from collections.abc import Sequence
from enum import StrEnum

import polars as pl

from pickflix.sources.contract import ROLES, Tables
from pickflix.sources.joining.linking import Links, listed, two_best
from pickflix.sources.joining.numbers import agreeing, apart, at_odds, of_people, side_by_side
from pickflix.sources.joining.titles import folded, name_keys

CLEARLY = 2  # times as many films in common as the next namesake
BIRTHS = 1  # years that two sources may differ about a birth or a death
LONGEST_LIFE = 100  # years from birth to the last credit
PAUSE = 20  # years between two careers that may be one
NUMBERS = ("wikidata", "imdb")
TOLD = ("female", "male")  # genders that exclude each other; of other ones sources know more or less


class Doubt(StrEnum):
    """Why two people of one name are left apart."""

    FILMS = "both share films with several of that name"
    NAME = "several bear the name and no film tells which"
    YEARS = "their years do not fit one life"
    GENDER = "one is a woman, the other a man"
    ROLES = "they do not do the same work"


def link_people(ours: Tables, theirs: Tables, films: pl.DataFrame) -> Links:
    """Finds the people of `theirs` among ours; `films` are the pairs (ours, theirs) of linked films.

    The links are by wikidata, imdb, id, film or name, their score the number of films in common; `title_ours` and
    `title_theirs` of the ambiguous are names, the years those of birth.
    """
    known = [_known(tables) for tables in (ours, theirs)]
    nobody = films.clear().select("ours", "theirs")
    numbered = agreeing(of_people(ours.people), of_people(theirs.people), nobody).pairs
    filmed = apart(_in_films(ours, theirs, films, known), numbered)
    clear = _clearest(filmed.filter(why=Doubt.FILMS)).select("ours", "theirs", "score", by=pl.lit("film"))
    pairs = pl.concat([numbered, clear], how="diagonal")
    named = apart(_of_a_name(known), pairs)
    one_life = named.filter(pl.col("why").is_null()).select("ours", "theirs", by=pl.lit("name"))
    pairs = pl.concat([pairs, one_life], how="diagonal")
    doubts = pl.concat([filmed, named], how="diagonal")
    told = (of.select(bearer="bearer", title="name", year="birth_year") for of in known)
    return Links(pairs.select("ours", "theirs", "by", "score").sort("ours"), listed(apart(doubts, pairs), *told))


def _known(tables: Tables) -> pl.DataFrame:
    """What tells people apart: bearer, name, its folded form, numbers, gender, life, ROLES, first and last film."""
    years = tables.credits.select("person_id", "film_id", "role")
    years = years.join(tables.films.select("year", film_id="id"), on="film_id")
    career = years.group_by(bearer="person_id").agg(
        *((pl.col("role") == role).any().alias(role) for role in ROLES),
        first=pl.col("year").min(),
        last=pl.col("year").max(),
    )
    people = tables.people.select(
        "gender", "birth_year", "death_year", "name", bearer="id", folded=folded(pl.col("name"))
    )
    return people.join(of_people(tables.people).cards, on="bearer").join(career, on="bearer", how="left")


def _in_films(ours: Tables, theirs: Tables, films: pl.DataFrame, known: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The pairs of one name whom both sources name for a film: ours, theirs, score (films in common), why (a Doubt)."""
    keyed = [
        tables.credits.select(bearer="person_id", film="film_id")
        .join(films, left_on="film", right_on=side)
        .join(people.select("bearer", "name"), on="bearer")
        .with_columns(key=name_keys(pl.col("name")))
        for tables, side, people in zip((ours, theirs), ("ours", "theirs"), known, strict=True)
    ]
    both = keyed[0].join(keyed[1], left_on=["film", "key"], right_on=["ours", "key"], suffix="_theirs")
    pairs = both.group_by(ours="bearer", theirs="bearer_theirs").agg(score=pl.col("film").n_unique().cast(pl.Float64))
    why = pl.when(_other_gender()).then(pl.lit(Doubt.GENDER)).when(_other_years()).then(pl.lit(Doubt.YEARS))
    both = side_by_side(pairs, *known).filter(~at_odds(NUMBERS))
    return both.select(*pairs.columns, why=why.otherwise(pl.lit(Doubt.FILMS)))


def _clearest(pairs: pl.DataFrame) -> pl.DataFrame:
    """Those who share clearly more films with each other than with any namesake."""
    clear = pairs
    for side in ("ours", "theirs"):
        ahead = (pl.col("score") == pl.col("best")) & (pl.col("best") >= CLEARLY * pl.col("next").fill_null(0))
        clear = clear.join(two_best(pairs, side), on=side).filter(ahead).select(pairs.columns)
    return clear


def _of_a_name(known: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The pairs of one name of two words at least: ours, theirs, why (the Doubt in which they are, or null)."""
    ours, theirs = (
        people.filter(pl.col("folded").str.contains(" ")).select("folded", "bearer", alone=pl.col("folded").is_unique())
        for people in known
    )
    pairs = ours.join(theirs, on="folded", suffix="_theirs")
    pairs = pairs.select(ours="bearer", theirs="bearer_theirs", alone=pl.col("alone") & pl.col("alone_theirs"))
    why = (
        pl.when(~pl.col("alone"))
        .then(pl.lit(Doubt.NAME))
        .when(_other_gender())
        .then(pl.lit(Doubt.GENDER))
        .when(_other_years() | ~_one_life())
        .then(pl.lit(Doubt.YEARS))
        .when(~_same_work())
        .then(pl.lit(Doubt.ROLES))
    )
    both = side_by_side(pairs, *known).filter(~at_odds(NUMBERS))
    # Of many who bear a name, those whom anything tells apart are not worth a look.
    both = both.filter(pl.col("alone") | ~(_other_gender() | _other_years()))
    return both.select("ours", "theirs", why=why)


def _other_years() -> pl.Expr:
    """Whether births or deaths tell two people apart."""
    return pl.any_horizontal(
        ((pl.col(year) - pl.col(f"{year}_theirs")).abs() > BIRTHS).fill_null(value=False)
        for year in ("birth_year", "death_year")
    )


def _other_gender() -> pl.Expr:
    """Whether one is known as a woman and the other as a man."""
    told = pl.all_horizontal(pl.col(name).is_in(TOLD) for name in ("gender", "gender_theirs"))
    return (told & (pl.col("gender") != pl.col("gender_theirs"))).fill_null(value=False)


def _same_work() -> pl.Expr:
    """Whether both have been credited in one role."""
    return pl.any_horizontal(pl.col(role) & pl.col(f"{role}_theirs") for role in ROLES).fill_null(value=False)


def _one_life() -> pl.Expr:
    """Whether the films of both fit one life: none before the birth, none long after it.

    Nor is there a pause of decades, unless both are known to be born in one year.
    """
    birth = pl.coalesce("birth_year", "birth_year_theirs")
    first, last = pl.min_horizontal("first", "first_theirs"), pl.max_horizontal("last", "last_theirs")
    lived = ((birth <= first) & (last - birth <= LONGEST_LIFE)).fill_null(value=True)
    pause = pl.max_horizontal("first", "first_theirs") - pl.min_horizontal("last", "last_theirs")
    dated = pl.all_horizontal(pl.col("first", "first_theirs").is_not_null())
    born = pl.all_horizontal(pl.col("birth_year", "birth_year_theirs").is_not_null())
    return dated & lived & (born | (pause <= PAUSE)).fill_null(value=False)
