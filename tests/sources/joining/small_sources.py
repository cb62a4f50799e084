"""Sources of a few films, written as one would tell of them."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pickflix.sources.contract import FILMS, PEOPLE, Tables
from pickflix.sources.embedded import tables
from pickflix.sources.joining.merging import Part, merge

NAMES = ("directors", "writers", "cast")


def source(*films: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]] | None = None) -> Tables:
    """The tables of a source of those films; directors, writers and cast are lists of names.

    `people` are what else it knows of people (columns of PEOPLE), by slug; its number for them may be their id.
    """
    columns = {**FILMS, **dict.fromkeys(NAMES, pl.List(pl.String))}
    lists = [name for name, kind in columns.items() if isinstance(kind, pl.List)]
    told = tables(pl.DataFrame(films, schema=columns).with_columns(pl.col(lists).fill_null([])))
    known = [person | dict((people or {}).get(person["id"], {})) for person in told.people.rows(named=True)]
    persons = pl.DataFrame(known, schema=dict(PEOPLE))
    now = told.credits.with_columns(pl.col("person_id").replace_strict(told.people["id"], persons["id"]))
    return Tables(told.films, persons, now, told.account)


def of_two(ours: Tables, theirs: Tables, **part: bool) -> Tables:
    """Two sources as one."""
    return merge([Part("ours", ours), Part("theirs", theirs, **part)]).tables


def credited(tables: Tables, film: str, role: str = "cast") -> list[str]:
    """The people of a film, in order."""
    return tables.credits.filter(film_id=film, role=role).sort("position")["person_id"].to_list()
