"""Cells that hold several names, as JSON or parted by commas, and what each name is here."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import polars as pl

from pickflix.sources.contract import EXAMPLES
from pickflix.sources.tmdb import names
from pickflix.sources.tmdb.tally import Tally

# What a comma parts from a company's name and is none.
LEGAL_FORMS: Final = frozenset(
    {"co", "co.", "gmbh", "inc", "inc.", "l.l.c.", "l.p.", "llc", "lp", "ltd", "ltd.", "s.a."}
)
PART: Final = "\N{INFORMATION SEPARATOR ONE}"  # stands in no name
NO_LIST: Final = "is no list of names"
Item: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One column of lists: where it goes, which key of an object tells most, and what a name becomes."""

    column: str
    to: str
    key: str
    code: Callable[[str], str | None]  # raises KeyError

    def coded(self, items: Iterable[str]) -> tuple[list[str], list[str]]:
        """Each once, in their order; and the names that are unknown here."""
        found: dict[str, None] = {}
        unknown: list[str] = []
        for item in items:
            try:
                code = self.code(item)
            except KeyError:
                unknown.append(item)
            else:
                found |= {code: None} if code else {}
        return list(found), unknown

    def of_objects(self, items: Iterable[Item]) -> tuple[list[str], list[str]]:
        """The same of objects such as `{"id": 28, "name": "Action"}`; raises ValueError for what is no such list."""
        try:
            return self.coded(str(item.get(self.key) or item["name"]) for item in items)
        except (AttributeError, KeyError, TypeError):
            raise ValueError(NO_LIST) from None

    def of_cell(self, cell: str) -> tuple[list[str], list[str]]:
        """The same of a cell; raises ValueError."""
        if cell.startswith(("[", "{")):
            return self.of_objects(json.loads(cell))
        return self.coded(filter(None, (name.strip() for name in cell.split(","))))


def _company(name: str) -> str | None:
    return None if name.lower() in LEGAL_FORMS else name


KINDS: Final = (
    Kind("genres", "genres", "id", names.genre),
    Kind("production_countries", "countries", "iso_3166_1", names.country),
    Kind("spoken_languages", "languages", "iso_639_1", names.language),
    Kind("production_companies", "companies", "name", _company),
    Kind("keywords", "subjects", "name", str),
)


def listed(cells: pl.Series, ids: pl.Series, kind: Kind, tally: Tally) -> pl.Series:
    """The list of each cell, an empty one where it is empty or cannot be read; many films share one cell."""
    distinct = cells.drop_nulls().unique(maintain_order=True)
    lists: list[str | None] = []
    wrong: dict[str, str] = {}
    for cell in distinct:
        try:
            found, unknown = kind.of_cell(cell)
        except ValueError:
            found, unknown = [], []
            wrong[cell] = f"the cell {kind.column} {NO_LIST}"
        if unknown:
            wrong[cell] = f"a name in {kind.column} that is unknown here"
        # JSON may hold half a letter, "\\ud83d" alone, which no table does.
        lists.append(PART.join(found).encode("utf-8", "replace").decode() or None)
    _account(cells, ids, wrong, tally)
    # A column of lists is made far faster from text than from lists of Python.
    known = pl.DataFrame({"cell": distinct, kind.to: pl.Series(lists, dtype=pl.String).str.split(PART)})
    return cells.to_frame("cell").join(known, on="cell", how="left", maintain_order="left")[kind.to].fill_null([])


def _account(cells: pl.Series, ids: pl.Series, wrong: Mapping[str, str], tally: Tally) -> None:
    if wrong:
        rows = pl.DataFrame({"id": ids, "cell": cells}).filter(pl.col("cell").is_in(list(wrong)))
        rows = rows.with_columns(why=pl.col("cell").replace_strict(wrong))
        for (why,), of_one in rows.group_by("why", maintain_order=True):
            examples = (f"{film}: {cell}" for film, cell in of_one.head(EXAMPLES).select("id", "cell").iter_rows())
            tally.mend(str(why), of_one.height, examples)
