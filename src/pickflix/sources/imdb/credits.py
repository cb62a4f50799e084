"""Who made the films and who plays in them, from title.crew, title.principals and name.basics.

Directors and writers are those of title.crew, in its order; where it names none, those of title.principals. The cast
is in billing order: actors and actresses, and in a film that has none (a documentary) those who appear as themselves.
Whoever is not in name.basics is left out before anything else is decided: they hide nobody who is there.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from pickflix.sources.contract import BORN_FIRST, IMDB_PERSON, LAST_YEAR
from pickflix.sources.imdb.dump import CREW, NAMES, PRINCIPALS
from pickflix.sources.imdb.ledger import Ledger, absent

ROLES: Final = {"actor": "cast", "actress": "cast", "self": "self", "director": "director", "writer": "writer"}
CREW_ROLES: Final = {"directors": "director", "writers": "writer"}
OLDEST: Final = 125  # years that a life may last
LAST: Final = 2**15 - 1  # of positions
UNORDERED: Final = 2**31
JSON_BEGIN, JSON_BETWEEN, JSON_END = '["', '","', '"]'
SHORTEST: Final = len(JSON_BEGIN + JSON_END)


@dataclass(frozen=True)
class Credited:
    """Credits as the files have them, whether or not there are such people: film_id, person_id, role, order of crew."""

    crew: pl.DataFrame
    principals: pl.DataFrame

    @cached_property
    def people(self) -> pl.Series:
        """The ids of all who are named, each once."""
        return pl.concat([self.crew["person_id"], self.principals["nconst"]]).drop_nulls().unique().sort()


def credited(crew: pl.DataFrame, principals: pl.DataFrame, ledger: Ledger) -> Credited:
    """The credits that may count; those of title.crew each film, person and role once."""
    crew = ledger.kept(CREW, crew, pl.col("tconst").is_first_distinct(), "doubled")
    made = pl.concat(
        crew.filter(~absent(pl.col(column)))
        .select(film_id="tconst", person_id=pl.col(column).str.split(","), role=pl.lit(role))
        .with_columns(order=pl.int_ranges(pl.col("person_id").list.len()))
        .explode("person_id", "order")
        .with_columns(pl.col("person_id").str.strip_chars())
        for column, role in CREW_ROLES.items()
    ).unique(["film_id", "person_id", "role"], keep="first", maintain_order=True)
    role = pl.col("category").replace_strict(ROLES, default=None, return_dtype=pl.String)
    principals = principals.with_columns(role=role)
    return Credited(made, ledger.kept(PRINCIPALS, principals, pl.col("role").is_not_null(), "a role that is not kept"))


def people(rows: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """The people of name.basics among its rows: id, imdb_id, name, birth_year, death_year."""
    rows = ledger.kept(NAMES, rows, pl.col("nconst").str.contains(IMDB_PERSON), "id is not written as one")
    rows = ledger.kept(NAMES, rows, pl.col("nconst").is_first_distinct(), "doubled")
    rows = ledger.texts(NAMES, rows, ("primaryName",))
    rows = ledger.kept(NAMES, rows, pl.col("primaryName").is_not_null(), "no name")
    for column in ("birthYear", "deathYear"):
        rows = ledger.number(NAMES, rows, column, BORN_FIRST, LAST_YEAR)
    age = pl.col("deathYear") - pl.col("birthYear")
    impossible = ((age < 0) | (age > OLDEST)).fill_null(value=False)
    ledger.mended(NAMES, rows, impossible, f"died before being born, or after {OLDEST} years")
    return rows.select(
        id="nconst",
        imdb_id="nconst",
        name="primaryName",
        birth_year="birthYear",
        death_year=pl.when(~impossible).then("deathYear"),
    )


def joined(found: Credited, people: pl.DataFrame, ledger: Ledger) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The people who have a credit, and their credits: film_id, person_id, role, position, characters."""
    nobody = found.people.to_frame("id").join(people, on="id", how="anti")["id"].implode()
    lost = found.crew.filter(pl.col("person_id").is_in(nobody))
    lost = lost.group_by(tconst="film_id", maintain_order=True).agg(directors=pl.col("person_id").str.join(","))
    ledger.mended(CREW, lost, pl.col("directors").is_not_null(), "nobody of that id")
    made = found.crew.filter(~pl.col("person_id").is_in(nobody))
    played = ledger.kept(PRINCIPALS, found.principals, ~pl.col("nconst").is_in(nobody), "nobody of that id")
    played = _with_characters(_played(played, made, ledger), ledger).select(
        "role", "order", "characters", film_id="tconst", person_id="nconst"
    )
    every = pl.concat([made, played], how="diagonal").sort("film_id", "role", "order", maintain_order=True)
    place = pl.int_range(pl.len())
    begins = pl.any_horizontal(pl.col("film_id", "role") != pl.col("film_id", "role").shift()).fill_null(value=True)
    position = place - pl.when(begins).then(place).forward_fill()
    every = every.select("film_id", "person_id", "role", "characters", position=position.clip(upper_bound=LAST))
    credited = pl.col("nconst").is_in(every["person_id"].unique().implode())
    people = ledger.kept(NAMES, people.rename({"id": "nconst"}), credited, "of nobody whose credits are kept")
    return people.rename({"nconst": "id"}), every


