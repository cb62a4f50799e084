"""What a terminal shows: data, tables, a bar that moves. Results on standard output, the rest on standard error."""

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any


def print_json(value: object) -> None:
    """Data on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows on standard output, as wide as the terminal; nothing where there are none."""
    if not rows:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*heads, box=box.SIMPLE_HEAD)
    for row in rows:
        drawn.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 160).print(drawn)


class ProgressBar:
    """A bar on standard error that appears when there is something to show; lines where that is no terminal."""

    def __enter__(self) -> Callable[[str, int, int], None]:
        """Hands out what a build calls at each stage."""
        self._bar: Any = None
        return self._show if sys.stderr.isatty() else self._say

    @staticmethod
    def _say(label: str, done: int, total: int) -> None:
        print(f"{label} ({done}/{total})", file=sys.stderr, flush=True)

    def _show(self, label: str, done: int, total: int) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True))
            self._bar.start()
            self._task = self._bar.add_task(label, total=total)
        self._bar.update(self._task, description=label, completed=done)

    def __exit__(self, *_: object) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.stop()
