"""Somebody who builds with the command: files like IMDb's, a data folder, a process that is run, stopped or starved."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Self

from bench.imdb_like import generate
from pickflix.catalogue.store import SnapshotStore
from pickflix.recommend.engine import Engine

PICKFLIX = str(Path(sys.executable).with_name("pickflix"))
AT_REST = {"build", "build.lock", "current", "readings", "snapshots"}  # all that a data folder has when no build runs
SCALE = 0.0005  # of IMDb: some dozens of films
LONG = 120  # seconds: far beyond any build of these tests


@dataclass(frozen=True)
class Host:
    """`data` is the data folder, `dump` has the files; `settings` are environment variables of every command."""

    data: Path
    dump: Path
    settings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def who_has_built(cls, folder: Path, pattern: Path) -> Self:
        """With a snapshot of films that have 50 votes; `pattern` is where the first such host of a run is kept."""
        _first(pattern)
        shutil.copytree(pattern / "var", folder / "var")
        return cls(folder / "var", pattern / "imdb")

    @property
    def store(self) -> SnapshotStore:
        """The snapshots."""
        return SnapshotStore(self.data)

    def build(
        self, within: str = "", program: str = PICKFLIX, arguments: Sequence[str] | None = None, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """`pickflix build` of the files, to its end; `within` is what a shell does first, such as to set a limit."""
        process = self.begun(within, program, arguments, **settings)
        try:
            out, words = process.communicate(timeout=LONG)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
        return subprocess.CompletedProcess(process.args, process.returncode, out, words)

    def begun(
        self, within: str = "", program: str = PICKFLIX, arguments: Sequence[str] | None = None, **settings: str
    ) -> subprocess.Popen[str]:
        """The same, running, in a process group of its own."""
        asked = arguments or ("build", "--source", "imdb", str(self.dump), "--accept-loss")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PICKFLIX_")}
        environment |= {"PICKFLIX_DATA": str(self.data), "PICKFLIX_IMDB_TERMS": "accepted", **self.settings, **settings}
        return subprocess.Popen(
            ["/bin/bash", "-c", f'{within} exec "$@"', "bash", program, *asked],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def served(self) -> str:
        """The name of the snapshot that a site started now would serve; it opens, and finds films."""
        engine = Engine.open(self.store)
        assert len(engine.search("the")) > 0
        return engine.snapshot.manifest.name

    def left(self) -> list[str]:
        """What no build leaves that came to its end."""
        odd = [path for path in self.data.iterdir() if path.name not in AT_REST]
        odd += [path for room in AT_REST for path in self.data.glob(f"{room}/.*")]
        return [str(path.relative_to(self.data)) for path in odd]


@cache
def _first(folder: Path) -> None:
    generate(folder / "imdb", SCALE)
    Host(folder / "var", folder / "imdb").build().check_returncode()


def until(process: subprocess.Popen[str], label: str) -> None:
    """Reads what a build says until it is at the step of that label."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(label):
            return
    raise AssertionError(label)


def refusal(ran: subprocess.CompletedProcess[str]) -> str:
    """The one sentence by which a command ended with 1, without a traceback."""
    assert ran.returncode == 1, ran.stderr
    assert "Traceback" not in ran.stderr
    said = [line for line in ran.stderr.splitlines() if line.startswith("pickflix:")]
    assert [ran.stderr.splitlines()[-1]] == said, ran.stderr
    return said[0]


def stopped(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """Sends a signal to a command alone, as `kill` and systemd do; its last sentence."""
    process.send_signal(number)
    out, words = process.communicate(timeout=LONG)
    return refusal(subprocess.CompletedProcess(process.args, process.returncode, out, words))
