"""Training: every model on the ratings of MovieLens, als on ten million events, Spark beside it on fewer.

Each is measured in a process of its own, for its memory: `python -m bench.training NAME`.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from bench.events import events
from bench.memory import children
from bench.table import Line, show
from pickflix import bootstrap
from pickflix.recommend import als, spark_als
from pickflix.recommend.interactions import Interactions

COMMAND = "python -m bench.training"
SEED = 7
SECONDS, GIGABYTES = 30, 1.0  # of all models on MovieLens
EVENTS, PEOPLE, FILMS = 10_000_000, 200_000, 20_000
CPU_SECONDS, MOST_GIGABYTES = 120, 1.5
FEWER = 20  # times fewer events and people, beside Spark
MASTER = "local[2]"
ASKED, LISTED = 2_000, 10  # people of whom one like is hidden, films that are listed to find it


@dataclass(frozen=True, slots=True)
class Cost:
    """What a training took: seconds by the clock and of processors, gigabytes at most; what it learnt."""

    seconds: float
    processor: float
    gigabytes: float
    found: float = 0.0
    found_by_popularity: float = 0.0


def run() -> list[Line]:
    """The cost of each training of PARTS."""
    cost = {name: Cost(**json.loads(_apart(name))) for name in PARTS}
    everything, many, here, spark = (cost[name] for name in PARTS)
    few = f"{EVENTS // FEWER:,} events"
    return [
        Line(
            "training every model on the ratings of MovieLens: time / memory",
            f"{everything.seconds:.0f} s / {everything.gigabytes:.2f} GB",
            f"{SECONDS} s / {GIGABYTES:.0f} GB",
            everything.seconds <= SECONDS and everything.gigabytes <= GIGABYTES,
            COMMAND,
        ),
        Line(
            f"training als on {EVENTS:,} events of {PEOPLE:,} people: processor / memory",
            f"{many.processor:.0f} CPU-s ({many.seconds:.0f} s) / {many.gigabytes:.2f} GB",
            f"{CPU_SECONDS} CPU-s / {MOST_GIGABYTES} GB",
            many.processor <= CPU_SECONDS and many.gigabytes <= MOST_GIGABYTES,
            COMMAND,
        ),
        Line(
            f"the same: hidden likes found among {LISTED} films (by popularity)",
            f"{many.found:.1%} ({many.found_by_popularity:.1%})",
            "more than by popularity",
            many.found > many.found_by_popularity,
            COMMAND,
        ),
        Line(
            f"training als on {few} by Spark {MASTER} (without Spark): processor",
            f"{spark.processor:.0f} CPU-s in {spark.seconds:.0f} s ({here.processor:.0f} in {here.seconds:.0f})",
            "timed beside it",
            holds=True,
            command=COMMAND,
        ),
        Line(
            f"the same: hidden likes found among {LISTED} films by Spark (without Spark)",
            f"{spark.found:.1%} ({here.found:.1%})",
            "more than by popularity",
            spark.found > spark.found_by_popularity,
            COMMAND,
        ),
    ]


def _apart(name: str) -> str:
    """What that part prints in a process of its own."""
    ran = subprocess.run([sys.executable, "-m", "bench.training", name], stdout=subprocess.PIPE, text=True, check=True)
    return ran.stdout


def everything() -> Cost:
    """Every model, on what `pickflix evaluate` runs on."""
    bench = bootstrap.bench()[0]
    start = time.perf_counter(), _processor()
    for model in bench.models.values():
        model.train(bench.table, bench.ratings)
    return _cost(*start)


def _learnt(train: Callable[[Interactions], als.Tastes], fewer: int) -> Cost:
    """The cost of training the events, and how many hidden likes are found."""
    told, asked, hidden = _hide(events(EVENTS // fewer, PEOPLE // fewer, FILMS, SEED))
    start = time.perf_counter(), _processor()
    tastes = train(told.liked().latest())
    cost = _cost(*start)
    begin, films, _ = told.by_user()
    seeds = [films[begin[user] : begin[user + 1]] for user in asked.tolist()]
    popularity = told.behind.astype(np.float64)
    learnt = [tastes.likeness(rows, np.ones(len(rows))) for rows in seeds]
    found = _hit_rate(learnt, seeds, hidden)
    return Cost(cost.seconds, cost.processor, cost.gigabytes, found, _hit_rate([popularity] * ASKED, seeds, hidden))


def _hide(likes: Interactions) -> tuple[Interactions, np.ndarray, np.ndarray]:
    """The likes without one of ASKED people each; these people, and their hidden films."""
    luck = np.random.default_rng(SEED)
    begin = likes.by_user()[0]
    asked = np.sort(luck.choice(np.flatnonzero(np.diff(begin) >= LISTED), ASKED, replace=False))
    places = begin[asked] + luck.integers(0, np.diff(begin)[asked])
    kept = np.ones(len(likes), np.bool_)
    kept[places] = False
    return likes.keep(kept), asked, likes.films[places]


def _hit_rate(scores: list[np.ndarray], seeds: list[np.ndarray], hidden: np.ndarray) -> float:
    hits = 0
    for score, rows, film in zip(scores, seeds, hidden.tolist(), strict=True):
        left = score.copy()
        left[rows] = -np.inf
        hits += int((left > left[film]).sum() < LISTED)
    return hits / len(hidden)


def _processor() -> float:
    """Processor-seconds of this process and of those that it started and that still run (the JVM of Spark)."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + sum(map(_processor_of, _descendants(os.getpid())))


def _descendants(process: int) -> list[int]:
    below = children(process)
    return below + [deeper for child in below for deeper in _descendants(child)]


def _processor_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _cost(clock: float, processor: float) -> Cost:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return Cost(time.perf_counter() - clock, _processor() - processor, most)


PARTS: dict[str, Callable[[], Cost]] = {
    "everything": everything,
    "als": lambda: _learnt(als.train_tastes, 1),
    "als-few": lambda: _learnt(als.train_tastes, FEWER),
    "spark-few": lambda: _learnt(lambda likes: spark_als.train_tastes(likes, MASTER), FEWER),
}

if __name__ == "__main__":
    part = next((name for name in sys.argv[1:] if name in PARTS), None)
    if part is None:
        sys.exit(show(run()))
    print(json.dumps(asdict(PARTS[part]())))
