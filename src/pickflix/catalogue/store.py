"""The folder of snapshots: publish, list, roll back, collect.

    <data>/current               the pointer: the name of the snapshot that is served
    <data>/snapshots/<name>/     immutable, named by content
    <data>/snapshots/.building-* a snapshot that is being put together
    <data>/build.lock            held while a build runs

A folder appears under its name whole or not at all, and the pointer is replaced last.
"""

import errno
import fcntl
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from pickflix.catalogue.snapshot import LAST_RESORT, MANIFEST, SPARE, Manifest, Snapshot
from pickflix.errors import (
    BuildError,
    BuildRunning,
    DamagedSnapshot,
    DiskFull,
    NoOlderSnapshot,
    NoSnapshot,
    NotWritable,
    OutdatedSnapshot,
    SnapshotError,
    UnknownSnapshot,
    UnreadableFolder,
)

BUILDING = ".building-"
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
T = TypeVar("T")
log = logging.getLogger("pickflix")


class SnapshotStore:
    """The snapshots under one data folder."""

    def __init__(self, root: Path) -> None:
        """`root` is `PICKFLIX_DATA`; it is made when first written to."""
        self.root = root
        self.snapshots = root / "snapshots"
        self.pointer = root / "current"

    def current_name(self) -> str | None:
        """What the pointer says, whether or not it is there."""
        try:
            return self.pointer.read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError):
            return None

    def folder(self, name: str) -> Path:
        """Where a snapshot lies; a name that is a path is no name."""
        if not name or "/" in name or name.startswith("."):
            raise UnknownSnapshot(name, self.root)
        return self.snapshots / name

    def names(self) -> list[str]:
        """All published snapshots, the newest build first; raises UnreadableFolder."""
        try:
            found = [path.parent for path in self.snapshots.glob(f"*/{MANIFEST}") if path.parent.name[0] != "."]
            found.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
        except OSError as error:
            raise UnreadableFolder(self.root, error.strerror or "refused") from None
        return [path.name for path in found]

    def manifests(self) -> list[Manifest]:
        """The manifests that can be read, the newest build first."""
        readable = []
        for name in self.names():
            try:
                readable.append(Manifest.read(self.snapshots / name))
            except SnapshotError:
                continue
        return readable

    def is_outdated(self, name: str) -> bool:
        """Whether another version of PickFlix built it, in a form that this one does not read."""
        try:
            Manifest.read(self.folder(name))
        except OutdatedSnapshot:
            return True
        except DamagedSnapshot:
            return False
        return False

    def open_named(self) -> Snapshot:
        """The snapshot that the pointer names, and no other; raises SnapshotError."""
        name = self.current_name()
        if name is None:
            raise NoSnapshot(self.root)
        return Snapshot(self.folder(name))

    def open_current(self) -> Snapshot:
        """The snapshot to read: the current one, or the next best where that is damaged; raises as `best_of`."""
        return self.best_of(lambda snapshot: snapshot)

    def best_of(self, make: Callable[[Snapshot], T]) -> T:
        """What `make` gives for the best snapshot that it does not refuse with a SnapshotError.

        The current one before the newest others, those that lack spare parts of their models included; then, where
        none of them serves, those that have nothing left but the popular films. Raises
        NoSnapshot where none was ever published, else what is wrong with the first.
        """
        problem: SnapshotError | None = None
        for without in (SPARE, LAST_RESORT):
            for name in dict.fromkeys(name for name in (self.current_name(), *self.names()) if name):
                try:
                    return make(Snapshot(self.folder(name), without))
                except SnapshotError as error:
                    problem = problem or error
        raise problem or NoSnapshot(self.root)

    def publish(self, building: Path, manifest: Manifest) -> str:
        """Gives a finished folder its name and points at it; returns the name."""
        manifest.write(building)
        final = self.folder(manifest.name)
        newest = max((self._folder_time(name) for name in self.names()), default=0)
        if self.is_whole(final.name):
            shutil.rmtree(building)
        else:
            shutil.rmtree(final, ignore_errors=True)
            for path in building.rglob("*"):
                fsync(path)
            fsync(building)
            building.rename(final)
            fsync(self.snapshots)
        self._make_newest(final, newest)
        self.point(manifest.name)
        return manifest.name

    def republish(self, name: str) -> None:
        """Points at a snapshot that is there already, as if it had been built now."""
        self._make_newest(self.folder(name), max(map(self._folder_time, self.names())))
        self.point(name)

    def _folder_time(self, name: str) -> int:
        return self.folder(name).stat().st_mtime_ns

    @staticmethod
    def _make_newest(folder: Path, newest: int) -> None:
        """Dates a folder after all others, also where the clock was set back."""
        now = max(time.time_ns(), newest + 1)
        os.utime(folder, ns=(now, now))

    def point(self, name: str) -> None:
        """Makes a snapshot the current one, atomically."""
        fresh = self.pointer.with_suffix(f".{os.getpid()}.new")
        try:
            fresh.write_text(name + "\n", encoding="utf-8")
            fsync(fresh)
            fresh.replace(self.pointer)
            fsync(self.root)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            if error.errno in NO_ROOM:
                raise DiskFull(self.root) from None
            raise NotWritable(self.root, error.strerror or "refused") from None

    def rollback(self, name: str | None = None) -> str:
        """Points at `name`, or at the newest whole snapshot older than the current one; returns the name.

        Raises UnknownSnapshot, NoOlderSnapshot, or DamagedSnapshot where the one that was named is not whole.
        """
        if name is not None and name not in self.names():
            raise UnknownSnapshot(name, self.root)
        # Held open until the pointer stands, so that no build collects it in between.
        held = self._newest_older() if name is None else Snapshot(self.folder(name))
        self.point(held.manifest.name)
        held.close()
        return held.manifest.name

    def _newest_older(self) -> Snapshot:
        names, current = self.names(), self.current_name()
        for name in names[names.index(current) + 1 :] if current in names else names:
            try:
                return Snapshot(self.folder(name))
            except SnapshotError:
                continue
        raise NoOlderSnapshot(self.root)

    def collect(self, keep: int) -> list[str]:
        """Removes all but the newest `keep` snapshots, never the current one nor one in use; returns their names.

        Of each set of sources one stays as well, the current or the newest: the next one is held against it.
        """
        current = self.current_name()
        newest: dict[frozenset[str], str] = {}
        for own in sorted(self.manifests(), key=lambda own: own.name != current):
            newest.setdefault(frozenset(note.name for note in own.sources), own.name)
        spare = [name for name in self.names() if name != current][max(keep - 1, 0) :]
        spare = [name for name in spare if name not in newest.values()]
        return [name for name in spare if self._remove_unused(self.snapshots / name)]

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A fresh folder to build in; raises BuildRunning where another build holds the lock.

        What an earlier build left behind is removed first; what this one leaves, last.
        """
        with self._locked():
            self._sweep()
            folder = self.snapshots / f"{BUILDING}{os.getpid()}"
            folder.mkdir()
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def tidy(self) -> None:
        """Removes what a killed build left half made, unless a build runs or this user may not."""
        if not self.snapshots.is_dir():
            return
        with suppress(BuildError, OSError), self._locked():
            self._sweep()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.snapshots.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise (
                DiskFull(self.root) if error.errno == errno.ENOSPC else NotWritable(self.root, str(error.strerror))
            ) from None
        with (self.root / "build.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BuildRunning(self.root) from None
            yield

    def _sweep(self) -> None:
        for left in self.snapshots.glob(f"{BUILDING}*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in self.root.glob(f"{self.pointer.name}.*.new"):
            left.unlink(missing_ok=True)

    def is_whole(self, name: str) -> bool:
        """Whether every file of that snapshot is there, and is what its manifest says."""
        folder = self.folder(name)
        if not folder.exists():
            return False
        try:
            Snapshot(folder, without=()).close()
        except SnapshotError:
            return False
        return True

    def _remove_unused(self, folder: Path) -> bool:
        hidden = folder.with_name(f"{BUILDING}{folder.name}")
        try:
            with (folder / MANIFEST).open() as manifest:
                fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if folder.name == self.current_name():
                    return False  # a rollback came between
                # Out of sight first: a reader that comes now finds no such snapshot, not half of one.
                folder.rename(hidden)
            shutil.rmtree(hidden)
        except BlockingIOError:
            return False
        except FileNotFoundError:
            return False  # two that end at once remove the same, and a build sweeps what is hidden
        except PermissionError as error:
            # Built by another user: the new snapshot is published all the same.
            log.warning("Cannot remove the old snapshot %s (%s): remove it by hand.", error.filename, error.strerror)
            return False
        return True


def fsync(path: Path) -> None:
    """When it returns, a power cut can no longer leave the file or folder half written."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
