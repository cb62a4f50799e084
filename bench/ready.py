"""How soon `pickflix serve` answers where a snapshot is there."""

import sys
from statistics import median

from bench.site import data, serving
from bench.table import Line, show

COMMAND = "python -m bench.ready"
STARTS = 5
SECONDS = 1.5


def run() -> list[Line]:
    """From the start of the process to the first 200 of /readyz, several times over."""
    taken = []
    with data() as folder:
        for _ in range(STARTS):
            with serving(folder) as site:
                taken.append(site.seconds)
    return [
        Line(
            "`serve` to ready with a snapshot",
            f"{median(taken):.2f} s (median of {STARTS}, {min(taken):.2f} to {max(taken):.2f})",
            f"{SECONDS} s",
            median(taken) <= SECONDS,
            COMMAND,
        )
    ]


if __name__ == "__main__":
    sys.exit(show(run()))
