"""A whole request: five films, three filters, one or two people; whether workers share the files of the models."""

import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np

import pickflix
from bench.asking import Catalogue
from bench.memory import children, read
from bench.site import data, serving
from bench.table import Line, show
from pickflix.recommend.engine import Engine
from pickflix.recommend.filters import Filters
from pickflix.recommend.request import Request

COMMAND = "python -m bench.requests"
SEED = 7
REQUESTS, WARM_UP = 1000, 50
SEEDS = 5
KNOWN = 5000  # films to ask for: those that most people know
P50, P99 = 4, 20  # milliseconds
SHARED = 0.9  # of what the two workers have read of the models: kept once for both
VISITS, READERS = 600, 8
# Three wishes at once, as the panel has them.
FILTERS = (
    Filters(genres=("comedie",), year_from=1960, runtime_max=120),
    Filters(without_genres=("horreur",), countries=("FR", "IT"), year_to=1999),
    Filters(languages=("en",), without_countries=("GB",), year_from=1970, year_to=2009),
    Filters(genres=("drame", "policier"), runtime_min=80, without_genres=("documentaire",)),
)


def run() -> list[Line]:
    """The lines of the table that are about whole requests."""
    with data() as folder:
        engine = pickflix.load(settings=pickflix.Settings(data=folder))
        films = Catalogue.of(folder).films
        lines = [
            _timed(f"a request, {len(films):,} films, {SEEDS} seeds, 3 filters, reasons", _alone(engine), films),
            _timed(f"the same for 2 people, {SEEDS} seeds in all", _together(engine), films),
        ]
        return [*lines, _shared(folder)]


def _alone(engine: Engine) -> Callable[[Sequence[str], Filters], object]:
    return lambda seeds, filters: engine.answer(Request(seeds=tuple(seeds), filters=filters))


def _together(engine: Engine) -> Callable[[Sequence[str], Filters], object]:
    return lambda seeds, filters: engine.recommend_together([seeds[:2], seeds[2:]], filters=filters)


def _timed(what: str, answer: Callable[[Sequence[str], Filters], object], films: Sequence[str]) -> Line:
    luck, taken = Random(SEED), []  # noqa: S311 - the same requests each time
    for turn in range(WARM_UP + REQUESTS):
        seeds = luck.sample(films[:KNOWN], SEEDS)
        start = time.perf_counter()
        answer(seeds, FILTERS[turn % len(FILTERS)])
        taken.append(time.perf_counter() - start)
    p50, p99 = np.percentile(taken[WARM_UP:], [50, 99]) * 1000
    reached = p50 <= P50 and p99 <= P99
    return Line(f"{what}: p50 / p99", f"{p50:.1f} / {p99:.1f} ms", f"{P50} / {P99} ms", bool(reached), COMMAND)


def _shared(folder: Path) -> Line:
    """After visits of all kinds: how much of the files of the models is in memory once for both workers."""
    with serving(folder) as site:
        luck = Random(SEED)  # noqa: S311 - the same requests each time
        asked = list(islice(Catalogue.of(folder).mixed(luck), VISITS))
        with ThreadPoolExecutor(READERS) as readers:
            list(readers.map(read, [site.url] * READERS, [asked[at::READERS] for at in range(READERS)]))
        mapped = [mapped_models(process) for process in children(site.process.pid)]
    own = sum(private for private, _ in mapped)
    whole = max(whole for _, whole in mapped)
    share = 1 - own / max(sum(whole for _, whole in mapped), 1e-9)
    return Line(
        "files of the models in memory, two workers: share kept once for both",
        f"{share:.0%} of {whole:.0f} MB that a worker has read",
        f"{SHARED:.0%}",
        share >= SHARED,
        COMMAND,
    )


def mapped_models(process: int) -> tuple[float, float]:
    """MB of array files that a process has in memory: those for itself alone, and all."""
    private = whole = 0.0
    counted = False
    for line in Path(f"/proc/{process}/smaps").read_text().splitlines():
        name, *rest = line.split()
        if not name.endswith(":"):
            counted = line.endswith(".npy")
        elif counted and name == "Rss:":
            whole += int(rest[0]) * 1024 / 1e6
        elif counted and name.startswith("Private_"):
            private += int(rest[0]) * 1024 / 1e6
    return private, whole


if __name__ == "__main__":
    sys.exit(show(run()))
