"""The build of the embedded snapshot: how long, how much memory."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.site import PICKFLIX, environment, peak_of_stages
from bench.table import Line, show

COMMAND = "python -m bench.build"
SECONDS, MEGABYTES = 15, 500


def run() -> list[Line]:
    """`pickflix build` once, as anybody runs it."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        process = subprocess.Popen(
            [PICKFLIX, "build"],
            env=environment(Path(folder)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # wait4 tells what this process alone has used, unlike getrusage of all children.
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begun
        stages = peak_of_stages(Path(folder))
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"`pickflix build` ended with {process.returncode}"
    peak = max(used.ru_maxrss * 1024 / 1e6, stages)
    return [
        Line(
            "build of the embedded snapshot: time, peak memory (RSS)",
            f"{seconds:.1f} s, {peak:.0f} MB",
            f"{SECONDS} s, {MEGABYTES} MB",
            seconds <= SECONDS and peak <= MEGABYTES,
            COMMAND,
        )
    ]


if __name__ == "__main__":
    sys.exit(show(run()))
