"""The report of a build: what was read, what was left out and why, what changed, what it took. JSON and a page."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Self

import jinja2

from pickflix.build.diary import StageNote
from pickflix.build.drift import Before, coverage, gone
from pickflix.build.readings import TABLES, Read
from pickflix.sources.contract import EXAMPLES, Account, LeftOut, Source
from pickflix.sources.joining.linking import Links

FILE = "report.json"
LISTED = 100  # ambiguous pairs that the report shows


@dataclass(frozen=True, slots=True)
class Covered:
    """How many of the rows have a value, now and in the snapshot before (None where there was none)."""

    column: str
    share: float
    before: float | None


@dataclass(frozen=True, slots=True)
class Changed:
    """The films against the snapshot before."""

    before: str
    films_added: int
    films_gone: int
    added: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One source: its licence, and the account of its rows."""

    name: str
    licence: str
    dated: str
    films: int
    account: Account


@dataclass(frozen=True, slots=True)
class LinkReport:
    """How the films, or the people, of a source were found among those of the sources before.

    `pairs` counts them by what told (`imdb`, `title`, ...); `ambiguous` are left apart, LISTED of them shown.
    """

    source: str
    what: str
    pairs: dict[str, int]
    apart: int
    ambiguous: list[dict[str, object]]

    @classmethod
    def of(cls, source: str, what: str, links: Links) -> Self:
        """What is to be said of the links."""
        pairs = dict(links.pairs["by"].value_counts(sort=True).iter_rows())
        return cls(source, what, pairs, links.ambiguous.height, links.ambiguous.head(LISTED).to_dicts())


@dataclass(slots=True)
class Report:
    """All that is to be said of one build; `outcome` is running, published, unchanged or refused.

    `rows_read` has the rows of each file, named `source: file`; later builds are held against it.
    """

    outcome: str
    began: str
    names: list[str]
    snapshot: str = ""
    reason: str = ""
    sources: list[SourceReport] = field(default_factory=list)
    rows_read: dict[str, int] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    linked: list[LinkReport] = field(default_factory=list)
    merging: list[LeftOut] = field(default_factory=list)
    coverage: list[Covered] = field(default_factory=list)
    changed: Changed | None = None
    accepted: list[str] = field(default_factory=list)
    stages: list[StageNote] = field(default_factory=list)
    _said_before: dict[str, object] = field(default_factory=dict)

    @classmethod
    def begun(cls, names: Sequence[str]) -> Self:
        """A report with everything still to come."""
        return cls("running", datetime.now(UTC).isoformat(timespec="seconds"), list(names))

    def read(self, sources: Sequence[Source], read: Read, before: Before | None) -> None:
        """What the sources gave, and how it stands against the snapshot before."""
        for source in sources:
            state, account = source.state(), read.accounts[source.name]
            dated = state.dated.isoformat() if state.dated else ""
            films = read.films.get(source.name, 0)
            self.sources.append(SourceReport(source.name, source.licence.name, dated, films, account))
            self.rows_read |= {f"{source.name}: {file}": rows for file, rows in account.read.items()}
        for linked in read.linked:
            self.linked += [
                LinkReport.of(linked.name, "films", linked.films),
                LinkReport.of(linked.name, "people", linked.people),
            ]
        tables = read.tables
        if read.linked:  # what the sources themselves left out has a name of a file behind theirs
            self.merging = [each for each in tables.account.dropped if ": " not in each.file]
        self.tables = {name: getattr(tables, name).height for name in TABLES}
        was: Mapping[str, float] = before.coverage if before else {}
        self.coverage = [Covered(column, share, was.get(column)) for column, share in coverage(tables).items()]
        if before is not None:
            lost = gone(before, tables.films)
            fresh = tables.films.join(before.films, on="id", how="anti")
            self.changed = Changed(
                before.name,
                fresh.height,
                lost.height,
                tuple(fresh["title"].head(EXAMPLES)),
                tuple(lost["title"].head(EXAMPLES)),
            )

    def published(self, snapshot: str, accepted: Sequence[str]) -> None:
        """It went well."""
        self.outcome, self.snapshot, self.accepted = "published", snapshot, list(accepted)

    def unchanged(self, snapshot: str, folder: Path) -> None:
        """Nothing was to be done: what was said when that snapshot was built still holds; it lies in `folder`."""
        self.outcome, self.snapshot = "unchanged", snapshot
        with suppress(OSError, ValueError):
            self._said_before = json.loads((folder / FILE).read_text("utf-8"))

    def refused(self, error: BaseException) -> None:
        """It did not go well, and why."""
        self.outcome, self.reason = "refused", str(error) or type(error).__name__

    def write(self, folder: Path) -> None:
        """Writes `report.json` and `report.html` into the folder, each whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        own = asdict(self)
        del own["_said_before"]
        said = {**self._said_before, **{name: value for name, value in own.items() if value or not self._said_before}}
        _replace(folder / FILE, json.dumps(said, ensure_ascii=False, indent=1) + "\n")
        template = files("pickflix.build").joinpath("report.html").read_text(encoding="utf-8")
        page = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template)
        _replace(folder / "report.html", page.render(report=said))


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
