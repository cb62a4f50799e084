"""Work in a process of its own: however it ends, the command ends too, and knows why."""

import signal
import subprocess
import sys

import pytest

LONG = 60  # seconds: far beyond any of these

SCRIPT = """
import os, signal, sys
from pickflix.commands.apart import apart
from pickflix.errors import PickflixError

def deaf():
    print("ready", flush=True)
    while True:
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("heard", flush=True)

def grown():
    return len(bytearray(1 << 60))

try:
    sys.exit(apart({work}, look={look}))
except PickflixError as error:
    sys.exit(f"pickflix: {{error}}")
except KeyboardInterrupt:
    sys.exit("interrupted")
"""


def begun(work: str, look: float = LONG) -> subprocess.Popen[str]:
    """A command that does this work, and looks now and then how it goes."""
    script = SCRIPT.format(work=work, look=look)
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("work", "code", "said"),
    [
        ("lambda: 0", 0, ""),
        ("lambda: 3", 3, ""),
        ("grown", 1, "not enough memory"),
        ("lambda: os._exit(1)", 1, "not enough memory"),
        ("os.abort", 1, "ended from outside (SIGABRT)"),
        ("lambda: os.kill(os.getpid(), signal.SIGKILL)", 1, "ended from outside (SIGKILL)"),
    ],
)
def test_what_became_of_the_work(work: str, code: int, said: str) -> None:
    """Its exit code, or one sentence where it could say nothing itself."""
    process = begun(work)
    _, words = process.communicate(timeout=LONG)
    assert process.returncode == code, words
    assert said in words
    assert words.count("\n") == bool(said)


def test_work_that_stands_still_is_ended() -> None:
    """Nobody waits for ever for threads that wait for each other."""
    process = begun("signal.pause", look=0.2)
    _, words = process.communicate(timeout=LONG)
    assert (process.returncode, "stood still" in words) == (1, True)


def test_what_does_not_stop_is_ended_by_force_when_told_again() -> None:
    """Though it hears nothing, deep in a library."""
    process = begun("deaf")
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readline() == "heard\n"
    process.send_signal(signal.SIGTERM)
    _, words = process.communicate(timeout=LONG)
    assert (process.returncode, words) == (1, "interrupted\n")
