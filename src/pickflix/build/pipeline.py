"""The stages of a build, in order, in a folder that is published whole or not at all."""

import errno
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pickflix.catalogue.snapshot import Manifest, RatingsNote, SourceNote
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import DiskFull, NotWritable
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.table import FilmTable
from pickflix.sources.contract import Source, Tables


@dataclass(slots=True)
class Workspace:
    """What the stages hand on: the folder that fills up, the tables, and what was computed from them.

    `popularity` is an array (n_films,) and `person_renown` one (n_people,), both of numbers from 0 to 1,
    in the order of the rows of `tables`. `interactions` are none until ratings are read, which `ratings` notes.
    `private` says that something read may not be served to the public.
    """

    folder: Path
    source: Source
    tables: Tables
    films: FilmTable
    popularity: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    person_renown: npt.NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    interactions: Interactions = field(init=False)
    ratings: RatingsNote | None = None
    private: bool = field(init=False)

    def __post_init__(self) -> None:
        self.interactions = Interactions.none(len(self.films))
        self.private = not self.source.licence.serve


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a build; `label` is what the progress bar shows."""

    label: str
    run: Callable[[Workspace], None]


Progress: TypeAlias = Callable[[str, int, int], None]  # label of the stage, how many are done, of how many
Read: TypeAlias = Callable[[Path, Source], Workspace]
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, None}  # None: numpy tells of a short write without its number
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR}


def build(store: SnapshotStore, source: Source, read: Read, stages: Sequence[Stage], progress: Progress) -> str:
    """Builds and publishes a snapshot; returns its name.

    Raises SourceError, BuildRunning, or BuildError when the disk is full; whatever goes wrong, the
    current snapshot stays and no half-built folder is left.
    """
    total = len(stages) + 2
    try:
        with store.building() as folder:
            progress("Reading the source", 0, total)
            work = read(folder, source)
            for done, stage in enumerate(stages, 1):
                progress(stage.label, done, total)
                stage.run(work)
            progress("Publishing", total - 1, total)
            manifest = Manifest.of(
                folder,
                [note(source)],
                counts(work.tables),
                private=work.private,
                ratings=work.ratings,
            )
            name = store.publish(folder, manifest)
            progress("Published", total, total)
            return name
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(store.root) from None
        if error.errno in REFUSED:
            raise NotWritable(store.root, error.strerror or "refused") from None
        raise
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            raise DiskFull(store.root) from None
        raise


def note(source: Source) -> SourceNote:
    """What the manifest says of a source."""
    state = source.state()
    licence = state.licence
    return SourceNote(state.name, licence.name, licence.url, state.dated.isoformat(), state.films, state.attribution)


def counts(tables: Tables) -> dict[str, int]:
    """Rows of each table."""
    return {"films": tables.films.height, "people": tables.people.height, "credits": tables.credits.height}
