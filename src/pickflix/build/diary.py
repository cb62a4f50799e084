"""How long each stage of a build takes, and how much memory."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pickflix.sources.contract import Watch

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_RESET_PEAK = "5"  # proc(5): the peak of the resident set begins anew


@dataclass(frozen=True, slots=True)
class StageNote:
    """One stage: seconds on the clock and of the processors, the most memory while it ran (resident, MB)."""

    label: str
    seconds: float
    cpu_seconds: float
    peak_mb: float


class Diary:
    """Notes each stage when it ends, and tells whoever looks on when it begins."""

    def __init__(self, notes: list[StageNote], watch: Watch) -> None:
        """`notes` fills up."""
        self.notes, self.watch = notes, watch

    @contextmanager
    def stage(self, label: str, done: int = 0, total: int = 0) -> Iterator[None]:
        """Around one stage."""
        self.watch(label, done, total)
        with suppress(OSError):
            _CLEAR.write_text(_RESET_PEAK)
        begun, used = time.monotonic(), time.process_time()
        try:
            yield
        finally:
            took, cpu = time.monotonic() - begun, time.process_time() - used
            self.notes.append(StageNote(label, round(took, 2), round(cpu, 2), round(_peak_mb(), 1)))


def _peak_mb() -> float:
    with suppress(OSError, StopIteration):
        line = next(line for line in _STATUS.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    # Where there is no /proc: the peak since the process began.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
