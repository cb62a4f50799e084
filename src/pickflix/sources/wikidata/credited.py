"""Who made a film and who plays in it, in billing order where Wikidata has one."""

from datetime import date
from typing import Final

import polars as pl

from pickflix.sources.contract import BORN_FIRST, IMDB_PERSON, WIKIDATA_ITEM, LeftOut
from pickflix.sources.wikidata.account import left_out
from pickflix.sources.wikidata.things import best_names

ROLES = {"director": "director", "writer": "writer", "cast": "cast", "voice": "cast"}
# Female, male; trans woman and trans man.
GENDERS = {"Q6581072": "female", "Q6581097": "male", "Q1052281": "female", "Q2449503": "male"}
DAY, YEAR = 11, 9  # Wikidata's precisions
LAST: Final = 32_000  # place of those who have none


def tables(
    facts: pl.DataFrame, known: pl.DataFrame, today: date
) -> tuple[pl.DataFrame, pl.DataFrame, list[LeftOut], list[LeftOut]]:
    """People, credits, the people whom Wikidata has no name for, and what it says of the others that cannot be."""
    stated = facts.filter(pl.col("what").is_in([*ROLES]), pl.col("value").str.contains(WIKIDATA_ITEM))
    people, unfit = _people(known, today)
    nameless = stated.join(people, left_on="value", right_on="id", how="anti")["value"]
    named = stated.join(people.select("id", "sitelinks"), left_on="value", right_on="id")
    ordinal = pl.col("note").str.extract(r"^([0-9]{1,4})$", 1).cast(pl.Int32).fill_null(LAST)
    credit = (
        named.with_columns(
            role=pl.col("what").replace_strict(ROLES),
            spoken=pl.col("what") == "voice",
            ordinal=ordinal,
            number=pl.col("value").str.slice(1).cast(pl.Int64, strict=False),
        )
        .group_by("item", "role", "value")
        .agg(
            pl.col("spoken", "ordinal", "sitelinks", "number").min(),
            characters=pl.col("other")
            .str.strip_chars()
            .filter(pl.col("other").str.strip_chars() != "")
            .unique()
            .sort(),
        )
        # Where nobody wrote an order, the best known come first.
        .sort("item", "role", "spoken", "ordinal", "sitelinks", "number", descending=[False] * 4 + [True, False])
        .with_columns(position=pl.int_range(pl.len(), dtype=pl.Int16).over("item", "role"))
        .select("role", "position", "characters", film_id="item", person_id="value")
        .sort("film_id", "role", "position")
    )
    credited = people.join(credit, left_on="id", right_on="person_id", how="semi").sort("id")
    return credited, credit, left_out("credits", "a person without a name", nameless), unfit


def _people(known: pl.DataFrame, today: date) -> tuple[pl.DataFrame, list[LeftOut]]:
    (born, bad_births), (died, bad_deaths) = (_moments(known, what, today) for what in ("born", "died"))
    gender = pl.col("value").replace_strict(GENDERS, default="other")
    stated = known.filter(what="imdb")
    right = pl.col("value").str.contains(IMDB_PERSON).fill_null(value=False)
    shared = pl.col("imdb_id").is_duplicated() & pl.col("imdb_id").is_not_null()
    too_early = (pl.col("death_year") < pl.col("birth_year")).fill_null(value=False)
    people = (
        best_names(known)
        .join(_single(known.filter(what="gender").with_columns(value=gender), "gender"), on="item", how="left")
        .join(_single(stated.filter(right), "imdb_id"), on="item", how="left")
        .join(_single(known.filter(what="sitelinks"), "sitelinks"), on="item", how="left")
        .join(born.select("item", birth_year="year", born="day"), on="item", how="left")
        .join(died.select("item", death_year="year"), on="item", how="left")
        .with_columns(
            wikidata_id="item",
            sitelinks=pl.col("sitelinks").cast(pl.Int32, strict=False).fill_null(0),
            imdb_id=pl.when(shared).then(None).otherwise("imdb_id"),
        )
        .rename({"item": "id"})
    )
    unfit = [
        *left_out("people", "a birth that cannot be", bad_births),
        *left_out("people", "a death that cannot be", bad_deaths),
        *left_out("people", "a death before the birth", people.filter(too_early)["id"]),
        *left_out("people", "no number of imdb", stated.filter(~right)["value"]),
    ]
    return people.with_columns(death_year=pl.when(~too_early).then("death_year")), unfit


def _single(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """One value an item, the least of several."""
    return rows.group_by("item").agg(pl.col("value").min().alias(column))


def _moments(known: pl.DataFrame, what: str, today: date) -> tuple[pl.DataFrame, pl.Series]:
    """Year and, where it is known, day; the most precise of several, then the first; and what cannot be.

    Decades are no years; nobody was born, and nobody has died, after this year.
    """
    precision = pl.col("note").cast(pl.Int8, strict=False)
    day = pl.col("value").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    stated = (
        known.filter(what=what)
        .with_columns(precision=precision, year=pl.col("value").str.extract(r"^([0-9]{4})-", 1).cast(pl.Int16))
        .filter(pl.col("precision") >= YEAR)
    )
    possible = pl.col("year").is_between(BORN_FIRST, today.year).fill_null(value=False)
    moments = (
        stated.filter(possible)
        .with_columns(day=pl.when(pl.col("precision") >= DAY).then(day))
        .sort("item", "precision", "value", descending=[False, True, False])
        .unique("item", keep="first")
        .select("item", "year", "day")
    )
    return moments, stated.filter(~possible)["value"]
