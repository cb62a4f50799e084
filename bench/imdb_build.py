"""The whole of IMDb as a catalogue that the site runs on: `pickflix build`, and the same again with nothing changed."""

import os
import sys
import tempfile
import time
from pathlib import Path

from bench.imdb import full
from bench.site import PICKFLIX, environment, peak_of_stages
from bench.table import Line, show

COMMAND = "python -m bench.imdb_build"
AGAIN = 3  # seconds
ACCEPTED = {"PICKFLIX_IMDB_TERMS": "accepted"}


def run() -> list[Line]:
    """A first build, and a second."""
    with full() as files, tempfile.TemporaryDirectory() as data:
        seconds, processor, peak = build(files, Path(data))
        peak = max(peak, peak_of_stages(Path(data)) / 1000)
        again, *_ = build(files, Path(data))
    what = "`pickflix build --source imdb` on files as large as the whole IMDb"
    return [
        Line(
            f"{what}: time, of the processors, peak memory (RSS) of the largest process",
            f"{seconds:.0f} s, {processor:.0f} s, {peak:.2f} GB",
            "none set",
            holds=True,
            command=COMMAND,
        ),
        Line("the same again, nothing changed", f"{again:.1f} s", f"{AGAIN} s", again <= AGAIN, COMMAND),
    ]


def build(files: Path, data: Path) -> tuple[float, float, float]:
    """Builds, and tells its seconds on the clock, those of the processors, and gigabytes at most."""
    command = [str(PICKFLIX), "build", "--source", "imdb", str(files)]
    begun = time.monotonic()
    with Path(os.devnull).open("wb") as nowhere:
        out = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), stream) for stream in (1, 2)]
        process = os.posix_spawn(command[0], command, environment(data) | ACCEPTED, file_actions=out)
        # wait4 tells what this process and those it waited for have used, and the most that one of them had.
        _, status, used = os.wait4(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "`pickflix build` failed"
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e9


if __name__ == "__main__":
    sys.exit(show(run()))
