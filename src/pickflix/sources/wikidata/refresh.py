"""One fetch: which pages are missing or too old, in which order they are asked for, what could not be had."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from pickflix.errors import SourceError, SourceUnreachable
from pickflix.sources.contract import WIKIDATA_ITEM, Watch
from pickflix.sources.pages import Page, Pages, keep_whole
from pickflix.sources.wikidata.asking import KINDS, BadDay, Kind, Question, Service, about, digest
from pickflix.sources.wikidata.days import begins, missing

LISTS, RECENT, OLD = 1, 7, 90  # days after which a list, a film of the last two years, anything else is asked for again
SIZES: Mapping[Kind, int] = {"films": 150, "people": 400, "things": 400}  # items a page
ITEMS: tuple[Kind, ...] = ("films", "people", "things")
# What of the facts of a film names a person, what a thing.
ABOUT: Mapping[Kind, tuple[str, ...]] = {
    "people": ("director", "writer", "cast", "voice"),
    "things": ("genre", "country", "language", "company", "subject", "place", "based_on", "award"),
}
LOST = "lost.json"


@dataclass(frozen=True, slots=True)
class Lost:
    """Keys of one kind that a fetch could not bring: `absent` ones have no page at all, `old` ones an older one."""

    kind: Kind
    absent: Sequence[str]
    old: Sequence[str]
    why: str


@dataclass
class Refresh:
    """What one fetch does; `today` decides what is too old."""

    pages: Pages
    service: Service
    years: range
    today: date
    watch: Watch
    problems: dict[Kind, SourceError] = field(default_factory=dict)
    too_heavy: set[str] = field(default_factory=set)
    known: dict[Kind, set[str]] = field(default_factory=dict)

    def run(self) -> None:
        """Brings what is missing or too old; raises SourceError where something never came, once all was tried."""
        bad_day = False
        try:
            self._bring("classes", self._classes())
            if not self.pages.of("classes"):
                raise self.problems["classes"]  # without them no year can be asked for
            for year in self.years:
                self._days(year)
            for kind in ITEMS:
                self._bring(kind, self._items(kind))
        except BadDay as error:
            bad_day = True
            self.problems = dict.fromkeys(KINDS, error) | self.problems
        lost = [each for each in map(self._lost, KINDS) if each]
        self._write(lost)
        for each in lost:
            # What is too heavy even alone will be so tomorrow: the catalogue does without it, and says so.
            bearable = set() if bad_day or each.kind not in ITEMS else self.too_heavy
            if {*each.absent} - bearable:
                raise self._told(each)
        if not lost:
            for kind in ITEMS:
                self.pages.keep(kind, self._wanted(kind))

    def _classes(self) -> Iterator[Question]:
        if "all" not in self._fresh("classes"):
            yield Question("classes", ["all"], {}, lambda: None)

    def _days(self, year: int) -> None:
        classes = self.pages.every("classes").filter(what="film")["item"].sort().to_list()
        self._bring("days", missing(year, self._fresh("days"), classes), f"films of {year}")
        fresh = self._fresh("days")
        if not missing(year, fresh, classes):
            for page in self.pages.of("days"):
                if begins(page.keys[0]).year == year and page.keys[0] not in fresh:
                    page.path.unlink(missing_ok=True)

    def _items(self, kind: Kind) -> Iterator[Question]:
        items, size = sorted(self._wanted(kind) - self._fresh(kind), key=_number), SIZES[kind]
        for start in range(0, len(items), size):
            yield about(kind, items[start : start + size])

    def _bring(self, kind: Kind, questions: Iterable[Question], label: str | None = None) -> None:
        questions, label = list(questions), f"wikidata: {label or kind}"
        for number, question in enumerate(questions):
            self.watch(label, number, len(questions), "requests")
            for part, facts in self.service.answers(question):
                if isinstance(facts, SourceUnreachable):
                    self.problems[kind] = facts
                    self.too_heavy |= {*part.keys} if facts.heavy else set()
                else:
                    self.pages.write(kind, digest(kind), self.today, part.keys, facts)
        if questions:
            self.watch(label, len(questions), len(questions), "requests")

    def _wanted(self, kind: Kind) -> set[str]:
        if kind == "classes":
            return {"all"}
        if kind == "films":
            return {*listed(self.pages, self.years)}
        if kind not in self.known:
            facts = self.pages.facts("films", self._wanted("films"))
            facts = facts.filter(pl.col("value").str.contains(WIKIDATA_ITEM))
            for of, what in ABOUT.items():
                self.known[of] = {*facts.filter(pl.col("what").is_in(what))["value"]}
        return self.known[kind]

    def _fresh(self, kind: Kind) -> set[str]:
        """The keys that need not be asked for."""
        recent = {*listed(self.pages, self.years, self.today.year - 1)} if kind == "films" else set()
        pages = [page for page in self.pages.of(kind) if page.query == digest(kind)]
        return {key for page in pages for key in page.keys if self._young(page, key, recent)}

    def _young(self, page: Page, key: str, recent: set[str]) -> bool:
        age = (self.today - page.asked).days
        limit = RECENT if key in recent else OLD
        if page.kind == "days" and begins(key).year >= self.today.year - 1:
            limit = LISTS
        return -1 <= age < limit  # a page of the day after tomorrow is of a clock that was wrong

    def _lost(self, kind: Kind) -> Lost | None:
        fresh = self._fresh(kind)
        if kind == "days":
            asked = [part.keys[0] for year in self.years for part in missing(year, fresh, [])]
            spans = [page.keys[0] for page in self.pages.of("days")]
            old = [days for days in asked if any(_meet(days, span) for span in spans)]
        else:
            asked = sorted(self._wanted(kind) - fresh)
            known = {key for page in self.pages.of(kind) for key in page.keys}
            old = [key for key in asked if key in known]
        why = str(self.problems.get(kind, "the query service was not asked for them"))
        return Lost(kind, sorted({*asked} - {*old}), old, why) if asked else None

    def _told(self, lost: Lost) -> SourceError:
        shown = ", ".join(lost.absent[:3]) + (", ..." if len(lost.absent) > 3 else "")  # noqa: PLR2004 - a few
        problem = f"{len(lost.absent)} could not be had ({lost.why}) What came is kept: fetch again."
        return SourceError("wikidata", f"{lost.kind} {shown}", problem)

    def _write(self, lost: Sequence[Lost]) -> None:
        path = self.pages.folder / LOST
        if not lost:
            path.unlink(missing_ok=True)
            return
        keep_whole(path, json.dumps([asdict(each) for each in lost]).encode())


def listed(pages: Pages, years: range, since: int = 0) -> list[str]:
    """The films of the lists of some years, those before `since` left aside; what is no item is no film."""
    wanted = {year for year in years if year >= since}
    found = [page.facts()["item"] for page in pages.of("days") if begins(page.keys[0]).year in wanted]
    items = pl.concat([pl.Series("item", [], dtype=pl.String), *found]).unique().sort()
    return items.filter(items.str.contains(WIKIDATA_ITEM)).to_list()


def lost(folder: Path) -> list[Lost]:
    """What the last fetch could not bring."""
    path = folder / LOST
    return [Lost(**each) for each in json.loads(path.read_bytes())] if path.exists() else []


def _number(item: str) -> int:
    return int(item[1:])


def _meet(days: str, others: str) -> bool:
    (first, beyond), (other_first, other_beyond) = days.split("/"), others.split("/")
    return first < other_beyond and other_first < beyond