def _played(rows: pl.DataFrame, made: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """What title.principals adds to title.crew, each film, person and role once, in billing order."""
    acted = rows.filter(role="cast")["tconst"].unique().implode()
    themselves = (pl.col("role") == "self") & pl.col("tconst").is_in(acted)
    rows = ledger.kept(PRINCIPALS, rows, ~themselves, "somebody as themselves in a film that has actors")
    rows = rows.with_columns(
        pl.col("role").replace("self", "cast"),
        order=pl.col("ordering").cast(pl.Int64, strict=False).fill_null(UNORDERED),
    )
    told = made.select(tconst="film_id", role="role").unique().with_columns(told=True)
    rows = rows.join(told, on=["tconst", "role"], how="left", maintain_order="left")
    rows = ledger.kept(PRINCIPALS, rows, pl.col("told").is_null(), "told by title.crew")
    rows = rows.sort("tconst", "order", maintain_order=True)
    return ledger.kept(PRINCIPALS, rows, pl.struct("tconst", "nconst", "role").is_first_distinct(), "doubled")


def _with_characters(rows: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """The cell `characters`, a list as JSON writes it, as a list; plain ones without the help of Python."""
    rows = ledger.texts(PRINCIPALS, rows, ("characters",))
    cell = pl.col("characters")
    inside = cell.str.strip_prefix(JSON_BEGIN).str.strip_suffix(JSON_END)
    bounded = cell.str.starts_with(JSON_BEGIN) & cell.str.ends_with(JSON_END) & (cell.str.len_bytes() >= SHORTEST)
    odd = (
        ~bounded
        | inside.str.contains("\\", literal=True)
        | inside.str.replace_all(JSON_BETWEEN, "", literal=True).str.contains('"', literal=True)
    )
    rows = rows.with_columns(odd=odd)
    cells = rows.filter("odd")["characters"].drop_nulls().unique()
    read = pl.DataFrame(
        {"characters": cells, "read": pl.Series([_names(text) for text in cells], dtype=pl.List(pl.String))}
    )
    rows = rows.join(read, on="characters", how="left", maintain_order="left")
    ledger.mended(PRINCIPALS, rows, pl.col("odd") & pl.col("read").is_null(), "characters are no list of names")
    names = pl.when(pl.col("odd")).then("read").otherwise(inside.str.split(JSON_BETWEEN))
    clean = names.list.eval(pl.element().str.strip_chars()).list.eval(pl.element().filter(pl.element() != ""))
    return rows.with_columns(characters=clean)


def _names(text: str) -> list[str] | None:
    """The texts of a list in JSON; None where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        return None
    return [name.encode("utf-8", "replace").decode() for name in found]
