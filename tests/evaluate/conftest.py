"""MovieLens over the films of Wikidata, read once for all the tests of this folder."""

import pytest

from pickflix import bootstrap
from pickflix.evaluate.bench import Bench

collect_ignore = ["by_rectools.py"]  # runs in the environment of RecTools, never in this one


@pytest.fixture(scope="session")
def bench() -> Bench:
    """What `pickflix evaluate` runs on."""
    return bootstrap.bench()[0]
