"""What is wrong with an installation, in plain words."""

import shutil
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from pickflix.catalogue.snapshot import Snapshot
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import PickflixError
from pickflix.settings import Settings

OLDEST_PYTHON = (3, 11)
ROOM_WANTED = 500  # MB: two builds of the embedded catalogue and the users' database fit in


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, whether it is well, and what to know or to do."""

    what: str
    good: bool
    words: str


def examine(settings: Settings) -> list[Finding]:
    """Everything that can be said without changing anything."""
    return [
        _python(),
        _sqlite(),
        _room(settings.data),
        _writable(settings.data),
        *_snapshots(settings),
        _address(settings),
        _posters(settings),
    ]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= OLDEST_PYTHON
    return Finding("Python", good, version if good else f"{version} is too old; install Python 3.11 or newer.")


def _sqlite() -> Finding:
    return Finding("SQLite", good=True, words=f"{sqlite3.sqlite_version}, read only: snapshots never change.")


def _room(data: Path) -> Finding:
    free = shutil.disk_usage(_nearest(data)).free // 2**20
    good = free >= ROOM_WANTED
    return Finding("Disk", good, f"{free} MB free" if good else f"only {free} MB free; a build wants {ROOM_WANTED} MB.")


def _writable(data: Path) -> Finding:
    folder = _nearest(data)
    try:
        probe = folder / ".pickflix-doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding(
            "Data folder",
            good=False,
            words=f"{folder} cannot be written to ({error.strerror}); set PICKFLIX_DATA to a folder of yours.",
        )
    return Finding("Data folder", good=True, words=f"{data.absolute()}")


def _snapshots(settings: Settings) -> list[Finding]:
    store = SnapshotStore(settings.data)
    current = store.current_name()
    if not store.names():
        return [Finding("Snapshot", good=True, words="none yet; the first command that needs one builds it.")]
    found = []
    if current not in store.names():
        found.append(
            Finding(
                "Pointer",
                good=False,
                words=f"{store.pointer} names {current!r}, which is not there; `pickflix snapshot rollback` mends it.",
            )
        )
    for name in store.names():
        mark = "Current snapshot" if name == current else "Older snapshot"
        try:
            Snapshot(store.folder(name)).close()
        except PickflixError as error:
            found.append(Finding(mark, good=False, words=str(error)))
        else:
            found.append(Finding(mark, good=True, words=f"{name}, every file as its manifest says."))
    return found


def _address(settings: Settings) -> Finding:
    if not settings.loopback and settings.public_url.startswith("http://127.0.0.1"):
        return Finding(
            "Address",
            good=False,
            words=(
                f"the site is served on {settings.host} but its links name {settings.public_url}; "
                "set PICKFLIX_PUBLIC_URL to the address that readers type."
            ),
        )
    return Finding("Address", good=True, words=f"{settings.host}:{settings.port}, links name {settings.public_url}.")


def _posters(settings: Settings) -> Finding:
    words = (
        "from TMDB, its token is set."
        if settings.tmdb_token
        else "drawn from the titles; with PICKFLIX_TMDB_TOKEN the site shows TMDB's."
    )
    return Finding("Posters", good=True, words=words)


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    return folder
