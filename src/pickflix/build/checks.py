"""What must hold of the tables of any source before a snapshot is made of them: schemas, keys, ranges, references."""

import dataframely as dy
import polars as pl

from pickflix.catalogue.vocabulary import GENRES
from pickflix.errors import BuildError
from pickflix.sources.contract import (
    BORN_FIRST,
    CREDITS,
    EXAMPLES,
    FILMS,
    FIRST_YEAR,
    IMDB_FILM,
    IMDB_PERSON,
    LAST_YEAR,
    LONGEST_MIN,
    PEOPLE,
    ROLES,
    WIKIDATA_ITEM,
    Columns,
    Tables,
)

WORDS, ON_THE_WEB = r"\S", r"^https?://"
KEY = "primary_key"


class UnfitTable(BuildError):
    """A table of the source breaks a promise of the contract."""

    def __init__(self, table: str, problem: str) -> None:
        super().__init__(f"Table {table}: {problem} The last snapshot stays; mend the source and build again.")
        self.table = table


class Films(dy.Schema):
    """One row a film."""

    id = dy.String(primary_key=True, regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    former_ids = dy.List(dy.String())
    imdb_id = dy.String(nullable=True, regex=IMDB_FILM)
    tmdb_id = dy.Int32(nullable=True, min=1)
    title = dy.String(regex=WORDS)
    title_fr = dy.String(nullable=True, min_length=1)
    title_original = dy.String(nullable=True, min_length=1)
    titles_other = dy.List(dy.String(min_length=1))
    year = dy.Int16(nullable=True, min=FIRST_YEAR, max=LAST_YEAR)
    released = dy.Date(nullable=True)
    runtime_min = dy.Int16(nullable=True, min=1, max=LONGEST_MIN)
    certificate = dy.String(nullable=True, min_length=1)
    genres = dy.List(dy.String(), check=lambda column: column.list.eval(pl.element().is_in([*GENRES])).list.all())
    countries = dy.List(dy.String(regex=r"^[A-Z]{2}([A-Z]{2})?$"))
    languages = dy.List(dy.String(regex=r"^[a-z]{2,3}$"))
    companies = dy.List(dy.String(min_length=1))
    subjects = dy.List(dy.String(min_length=1))
    places = dy.List(dy.String(min_length=1))
    based_on = dy.List(dy.String(min_length=1))
    awards = dy.List(dy.String(min_length=1))
    critics_score = dy.UInt8(nullable=True, max=100)
    tomatometer = dy.UInt8(nullable=True, max=100)
    reviews = dy.Int32(nullable=True, min=0)
    rating = dy.Float32(nullable=True, min=0, max=10)
    votes = dy.Int32(nullable=True, min=0)
    sitelinks = dy.Int16(nullable=True, min=0)
    box_office_usd = dy.Int64(nullable=True, min=0)
    budget_usd = dy.Int64(nullable=True, min=0)
    oscars_won = dy.UInt8(nullable=True)
    oscar_nominations = dy.UInt8(nullable=True)
    renown = dy.UInt8(nullable=True, min=1, max=3)
    text = dy.String(nullable=True, min_length=1)
    text_from = dy.String(nullable=True, regex=ON_THE_WEB)
    overview = dy.String(nullable=True, min_length=1)
    overview_from = dy.String(nullable=True, regex=ON_THE_WEB)
    origin = dy.String(min_length=1)


class People(dy.Schema):
    """One row a person."""

    id = dy.String(primary_key=True, min_length=1)
    name = dy.String(regex=WORDS)
    wikidata_id = dy.String(nullable=True, regex=WIKIDATA_ITEM)
    imdb_id = dy.String(nullable=True, regex=IMDB_PERSON)
    born = dy.Date(nullable=True)
    birth_year = dy.Int16(nullable=True, min=BORN_FIRST, max=LAST_YEAR)
    death_year = dy.Int16(nullable=True, min=BORN_FIRST, max=LAST_YEAR)
    gender = dy.String(nullable=True, regex=r"^(female|male|other)$")

    @dy.rule()
    def born_in_one_year(cls) -> pl.Expr:  # noqa: N805 - dataframely makes it a class method
        """The day of birth lies in the year of birth."""
        return pl.col("born").is_null() | (pl.col("born").dt.year() == pl.col("birth_year"))

    @dy.rule()
    def born_before_death(cls) -> pl.Expr:  # noqa: N805 - as above
        """Nobody dies before their birth."""
        return (pl.col("death_year") >= pl.col("birth_year")).fill_null(value=True)


class Credits(dy.Schema):
    """One row a film, person and role."""

    film_id = dy.String(primary_key=True)
    person_id = dy.String(primary_key=True)
    role = dy.String(primary_key=True, check=lambda column: column.is_in(ROLES))
    position = dy.Int16(min=0)
    characters = dy.List(dy.String(min_length=1))


SCHEMAS: tuple[tuple[str, type[dy.Schema], Columns], ...] = (
    ("films", Films, FILMS),
    ("people", People, PEOPLE),
    ("credits", Credits, CREDITS),
)
# What the rules of dataframely are called, for a person.
BROKEN = {
    "born_in_one_year": "born lies in another year than birth_year",
    "born_before_death": "death_year is before birth_year",
    "nullability": "a row has no {}",
    "min_length": "{} is empty",
    "min": "{} is too small",
    "max": "{} is too large",
    "regex": "{} is not written as it must be",
    "primary_key": "{} stands twice",
}


def _check_rows(name: str, frame: pl.DataFrame, schema: type[dy.Schema], columns: Columns) -> None:
    if frame.columns != list(columns):
        raise UnfitTable(name, f"has the columns {frame.columns}, not {list(columns)}.")
    for held, found in frame.schema.items():
        if found != columns[held]:
            raise UnfitTable(name, f"column {held} is {found}, not {columns[held]}.")
    _, failure = schema.filter(frame)
    if counts := failure.counts():
        rule = max(counts, key=lambda broken: (broken == KEY, counts[broken], broken))
        keys = schema.primary_key()
        column, _, kind = (" and ".join(keys), "", KEY) if rule == KEY else rule.partition("|")
        shown = list(dict.fromkeys([*keys, *([column] if column in columns else [])]))
        rows = failure.details().filter(pl.col(rule) == "invalid").select(shown).head(EXAMPLES)
        examples = "; ".join(" ".join(map(str, row)) for row in rows.iter_rows())
        said = BROKEN.get(kind.removeprefix("inner_") or rule, "{} holds what it must not").format(column)
        raise UnfitTable(name, f"{said} ({counts[rule]:,} rows: {examples}).")


def check(tables: Tables) -> None:
    """Raises UnfitTable for the first broken promise: columns, types, keys, ranges, vocabulary, references."""
    for name, schema, columns in SCHEMAS:
        _check_rows(name, getattr(tables, name), schema, columns)
    if tables.films.is_empty():
        raise UnfitTable("films", "is empty.")
    for column, keys in (("film_id", tables.films), ("person_id", tables.people)):
        dangling = tables.credits.join(keys, left_on=column, right_on="id", how="anti")
        if not dangling.is_empty():
            raise UnfitTable("credits", f"{column} {dangling[column][0]} stands in no other table.")
    number = tables.films["imdb_id"].drop_nulls()
    if number.is_duplicated().any():
        raise UnfitTable("films", f"imdb_id {number.filter(number.is_duplicated())[0]} stands on two films.")
    former = tables.films["former_ids"].explode(empty_as_null=False).drop_nulls()
    led = pl.concat([former, tables.films["id"]])
    if (
        led.is_duplicated().any()
        and (twice := former.filter(former.is_in(led.filter(led.is_duplicated()).implode()))).len()
    ):
        raise UnfitTable("films", f"former_ids {twice[0]} leads to two films.")
    if tables.series is not None:
        check(tables.series)
