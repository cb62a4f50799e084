"""Which tables, rows and columns leave a snapshot."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TypeAlias

import polars as pl

from pickflix.catalogue.snapshot import Manifest, Snapshot
from pickflix.errors import BadRequest, quoted
from pickflix.sources.contract import SHOWN_ONLY

Frames: TypeAlias = Mapping[str, pl.LazyFrame]
# Films, people and credits of one kind: they refer to each other and to nothing else.
GROUPS = (("films", "people", "credits"), ("series", "series_people", "series_credits"))
# A text or a name in quotes; one with a backslash is not taken for one, for Polars may end it elsewhere.
LITERAL = re.compile(r"""'[^'\\]*'|"[^"\\]*\"""")
# What no condition on columns needs: other tables and files, comments, other quotes.
BEYOND = re.compile(r"(?i)\b(?:select|table|values|(?:read|scan)_\w+)\b|--|/\*|[$`;\\]")
LONGEST = 160  # characters of Polars' own reason that a message repeats
TABLES = tuple(name for group in GROUPS for name in group)


def named(names: Iterable[str], manifest: Manifest) -> tuple[str, ...]:
    """The tables asked for, each once; raises BadRequest for one that does not exist or that the snapshot lacks."""
    asked = tuple(dict.fromkeys(name.strip() for name in names))
    for name in asked:
        if name not in TABLES:
            raise BadRequest("tables", f"there is no table {quoted(name)}; there are {', '.join(TABLES)}.")
        if f"{name}.parquet" not in manifest.files:
            raise BadRequest("tables", f"snapshot {manifest.name} has no {name}: none of its sources gives any.")
    return asked


def for_this_disk(manifest: Manifest) -> bool:
    """Whether what is exported may not be given on at all: a private snapshot, or rows of a closed source anywhere."""
    return manifest.private or any(note.train and not note.republish for note in manifest.sources)


def left_out(manifest: Manifest) -> tuple[str, ...]:
    """The columns that stay behind, so that the others may be given on: those that only a closed source may fill."""
    if for_this_disk(manifest) or all(note.republish for note in manifest.sources):
        return ()
    return SHOWN_ONLY


def chosen(snapshot: Snapshot, names: Iterable[str], where: str | None = None) -> Frames:
    """The tables to write, by name, in the order of `names`; raises BadRequest as `named` and `meeting` do.

    `where` chooses among films, and among series alike. With it people and credits follow: the credits of the films
    chosen, and the people who have one. So the tables refer to no row that is not there.
    """
    asked = named(names, snapshot.manifest)
    hidden = left_out(snapshot.manifest)
    found: dict[str, pl.LazyFrame] = {}
    for group in GROUPS:
        if not set(group) & set(asked):
            continue
        films, people, credit = (pl.scan_parquet(snapshot.folder / f"{name}.parquet") for name in group)
        films = films.drop(hidden)
        if where is not None:
            ids = meeting(where, films).lazy()
            films = films.join(ids, on="id", how="semi", maintain_order="left")
            credit = credit.join(ids, left_on="film_id", right_on="id", how="semi", maintain_order="left")
            people = people.join(credit, left_on="id", right_on="person_id", how="semi", maintain_order="left")
        found |= zip(group, (films, people, credit), strict=True)
    return {name: found[name] for name in asked}


def meeting(where: str, films: pl.LazyFrame) -> pl.DataFrame:
    """The ids of the films for which a condition of SQL holds; raises BadRequest where it is none.

    It reads the columns of films and nothing else: Polars would let a query within it read any file.
    """
    if beyond := BEYOND.search(LITERAL.sub("''", where)):
        raise BadRequest("where", f"{quoted(where)} asks for more than columns of films: {quoted(beyond[0])}.")
    try:
        condition = pl.sql_expr(where)
        columns = films.collect_schema().names()
        for name in condition.meta.root_names():
            if name not in columns:
                raise BadRequest("where", f"films have no column {quoted(name)}. {_hint(name, columns)}")
        if films.select(condition).collect_schema().dtypes() != [pl.Boolean()]:
            raise BadRequest("where", f"{quoted(where)} is not true or false of a film; year >= 1960 would be.")
        return films.filter(condition).select("id").collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        reason = str(error).strip().partition("\n")[0]
        if "KeyboardInterrupt" in reason:
            raise  # that was Ctrl-C, and says nothing of the condition
        if reason.startswith("unable to parse"):
            reason = "it is not written as in SQL"
        raise BadRequest(
            "where", f"{quoted(where)} cannot be asked of films: {reason[:LONGEST].rstrip('.: ')}."
        ) from None


def _hint(name: str, columns: list[str]) -> str:
    near = get_close_matches(name.lower(), columns, n=1)
    return f"Did you mean {near[0]}?" if near else "Text stands in single quotes; DICTIONARY.md tells of every column."
