"""What must hold of the tables of any source before a snapshot is made of them."""

import polars as pl

from pickflix.errors import BuildError
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE, Tables

ROLES = ("director", "writer", "cast")


class UnfitTable(BuildError):
    """A table of the source breaks a promise of the contract."""

    def __init__(self, table: str, problem: str) -> None:
        super().__init__(f"Table {table}: {problem} The last snapshot stays; mend the source and build again.")
        self.table = table


def check(tables: Tables) -> None:
    """Raises UnfitTable for the first broken promise: columns, keys, references, vocabulary."""
    for name, frame, columns in (
        ("films", tables.films, FILMS),
        ("people", tables.people, PEOPLE),
        ("credits", tables.credits, CREDITS),
    ):
        if frame.columns != list(columns):
            raise UnfitTable(name, f"has the columns {frame.columns}, not {list(columns)}.")
    if tables.films.is_empty():
        raise UnfitTable("films", "is empty.")
    _unique("films", tables.films["id"])
    _unique("people", tables.people["id"])
    if untitled := tables.films.filter(pl.col("title").is_null() | (pl.col("title") == ""))["id"].to_list():
        raise UnfitTable("films", f"film {untitled[0]} has no title.")
    for column, keys in (("film_id", tables.films["id"]), ("person_id", tables.people["id"])):
        if dangling := tables.credits.filter(~pl.col(column).is_in(keys.implode()))[column].to_list():
            raise UnfitTable("credits", f"{column} {dangling[0]} stands in no other table.")
    if strange := tables.credits.filter(~pl.col("role").is_in(ROLES))["role"].to_list():
        raise UnfitTable("credits", f"role {strange[0]} is none of {', '.join(ROLES)}.")


def _unique(table: str, key: pl.Series) -> None:
    if key.null_count():
        raise UnfitTable(table, f"a row has no {key.name}.")
    doubled = key.filter(key.is_duplicated())
    if not doubled.is_empty():
        raise UnfitTable(table, f"{key.name} {doubled[0]} stands twice.")
