"""Builds that are killed at any moment (kill -9): what is served meanwhile, and what the next start makes of it."""

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from bench.imdb_like import generate
from bench.site import PICKFLIX, environment
from bench.table import Line, show
from pickflix.catalogue.store import SnapshotStore
from pickflix.recommend.engine import Engine

COMMAND: Final = "python -m bench.killed"
KILLS: Final = 200
EACH: Final = 6  # kills of one build, at most, before it is let run to its end
SCALE: Final = 0.002  # of IMDb: some hundred films
SEED: Final = 7
STAYS: Final = frozenset({"build", "build.lock", "current", "readings", "snapshots"})  # in a data folder at rest


@dataclass(frozen=True, slots=True)
class Order:
    """One build: the command and its settings; three of them in turn always find something to do."""

    arguments: tuple[str, ...]
    settings: Mapping[str, str]


def orders(dump: Path) -> list[Order]:
    """Of IMDb's files with two floors of votes, and the refresh of the embedded catalogue."""
    terms = {"PICKFLIX_IMDB_TERMS": "accepted"}
    imdb = ("build", "--source", "imdb", str(dump), "--accept-loss")
    return [
        Order(imdb, terms),
        Order(imdb, terms | {"PICKFLIX_IMDB_MIN_VOTES": "60"}),
        Order(("refresh",), {"PICKFLIX_REFRESH": "embedded"}),
    ]


@dataclass(frozen=True, slots=True)
class Whole:
    """A build that nobody disturbed: the snapshot, seconds on the clock, seconds of the processors."""

    name: str
    seconds: float
    cpu: float


@dataclass(slots=True)
class Found:
    """What was found after the kills: `lost`, `torn`, `left`, `other` and `refused` should be empty.

    `lost` are kills after which the pointer named no whole snapshot where one had been, `torn` published folders
    that were not whole, `left` files that no finished build leaves, `other` snapshots unlike those of builds never
    killed, `refused` what next starts said. `resumed` are the finished builds that found stages done, by their
    processor time as a share of a whole build's.
    """

    kills: int = 0
    before_any: int = 0
    finished: int = 0
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    resumed: list[float] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing was lost, torn or left, and every build came to what it should."""
        return not (self.lost or self.torn or self.left or self.other or self.refused)


class Round:
    """One data folder whose builds are killed."""

    def __init__(self, folder: Path, asked: Sequence[Order], seed: int = SEED) -> None:
        """Everything is put into `folder`; each order is built once, undisturbed, in a data folder of its own."""
        self._folder, self._orders = folder, asked
        self._data, self._temporary = folder / "var", folder / "temporary"
        self._temporary.mkdir(parents=True)
        self._store = SnapshotStore(self._data)
        self._luck = Random(seed)  # noqa: S311 - the same moments each time
        self._whole = [self._undisturbed(order, folder / f"whole-{at}") for at, order in enumerate(asked)]
        self.found = Found()

    def run(self, kills: int) -> Found:
        """Kills that many builds, and lets each order run to its end in between."""
        for at in self._turns():
            self._kill_some(at, min(EACH, kills - self.found.kills))
            self._finish(at)
            if self.found.kills == kills:
                break
        self.found.left += [str(path) for path in self._temporary.iterdir()]
        return self.found

    def _turns(self) -> Iterator[int]:
        while True:
            yield from range(len(self._orders))

    def _kill_some(self, at: int, kills: int) -> None:
        """Kills a build over and over, until one is over before its time has come."""
        for _ in range(kills):
            before = self._store.current_name()
            process = self._start(self._orders[at], self._data)
            try:
                process.communicate(timeout=self._luck.uniform(0, self._whole[at].seconds))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                self.found.kills += 1
                self._look(before, self._whole[at].name)
            else:
                return

    def _look(self, before: str | None, coming: str) -> None:
        """What a site would find now."""
        with self._dead():
            now = self._store.current_name()
            self.found.torn += [name for name in self._store.names() if not self._store.is_whole(name)]
        if now is None:
            self.found.before_any += before is None
            self.found.lost += [str(before)] if before else []
        elif now not in {before, coming} or Engine.open(self._store).snapshot.manifest.name != now:
            self.found.lost.append(now)

    def _finish(self, at: int) -> None:
        """The next start: it goes on where the last one was killed, and nothing is left of that."""
        kept = any(self._data.glob("work/*/*/.seal.json"))
        process = self._start(self._orders[at], self._data)
        words, cpu = _ended(process)
        if process.returncode:
            self.found.refused.append(words)
            return
        self.found.finished += 1
        whole = self._whole[at]
        self.found.other += [name for name in [self._store.current_name() or ""] if name != whole.name]
        self.found.torn += [name for name in self._store.names() if not self._store.is_whole(name)]
        self.found.left += self._leftovers()
        self.found.resumed += [cpu / whole.cpu] if kept else []

    def _leftovers(self) -> list[str]:
        left = [path for path in self._data.iterdir() if path.name not in STAYS]
        left += [path for room in STAYS for path in self._data.glob(f"{room}/.*")]
        left += [path for path in (self._data / "snapshots").iterdir() if path.name != self._store.current_name()]
        return [str(path.relative_to(self._data)) for path in left]

    def _dead(self) -> "_Lock":
        return _Lock(self._data / "build.lock")

    def _undisturbed(self, order: Order, data: Path) -> Whole:
        begun = time.monotonic()
        process = self._start(order, data)
        words, cpu = _ended(process)
        assert process.returncode == 0, words
        return Whole(SnapshotStore(data).current_name() or "", time.monotonic() - begun, cpu)

    def _start(self, order: Order, data: Path) -> subprocess.Popen[str]:
        """A process group of its own, so that all of it can be killed; one snapshot is kept, so that none is found."""
        settings = {"TMPDIR": str(self._temporary), "PICKFLIX_KEEP_SNAPSHOTS": "1", **order.settings}
        return subprocess.Popen(
            [PICKFLIX, *order.arguments],
            env=environment(data) | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


class _Lock:
    """Holds the lock of the builds: had once the last process that was killed has gone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _ended(process: subprocess.Popen[str]) -> tuple[str, float]:
    """What a process said, once it has ended, and the seconds of the processors that it and its children used."""
    assert process.stderr is not None
    with process.stderr:
        words = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return words, used.ru_utime + used.ru_stime


def run() -> list[Line]:
    """Two hundred kills."""
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "imdb"
        generate(dump, SCALE)
        found = Round(Path(folder) / "round", orders(dump)).run(KILLS)
    shares = sorted(found.resumed)
    return [
        Line(
            f"builds killed at {found.kills} random moments (kill -9): snapshots lost, torn, files left",
            f"{len(found.lost)}, {len(found.torn)}, {len(found.left)}; {found.finished} next starts ended, "
            f"{len(found.other) + len(found.refused)} of them otherwise than a build never killed",
            "0, 0, 0; none otherwise",
            found.good,
            COMMAND,
        ),
        Line(
            f"the next start after a kill, where stages were done ({len(shares)} of {found.finished}): processor time",
            f"{shares[len(shares) // 2]:.2f} of a whole build's (median, {shares[0]:.2f} to {shares[-1]:.2f})",
            "less than 1",
            shares[len(shares) // 2] < 1,
            COMMAND,
        ),
    ]


if __name__ == "__main__":
    sys.exit(show(run()))
