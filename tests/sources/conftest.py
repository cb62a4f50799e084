"""What several tests of sources read."""

import polars as pl
import pytest

from pickflix.sources.embedded import Embedded


@pytest.fixture(scope="session")
def films() -> pl.DataFrame:
    """The films of the embedded catalogue, with the columns of FILMS."""
    return Embedded().read().films
