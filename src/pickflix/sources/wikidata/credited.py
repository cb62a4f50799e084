"""Who made a film and who plays in it, in billing order where Wikidata has one."""

from typing import Final

import polars as pl

from pickflix.sources.contract import LeftOut
from pickflix.sources.wikidata.account import left_out
from pickflix.sources.wikidata.things import best_names

ROLES = {"director": "director", "writer": "writer", "cast": "cast", "voice": "cast"}
# Female, male; trans woman and trans man.
GENDERS = {"Q6581072": "female", "Q6581097": "male", "Q1052281": "female", "Q2449503": "male"}
DAY, YEAR = 11, 9  # Wikidata's precisions
BORN_FIRST: Final = 1600
LAST: Final = 32_000  # place of those who have none
NUMBER = r"^Q\d+$"


def tables(facts: pl.DataFrame, known: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, list[LeftOut]]:
    """People, credits, and the people whom Wikidata has no name for."""
    stated = facts.filter(pl.col("what").is_in([*ROLES]), pl.col("value").str.contains(NUMBER))
    people = _people(known)
    nameless = stated.join(people, left_on="value", right_on="id", how="anti")["value"]
    named = stated.join(people.select("id", "sitelinks"), left_on="value", right_on="id")
    ordinal = pl.col("note").str.extract(r"^(\d{1,4})$", 1).cast(pl.Int32).fill_null(LAST)
    credit = (
        named.with_columns(
            role=pl.col("what").replace_strict(ROLES),
            spoken=pl.col("what") == "voice",
            ordinal=ordinal,
            number=pl.col("value").str.slice(1).cast(pl.Int64),
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
    return credited, credit, left_out("credits", "a person without a name", nameless)


def _people(known: pl.DataFrame) -> pl.DataFrame:
    born, died = _moments(known, "born"), _moments(known, "died")
    gender = pl.col("value").replace_strict(GENDERS, default="other")
    imdb = _single(known.filter(pl.col("what") == "imdb", pl.col("value").str.contains(r"^nm\d{7,}$")), "imdb_id")
    shared = pl.col("imdb_id").is_duplicated() & pl.col("imdb_id").is_not_null()
    return (
        best_names(known)
        .join(_single(known.filter(what="gender").with_columns(value=gender), "gender"), on="item", how="left")
        .join(imdb, on="item", how="left")
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


def _single(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """One value an item, the least of several."""
    return rows.group_by("item").agg(pl.col("value").min().alias(column))


def _moments(known: pl.DataFrame, what: str) -> pl.DataFrame:
    """Year and, where it is known, day; the most precise of several, then the first. Decades are no years."""
    precision = pl.col("note").cast(pl.Int8, strict=False)
    day = pl.col("value").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    return (
        known.filter(what=what)
        .with_columns(precision=precision, year=pl.col("value").str.extract(r"^(\d{4})-", 1).cast(pl.Int16))
        .filter(pl.col("precision") >= YEAR, pl.col("year") >= BORN_FIRST)
        .with_columns(day=pl.when(pl.col("precision") >= DAY).then(day))
        .sort("item", "precision", "value", descending=[False, True, False])
        .unique("item", keep="first")
        .select("item", "year", "day")
    )
