"""Wires the parts by hand: settings, build, engine, site. Nothing else reads the environment.

Web workers import this module: whatever only the build or the command line needs is imported inside
its function.
"""

import dataclasses
import errno
import logging
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pickflix.bootstrap.sources import SOURCES, source, states
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import (
    AddressRefused,
    PortTaken,
    PrivateSnapshot,
    TermsNotAccepted,
    place,
)
from pickflix.recommend.engine import Engine
from pickflix.settings import PREFIX, Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from pickflix.build.export import Exported
    from pickflix.evaluate.bench import Bench
    from pickflix.evaluate.report import Data
    from pickflix.sources.contract import Source, Watch
    from pickflix.sources.interactions import RatingSource

__all__ = ["SOURCES", "application", "build", "export", "load", "serve", "settings", "source", "states"]
log = logging.getLogger("pickflix")
# The server's own words, which it would mix into the results on standard output.
ON_STANDARD_ERROR = {"formatter": "generic", "class": "logging.StreamHandler", "stream": "ext://sys.stderr"}


def settings(**given: Any) -> Settings:
    """The settings of this process: `given` before the environment before `pickflix.toml`."""
    return Settings.read(os.environ, **given)


def ratings(settings: Settings) -> "RatingSource | None":
    """The ratings that a build learns from, None where there are none; raises TermsNotAccepted."""
    if settings.ratings is None:
        return None
    from pickflix.sources.movielens import TERMS, MovieLens

    origin = MovieLens() if str(settings.ratings) == MovieLens.name else ratings_at(settings.ratings)
    if origin.name == MovieLens.name and settings.movielens != "accepted":
        raise TermsNotAccepted(MovieLens.name, TERMS, MovieLens.licence.url, f"{PREFIX}MOVIELENS=accepted")
    return origin


def ratings_at(path: Path) -> "RatingSource":
    """What lies there: MovieLens as it is published, or the cinema's own."""
    from pickflix.sources.movielens_folder import MovieLensFolder
    from pickflix.sources.ratings_csv import RatingsCsv

    return MovieLensFolder.recognised(path) or RatingsCsv(path)


def build(
    settings: Settings,
    sources: "Sequence[Source]",
    watch: "Watch",
    tell: Callable[[str], None] = log.info,
    *,
    accept_loss: bool = False,
    engine: Literal["polars", "spark"] = "polars",
) -> str:
    """Builds, publishes and points at a snapshot, then collects old ones; returns its name.

    `tell` gets, line by line, what a person should know of the ratings that were read. `accept_loss` lets a snapshot
    replace one that has much more; `engine` says who gathers the ratings.
    """
    from pickflix.build.digests import of_path
    from pickflix.build.embeddings import Sentences, reading_with
    from pickflix.build.events.engines import gathering
    from pickflix.build.pipeline import Order
    from pickflix.build.pipeline import build as run
    from pickflix.build.ratings import learning_from
    from pickflix.build.spark import tastes_by
    from pickflix.build.stages import STAGES

    store = SnapshotStore(settings.data)
    origin = ratings(settings)
    gather = gathering(engine, settings.spark_master, settings.data / "events")
    learning = (learning_from(origin, tell, gather),) if origin else ()
    if settings.embeddings is not None:
        learning = (*learning, reading_with(Sentences.load(settings.embeddings)))
    last = (tastes_by(settings.spark_master),) if settings.spark_master else ()
    besides = [
        f"{name} {of_path(path)}"
        for name, path in (("ratings", settings.ratings), ("encoder", settings.embeddings))
        if path
    ]
    order = Order(sources, (*learning, *STAGES, *last), [*besides, settings.spark_master or ""], accept_loss)
    name = run(store, order, watch)
    store.collect(settings.keep_snapshots)
    return name


def ensure_snapshot(settings: Settings, watch: "Watch") -> None:
    """Builds the embedded snapshot where there is none at all, or none that this version reads."""
    store = SnapshotStore(settings.data)
    if all(store.is_outdated(name) for name in store.names()):
        build(settings, [source(settings, "embedded")], watch)


def in_the_log(label: str, done: int, total: int, unit: str = "", /) -> None:
    """How far a build is, for whoever reads the log."""
    log.info("%s (%d/%d %s)", label, done, total, unit)


def load(settings: Settings | None = None) -> Engine:
    """PickFlix on the current snapshot; builds the embedded one first where there is none (some seconds)."""
    settings = settings or Settings.read(os.environ)
    ensure_snapshot(settings, in_the_log)
    store = SnapshotStore(settings.data)
    engine = Engine.open(store, local_taste=settings.local_taste)
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
    live = LiveEngine(SnapshotStore(own.data), local_taste=own.local_taste, public_on=own.read_elsewhere)
    return create_app(live, own)


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
    SnapshotStore(settings.data).tidy()
    engine = load(settings)  # fails here, in one sentence, rather than in each worker
    if engine.snapshot.manifest.private and (elsewhere := settings.read_elsewhere):
        raise PrivateSnapshot(engine.snapshot.manifest.name, elsewhere)
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
        log_dictconfig={"handlers": {"console": ON_STANDARD_ERROR, "access": ON_STANDARD_ERROR}},
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


def export(settings: Settings, tables: list[str], file_format: str, out: Path, where: str | None = None) -> "Exported":
    """Copies tables of the current snapshot into `out`; raises BadRequest, MissingLibrary, CannotWrite."""
    from pickflix.build.export import write

    ensure_snapshot(settings, in_the_log)
    return write(SnapshotStore(settings.data).open_current(), tables, file_format, out, where)


def bench(ratings: Path | None = None, texts: Path | None = None) -> "tuple[Bench, Data]":
    """What models are evaluated on, and what is to be said of it.

    Without a file of ratings MovieLens, over the films that Wikidata gave; with one the whole embedded catalogue.
    `texts` is a CSV of the columns wikidata_id and extract. Raises SourceError where a file cannot be read.
    """
    import polars as pl

    from pickflix.build.film_table import film_table
    from pickflix.evaluate.bench import Bench
    from pickflix.evaluate.report import Data
    from pickflix.recommend import RECOMMENDERS
    from pickflix.recommend.interactions import Interactions
    from pickflix.sources.contract import Tables
    from pickflix.sources.embedded import Embedded
    from pickflix.sources.extracts import extracts
    from pickflix.sources.interactions import in_rows, matched
    from pickflix.sources.movielens import MovieLens

    origin: RatingSource = MovieLens() if ratings is None else ratings_at(ratings)
    tables = Embedded().read()
    curated = pl.lit(ratings is None) & (pl.col("origin") == "curated")
    films = tables.films.filter(~curated)
    table = film_table(Tables(films, tables.people, tables.credits))
    found = matched(origin.read(), films)
    interactions = Interactions(**in_rows(found.ratings, table.ids)._asdict())
    data = Data(
        name=origin.name,
        licence=origin.licence.name,
        ratings=len(interactions),
        users=interactions.n_users,
        films=int((interactions.behind > 0).sum()),
        catalogue=len(table),
        matched=found.match.rate,
    )
    told = dataclasses.replace(table, texts=extracts(texts, table.ids)) if texts else None
    return Bench.of(table, interactions, RECOMMENDERS, told), data


def accepted_figures() -> Path:
    """Where the figures of the last accepted evaluation are."""
    from pickflix.evaluate.report import FILE
    from pickflix.sources.embedded import data_folder

    return data_folder() / FILE
