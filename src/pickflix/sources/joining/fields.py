"""How the columns of several sources become one: the first that knows, but for what sense demands otherwise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self, TypeAlias

import polars as pl

from pickflix.sources.contract import FILMS, PEOPLE, Columns
from pickflix.sources.joining.numbers import IMDB, WIKIDATA
from pickflix.sources.joining.titles import STANDING, folded

Cells: TypeAlias = Sequence[pl.Expr]  # a column as each source has it, in their order
Rule: TypeAlias = Callable[[Cells], pl.Expr]
MOST_TITLES = 24  # other titles of one film


def first(cells: Cells) -> pl.Expr:
    """The first that there is."""
    return pl.coalesce(cells)


def first_filled(cells: Cells) -> pl.Expr:
    """The first list that is not empty."""
    return pl.coalesce(*(pl.when(cell.list.len() > 0).then(cell) for cell in cells), pl.lit([]))


def most(cells: Cells) -> pl.Expr:
    """The largest: a zero is often only what nobody has counted yet."""
    return pl.max_horizontal(cells)


def most_precise(cells: Cells) -> pl.Expr:
    """The first date that is no New Year's Day: that is how sources write a year of which they know no day."""
    days = (pl.when(cell.dt.ordinal_day() > 1).then(cell) for cell in cells)
    return pl.coalesce(*days, *cells)


def number_before_name(cells: Cells) -> pl.Expr:
    """Wikidata's number if any source knows it; otherwise the first id."""
    return pl.coalesce(*(pl.when(cell.str.contains(WIKIDATA)).then(cell) for cell in cells), *cells)


# Whose word is heard first, where it is not that of the first source: titles of our own hand, then IMDb's French ones.
HEARD_FIRST: Mapping[str, tuple[str, ...]] = MappingProxyType({"title_fr": ("embedded", "imdb")})
# From one source together, or a mean would stand beside the votes of another.
TOGETHER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        name: group
        for group in (("rating", "votes"), ("text", "text_from"), ("overview", "overview_from"))
        for name in group
    }
)
RULES: Mapping[str, Rule] = MappingProxyType(
    {"id": number_before_name, "released": most_precise, "oscars_won": most, "oscar_nominations": most}
)


@dataclass(frozen=True, slots=True)
class Stack:
    """The same films, or people, in the tables of several sources, in the order in which their word counts.

    `rows` has one series a table: the row of each film in it, null where it lacks the film. A table may have few
    columns: those that may be taken from it.
    """

    names: tuple[str, ...]
    tables: tuple[pl.DataFrame, ...]
    rows: tuple[pl.Series, ...]

    @classmethod
    def of(cls, name: str, table: pl.DataFrame) -> Self:
        """Of one table."""
        return cls((name,), (table,), (pl.int_range(table.height, eager=True),))

    def plus(self, name: str, table: pl.DataFrame, found: pl.Series, *, adds: bool) -> "Stack":
        """With one table more; `found` says for each of its rows which of ours it is, null where it is none.

        Those which are none come after ours, if it `adds`.
        """
        placed = pl.DataFrame({"place": found, "row": pl.int_range(len(found), eager=True)})
        here = pl.DataFrame({"place": pl.int_range(len(self.rows[0]), eager=True)})
        new = placed.filter(pl.col("place").is_null())["row"] if adds else placed["row"].clear()
        lacking = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(new))
        rows = here.join(placed, on="place", how="left", maintain_order="left")["row"]
        before = (pl.concat([each, lacking]) for each in self.rows)
        return Stack((*self.names, name), (*self.tables, table), (*before, pl.concat([rows, new])))

    def places(self, keys: pl.Series) -> pl.DataFrame:
        """Where the rows of the last table are: key (of `keys`, one a row) and place."""
        rows = self.rows[-1]
        return pl.DataFrame({"place": pl.int_range(len(rows), eager=True), "key": keys.gather(rows)}).drop_nulls("key")

    def cells(self, column: str) -> list[pl.Series]:
        """A column as each table has it, a cell a film, in the order in which they are heard."""
        first_heard = HEARD_FIRST.get(column, ())
        order = [*first_heard, *(name for name in self.names if name not in first_heard)]
        heard = sorted(zip(self.names, self.tables, self.rows, strict=True), key=lambda each: order.index(each[0]))
        return [
            table.select(_told(column)).to_series().gather(rows).alias(str(place))
            for place, (_, table, rows) in enumerate(heard)
            if column in table.columns
        ]

    def column(self, column: str, kind: pl.DataType | type[pl.DataType]) -> pl.Series:
        """One column of all the tables together."""
        cells = self.cells(column)
        rule = RULES.get(column, first_filled if isinstance(kind, pl.List) else first)
        told = rule([pl.col(cell.name) for cell in cells])
        told = told.struct.field(column) if column in TOGETHER else told
        return pl.DataFrame(cells).select(told.cast(kind).alias(column)).to_series()

    def joined(self, columns: Columns) -> pl.DataFrame:
        """All the tables as one."""
        return pl.DataFrame([self.column(name, kind) for name, kind in columns.items()])


