"""The embedded snapshot, opened."""

from pathlib import Path

import pytest

from pickflix.catalogue.snapshot import Snapshot
from pickflix.catalogue.store import SnapshotStore


@pytest.fixture(scope="session")
def embedded(data_dir: Path) -> Snapshot:
    """All the films there are."""
    return SnapshotStore(data_dir).open_current()
