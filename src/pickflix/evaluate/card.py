"""The figures as tables for people: what the command prints and the model card shows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from pickflix.evaluate.aims import AIMS
from pickflix.evaluate.bench import LISTS
from pickflix.evaluate.contenders import WITHOUT
from pickflix.evaluate.courses import ABLATION
from pickflix.evaluate.report import NAMED, Report, Row
from pickflix.recommend.content import TEXT

Table: TypeAlias = tuple[Sequence[str], Sequence[Sequence[str]]]  # heads and lines
SPECTATORS = ("ndcg@10", "recall@20", "auc", "coverage@10", "top_1_percent")
OF_LISTS = ("never_shown", "top_hub", "top_1_percent", "same_director_lists", "intra_list_diversity")
DIFFERENCE = "against the best other"
COUNTS = ("top_hub",)


def cell(row: Row | None) -> str:
    """A figure and its interval.

    >>> cell(Row("warm", "ease", "ndcg@10", 0.2604, 0.2491, 0.272, 658))
    '0.260 [0.249, 0.272]'
    """
    if row is None:
        return ""
    digits = 0 if row.metric in COUNTS else 3
    value, low, high = (f"{end:.{digits}f}" for end in (row.value, row.low, row.high))
    return f"{value} [{low}, {high}]"


def printed(report: Report) -> Iterator[Table]:
    """The tables of a whole evaluation."""
    for table in (by_protocol(report), of_lists(report), without(report)):
        if table[1]:
            yield table
    if any(aim.row(report) for aim in AIMS):
        yield aims(report)


def data(report: Report) -> Table:
    """What was evaluated on."""
    on = report.data
    return ("ratings", "licence", "spectators", "films rated", "films of the catalogue", "ratings that met a film"), [
        [
            f"{on.ratings:,} of {on.name}",
            on.licence,
            f"{on.users:,}",
            f"{on.films:,}",
            f"{on.catalogue:,}",
            f"{on.matched:.1%}",
        ]
    ]


def tried(report: Report) -> Table:
    """How many settings were compared, by what they are of."""
    return ("settings of", "compared"), [[what, str(count)] for what, count in report.tried.items()]


def weights(report: Report) -> Table:
    """How loud each voice of the hybrid is, by how many films somebody named; content always counts 1."""
    voices = {voice: loud for voice, loud in report.weights.items() if voice != NAMED}
    heads = (NAMED, *(f"{named:g}" for named in report.weights.get(NAMED, ())))
    return heads, [[voice, *(f"{weight:g}" for weight in loud)] for voice, loud in voices.items()]


def by_protocol(report: Report) -> Table:
    """Each model under each protocol that asks spectators."""
    return ("protocol", "model", *SPECTATORS, DIFFERENCE), [
        [
            protocol,
            model,
            *(cell(report.find(protocol, model, metric)) for metric in SPECTATORS),
            _difference(report, *pair),
        ]
        for pair in _pairs(report.rows)
        for protocol, model in (pair,)
        if protocol != LISTS and not protocol.startswith((ABLATION, TEXT))
    ]


def of_lists(report: Report) -> Table:
    """The lists of films like each film, by model."""
    models = [model for protocol, model in _pairs(report.rows) if protocol == LISTS]
    return ("model", *OF_LISTS), [
        [model, *(cell(report.find(LISTS, model, metric)) for metric in OF_LISTS)] for model in models
    ]


def without(report: Report) -> Table:
    """What each part of a model is worth: how much worse the model is without it."""
    found = [row for row in report.rows if WITHOUT in row.model and " - " in row.metric]
    return ("protocol", "model", "difference of ndcg@10"), [[row.protocol, row.model, cell(row)] for row in found]


def slices(report: Report, protocol: str, models: Sequence[str]) -> Table:
    """The figures of parts of the spectators and of the films, a model a column."""
    parts = dict.fromkeys(row.metric for row in report.rows if row.protocol == protocol and " | " in row.metric)
    return ("", *models), [
        [metric.replace(" | ", ", "), *(cell(report.find(protocol, model, metric)) for model in models)]
        for metric in parts
    ]


def aims(report: Report) -> Table:
    """What was wished, and whether it came true."""
    heads = ("protocol", "model", "metric", "measured", "aim", "reached", "where it began")
    return heads, [
        [
            aim.protocol,
            aim.model,
            aim.metric,
            cell(aim.row(report)),
            f"{'at most' if aim.at_most else 'above' if aim.strict else 'at least'} {aim.limit:g}",
            aim.verdict(report).value,
            aim.floor,
        ]
        for aim in AIMS
    ]


def markdown(table: Table) -> str:
    """The table as it stands in a document."""
    heads, lines = table
    rule = "|".join("---" for _ in heads)
    return "\n".join((f"| {' | '.join(heads)} |", f"|{rule}|", *(f"| {' | '.join(line)} |" for line in lines)))


def _pairs(rows: Iterable[Row]) -> list[tuple[str, str]]:
    return [*dict.fromkeys((row.protocol, row.model) for row in rows)]


def _difference(report: Report, protocol: str, model: str) -> str:
    found = [row for row in report.rows if (row.protocol, row.model) == (protocol, model) and " - " in row.metric]
    return f"{found[0].metric.partition(' - ')[2]} {cell(found[0])}" if found else ""
