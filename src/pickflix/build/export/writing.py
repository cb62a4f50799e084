"""Puts an export into a folder: whole or not at all."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import polars as pl

from pickflix.build.export.choosing import Frames, chosen, for_this_disk, left_out
from pickflix.build.export.formats import FORMATS
from pickflix.build.export.papers import dictionary, licence
from pickflix.catalogue.snapshot import Manifest, Snapshot
from pickflix.errors import BadRequest, CannotWrite, quoted

LICENCE, DICTIONARY = "LICENCE.txt", "DICTIONARY.md"
UNFINISHED = ".pickflix-export-"
OS_ERROR = re.compile(r"([^:]+) \(os error \d+\)")  # how Polars tells of a disk that refuses


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: files and rows of the tables, the columns left out, and whether none of it may be given on."""

    files: tuple[Path, ...]
    rows: Mapping[str, int]
    left_out: tuple[str, ...]
    for_this_disk: bool


def write(snapshot: Snapshot, tables: Iterable[str], file_format: str, out: Path, where: str | None = None) -> Exported:
    """Writes tables of a snapshot into `out`, with `LICENCE.txt` and `DICTIONARY.md` beside them.

    `where` is a condition of SQL on films; people and credits follow. Files of those names are replaced, each at once
    and only when all are whole. Raises BadRequest for what cannot be asked, MissingLibrary, CannotWrite.
    """
    if file_format not in FORMATS:
        raise BadRequest("format", f"{quoted(file_format)} is not written; there are {', '.join(FORMATS)}.")
    with _telling(out):
        frames = chosen(snapshot, tables, where)
        files = _written(snapshot.manifest, frames, file_format, out)
        rows = {name: int(frame.select(pl.len()).collect().item()) for name, frame in frames.items()}
    return Exported(files, rows, left_out(snapshot.manifest), for_this_disk(snapshot.manifest))


def _written(manifest: Manifest, frames: Frames, file_format: str, out: Path) -> tuple[Path, ...]:
    """The files of the tables, once they are there."""
    with _unfinished(out) as folder:
        papers = [folder / LICENCE, folder / DICTIONARY]
        papers[0].write_text(licence(manifest, frames), encoding="utf-8")
        papers[1].write_text(dictionary(manifest, frames, file_format), encoding="utf-8")
        files = FORMATS[file_format](frames, folder)
        # The licence first: no table lies there without it.
        for fresh in (*papers, *files):
            fresh.replace(out / fresh.name)
    return tuple(out / fresh.name for fresh in files)


@contextmanager
def _unfinished(out: Path) -> Iterator[Path]:
    """A hidden folder in `out` to write into; it goes at the end, and so does `out` where it was made for nothing.

    What a killed export left behind goes first.
    """
    made = not out.exists()
    folder = out / f"{UNFINISHED}{token_hex(4)}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        held = os.open(out, os.O_RDONLY)
        try:
            _lock(held, out)
            for left in out.glob(f"{UNFINISHED}*"):
                shutil.rmtree(left, ignore_errors=True)
            folder.mkdir()
            yield folder
        finally:
            os.close(held)  # first: nothing that follows must keep the next export out
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        # Again, for Ctrl-C may have come while the lines above removed it.
        shutil.rmtree(folder, ignore_errors=True)
        if made:
            with suppress(OSError):  # it has files now, as it should
                out.rmdir()


def _lock(held: int, out: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotWrite(out, "another export is writing there") from None
    except OSError:
        pass  # some network disks have no locks for folders


@contextmanager
def _telling(out: Path) -> Iterator[None]:
    """A disk that refuses is one sentence, whoever met it."""
    try:
        yield
    except OSError as error:
        told = OS_ERROR.search(str(error))
        raise CannotWrite(out, told[1].strip() if told else error.strerror or str(error)) from None
    except pl.exceptions.PolarsError as error:
        told = OS_ERROR.search(str(error))
        if not told:
            raise
        raise CannotWrite(out, told[1].strip()) from None
    except pl.exceptions.PanicException as error:
        if "KeyboardInterrupt" in str(error):
            raise KeyboardInterrupt from None  # it came while Polars called Python, which Polars takes for a fault
        raise
