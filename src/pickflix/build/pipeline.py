"""From the sources to a published snapshot, stage after stage: whole or not at all, resumed where it stopped."""

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from pickflix.build import drift, rights
from pickflix.build.checks import check
from pickflix.build.diary import Diary
from pickflix.build.digests import of_code, of_texts
from pickflix.build.film_table import film_table
from pickflix.build.parts import Parts, forget
from pickflix.build.readings import TABLES, Readings
from pickflix.build.report import Report
from pickflix.catalogue.snapshot import REPORT, Manifest, RatingsNote, SourceNote
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import DiskFull, NotWritable, OutOfMemory, PickflixError
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.table import FilmTable
from pickflix.sources.contract import Source, Tables, Watch, unwatched


@dataclass(slots=True)
class Workspace:
    """What the stages hand on: the folder that fills up, the tables, and what was computed from them.

    `popularity` is an array (n_films,) and `person_renown` one (n_people,), both of numbers from 0 to 1,
    in the order of the rows of `tables`. `interactions` are none until ratings are read, which `ratings` notes.
    `private` says that something read may not be served to the public.
    """

    folder: Path
    tables: Tables
    films: FilmTable
    private: bool
    popularity: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    person_renown: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    interactions: Interactions = field(init=False)
    ratings: RatingsNote | None = None

    def __post_init__(self) -> None:
        self.interactions = Interactions.none(len(self.films))

    @classmethod
    def of(cls, folder: Path, tables: Tables, *, private: bool = False) -> "Workspace":
        """The beginning: checked tables, films and people in the order of their rows; raises UnfitTable."""
        check(tables)
        films, people = tables.films.sort("id"), tables.people.sort("id")
        tables = Tables(films, people, tables.credits, tables.account, tables.series)
        return cls(folder, tables, film_table(tables), private)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a build; `label` is what the progress bar shows.

    What it does lies in files alone where `kept`: then a build that was interrupted does not do it again.
    """

    label: str
    run: Callable[[Workspace], None]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built: the sources, the first of them first, and the stages.

    `besides` are texts that change with whatever else the stages read; `accept_loss` lets a snapshot replace one
    that has much more.
    """

    sources: Sequence[Source]
    stages: Sequence[Stage]
    besides: Sequence[str] = ()
    accept_loss: bool = False


FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, None}  # None: numpy tells of a short write without its number
# Polars tells of a failed write in words alone, of that of a file's end without its number.
FULL_SAYS_POLARS = ("os error 28", "os error 122", "os error 27", "Invalid thrift: transport error")
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR}


def build(store: SnapshotStore, order: Order, watch: Watch = unwatched) -> str:
    """Builds and publishes a snapshot, unless the current one was built of the very same; returns its name.

    Raises SourceError, BuildRunning, ForbiddenUse, UnfitTable, TooMuchLost, or DiskFull and its like; whatever goes
    wrong, the current snapshot stays and no half-built folder is left. The report of the build, published or
    refused, lies in `build/` of the data folder.
    """
    rights.check(order.sources)
    with _told_in_a_sentence(store.root), store.building() as folder:
        report = Report.begun([source.name for source in order.sources])
        try:
            with _told_in_a_sentence(store.root):
                name = _built(store, order, folder, report, watch)
        except (PickflixError, OSError, MemoryError, sqlite3.Error, pl.exceptions.PolarsError) as error:
            if isinstance(error, DiskFull):
                # What a next start could go on with would stand in its way, and in that of the report.
                forget(store.root)
                shutil.rmtree(folder, ignore_errors=True)
            report.refused(error)
            with suppress(OSError):
                report.write(store.root / REPORT)
            raise
        report.write(store.root / REPORT)
        return name


def _built(store: SnapshotStore, order: Order, folder: Path, report: Report, watch: Watch) -> str:
    diary = Diary(report.stages, watch)
    readings = Readings(store.root, diary)
    readings.fetch(order.sources)
    inputs = of_texts([of_code(), *readings.fingerprints(order.sources), *order.besides])
    same = next((own.name for own in store.manifests() if own.inputs == inputs and store.is_whole(own.name)), None)
    if same and same == store.current_name():
        return _unchanged(store, same, report, watch)
    read = readings.tables(order.sources)
    before = drift.accepted_before(store, [source.name for source in order.sources])
    report.read(order.sources, read, before)
    losses = drift.losses(before, read.tables, report.rows_read)
    if losses and not order.accept_loss:
        raise drift.TooMuchLost(losses)
    if same:
        return _unchanged(store, same, report, watch)
    private = any(not source.licence.serve for source in order.sources)
    with diary.stage("Checking the tables"):
        work = Workspace.of(folder, read.tables, private=private)
    parts = Parts(store.root, inputs)
    for done, stage in enumerate(order.stages):
        with diary.stage(stage.label, done, len(order.stages)):
            parts.run(stage.label, work, stage.run, kept=stage.kept)
    with diary.stage("Publishing"):
        parts.assemble(folder)
        counts = {name: getattr(work.tables, name).height for name in TABLES}
        manifest = Manifest.of(
            folder,
            [note(source, read.films[source.name]) for source in order.sources],
            counts,
            private=work.private,
            ratings=work.ratings,
            inputs=inputs,
            accepted=tuple(losses),
        )
        report.published(manifest.name, losses)
        report.write(folder / REPORT)
        name = store.publish(folder, manifest)
    forget(store.root)
    readings.keep_only(order.sources)
    watch("Published", 1, 1)
    return name


def _unchanged(store: SnapshotStore, name: str, report: Report, watch: Watch) -> str:
    """The very same was built before, if only just before it was killed."""
    store.republish(name)
    forget(store.root)
    report.unchanged(name, store.folder(name) / REPORT)
    watch("Nothing has changed", 1, 1)
    return name


@contextmanager
def _told_in_a_sentence(root: Path) -> Iterator[None]:
    """A full disk, a closed folder and a short memory are expected failures, wherever they come up."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(root) from None
        if error.errno in REFUSED:
            raise NotWritable(root, error.strerror or "refused") from None
        if error.errno == errno.ENOMEM:
            raise OutOfMemory from None
        raise
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            raise DiskFull(root) from None
        raise
    except pl.exceptions.ComputeError as error:
        if any(words in str(error) for words in FULL_SAYS_POLARS):
            raise DiskFull(root) from None
        raise
    except MemoryError:
        raise OutOfMemory from None


def note(source: Source, films: int) -> SourceNote:
    """What the manifest says of a source that gave so many films."""
    state = source.state()
    licence = state.licence
    return SourceNote(
        state.name,
        licence.name,
        licence.url,
        state.dated.isoformat() if state.dated else "",
        state.films or films,
        state.attribution,
        licence.serve,
        licence.republish,
        licence.train,
        (state.dated + source.freshness).isoformat() if state.dated and source.freshness else "",
    )
