"""What becomes of every row of a dump that is read, and of the cells that are no good."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from pickflix.errors import SourceError
from pickflix.sources.contract import EXAMPLES, Account, LeftOut
from pickflix.sources.imdb.dump import COLUMNS, EXAMPLE
from pickflix.sources.imdb.inflating import SOURCE

MISSING: Final = r"\N"
CONTROL: Final = r"[\x00-\x1f\x7f]"
FOREIGN: Final = "\ufffd"  # what is not UTF-8 has become this
FEW: Final = 20, 0.01  # rows of a file with letters that are not UTF-8: so many, or so large a share, are mended


class Ledger:
    """Fills up while the files are read; `account` is what it comes to."""

    def __init__(self) -> None:
        self._read: dict[str, int] = {}
        self._dropped: list[LeftOut] = []
        self._mended: list[LeftOut] = []

    def account(self) -> Account:
        """All of it."""
        return Account(dict(self._read), tuple(self._dropped), tuple(self._mended))

    def read(self, file: str, rows: int, unwanted: int = 0, why: str = "", examples: Sequence[str] = ()) -> None:
        """A file was read; so many of its rows were not wanted."""
        self._read[file] = rows
        if unwanted:
            shown = tuple(line[:EXAMPLE] for line in examples[:EXAMPLES])
            self._dropped.append(LeftOut(file, why, unwanted, shown))

    def kept(self, file: str, rows: pl.DataFrame, condition: pl.Expr, why: str) -> pl.DataFrame:
        """The rows that meet a condition; the others are dropped."""
        met = rows.select(condition.fill_null(value=False)).to_series()
        dropped = self._note(self._dropped, file, rows, ~met, why)
        return rows.filter(met) if dropped else rows

    def mended(self, file: str, rows: pl.DataFrame, condition: pl.Expr, why: str) -> int:
        """Of the rows that meet a condition a cell is missing that is no good; how many they are."""
        met = rows.select(condition.fill_null(value=False)).to_series()
        return self._note(self._mended, file, rows, met, why)

    def number(self, file: str, rows: pl.DataFrame, column: str, low: int, high: int) -> pl.DataFrame:
        """The rows with a column of whole numbers in a range; others are missing there."""
        cells = pl.col(column).str.strip_chars()
        number = cells.cast(pl.Int64, strict=False)
        number = pl.when(number.is_between(low, high)).then(number)
        self.mended(file, rows, number.is_null() & ~absent(cells), f"{column} is no number from {low} to {high}")
        return rows.with_columns(number.alias(column))

    def texts(self, file: str, rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
        """The rows with columns of text cleaned; raises SourceError where many letters are not UTF-8."""
        cells = pl.col(columns)
        if rows.select(pl.any_horizontal(cells.str.contains(f"{CONTROL}|{FOREIGN}").any())).item():
            foreign = self.mended(file, rows, pl.any_horizontal(cells.str.contains(FOREIGN)), "letters are not UTF-8")
            if foreign > max(FEW[0], FEW[1] * rows.height):
                problem = f"{foreign:,} of {rows.height:,} rows have letters that are not UTF-8. Fetch it again."
                raise SourceError(SOURCE, file, problem)
            self.mended(file, rows, pl.any_horizontal(cells.str.contains(CONTROL)), "control characters are left out")
            rows = rows.with_columns(cells.str.replace_all(CONTROL, ""))
        cells = cells.str.strip_chars()
        return rows.with_columns(pl.when(~absent(cells)).then(cells))

    @staticmethod
    def _note(where: list[LeftOut], file: str, rows: pl.DataFrame, which: pl.Series, why: str) -> int:
        count = int(which.sum())
        if count:
            names = [name for name in COLUMNS[file] if name in rows.columns]
            written = rows.select(names)[which.arg_true().head(EXAMPLES)]
            lines = ("\t".join("" if cell is None else str(cell) for cell in row) for row in written.iter_rows())
            where.append(LeftOut(file, why, count, tuple(line[:EXAMPLE] for line in lines)))
        return count


def absent(cells: pl.Expr) -> pl.Expr:
    """Whether a cell says nothing."""
    return cells.is_null() | cells.is_in(["", MISSING])
