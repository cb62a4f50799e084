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
    """Prints the lines, as JSON if the arguments hold `--json`; 0, for a missed aim is a result too."""
    asked = sys.argv[1:] if arguments is None else arguments
    if "--json" in asked:
        print(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1))
    else:
        print("| what | must reach | measured | holds | command |\n|---|---|---|---|---|")
        for line in lines:
            mark = "yes" if line.holds else "**no**"
            print(f"| {line.what} | {line.aim} | {line.value} | {mark} | `{line.command}` |")
    return 0
