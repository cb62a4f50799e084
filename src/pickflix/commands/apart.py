"""A command's long work in a process of its own, so that whatever ends it is told in one sentence.

Where memory runs out the system kills a process, or a library aborts it, without asking: only another one can say so.
"""

import ctypes
import mmap
import os
import signal
import sys
from collections.abc import Callable

from pickflix.errors import BuildKilled, OutOfMemory, PickflixError

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TIED = 1  # PR_SET_PDEATHSIG of prctl(2): the signal that a process gets when its parent dies
SHOW_CURSOR = "\x1b[?25h"
NO_MEMORY = 12  # exit code by which the child says so, as ENOMEM does
ROOM = 256 << 20  # bytes; where so few cannot be had, what went wrong went wrong for want of them


def apart(work: Callable[[], int]) -> int:
    """What `work` returns in a child of this process, which passes on what it is told to stop by.

    In the child this returns as well: the command goes on there to its end. Raises OutOfMemory, or BuildKilled where
    the system ended the child.
    """
    if "polars" in sys.modules:  # its threads would not come along
        return work()
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)  # none may come before somebody listens
    child = os.fork()
    if child:
        _listen(lambda number, _: os.kill(child, number))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code < 0:
            if sys.stderr.isatty():
                sys.stderr.write(SHOW_CURSOR)  # which the bar had hidden
            raise BuildKilled(signal.Signals(-code))
        if code == NO_MEMORY:
            raise OutOfMemory
        return code
    _die_with(parent)
    _listen(_stop)
    try:
        return work()
    except BaseException as error:  # a panic of Rust is no Exception
        if not _is_of_memory(error):
            raise
        os._exit(NO_MEMORY)  # an interpreter that ends in good order needs memory too


def _listen(handler: Callable[[int, object], None]) -> None:
    """What this process was not begun to ignore goes to the handler."""
    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


def _stop(*_: object) -> None:
    """Once: a second one, which a terminal sends to parent and child alike, must not disturb the cleaning up."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _die_with(parent: int) -> None:
    """A build whose command was killed does not go on unseen."""
    ctypes.CDLL(None).prctl(TIED, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _is_of_memory(error: BaseException) -> bool:
    """Without memory any library fails in its own way, some while they are imported."""
    if isinstance(error, (MemoryError, OutOfMemory)):
        return True
    if isinstance(error, (PickflixError, KeyboardInterrupt, SystemExit)):
        return False
    try:
        mmap.mmap(-1, ROOM).close()
    except (OSError, MemoryError):
        return True
    return False
