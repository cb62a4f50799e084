"""What is wrong with an installation, in plain words."""

import os
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pickflix.catalogue.snapshot import Snapshot
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import OutdatedSnapshot, PickflixError, UnreadableFolder, place
from pickflix.recommend.engine import Engine
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
        *_private(settings),
        *_too_old(settings),
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
    try:
        names = store.names()
    except UnreadableFolder as error:
        return [Finding("Snapshot", good=False, words=str(error))]
    if not names:
        return [Finding("Snapshot", good=True, words="none yet; the first command that needs one builds it.")]
    found = []
    if current not in names:
        found.append(
            Finding(
                "Pointer",
                good=False,
                words=f"{store.pointer} names no snapshot that is there; `pickflix build` mends it.",
            )
        )
    for name in names:
        mark = "Current snapshot" if name == current else "Older snapshot"
        found.append(_snapshot(store, name, mark, current=name == current))
    return found


def _snapshot(store: SnapshotStore, name: str, mark: str, *, current: bool) -> Finding:
    try:
        snapshot = Snapshot(store.folder(name))
        if current:
            Engine(snapshot)  # reads the arrays too, which may hold what no model can work with
    except OutdatedSnapshot as error:
        # Kept for those who go back to the version that built it; the next builds remove it.
        return Finding(mark, good=not current, words=str(error))
    except PickflixError as error:
        return Finding(mark, good=False, words=str(error))
    if snapshot.lost:
        parts = ", ".join(f"model/{part}" for part in sorted(snapshot.lost))
        words = f"{name} is served without {parts}, damaged: its lists are poorer. `pickflix build` mends it."
        return Finding(mark, good=False, words=words)
    return Finding(mark, good=True, words=f"{name}, every file as its manifest says.")


def _private(settings: Settings) -> list[Finding]:
    """Whether others could read what only this machine may."""
    store, elsewhere = SnapshotStore(settings.data), settings.read_elsewhere
    if elsewhere is None or not any(own.private for own in store.manifests() if own.name == store.current_name()):
        return []
    words = (
        f"the current snapshot is private, and the site is read on {elsewhere}: it will not be served there. "
        "Build one of public sources, or `pickflix snapshot rollback`."
    )
    return [Finding("Licence", good=False, words=words)]


def _too_old(settings: Settings) -> list[Finding]:
    """Which sources of the current snapshot may not be shown any more."""
    store, today = SnapshotStore(settings.data), datetime.now(UTC).date().isoformat()
    notes = [note for own in store.manifests() if own.name == store.current_name() for note in own.sources]
    return [
        Finding(
            "Licence",
            good=False,
            words=f"what {note.name} gave may be shown until {note.until}, and is left out now. Fetch it anew.",
        )
        for note in notes
        if note.until and note.until < today
    ]


def _address(settings: Settings) -> Finding:
    if not settings.loopback and not _reachable(settings.public_url):
        return Finding(
            "Address",
            good=False,
            words=(
                f"the site is served on {settings.host} but its links name {settings.public_url}; "
                "set PICKFLIX_PUBLIC_URL to the address that readers type."
            ),
        )
    served = place(settings.host, settings.port)
    return Finding("Address", good=True, words=f"{served}, links name {settings.public_url}.")


def _reachable(url: str) -> bool:
    """Whether readers elsewhere could follow it: not a name or a number of this machine alone."""
    host = urlsplit(url).hostname or "localhost"
    try:
        return not (ip_address(host).is_loopback or ip_address(host).is_unspecified)
    except ValueError:
        return host != "localhost"


def _posters(settings: Settings) -> Finding:
    if not settings.tmdb_token:
        words = "drawn from the titles; with PICKFLIX_TMDB_TOKEN the site shows TMDB's."
        return Finding("Posters", good=True, words=words)
    folder = settings.data / "posters"
    if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
        return Finding("Posters", good=False, words=f"{folder} cannot be written to; give this user the folder.")
    return Finding("Posters", good=True, words="from TMDB, its token is set.")


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    folder = folder.absolute()
    # os.path.exists: a folder behind a closed door is as good as none, where Path.exists raises.
    while not os.path.exists(folder):  # noqa: PTH110
        folder = folder.parent
    return folder
