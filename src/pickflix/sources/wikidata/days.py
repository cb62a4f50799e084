"""Which days of a year are still to be asked for: a year is one question, its halves two where it was too much."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from pickflix.sources.wikidata.asking import Question, named


def within(first: date, beyond: date, classes: Sequence[str]) -> Question:
    """The films whose first date is within some days, `beyond` not among them."""

    def half() -> tuple[Question, Question] | None:
        middle = _middle(first, beyond)
        return None if middle is None else (within(first, middle, classes), within(middle, beyond, classes))

    given = {"first": first.isoformat(), "beyond": beyond.isoformat(), "classes": named(classes)}
    return Question("days", [key(first, beyond)], given, half)


def missing(year: int, known: Collection[str], classes: Sequence[str]) -> list[Question]:
    """What is to be asked so that a year is known, where some of its days are."""
    return list(_missing(date(year, 1, 1), date(year + 1, 1, 1), known, classes))


def _missing(first: date, beyond: date, known: Collection[str], classes: Sequence[str]) -> Iterator[Question]:
    if key(first, beyond) in known:
        return
    middle = _middle(first, beyond)
    # Where a part is known, the whole was too much.
    if middle is not None and any(first <= day < beyond for day in map(begins, known)):
        yield from _missing(first, middle, known, classes)
        yield from _missing(middle, beyond, known, classes)
    else:
        yield within(first, beyond, classes)


def key(first: date, beyond: date) -> str:
    """The name of some days.

    >>> key(date(2019, 1, 1), date(2020, 1, 1))
    '2019-01-01/2020-01-01'
    """
    return f"{first}/{beyond}"


def begins(days: str) -> date:
    """The first of them.

    >>> begins("2019-07-02/2020-01-01")
    datetime.date(2019, 7, 2)
    """
    return date.fromisoformat(days.split("/", maxsplit=1)[0])


def _middle(first: date, beyond: date) -> date | None:
    days = (beyond - first).days
    return first + timedelta(days // 2) if days > 1 else None
