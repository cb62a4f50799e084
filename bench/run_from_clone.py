"""`make run` on a fresh clone of what is committed: how long until the first page."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.site import PATIENCE, environment, free_port, wait
from bench.table import Line, show

COMMAND = "python -m bench.run_from_clone"
SECONDS = 90
LONGEST = 600
ROOT = Path(__file__).resolve().parents[1]


def run() -> list[Line]:
    """Clones, runs, asks for the home page; what pip keeps on this machine is not used."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as words:
        port = free_port()
        begun = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)  # noqa: S607 - git of the PATH
        # A session of its own, so that make, pip and the workers can be ended together.
        with subprocess.Popen(
            ["make", "run", f"PORT={port}"],  # noqa: S607 - make of the PATH
            cwd=folder,
            env=_untouched(),
            stdout=words,
            stderr=words,
            start_new_session=True,
        ) as process:
            try:
                wait(f"http://127.0.0.1:{port}/", process, LONGEST)
                seconds = time.monotonic() - begun
            finally:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(PATIENCE)
    return [
        Line(
            "`make run` from clone to answering, packages cached by the registry",
            f"{seconds:.0f} s",
            f"{SECONDS} s",
            seconds <= SECONDS,
            COMMAND,
        )
    ]


def _untouched() -> dict[str, str]:
    """The environment of a machine that has never run PickFlix: no virtual environment, no cache of pip."""
    own = environment() | {"PIP_NO_CACHE_DIR": "1"}
    return {
        name: value for name, value in own.items() if name not in {"VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    }


if __name__ == "__main__":
    sys.exit(show(run()))
