"""Wires the parts by hand: settings, build, engine, site. Nothing else reads the environment.

Web workers import this module: whatever only the build or the command line needs is imported inside
its function.
"""

import errno
import logging
import os
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import AddressRefused, CannotWrite, ForbiddenUse, PortTaken, PrivateSnapshot, place
from pickflix.recommend.engine import Engine
from pickflix.settings import PREFIX, Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from pickflix.build.pipeline import Progress
    from pickflix.sources.contract import Source

log = logging.getLogger("pickflix")


def settings(**given: Any) -> Settings:
    """The settings of this process: `given` before the environment before `pickflix.toml`."""
    return Settings.read(os.environ, **given)


def sources() -> "dict[str, Source]":
    """The sources that a build can read, by name."""
    from pickflix.sources.embedded import Embedded

    return {Embedded.name: Embedded()}


def build(settings: Settings, source: "Source", progress: "Progress") -> str:
    """Builds, publishes and points at a snapshot, then collects old ones; returns its name."""
    from pickflix.build.pipeline import build as run
    from pickflix.build.stages import STAGES, read

    for use, allowed in (("read", source.licence.read), ("train a model", source.licence.train)):
        if not allowed:
            raise ForbiddenUse(source.name, use, source.licence.name)
    store = SnapshotStore(settings.data)
    name = run(store, source, read, STAGES, progress)
    store.collect(settings.keep_snapshots)
    return name


def ensure_snapshot(settings: Settings, progress: "Progress") -> None:
    """Builds the embedded snapshot where there is none at all, or none that this version reads."""
    store = SnapshotStore(settings.data)
    if all(store.is_outdated(name) for name in store.names()):
        build(settings, sources()["embedded"], progress)


def load(settings: Settings | None = None) -> Engine:
    """PickFlix on the current snapshot; builds the embedded one first where there is none (some seconds)."""
    settings = settings or Settings.read(os.environ)
    ensure_snapshot(settings, lambda label, done, total: log.info("%s (%d/%d)", label, done, total))
    store = SnapshotStore(settings.data)
    engine = Engine.open(store)
    warn_of_fallback(store, engine)
    return engine


def warn_of_fallback(store: SnapshotStore, engine: Engine) -> None:
    """Says so where the snapshot that is served is not the one that the pointer names."""
    wanted, served = store.current_name(), engine.snapshot.manifest.name
    if wanted != served:
        log.warning("Snapshot %s cannot be read: %s is used instead. `pickflix doctor` says why.", wanted, served)


def application() -> "ASGIApp":
    """The site, as each web worker makes it."""
    from pickflix.web.app import create_app
    from pickflix.web.live import LiveEngine

    own = settings()
    return create_app(LiveEngine(SnapshotStore(own.data)), own)


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serves the site until it is told to stop; calls `ready` with its address just before.

    Raises PortTaken, and whatever keeps the snapshot from being read.
    """
    # The workers are forked: what is imported here they neither import again nor hold twice.
    from granian.constants import Interfaces
    from granian.server import Server

    import pickflix.web.app
    import pickflix.web.live  # noqa: F401

    check_address(settings.host, settings.port)
    engine = load(settings)  # fails here, in one sentence, rather than in each worker
    if engine.snapshot.manifest.private and not settings.loopback:
        raise PrivateSnapshot(engine.snapshot.manifest.name, settings.host)
    # The workers are new processes: they read what this one was given from the environment.
    os.environ[f"{PREFIX}DATA"] = str(settings.data.absolute())
    os.environ[f"{PREFIX}HOST"], os.environ[f"{PREFIX}PORT"] = settings.host, str(settings.port)
    ready(f"http://{place(settings.host, settings.port)}")
    Server(
        "pickflix.bootstrap:application",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        respawn_failed_workers=True,
        # A worker told to end while it still starts does not hear it; without this the server waits for it for ever.
        workers_kill_timeout=5,
        log_enabled=True,
        log_access=False,
        websockets=False,
    ).serve()


def check_address(host: str, port: int) -> None:
    """Raises AddressRefused, or PortTaken, where nothing could be served there."""
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(host, port) from None
            if error.errno == errno.EACCES:
                problem = "ports below 1024 are the system's. Take another: --port 8000."
            else:
                problem = f"{error.strerror}. Is it an address of this machine?"
            raise AddressRefused(host, port, problem) from None


def export(settings: Settings, tables: list[str], file_format: str, out: Path) -> list[Path]:
    """Copies tables of the current snapshot into `out` as Parquet or CSV; returns the files written."""
    from pickflix.build.export import write

    store = SnapshotStore(settings.data)
    ensure_snapshot(settings, lambda label, done, total: log.info("%s (%d/%d)", label, done, total))
    try:
        return write(store.open_current(), tables, file_format, out)
    except OSError as error:
        raise CannotWrite(out, error.strerror or str(error)) from None
