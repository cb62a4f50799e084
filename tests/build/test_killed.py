"""A build is killed at any moment, a dozen times; `python -m bench.killed` does it two hundred times."""

from pathlib import Path

import pytest

from bench.imdb_like import generate
from bench.killed import Round, orders

SCALE = 0.0005  # of IMDb: some dozens of films
pytestmark = pytest.mark.slow


def test_a_build_killed_at_any_moment_loses_tears_and_leaves_nothing(tmp_path: Path) -> None:
    """The pointer names a whole snapshot all the time, and the next start comes to what it would have come to."""
    generate(tmp_path / "imdb", SCALE)
    imdb = [order for order in orders(tmp_path / "imdb") if "imdb" in order.arguments]
    found = Round(tmp_path / "round", imdb).run(kills=12)
    assert (found.lost, found.torn, found.left, found.other, found.refused) == ([], [], [], [], [])
    assert found.kills == 12
    assert found.finished > 0
