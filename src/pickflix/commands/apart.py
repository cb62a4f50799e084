"""A command's long work in a process of its own, so that whatever ends it is told in one sentence.

Where memory runs out the system kills a process, a library aborts it, or its threads wait for each other for ever:
only another process can say so, and end it.
"""

import ctypes
import mmap
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from pickflix.errors import BuildKilled, MissingLibrary, OutOfMemory, PickflixError

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 10.0  # seconds in which what is told to stop must have stopped
LOOK, STILL = 300.0, 4  # seconds between two looks; looks without any work done: twice the longest polite pause
TIED = 1  # PR_SET_PDEATHSIG of prctl(2): the signal that a process gets when its parent dies
SHOW_CURSOR = "\x1b[?25h"
ROOM = 256 << 20  # bytes; where so few cannot be had, what went wrong went wrong for want of them


def apart(work: Callable[[], int], *, look: float = LOOK) -> int:
    """What `work` returns in a child of this process, which passes on what it is told to stop by.

    In the child this returns as well: the command goes on there to its end. Raises OutOfMemory, BuildKilled where the
    system ended the child or it stood still (at `look` seconds apart), KeyboardInterrupt where it did not stop.
    """
    if "polars" in sys.modules:  # its threads would not come along
        return work()
    parent, told = os.getpid(), mmap.mmap(-1, 1)  # of both processes: whether the child has said how it ended
    heard = {number for number in STOPPING if signal.getsignal(number) is not signal.SIG_IGN}
    sys.stdout.flush()
    sys.stderr.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, *heard})  # none may come before somebody listens
    child = os.fork()
    if child:
        code = _Watched(child, heard, look).ended()
        if not told[0]:  # an exit deep in a library
            raise OutOfMemory
        return code
    _die_with(parent)
    _listen(heard)
    try:
        _ready_numpy()
        code = work()
    except BaseException as error:  # a panic of Rust is no Exception
        if _is_of_memory(error):
            os._exit(1)  # an interpreter that ends in good order needs memory too
        told[0] = True
        raise
    told[0] = True
    return code


class _Watched:
    """The child, as its parent sees it."""

    def __init__(self, child: int, heard: set[signal.Signals], look: float) -> None:
        self._child, self._heard, self._look = child, heard, look
        self._asked = False  # to stop

    def ended(self) -> int:
        """Its exit code, once it has ended; raises BuildKilled, KeyboardInterrupt."""
        still, worked = 0, -1
        while (code := self._code()) is None:
            came = signal.sigtimedwait({signal.SIGCHLD, *self._heard}, GRACE if self._asked else self._look)
            if came is None:
                still, worked = (still + 1 if self._worked() == worked else 0), self._worked()
                if self._asked or still >= STILL:
                    self._kill()
            elif came.si_signo in self._heard:
                self._stop(came.si_signo)
        if code < 0:
            if sys.stderr.isatty():
                sys.stderr.write(SHOW_CURSOR)  # which the bar had hidden
            raise BuildKilled.by(signal.Signals(-code).name)
        return code

    def _stop(self, number: int) -> None:
        """Passes it on; whoever says it twice means it."""
        if self._asked:
            self._kill()
        self._asked = True
        os.kill(self._child, number)

    def _kill(self) -> None:
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        raise KeyboardInterrupt if self._asked else BuildKilled.after(STILL * self._look)

    def _code(self) -> int | None:
        ended, status = os.waitpid(self._child, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if ended else None

    def _worked(self) -> int:
        """The ticks of the processors' clocks that it has used, and those whom it waits for, such as a Spark."""
        with suppress(OSError):
            return sum(_ticks(process) for process in _family(self._child))
        return -1


def _family(process: int) -> Iterator[int]:
    """A process and all those that it started, and these."""
    yield process
    for started in Path(f"/proc/{process}/task").glob("*/children"):
        for child in started.read_text("ascii").split():
            yield from _family(int(child))


def _ticks(process: int) -> int:
    return sum(map(int, Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]))


def _listen(heard: set[signal.Signals]) -> None:
    """From now on what tells this process to stop interrupts it."""
    for number in heard:
        signal.signal(number, _interrupt)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD, *heard})


def _interrupt(*_: object) -> None:
    """Once: a second one, which a terminal sends to parent and child alike, must not disturb the cleaning up."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _die_with(parent: int) -> None:
    """A build whose command was killed does not go on unseen."""
    ctypes.CDLL(None).prctl(TIED, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _ready_numpy() -> None:
    """Its threads did not come along; begun later, where memory is short, they would wait for each other for ever."""
    if not _has_room():
        raise OutOfMemory
    square = np.ones((256, 256))
    square @ square


def _is_of_memory(error: BaseException) -> bool:
    """Without memory any library fails in its own way, some while they are imported."""
    if isinstance(error, (MemoryError, OutOfMemory)):
        return True
    # A library that cannot be loaded for want of memory is taken for one that is missing.
    if isinstance(error, (PickflixError, KeyboardInterrupt, SystemExit)) and not isinstance(error, MissingLibrary):
        return False
    return not _has_room()


def _has_room() -> bool:
    try:
        mmap.mmap(-1, ROOM).close()
    except (OSError, MemoryError):
        return False
    return True
