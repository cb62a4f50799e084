"""Which person of one source is which of another: by number, then by a film that both name them for, then by name.

Two people of one name are told apart by their films alone; where those do not tell, they are left apart and listed.
"""

from collections.abc import Sequence
from enum import StrEnum

import polars as pl

from pickflix.sources.contract import Tables
from pickflix.sources.joining.linking import Links, listed, two_best
from pickflix.sources.joining.numbers import agreeing, apart, at_odds, of_people, side_by_side
from pickflix.sources.joining.titles import folded, name_keys

CLEARLY = 2  # times as many films in common as the next namesake
BIRTHS = 1  # years that two sources may differ about a birth or a death
LONGEST_LIFE = 100  # years from birth to the last credit
PAUSE = 40  # years between two careers that may be one


class Doubt(StrEnum):
    """Why two people of one name are left apart."""

    FILMS = "both share films with several of that name"
    NAME = "several bear the name and no film tells which"
    YEARS = "their years do not fit one life"


def link_people(ours: Tables, theirs: Tables, films: pl.DataFrame) -> Links:
    """Finds the people of `theirs` among ours; `films` are the pairs (ours, theirs) of linked films.

    The links are by wikidata, imdb, id, film or name, their score the number of films in common; `title_ours` and
    `title_theirs` of the ambiguous are names, the years those of birth.
    """
    known = [_known(tables) for tables in (ours, theirs)]
    nobody = films.clear().select("ours", "theirs")
    numbered = agreeing(of_people(ours.people), of_people(theirs.people), nobody).pairs
    filmed = apart(_in_films(ours, theirs, films, known), numbered)
    pairs = pl.concat(
        [numbered, _clearest(filmed).select("ours", "theirs", "score", by=pl.lit("film"))], how="diagonal"
    )
    named = apart(_of_a_name(known), pairs)
    one_life = named.filter("alone", "plausible").select("ours", "theirs", by=pl.lit("name"))
    pairs = pl.concat([pairs, one_life], how="diagonal")
    why = pl.when("alone").then(pl.lit(Doubt.YEARS)).otherwise(pl.lit(Doubt.NAME))
    doubts = pl.concat([filmed.with_columns(why=pl.lit(Doubt.FILMS)), named.with_columns(why=why)], how="diagonal")
    told = (of.select(bearer="bearer", title="name", year="birth_year") for of in known)
    return Links(pairs.select("ours", "theirs", "by", "score").sort("ours"), listed(apart(doubts, pairs), *told))


def _known(tables: Tables) -> pl.DataFrame:
    """What tells people apart: bearer, name, its folded form, numbers, life, first and last year of films."""
    years = tables.credits.select("person_id", "film_id").join(tables.films.select("year", film_id="id"), on="film_id")
    career = years.group_by(bearer="person_id").agg(first=pl.col("year").min(), last=pl.col("year").max())
    people = tables.people.select("birth_year", "death_year", "name", bearer="id", folded=folded(pl.col("name")))
    return people.join(of_people(tables.people).cards, on="bearer").join(career, on="bearer", how="left")


def _in_films(ours: Tables, theirs: Tables, films: pl.DataFrame, known: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The pairs of one name whom both sources name for a film: ours, theirs, score (films in common)."""
    keyed = [
        tables.credits.select(bearer="person_id", film="film_id")
        .join(films, left_on="film", right_on=side)
        .join(people.select("bearer", "name"), on="bearer")
        .with_columns(key=name_keys(pl.col("name")))
        for tables, side, people in zip((ours, theirs), ("ours", "theirs"), known, strict=True)
    ]
    both = keyed[0].join(keyed[1], left_on=["film", "key"], right_on=["ours", "key"], suffix="_theirs")
    pairs = both.group_by(ours="bearer", theirs="bearer_theirs").agg(score=pl.col("film").n_unique().cast(pl.Float64))
    return side_by_side(pairs, *known).filter(~_other_life()).select(pairs.columns)


def _clearest(pairs: pl.DataFrame) -> pl.DataFrame:
    """Those who share clearly more films with each other than with any namesake."""
    clear = pairs
    for side in ("ours", "theirs"):
        ahead = (pl.col("score") == pl.col("best")) & (pl.col("best") >= CLEARLY * pl.col("next").fill_null(0))
        clear = clear.join(two_best(pairs, side), on=side).filter(ahead).select(pairs.columns)
    return clear


def _of_a_name(known: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The pairs of one name of two words at least: ours, theirs, alone (nobody else bears it), plausible (one life)."""
    ours, theirs = (
        people.filter(pl.col("folded").str.contains(" ")).select("folded", "bearer", alone=pl.col("folded").is_unique())
        for people in known
    )
    pairs = ours.join(theirs, on="folded", suffix="_theirs")
    pairs = pairs.select(ours="bearer", theirs="bearer_theirs", alone=pl.col("alone") & pl.col("alone_theirs"))
    return side_by_side(pairs, *known).filter(~_other_life()).select(*pairs.columns, plausible=_one_life())


def _other_life() -> pl.Expr:
    """Whether numbers, births or deaths tell two people apart."""
    years = (
        ((pl.col(year) - pl.col(f"{year}_theirs")).abs() > BIRTHS).fill_null(value=False)
        for year in ("birth_year", "death_year")
    )
    return pl.any_horizontal(at_odds(("wikidata", "imdb")), *years)


def _one_life() -> pl.Expr:
    """Whether the films of both fit one life: none before the birth, none long after it, no pause of decades."""
    birth = pl.coalesce("birth_year", "birth_year_theirs")
    first, last = pl.min_horizontal("first", "first_theirs"), pl.max_horizontal("last", "last_theirs")
    lived = ((birth <= first) & (last - birth <= LONGEST_LIFE)).fill_null(value=True)
    pause = pl.max_horizontal("first", "first_theirs") - pl.min_horizontal("last", "last_theirs")
    dated = pl.all_horizontal(pl.col("first", "first_theirs").is_not_null())
    return dated & lived & (pause <= PAUSE).fill_null(value=False)
