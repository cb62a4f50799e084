"""What was wished of the figures beforehand, and whether it came true."""

from dataclasses import dataclass
from enum import StrEnum

from pickflix.evaluate.report import Report, Row


class Verdict(StrEnum):
    """How a figure stands to its aim."""

    HELD = "yes"
    UNSURE = "within the interval"  # the figure misses the aim, and the interval reaches it
    MISSED = "no"
    UNKNOWN = "not measured"


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure that should be at least `limit` (at most, where less is better).

    `floor` is where the work began: what was measured before any model of ours, in words. `strict` wants the
    whole interval beyond the limit.
    """

    protocol: str
    model: str
    metric: str
    floor: str
    limit: float
    at_most: bool = False
    strict: bool = False

    def row(self, report: Report) -> Row | None:
        """The figure, None where it was not measured."""
        return report.find(self.protocol, self.model, self.metric)

    def verdict(self, report: Report) -> Verdict:
        """Whether the figure is what was wished."""
        row = self.row(report)
        if row is None:
            return Verdict.UNKNOWN
        value, best, worst = (-row.value, -row.low, -row.high) if self.at_most else (row.value, row.high, row.low)
        limit = -self.limit if self.at_most else self.limit
        if (worst if self.strict else value) >= limit:
            return Verdict.HELD
        return Verdict.UNSURE if best >= limit and not self.strict else Verdict.MISSED


AIMS = (
    Aim("warm", "hybrid", "ndcg@10", "ease .260, popularity .136", 0.275),
    Aim("warm", "hybrid", "recall@20", "ease .273, popularity .152", 0.280),
    Aim("warm", "hybrid", "ndcg@10 - ease", "", 0, strict=True),
    Aim("warm", "hybrid", "coverage@10", "", 0.07),
    Aim("newcomer-1", "hybrid", "ndcg@10", "popularity .361", 0.395),
    Aim("newcomer-3", "hybrid", "ndcg@10", "popularity .351", 0.440),
    Aim("newcomer-5", "hybrid", "ndcg@10", "popularity .341", 0.455),
    Aim("cold", "hybrid", "ndcg@10", "content .271", 0.350),
    Aim("cold", "hybrid", "auc", "content .895", 0.918),
    *(
        Aim("lists", model, metric, floor, limit, at_most=True)
        for model in ("content", "hybrid")
        for metric, floor, limit in (
            ("never_shown", "binary genres .77", 0.015),
            ("top_hub", "", 40),
            ("top_1_percent", "", 0.03),
            ("same_director_lists", "", 0.02),
        )
    ),
)
