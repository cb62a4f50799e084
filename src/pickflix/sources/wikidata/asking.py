"""Asks the query service, and asks for less where it was too much: a page is halved until it passes.

The service stops a query after a minute: with status 500, or in the middle of its JSON. What is too heavy even for
one film or one day is told, and the others go on; a service that fails time after time is left alone.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import dropwhile
from string import Template
from typing import Any, Final, Literal, TypeAlias

from pickflix.errors import SourceError, SourceUnreachable
from pickflix.sources.pages import FACTS, Fact
from pickflix.sources.visiting import Visitor

Kind: TypeAlias = Literal["classes", "days", "films", "people", "things"]
KINDS: tuple[Kind, ...] = ("classes", "days", "films", "people", "things")
ENTITY: Final = "http://www.wikidata.org/entity/"
UNKNOWN: Final = "/.well-known/genid/"  # Wikidata says that there is a value, and not which
FORMAT: Final = "application/sparql-results+json"
ENOUGH: Final = 12  # failures in a row, after which nothing more is asked: the service has a bad day
UNREACHABLE: Final = 4  # what a service that is not there counts for, as it was tried several times already
BAD_REQUEST: Final = 400
Half: TypeAlias = Callable[[], tuple["Question", "Question"] | None]


class Question:
    """A query for some keys, and how to ask for half of them; None where it cannot be halved."""

    def __init__(self, kind: Kind, keys: Sequence[str], given: Mapping[str, str], half: Half) -> None:
        self.kind, self.keys, self.given, self.half = kind, tuple(keys), given, half

    @property
    def text(self) -> str:
        """The query as it is sent."""
        return _text(self.kind).substitute(self.given)


def about(kind: Kind, items: Sequence[str]) -> Question:
    """What is kept of these items."""

    def half() -> tuple[Question, Question] | None:
        middle = len(items) // 2
        return (about(kind, items[:middle]), about(kind, items[middle:])) if middle else None

    return Question(kind, items, {"items": named(items)}, half)


def named(items: Sequence[str]) -> str:
    """Numbers as a query writes them.

    >>> named(["Q1", "Q2"])
    'wd:Q1 wd:Q2'
    """
    return " ".join(f"wd:{item}" for item in items)


def digest(kind: Kind) -> str:
    """What changes when the query of a kind does: its pages are of another query then, and asked for again."""
    return hashlib.sha256(_text(kind).template.encode()).hexdigest()


class BadDay(SourceUnreachable):
    """The service failed so often in a row that nothing more is asked of it today."""


class Service:
    """The query service, asked one question at a time."""

    def __init__(self, source: str, address: str, visitor: Visitor) -> None:
        self._source, self._address, self._visitor = source, address, visitor
        self._failures = 0

    def answers(self, question: Question) -> Iterator[tuple[Question, list[Fact] | SourceUnreachable]]:
        """The facts asked for, in as many parts as it takes; an error for a part that cannot be had."""
        waiting = [question]
        while waiting:
            part = waiting.pop()
            halves = part.half()
            try:
                facts = self._ask(part, last=halves is None)
            except SourceUnreachable as error:
                self._fail(error)
                if error.heavy and halves is not None:
                    waiting += reversed(halves)
                else:
                    yield part, error
            else:
                self._failures = 0
                yield part, facts

    def _ask(self, part: Question, *, last: bool) -> list[Fact]:
        # What can be halved is not asked twice: the service would work for another minute in vain.
        tries = None if last else 1
        answer = self._visitor.post(self._address, {"query": part.text}, {"accept": FORMAT}, tries)
        if answer.status >= BAD_REQUEST:
            raise SourceError(
                self._source, self._address, f"answers {answer.status} to a query. Is it a query service?"
            )
        try:
            return [fact for row in answer.content["results"]["bindings"] if (fact := _fact(row)) is not None]
        except (KeyError, TypeError, AttributeError):
            raise SourceError(self._source, self._address, "answers no results of SPARQL.") from None

    def _fail(self, error: SourceUnreachable) -> None:
        self._failures += 1 if error.heavy else UNREACHABLE
        if self._failures >= ENOUGH:
            raise BadDay(self._source, self._address, "failed time after time", self._failures) from None


@cache
def _text(kind: Kind) -> Template:
    lines = (files("pickflix") / "sources" / "wikidata" / "sparql" / f"{kind}.sparql").read_text("utf-8").splitlines()
    # The header names the parameters: it is for whoever reads the file, and would be filled in and sent as well.
    return Template("\n".join(dropwhile(lambda line: line.startswith("#"), lines)))


def _fact(row: Mapping[str, Mapping[str, Any]]) -> Fact | None:
    """One row of the answer as plain texts; None where its value is unknown to Wikidata."""
    values = {name: term for name, term in row.items() if term["type"] != "bnode" and UNKNOWN not in term["value"]}
    if len(values) < len(row) and ("value" in row) > ("value" in values):
        return None
    return tuple(values[name]["value"].removeprefix(ENTITY) if name in values else None for name in FACTS)
