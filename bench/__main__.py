"""Runs every bench in a process of its own and prints one table: `python -m bench [--json] [NAME...]`."""

import json
import os
import subprocess
import sys
import tempfile

from bench.site import SHARED, build
from bench.table import Line, show

# In the order of the table.
BENCHES = (
    "run_from_clone",
    "build",
    "imdb",
    "imdb_build",
    "killed",
    "ready",
    "memory",
    "first_view",
    "search",
    "plain_words",
    "linking",
    "similar",
    "requests",
    "million",
    "large",
    "training",
    "throughput",
    "lighthouse",
)  # fmt: skip
LONGEST = 900  # seconds of one bench
# Of those that take more: files as large as the whole IMDb, all films there are, builds by the hundred.
LONGER = {"imdb": 3600, "large": 1200, "killed": 3600}
BUSY = 0.5  # other processes that compute, on average of the last minute


def measure(name: str, folder: str) -> list[Line]:
    """The lines of one bench; a bench that fails is a line that does not hold."""
    ran = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", "--json"],
        env=os.environ | {SHARED: folder},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=LONGER.get(name, LONGEST),
    )
    try:
        return [Line(**line) for line in json.loads(ran.stdout)]
    except (json.JSONDecodeError, TypeError):
        said = f"ended with {ran.returncode} and no table"
        return [Line(name, said, "a table", holds=False, command=f"python -m bench.{name}")]


def main() -> int:
    """Measures the benches named, all of them by default."""
    named = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    load = os.getloadavg()[0]
    if load > BUSY:
        print(f"This machine is busy with other things (load {load:.1f}): times will be too long.", file=sys.stderr)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        build(folder)
        for name in named or BENCHES:
            print(f"Measuring {name} ...", file=sys.stderr)
            lines += measure(name, folder)
    return show(lines)


if __name__ == "__main__":
    sys.exit(main())
