"""The engine that serves, replaced while it serves when a new snapshot is published."""

import logging
import threading

from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import PickflixError, PrivateSnapshot
from pickflix.recommend.engine import Engine

log = logging.getLogger("pickflix")


class LiveEngine:
    """Always the engine of the current snapshot, or of the last good one.

    A request holds the engine that it began with, so a swap fails none; the old snapshot is let go
    when its last request has ended.
    """

    def __init__(self, store: SnapshotStore, *, local_taste: bool = True, public_on: str | None = None) -> None:
        """Opens the current snapshot; raises what keeps it from being read.

        `public_on` is the address where others than this machine read the site: no private snapshot is served there.
        """
        self._store = store
        self._public_on = public_on
        self._local_taste = local_taste
        self._seen = self._pointer()
        self._engine = self._allowed(Engine.open(store, local_taste=local_taste))
        self._opening = threading.Lock()

    def current(self) -> Engine:
        """The engine to answer with. Looks at the pointer, and opens a new snapshot beside the traffic."""
        pointer = self._pointer()
        if pointer != self._seen and self._opening.acquire(blocking=False):
            self._seen = pointer
            threading.Thread(target=self._open, name="open-snapshot", daemon=True).start()
        return self._engine

    @property
    def degraded(self) -> bool:
        """Whether another snapshot is served than the pointer names, or one that lacks a part of its models."""
        snapshot = self._engine.snapshot
        return self._store.current_name() != snapshot.manifest.name or bool(snapshot.lost)

    def _open(self) -> None:
        try:
            # The one that the pointer names and no other: where it cannot be read, the last good one goes on.
            self._engine = self._allowed(Engine(self._store.open_named(), local_taste=self._local_taste))
            log.info("Serving snapshot %s.", self._engine.snapshot.manifest.name)
        except PickflixError as error:
            log.warning("The new snapshot is not served: %s", error)
        finally:
            self._opening.release()

    def _allowed(self, engine: Engine) -> Engine:
        manifest = engine.snapshot.manifest
        if manifest.private and self._public_on is not None:
            raise PrivateSnapshot(manifest.name, self._public_on)
        return engine

    def _pointer(self) -> tuple[int, int] | None:
        try:
            found = self._store.pointer.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino
