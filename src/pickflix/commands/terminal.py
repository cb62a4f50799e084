"""What a terminal shows: data, tables, a bar that moves. Results on standard output, the rest on standard error."""

import json
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Self

PLAIN_LINES_APART = 10  # seconds between two lines about one step


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
    """A bar on standard error that appears when there is something to show; lines where that is no terminal.

    What counts bytes, films, rows or requests has a bar of its own with its rate and the time left.
    """

    def __enter__(self) -> Self:
        """Ready to be called."""
        self._bar: Any = None
        self._tasks: dict[bool, Any] = {}
        self._label, self._begun, self._told = "", 0.0, 0.0
        return self

    def __call__(self, label: str, done: int, total: int, unit: str = "", /) -> None:
        """Shows how far a step is; `total` is 0 where nobody knows."""
        if sys.stderr.isatty():
            self._show(label, done, total, unit)
        else:
            self._say(label, done, total, unit)

    def _say(self, label: str, done: int, total: int, unit: str) -> None:
        now = time.monotonic()
        if label == self._label and now - self._told < PLAIN_LINES_APART:
            return
        if label != self._label:
            self._label, self._begun = label, now
        self._told = now
        with suppress(OSError):  # a log on a full disk is no reason to stop
            print(_line(label, done, total, unit, now - self._begun), file=sys.stderr, flush=True)

    def _show(self, label: str, done: int, total: int, unit: str) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TaskProgressColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
            )
            self._bar.start()
        inner = bool(unit)
        if inner and (label != self._label or inner not in self._tasks):
            if inner in self._tasks:
                self._bar.remove_task(self._tasks.pop(inner))
            self._label, self._begun = label, time.monotonic()
        if inner not in self._tasks:
            self._tasks[inner] = self._bar.add_task(label, total=total or None, rate="")
        rate = _rate(done, time.monotonic() - self._begun, unit) if inner else ""
        self._bar.update(self._tasks[inner], description=label, completed=done, total=total or None, rate=rate)

    def __exit__(self, *_: object) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.stop()


def _line(label: str, done: int, total: int, unit: str, seconds: float) -> str:
    if not unit:
        return f"{label} ({done}/{total})" if total else label
    of = f" of {_amount(total, unit)}" if total else ""
    left = f", {(total - done) * seconds / done:.0f} s left" if total and done and seconds > 1 else ""
    return f"{label}: {_amount(done, unit)}{of}{_rate(done, seconds, unit)}{left}"


def _amount(number: float, unit: str) -> str:
    return f"{number / 1e6:,.0f} MB" if unit == "bytes" else f"{number:,.0f} {unit}"


def _rate(done: int, seconds: float, unit: str) -> str:
    return f", {_amount(done / seconds, unit)}/s" if seconds > 1 else ""
