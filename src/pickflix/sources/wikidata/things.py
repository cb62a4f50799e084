"""The columns of a film that name other items: genres, countries, languages, subjects, places, works, awards."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from pickflix.sources.contract import LeftOut
from pickflix.sources.iso_codes import COUNTRY_OF_LABEL, LANGUAGE_OF_LABEL
from pickflix.sources.wikidata import genres
from pickflix.sources.wikidata.account import left_out

NAMES: Mapping[str, str] = {
    "company": "companies",
    "subject": "subjects",
    "place": "places",
    "based_on": "based_on",
    "award": "awards",
}
CODES: Mapping[str, str] = {"genre": "genres", "country": "countries", "language": "languages"}
# How the contract writes the codes of a country and of a language.
WRITTEN: Mapping[str, tuple[str, pl.Expr]] = {
    "iso3166": ("^[A-Z]{2}$", pl.col("value").str.to_uppercase()),
    "iso639-1": ("^[a-z]{2}$", pl.col("value").str.to_lowercase()),
    "iso639-3": ("^[a-z]{3}$", pl.col("value").str.to_lowercase()),
}
OSCAR: Final = "Academy Award for "
LISTED = pl.List(pl.String)


def columns(facts: pl.DataFrame, things: pl.DataFrame) -> tuple[pl.DataFrame, list[LeftOut]]:
    """One row a film, and the labels that have no code."""
    names = best_names(things)
    named = (
        facts.filter(pl.col("what").is_in([*NAMES, *CODES]))
        .join(names, left_on="value", right_on="item")
        .sort("item", "what", "name")
    )
    codes, told = _written(things)
    coded = _codes(names, codes)
    found = facts.select("item").unique()
    for what, column in NAMES.items():
        found = found.join(_lists(named.filter(what=what), "name", column), on="item", how="left")
    for what, column in CODES.items():
        of_film = named.filter(what=what).join(coded.filter(what=what), on="value", how="left")
        found = found.join(_lists(of_film.explode("codes"), "codes", column), on="item", how="left")
        without = of_film.filter(pl.col("codes").list.len().fill_null(0) == 0)["name"]
        told += left_out("films", f"a {what} without a code", without)
    oscars = pl.col("name").str.starts_with(OSCAR).sum().cast(pl.UInt8, strict=False)
    won = named.filter(what="award").group_by("item").agg(oscars_won=oscars)
    return found.join(won, on="item", how="left").rename({"item": "id"}), told


def best_names(facts: pl.DataFrame) -> pl.DataFrame:
    """One name an item: in English, else that of all languages, else in French."""
    rank = pl.col("note").replace_strict({"en": 0, "mul": 1}, default=2, return_dtype=pl.Int8)
    return (
        facts.filter(pl.col("what") == "label")
        .with_columns(name=pl.col("value").str.strip_chars())
        .filter(pl.col("name") != "")
        .sort("item", rank, "name")
        .unique("item", keep="first", maintain_order=True)
        .select("item", "name")
    )


def _lists(rows: pl.DataFrame, of: str, column: str) -> pl.DataFrame:
    return rows.drop_nulls(of).group_by("item").agg(pl.col(of).unique(maintain_order=True).alias(column))


def _written(things: pl.DataFrame) -> tuple[Mapping[str, Mapping[str, str]], list[LeftOut]]:
    """The ISO codes of the items, by the kind of code, and what Wikidata has in their place that is none."""
    codes: dict[str, dict[str, str]] = {}
    told: list[LeftOut] = []
    for what, (pattern, spelt) in WRITTEN.items():
        stated = things.filter(what=what).with_columns(code=spelt.str.strip_chars())
        right = pl.col("code").str.contains(pattern).fill_null(value=False)
        codes[what] = dict(stated.filter(right).sort("code", descending=True).select("item", "code").iter_rows())
        told += left_out("things", f"no code of {what}", stated.filter(~right)["value"])
    return codes, told


def _codes(names: pl.DataFrame, iso: Mapping[str, Mapping[str, str]]) -> pl.DataFrame:
    """The codes of each item as a genre, as a country, as a language."""
    rows: list[tuple[str, str, list[str]]] = []
    for item, name in names.iter_rows():
        country = COUNTRY_OF_LABEL.get(name, iso["iso3166"].get(item))
        language = LANGUAGE_OF_LABEL.get(name, iso["iso639-1"].get(item) or iso["iso639-3"].get(item))
        rows += [
            ("genre", item, [*genres.codes(name)]),
            ("country", item, [country] if country else []),
            ("language", item, [language] if language else []),
        ]
    return pl.DataFrame(rows, schema={"what": pl.String, "value": pl.String, "codes": LISTED}, orient="row")
