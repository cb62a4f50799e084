"""A query service of our own: knows some films, reads our queries, answers and fails as Wikidata's does."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.sources.servers import Answers, Way

Fact: TypeAlias = tuple[str | None, ...]  # what, value, note, other
ENTITY = "http://www.wikidata.org/entity/"
XSD = "http://www.w3.org/2001/XMLSchema#"
LANGUAGES = {"fr", "en", "mul"}
NUMBER = re.compile(r"Q\d+")
# The end of an answer that ran into the minute: half a row, then what Java has to say.
JAVA = (
    b"SPARQL-QUERY: queryStr=...\njava.util.concurrent.TimeoutException\n\tat java.base/java.util.concurrent.FutureTask"
)
FILM, SHORT, TELEVISION, PORN = "Q11424", "Q24862", "Q506240", "Q185529"


@dataclass
class World:
    """What there is: of each film, person or thing its facts, as the queries name them."""

    films: dict[str, list[Fact]] = field(default_factory=dict)
    people: dict[str, list[Fact]] = field(default_factory=dict)
    things: dict[str, list[Fact]] = field(default_factory=dict)
    classes: list[tuple[str, str]] = field(
        default_factory=lambda: [
            *((item, "film") for item in (FILM, SHORT, TELEVISION, PORN)),
            (SHORT, "short"),
            (TELEVISION, "television"),
            (PORN, "adult"),
        ]
    )

    def first_day(self, film: str) -> str:
        """The first of its dates."""
        return min(str(value)[:10] for what, value, *_ in self.films[film] if what == "year")


@dataclass
class QueryService:
    """A way of answering; `faults` are ways that come first, `too_much` says what it cannot do within its minute."""

    world: World
    faults: list[Way | None] = field(default_factory=list)
    too_much: Callable[[Sequence[str]], bool] = lambda _: False
    heavy: Way | None = None
    answered: int = 0

    def __call__(self, to: Answers) -> None:
        """One query."""
        fault = self.faults.pop(0) if self.faults else None
        query = to.asked.form["query"]
        if fault is None and self.too_much(keys(query)):
            fault = self.heavy or half(json.dumps(self.results(query)).encode())
        if fault is not None:
            fault(to)
            return
        self.answered += 1
        body = json.dumps(self.results(query)).encode()
        to.answer(200, body, content_type="application/sparql-results+json;charset=utf-8")

    def results(self, query: str) -> dict[str, object]:
        """The answer to one of our queries, read from its text."""
        names = re.findall(r"\?(\w+)", query[query.index("SELECT") : query.index("WHERE")])
        rows = [dict(zip(names, fact, strict=False)) for fact in self.facts(query)]
        bindings = [{name: term(name, row) for name in names if row.get(name) is not None} for row in rows]
        return {"head": {"vars": names}, "results": {"bindings": bindings}}

    def facts(self, query: str) -> Iterable[Fact]:
        """The rows: item, what, value, note, other."""
        if "wdt:P279*" in query:
            return self.world.classes
        if "rangeSafe" in query:
            (days,) = keys(query)
            first, beyond = days.split("/")
            return [(film,) for film in self.world.films if first <= self.world.first_day(film) < beyond]
        known = (
            self.world.films if "wdt:P31" in query else self.world.people if "psv:P569" in query else self.world.things
        )
        return [(item, *fact) for item in keys(query) for fact in known.get(item, [])]


def keys(query: str) -> list[str]:
    """What a query asks for: numbers, or days."""
    if items := re.search(r"VALUES \?item \{ (.*?) \}", query):
        return NUMBER.findall(items[1])
    if days := re.findall(r'"(\d{4}-\d\d-\d\d)T00:00:00Z"\^\^xsd:dateTime', query):
        return [f"{days[0]}/{days[1]}"]
    return ["all"]


def term(name: str, row: dict[str, str | None]) -> dict[str, str]:
    """A value as SPARQL 1.1 JSON writes it, with its type."""
    value = str(row[name])
    if value.startswith("_:"):
        return {"type": "bnode", "value": value[2:]}
    if NUMBER.fullmatch(value):
        return {"type": "uri", "value": ENTITY + value}
    if name == "value" and row["what"] in {"year", "date", "born", "died"}:
        return {"type": "literal", "datatype": f"{XSD}dateTime", "value": value}
    if name == "value" and row["what"] in {"runtime", "cost", "gross", "sitelinks"}:
        return {"type": "literal", "datatype": f"{XSD}decimal", "value": value}
    if name == "value" and row["what"] in {"label", "alias", "original"}:
        return {"type": "literal", "xml:lang": str(row["note"]), "value": value}
    return {"type": "literal", "value": value}


def half(body: bytes) -> Way:
    """The answer until the minute was over, with every sign of success, then Java."""
    cut = body[: len(body) // 2] + JAVA
    return lambda to: to.answer(200, cut, content_type="application/sparql-results+json;charset=utf-8")


def film(title: str, year: int, *facts: Fact, kind: str = FILM) -> list[Fact]:
    """A film of that English title and year, known to the year."""
    day = f"{year}-01-01T00:00:00Z"
    return [("class", kind), ("label", title, "en"), ("year", day), ("date", day, "9"), *facts]


def person(name: str, *facts: Fact) -> list[Fact]:
    """A person or a thing of that English name."""
    return [("label", name, "en"), *facts]
