"""The figures of an evaluation, as they are printed, kept and read: plain values, so that a page may show them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from pickflix.errors import CannotWrite, PickflixError

FILE = "evaluation.json"  # in `data/`, and in each snapshot
NAMED = "films named"  # the key of `weights` that says what the numbers of the others are for
DIGITS = 4  # of a figure that is kept


class UnreadableReport(PickflixError):
    """The file of the accepted figures is missing, or is not what `pickflix evaluate --accept` writes."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"The figures of the evaluation, {path}: {problem}. `pickflix evaluate --accept` writes it.")
        self.path = path


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: `metric` of `model` under `protocol`, its 95 % interval, and over how many (spectators or lists).

    A metric `a - b` is the difference to model b, spectator by spectator; `a | part` is of a part of them.
    """

    protocol: str
    model: str
    metric: str
    value: float
    low: float
    high: float
    n: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What the figure is of."""
        return self.protocol, self.model, self.metric


@dataclass(frozen=True, slots=True)
class Data:
    """What was evaluated on: the ratings, who has them from whom, and how many of them met a film."""

    name: str
    licence: str
    ratings: int
    users: int
    films: int
    catalogue: int
    matched: float


@dataclass(frozen=True)
class Report:
    """All figures of one accepted run.

    `rows` are of the full protocols, `quick` of the few that every change is held against; `tried` says how
    many settings of the models were compared before these were chosen; `weights` how loud each voice of the hybrid
    came to be, a number of films that somebody named after another ("films named").
    """

    data: Data
    rows: tuple[Row, ...]
    quick: tuple[Row, ...] = ()
    tried: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @cached_property
    def _by_key(self) -> dict[tuple[str, str, str], Row]:
        return {row.key: row for row in self.rows}

    def find(self, protocol: str, model: str, metric: str) -> Row | None:
        """The figure, None where it was not measured."""
        return self._by_key.get((protocol, model, metric))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The report that `write` wrote; raises UnreadableReport."""
        try:
            said = json.loads(path.read_text("utf-8"))
            return cls(
                Data(**said["data"]),
                tuple(Row(*row) for row in said["rows"]),
                tuple(Row(*row) for row in said["quick"]),
                said["tried"],
                said.get("weights", {}),
            )
        except OSError as error:
            raise UnreadableReport(path, error.strerror or "it cannot be read") from None
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableReport(path, f"it is not a report ({error!r})") from None

    def write(self, path: Path) -> None:
        """Writes the report, one row a line, so that a change reads well; raises CannotWrite."""
        parts = [
            f'"columns": {json.dumps([column.name for column in fields(Row)])}',
            f'"data": {json.dumps(asdict(self.data), ensure_ascii=False)}',
            f'"tried": {json.dumps(dict(self.tried), ensure_ascii=False)}',
            f'"weights": {json.dumps(dict(self.weights), ensure_ascii=False)}',
            *(f'"{name}": [\n{_lines(getattr(self, name))}\n]' for name in ("rows", "quick")),
        ]
        try:
            path.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")
        except OSError as error:
            raise CannotWrite(path, error.strerror or "refused") from None


def _lines(rows: Iterable[Row]) -> str:
    return ",\n".join(json.dumps([rounded(cell) for cell in asdict(row).values()]) for row in rows)


def rounded(cell: Any) -> Any:  # noqa: ANN401 - a cell of any column
    """A figure as it is kept."""
    return round(cell, DIGITS) if isinstance(cell, float) else cell
