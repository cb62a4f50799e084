"""The bench as a whole; what it measures takes minutes and is no test."""

import pytest

from bench.__main__ import BENCHES
from bench.table import Line, show
from tests.house.tree import ROOT

LINE = Line("how long", "2 s", "1 s", holds=False, command="python -m bench.nothing")


def test_every_bench_stands_in_the_table() -> None:
    """A module of bench/ that measures something is run by `python -m bench`."""
    measuring = {file.stem for file in ROOT.glob("bench/*.py") if "\ndef run()" in file.read_text("utf-8")}
    assert measuring == set(BENCHES)


def test_a_missed_aim_is_said_and_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    """The table marks the line; the command has done its work all the same."""
    assert show([LINE], []) == 0
    assert "| how long | 1 s | 2 s | **no** | `python -m bench.nothing` |" in capsys.readouterr().out
