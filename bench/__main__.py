"""Runs every bench in a process of its own and prints one table: `python -m bench [--json] [NAME...]`."""

import json
import subprocess
import sys
from pathlib import Path

from bench.table import Line, show

NO_BENCH = ("__init__", "__main__", "table")


def measure(name: str) -> list[Line]:
    """The lines of one bench; a bench that fails is a line that does not hold."""
    command = f"python -m bench.{name}"
    ran = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", "--json"], stdout=subprocess.PIPE, text=True, check=False
    )
    try:
        return [Line(**line) for line in json.loads(ran.stdout)]
    except (json.JSONDecodeError, TypeError):
        return [Line(name, f"ended with {ran.returncode} and no table", "a table", holds=False, command=command)]


def main() -> int:
    """Measures the benches named, all of them by default; 0 where every line holds."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    # A module that measures nothing itself serves the others.
    benches = [file.stem for file in files if file.stem not in NO_BENCH and "def run()" in file.read_text()]
    named = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    lines: list[Line] = []
    for name in named or benches:
        print(f"Measuring {name} ...", file=sys.stderr)
        lines += measure(name)
    return show(lines)


if __name__ == "__main__":
    sys.exit(main())
