"""Wishes in plain words: how many are read as a person reads them, and how long that takes."""

import csv
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import pickflix
from bench.site import data
from bench.table import Line, show
from pickflix.catalogue.folding import fold, slug
from pickflix.catalogue.vocabulary import Language
from pickflix.recommend.engine import Engine
from pickflix.recommend.plain_words import Chip, Understood
from pickflix.recommend.plain_words.chips import FILMS

TABLES = Path(__file__).parents[1] / "tests" / "recommend" / "plain_words"
HELD_OUT, WORKED = "held_out", "worked"
EXACT, PRECISION, RECALL = 0.9, 0.95, 0.95  # must reach
P50, P99 = 5, 20  # milliseconds
COMMAND = "python -m bench.plain_words"


@dataclass(frozen=True, slots=True)
class Wished:
    """One line of a table: a wish, its chips as words of the table, and the words left over."""

    language: Language
    text: str
    chips: frozenset[str]
    rest: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Of `n` wishes, the shares read exactly (chips alone; with the words left over), and per chip."""

    n: int
    exact: float
    exact_with_rest: float
    precision: float
    recall: float


def table(name: str) -> tuple[Wished, ...]:
    """The lines of a table."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Wished(
                "fr" if line["language"] == "fr" else "en",
                line["text"],
                frozenset(map(_sorted, line["chips"].split())),
                frozenset(fold(line["rest"]).split()),
            )
            for line in csv.DictReader(lines)
        )


def chips_of(understood: Understood, engine: Engine) -> frozenset[str]:
    """The chips as the tables write them."""
    return frozenset(_sorted(_written(chip, engine)) for chip in understood.chips)


def rest_of(understood: Understood) -> frozenset[str]:
    """The words left over, folded."""
    return frozenset(fold(" ".join(understood.rest)).split())


def score(wishes: Sequence[Wished], engine: Engine) -> Score:
    """How well the wishes are read."""
    read = [engine.understand(wish.text, wish.language) for wish in wishes]
    pairs = [(wish, chips_of(each, engine), rest_of(each)) for wish, each in zip(wishes, read, strict=True)]
    right = sum(len(wish.chips & chips) for wish, chips, _ in pairs)
    return Score(
        len(wishes),
        sum(wish.chips == chips for wish, chips, _ in pairs) / len(wishes),
        sum((wish.chips, wish.rest) == (chips, rest) for wish, chips, rest in pairs) / len(wishes),
        right / sum(len(chips) for _, chips, _ in pairs),
        right / sum(len(wish.chips) for wish in wishes),
    )


def run() -> list[Line]:
    """The lines of the table that are about wishes in plain words."""
    with data() as folder:
        engine = pickflix.load(settings=pickflix.Settings(data=folder))
        lines = [line for name in (HELD_OUT, WORKED) for line in _lines(name, score(table(name), engine))]
        p50, p99 = _times(engine, [*table(HELD_OUT), *table(WORKED)])
    time_line = Line(
        "a wish is read: p50 / p99",
        f"{p50:.1f} / {p99:.1f} ms",
        f"{P50} / {P99} ms",
        p50 <= P50 and p99 <= P99,
        COMMAND,
    )
    return [*lines, time_line]


def _lines(name: str, found: Score) -> list[Line]:
    which = "written before the rules" if name == HELD_OUT else "that the rules were worked out on"
    what = f"{found.n} wishes in plain words {which}"
    return [
        Line(
            f"{what}: all chips right / and the words left over",
            f"{found.exact:.0%} / {found.exact_with_rest:.0%}",
            f"{EXACT:.0%}",
            found.exact >= EXACT,
            COMMAND,
        ),
        Line(
            f"{what}: chips that are right / of those meant, found",
            f"{found.precision:.1%} / {found.recall:.1%}",
            f"{PRECISION:.0%} / {RECALL:.0%}",
            found.precision >= PRECISION and found.recall >= RECALL,
            COMMAND,
        ),
    ]


def _times(engine: Engine, wishes: Sequence[Wished]) -> tuple[float, float]:
    """Median and 99th percentile of the time of one wish, in milliseconds, the pages of the index once read."""
    taken = []
    for again in range(2):
        for wish in wishes:
            start = time.perf_counter()
            engine.understand(wish.text, wish.language)
            taken += [time.perf_counter() - start] if again else []
    p50, p99 = np.percentile(taken, [50, 99]) * 1000
    return float(p50), float(p99)


def _written(chip: Chip, engine: Engine) -> str:
    if chip.kind not in FILMS:
        return chip.token
    return f"{chip.kind}:{','.join(slug(engine.names.film_title(film, 'fr')) for film in chip.values)}"


def _sorted(token: str) -> str:
    kind, _, values = token.partition(":")
    return f"{kind}:{','.join(sorted(values.split(',')))}"


if __name__ == "__main__":
    sys.exit(show(run()))
