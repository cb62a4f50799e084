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
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import (
    AddressRefused,
    BadRequest,
    PortTaken,
    PrivateSnapshot,
    TermsNotAccepted,
    place,
    quoted,
)
from pickflix.recommend.engine import Engine
from pickflix.settings import PREFIX, Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from pickflix.build.export import Exported
    from pickflix.evaluate.bench import Bench
    from pickflix.evaluate.report import Data
    from pickflix.sources.contract import Source, SourceState, Watch
    from pickflix.sources.interactions import RatingSource

log = logging.getLogger("pickflix")


def settings(**given: Any) -> Settings:
    """The settings of this process: `given` before the environment before `pickflix.toml`."""
    return Settings.read(os.environ, **given)


SOURCES = ("embedded", "imdb", "wikidata", "wikipedia", "tmdb")


def source(settings: Settings, name: str, path: Path | None = None) -> "Source":
    """The source of that name, one of SOURCES; `path` is where its files are, where it reads files of the host's.

    Raises BadRequest.
    """
    own = settings.data / "sources" / name
    match name:
        case "embedded":
            from pickflix.sources.embedded import Embedded

            return Embedded()
        case "imdb":
            from pickflix.sources.imdb import Imdb
            from pickflix.sources.visiting import Manners

            return Imdb(
                path or own,
                accepted=settings.imdb_terms == "accepted",
                address=settings.imdb_address,
                fetches=path is None,
                min_votes=settings.imdb_min_votes,
                series=settings.imdb_series,
                manners=Manners(contact=settings.contact),
            )
        case "wikidata":
            from pickflix.sources.wikidata import Wikidata

            years = range(settings.wikidata_from, datetime.now(UTC).year + 2)
            return Wikidata(own, address=settings.wikidata_address, contact=settings.contact, years=years)
        case "wikipedia":
            from pickflix.sources.wikipedia import Wikipedia

            addresses = {each: settings.wikipedia_addresses.replace("{language}", each) for each in ("fr", "en")}
            return Wikipedia(own, contact=settings.contact, wikipedias=addresses, wikidata=settings.wikidata_api)
        case "tmdb":
            from pickflix.sources.tmdb.api import MANNERS, TmdbApi
            from pickflix.sources.tmdb.dump import TmdbDump

            training = settings.tmdb_training == "accepted"
            if path is not None:
                return TmdbDump(path, training=training)
            token = settings.tmdb_token.get_secret_value() if settings.tmdb_token else ""
            manners = dataclasses.replace(MANNERS, contact=settings.contact)
            return TmdbApi(own, token=token, address=settings.tmdb_api, training=training, manners=manners)
    near = get_close_matches(name, SOURCES, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(SOURCES)}."
    raise BadRequest("source", f"there is none called {quoted(name)}. {hint}")


def states(settings: Settings) -> "list[SourceState]":
    """How each source stands, under the name that `build --source` takes; MovieLens, which gives ratings, last."""
    from pickflix.sources.contract import SourceState
    from pickflix.sources.movielens import ATTRIBUTION, LICENCE, MovieLens

    films = [dataclasses.replace(source(settings, name).state(), name=name) for name in SOURCES]
    accepted = settings.movielens == "accepted"
    standing: Literal["ready", "terms not accepted"] = "ready" if accepted else "terms not accepted"
    return [*films, SourceState(MovieLens.name, LICENCE, None, None, ATTRIBUTION, standing)]


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
