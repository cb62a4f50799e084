"""One line of the bench's table, and how a bench prints its lines."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A claim that was measured; `holds` says whether `value` reaches `aim`, `command` how to measure again."""

    what: str
    value: str
    aim: str
    holds: bool
    command: str


def show(lines: Sequence[Line], arguments: Sequence[str] | None = None) -> int:
    """Prints the lines, as JSON if the arguments hold `--json`; 0 where all of them hold, else 1."""
    asked = sys.argv[1:] if arguments is None else arguments
    if "--json" in asked:
        print(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1))
    else:
        print("| what | measured | must reach | | command |\n|---|---|---|---|---|")
        for line in lines:
            mark = "holds" if line.holds else "**does not hold**"
            print(f"| {line.what} | {line.value} | {line.aim} | {mark} | `{line.command}` |")
    return 0 if all(line.holds for line in lines) else 1
