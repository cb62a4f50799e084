"""A host and the query service that it asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources.servers import serving
from tests.sources.wikidata.cinema import Cinema, world
from tests.sources.wikidata.query_service import QueryService


@pytest.fixture
def cinema(tmp_path: Path) -> Iterator[Cinema]:
    """A host who has fetched nothing yet, and a service in good health."""
    with serving() as server:
        yield Cinema(tmp_path, QueryService(world()), server)
