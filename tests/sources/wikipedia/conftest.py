"""A host and the Wikipedias that it asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources.servers import serving
from tests.sources.wikipedia.mediawiki import Cinema, made


@pytest.fixture
def cinema(tmp_path: Path) -> Iterator[Cinema]:
    """A host who has fetched nothing yet."""
    with serving() as server:
        yield Cinema(tmp_path, made(), server)
