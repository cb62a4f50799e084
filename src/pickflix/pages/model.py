"""How good the lists are: in plain figures for anybody, and all that was measured for who wants to check."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from pickflix.evaluate.report import FILE, Data, Report, Row, UnreadableReport
from pickflix.recommend.engine import Engine

# How often of a hundred a liked film stands before another one, by how many films the spectator has told.
TOLD = {"newcomer-1": 1, "newcomer-3": 3, "newcomer-5": 5}
KNOWN_WELL = "warm"  # the protocol in which most of what a spectator liked is known
LISTS = "lists"
BEFORE_ANOTHER, FOUND = "auc", "recall@20"
OF_SPECTATORS = ("ndcg@10", "recall@20", "auc", "coverage@10", "novelty")
OF_LISTS = ("never_shown", "top_hub", "top_1_percent", "same_director_lists", "intra_list_diversity")
HUNDRED = 100
WITHOUT_RATINGS, WITH_RATINGS = "content", "hybrid"
POPULAR = "popularity"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the picture: of a hundred pairs of films, how many stand in the right order."""

    what: str = field(metadata={"description": "chance, popularity, told (some films), or many (most of them)"})
    told: int = field(metadata={"description": "films that the spectator has told, 0 where it does not matter"})
    percent: int = field(metadata={"description": "pairs of a hundred in which the liked film stands first"})


@dataclass(frozen=True, slots=True)
class Part:
    """How many of a hundred liked films are found among the first twenty, in one part of the films."""

    part: str = field(metadata={"description": "years, country, or number of ratings"})
    percent: float = field(metadata={"description": "liked films found, of a hundred"})
    low: float = field(metadata={"description": "lower end of its 95 % interval"})
    high: float = field(metadata={"description": "upper end of its 95 % interval"})


@dataclass(frozen=True, slots=True)
class Line:
    """A model under a protocol, with its figures in the order of the columns."""

    protocol: str = field(metadata={"description": "how it was measured"})
    model: str = field(metadata={"description": "name of the model"})
    figures: tuple[Row | None, ...] = field(metadata={"description": "a figure a column, null where not measured"})


@dataclass(frozen=True, slots=True)
class ModelPage:
    """How good the lists are, at /modele."""

    template: ClassVar[str] = "model.html"
    data: Data | None = field(metadata={"description": "the ratings it was measured on, null without a measure"})
    served: str = field(metadata={"description": "name of the model that makes the lists of this site"})
    bars: tuple[Bar, ...] = field(metadata={"description": "the picture"})
    parts: tuple[Part, ...] = field(metadata={"description": "parts of the films, the best served first"})
    never_shown: float | None = field(metadata={"description": "percent of the films that no list shows"})
    columns: tuple[str, ...] = field(metadata={"description": "metrics of `spectators`"})
    spectators: tuple[Line, ...] = field(metadata={"description": "every model under every protocol"})
    differences: tuple[Row, ...] = field(metadata={"description": "differences between models, spectator by spectator"})
    list_columns: tuple[str, ...] = field(metadata={"description": "metrics of `lists`"})
    lists: tuple[Line, ...] = field(metadata={"description": "the lists of films like each film"})

    @property
    def french(self) -> Part | None:
        """How well French films are found, which this public likes best."""
        return self._part("country FR")

    @property
    def american(self) -> Part | None:
        """How well American films are found."""
        return self._part("country US")

    @property
    def one_is_not_enough(self) -> bool:
        """Whether, of a spectator who told one film alone, the best known films would be as good a guess."""
        of = {(bar.what, bar.told): bar.percent for bar in self.bars}
        return of.get((POPULAR, 0), 0) >= of.get(("told", 1), HUNDRED)

    def _part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.part == name), None)


def model_page(engine: Engine) -> ModelPage:
    """What the snapshot says of its models; where it holds no figures the page says so."""
    learnt = engine.snapshot.manifest.ratings is not None
    try:
        return page_of(Report.read(engine.snapshot.folder / FILE), learnt=learnt)
    except UnreadableReport:
        return page_of(Report(Data("", "", 0, 0, 0, 0, 0), ()), learnt=learnt)


def page_of(report: Report, *, learnt: bool) -> ModelPage:
    """The page of a report; `learnt` says whether the models of the site learn from ratings.

    Where they do not, every list is the content model's, exactly.
    """
    rated = learnt and any(row.model == WITH_RATINGS for row in report.rows)
    served = WITH_RATINGS if rated else WITHOUT_RATINGS
    never = report.find(LISTS, served, "never_shown") or report.find(LISTS, WITHOUT_RATINGS, "never_shown")
    return ModelPage(
        report.data if report.rows else None,
        served,
        _bars(report, served),
        _parts(report, served),
        HUNDRED * never.value if never else None,
        OF_SPECTATORS,
        _lines(report, (row for row in report.rows if row.protocol != LISTS), OF_SPECTATORS),
        tuple(row for row in report.rows if " - " in row.metric),
        OF_LISTS,
        _lines(report, (row for row in report.rows if row.protocol == LISTS), OF_LISTS),
    )


def _bars(report: Report, served: str) -> tuple[Bar, ...]:
    bars = [Bar("chance", 0, HUNDRED // 2)]
    wanted = [(POPULAR, KNOWN_WELL, 0)]
    wanted += [("told", protocol, films) for protocol, films in TOLD.items()]
    wanted += [("many", KNOWN_WELL, 0)]
    for what, protocol, films in wanted:
        if row := report.find(protocol, POPULAR if what == POPULAR else served, BEFORE_ANOTHER):
            bars.append(Bar(what, films, round(HUNDRED * row.value)))
    return tuple(bars)


def _parts(report: Report, served: str) -> tuple[Part, ...]:
    found = [
        Part(row.metric.partition(" | ")[2], HUNDRED * row.value, HUNDRED * row.low, HUNDRED * row.high)
        for row in report.rows
        if (row.protocol, row.model) == (KNOWN_WELL, served) and row.metric.startswith(f"{FOUND} | ")
    ]
    return tuple(sorted(found, key=lambda part: -part.percent))


def _lines(report: Report, rows: Iterable[Row], metrics: tuple[str, ...]) -> tuple[Line, ...]:
    pairs = dict.fromkeys((row.protocol, row.model) for row in rows)
    return tuple(
        Line(protocol, model, figures)
        for protocol, model in pairs
        if any(figures := tuple(report.find(protocol, model, metric) for metric in metrics))
    )