def _told(column: str) -> pl.Expr:
    """A column of one table; with those that go together it makes one cell, null where all of them are."""
    group = TOGETHER.get(column)
    if group is None:
        return pl.col(column)
    return pl.when(pl.any_horizontal(pl.col(group).is_not_null())).then(pl.struct(group))


def films_of(stack: Stack) -> pl.DataFrame:
    """The films of all the tables, with the columns of FILMS, in the order of the stack."""
    films = stack.joined(FILMS)
    return films.with_columns(_former_ids(stack, films["id"]), _titles_other(stack, films))


def people_of(stack: Stack) -> pl.DataFrame:
    """The people of all the tables, with the columns of PEOPLE, in the order of the stack.

    An id stays what the first source made it: it is an address, and other sources know its number.
    """
    people = stack.joined(PEOPLE)
    ids = pl.DataFrame(stack.cells("id"))
    born = pl.when(pl.col("born").dt.year() == pl.col("birth_year").fill_null(pl.col("born").dt.year())).then("born")
    return people.with_columns(
        pl.coalesce("wikidata_id", ids.select(_numbered(ids.columns, WIKIDATA)).to_series()),
        pl.coalesce("imdb_id", ids.select(_numbered(ids.columns, IMDB)).to_series()),
        ids.select(first([pl.col(name) for name in ids.columns])).to_series().alias("id"),
        born,
    )


def _numbered(cells: Sequence[str], kind: str) -> pl.Expr:
    return first([pl.when(pl.col(cell).str.contains(kind)).then(cell) for cell in cells])


def _former_ids(stack: Stack, ids: pl.Series) -> pl.Series:
    """All the ids under which any source knew each film, but for the one that stays.

    An id that another film bears, or bore as well, leads nowhere: nobody knows which was meant.
    """
    cells = [*stack.cells("former_ids"), *stack.cells("id")]
    former = pl.concat(_told_of(each) for each in cells).unique(maintain_order=True)
    former = former.join(ids.to_frame("told"), on="told", how="anti", maintain_order="left")
    return _per_film(former.filter(pl.col("told").is_unique()), len(ids)).alias("former_ids")


def _titles_other(stack: Stack, films: pl.DataFrame) -> pl.Series:
    """The other titles of the first source, then what the others call a film beyond all the titles that it has."""
    others = stack.cells("titles_other")
    kept = pl.DataFrame(others).select(first([pl.col(each.name) for each in others])).to_series()
    places = pl.DataFrame(each.is_not_null() for each in others).sum_horizontal()
    several = (places > 1).arg_true().cast(pl.Int64).to_frame("film")
    told = pl.concat(_told_of(each) for each in (*(cell for name in STANDING for cell in stack.cells(name)), *others))
    has = pl.concat(_told_of(each) for each in (*films.select(STANDING), kept))
    told, has = (
        each.join(several, on="film", how="semi", maintain_order="left").with_columns(form=folded(pl.col("told")))
        for each in (told, has)
    )
    new = told.filter(pl.col("form") != "").join(has, on=["film", "form"], how="anti", maintain_order="left")
    new = new.unique(["film", "form"], keep="first", maintain_order=True)
    added = _per_film(new, films.height).list.head(MOST_TITLES)
    return pl.select(pl.concat_list(kept, added)).to_series().alias("titles_other")


def _told_of(cells: pl.Series) -> pl.DataFrame:
    """What is told of each film, one row each: film (its place), told."""
    rows = pl.DataFrame({"film": pl.int_range(len(cells), eager=True), "told": cells})
    return (rows.explode("told") if isinstance(cells.dtype, pl.List) else rows).drop_nulls("told")


def _per_film(told: pl.DataFrame, films: int) -> pl.Series:
    """What is told of each film, as one list."""
    lists = told.group_by("film", maintain_order=True).agg("told")
    every = pl.DataFrame({"film": pl.int_range(films, eager=True)})
    return every.join(lists, on="film", how="left", maintain_order="left")["told"].fill_null([])
