"""Refuses a change that makes the lists worse than those of the last accepted run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pickflix.errors import PickflixError
from pickflix.evaluate.report import Report, Row, rounded

GAINS = frozenset({"ndcg@10", "recall@20", "auc", "coverage@10"})  # more is better
LOSSES = frozenset({"same_director_lists", "top_1_percent"})  # less is better


@dataclass(frozen=True, slots=True)
class Fallen:
    """A figure beyond the worse end of the interval that was accepted; `now` None: it is measured no more."""

    accepted: Row
    now: Row | None

    def __str__(self) -> str:
        row = self.accepted
        said = "not measured" if self.now is None else rounded(self.now.value)
        return f"{row.protocol}, {row.model}, {row.metric}: {said}, accepted {row.low:.4g} to {row.high:.4g}"


class WorseThanAccepted(PickflixError):
    """Figures fell below the interval of the last accepted run."""

    def __init__(self, fallen: Sequence[Fallen]) -> None:
        listed = "; ".join(map(str, fallen))
        super().__init__(
            f"{len(fallen)} figures are worse than accepted: {listed}. Mend the model, or, if it is meant, accept it "
            "by `pickflix evaluate --accept`."
        )
        self.fallen = tuple(fallen)


def check_against(path: Path, now: Iterable[Row]) -> None:
    """Compares with the quick figures of the report in a file; raises WorseThanAccepted, or UnreadableReport."""
    check(now, Report.read(path).quick)


def check(now: Iterable[Row], accepted: Iterable[Row]) -> None:
    """Compares the figures that have a better and a worse; raises WorseThanAccepted."""
    measured = {row.key: row for row in now}
    fallen = []
    for row in accepted:
        if row.metric not in GAINS | LOSSES:
            continue
        found = measured.get(row.key)
        if found is None or (
            rounded(found.value) < row.low if row.metric in GAINS else rounded(found.value) > row.high
        ):
            fallen.append(Fallen(row, found))
    if fallen:
        raise WorseThanAccepted(fallen)
