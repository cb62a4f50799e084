"""Counts what of a file was left out and why, while it is read piece by piece."""

from collections.abc import Iterable

from pickflix.errors import quoted
from pickflix.sources.contract import EXAMPLES, Account, LeftOut


class Tally:
    """The account of one file as it grows."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._read = 0
        self._dropped: dict[str, tuple[int, list[str]]] = {}
        self._mended: dict[str, tuple[int, list[str]]] = {}

    def read(self, rows: int) -> None:
        """So many rows were read."""
        self._read += rows

    def drop(self, reason: str, rows: int, examples: Iterable[str] = ()) -> None:
        """So many of them are not in the tables."""
        self._add(self._dropped, reason, rows, examples)

    def mend(self, reason: str, rows: int, examples: Iterable[str] = ()) -> None:
        """Of so many of them a cell is missing, or stands otherwise than it was written."""
        self._add(self._mended, reason, rows, examples)

    def account(self) -> Account:
        """All of it."""
        return Account({self._file: self._read}, self._listed(self._dropped), self._listed(self._mended))

    @staticmethod
    def _add(to: dict[str, tuple[int, list[str]]], reason: str, rows: int, examples: Iterable[str]) -> None:
        if rows:
            before, shown = to.get(reason, (0, []))
            to[reason] = before + rows, [*shown, *map(quoted, examples)][:EXAMPLES]

    def _listed(self, counted: dict[str, tuple[int, list[str]]]) -> tuple[LeftOut, ...]:
        return tuple(
            LeftOut(self._file, reason, rows, tuple(examples))
            for reason, (rows, examples) in sorted(counted.items(), key=lambda each: -each[1][0])
        )
