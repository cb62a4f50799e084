"""One immutable snapshot folder: its manifest, its files, opened read-only and memory-mapped."""

import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Self, TypeVar

from pickflix.errors import DamagedSnapshot, OutdatedSnapshot

FORMAT = 5  # raised whenever tables or arrays change: what another version built is not read
MANIFEST, DATABASE, MODEL = "manifest.json", "films.sqlite", "model"
REPORT = "build"  # the folder of the build report, which tells of times and so is no part of the content
# Folders of `model/` that lists can do without: damaged, they are left out, and films are compared by what they are.
SPARE = frozenset({"als", "also_liked", "bridge", "ease", "genre_knn", "hybrid", "item_knn", "popularity", "taste"})
# Without these there are the popular films alone, without a reason: for where no other snapshot is whole.
LAST_RESORT = SPARE | {"content", "reasons"}
T = TypeVar("T")
log = logging.getLogger("pickflix")


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where rows of a snapshot come from, for its manifest and the sources page.

    `serve` and `republish` say whether the licence allows to show the rows to the public, and to give them away;
    without `train` its rows stand in the columns that are only shown, and in no other. `until` is the last day on
    which they may be shown, ISO 8601, empty where the licence names none.
    """

    name: str
    licence: str
    licence_url: str
    dated: str
    films: int
    attribution: str
    serve: bool = True
    republish: bool = True
    train: bool = True
    until: str = ""


@dataclass(frozen=True, slots=True)
class RatingsNote:
    """Which ratings the models of a snapshot learnt from, and how many of them could be used.

    `ratings` and `films` are what the origin gave, `ratings_matched` and `films_matched` those whose film
    the catalogue holds; `lines_skipped` could not be read; `users_left_out` rated more than a person can.
    """

    name: str
    licence: str
    licence_url: str
    attribution: str
    users: int
    ratings: int
    ratings_matched: int
    films: int
    films_matched: int
    lines_skipped: int
    users_left_out: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself.

    `created` is in UTC, ISO 8601; `files` maps a relative path to (bytes, sha256); `private` means
    that a source forbids to serve the rows to the public. `ratings` is None where no model learnt from any.
    `inputs` is the digest of all that the build read, its code included: what has the same is the same.
    `accepted` are the losses against the snapshot before that somebody accepted, one sentence each.
    """

    format: int
    name: str
    created: str
    code_version: str
    private: bool
    sources: tuple[SourceNote, ...]
    counts: Mapping[str, int]
    files: Mapping[str, tuple[int, str]]
    ratings: RatingsNote | None = None
    inputs: str = ""
    accepted: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        folder: Path,
        sources: Iterable[SourceNote],
        counts: Mapping[str, int],
        *,
        private: bool = False,
        ratings: RatingsNote | None = None,
        inputs: str = "",
        accepted: tuple[str, ...] = (),
    ) -> Self:
        """The manifest of a folder whose files are all written; its name follows from their content and `inputs`."""
        sources = tuple(sources)
        found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
        inside = ((path, path.relative_to(folder)) for path in found)
        files = {str(name): (path.stat().st_size, sha256(path)) for path, name in inside if name.parts[0] != REPORT}
        code = version("pickflix")
        learnt = asdict(ratings) if ratings else None
        content = hashlib.sha256(json.dumps([FORMAT, code, inputs, private, learnt, files], sort_keys=True).encode())
        dated = max(source.dated for source in sources)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        name = f"{dated}-{content.hexdigest()[:12]}"
        return cls(FORMAT, name, created, code, private, sources, dict(counts), files, ratings, inputs, accepted)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest of a snapshot folder; raises DamagedSnapshot, or OutdatedSnapshot for another format."""
        path = folder / MANIFEST
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            int(said["counts"]["films"])
            if said["format"] != FORMAT:
                raise OutdatedSnapshot(path, said["format"], FORMAT)
            return cls(
                **said
                | {
                    "sources": tuple(SourceNote(**source) for source in said["sources"]),
                    "accepted": tuple(said["accepted"]),
                    "ratings": RatingsNote(**said["ratings"]) if said["ratings"] else None,
                    "files": {name: (int(size), str(digest)) for name, (size, digest) in said["files"].items()},
                }
            )
        except OSError as error:
            raise DamagedSnapshot(path, f"cannot be read ({error.strerror})") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise DamagedSnapshot(path, "is not a manifest") from None

    def write(self, folder: Path) -> None:
        """Writes `manifest.json`."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


class Snapshot:
    """A published folder, held open: while it lives, its files are not collected.

    `lost` are the folders of `model/` that are damaged, all of them among those it was told to do without.
    """

    def __init__(self, folder: Path, without: Collection[str] = SPARE) -> None:
        """Reads the manifest and checks every file against it.

        Raises DamagedSnapshot, unless all that is damaged lies in folders of `model/` named in `without`.
        """
        self.folder = folder
        self.manifest = Manifest.read(folder)
        self.lost: frozenset[str] = frozenset()
        self._without = frozenset(without)
        self._held = -1
        try:
            self._held = os.open(folder / MANIFEST, os.O_RDONLY)
            # A shared lock says "in use" to `SnapshotStore.collect`, and ends with the process.
            fcntl.flock(self._held, fcntl.LOCK_SH)
            self._verify()
        except DamagedSnapshot:
            self.close()
            raise
        except OSError as error:
            self.close()
            raise DamagedSnapshot(Path(error.filename or folder), f"cannot be read ({error.strerror})") from None

    def part(self, name: str, load: Callable[[Path], T]) -> T | None:
        """What `load` makes of the folder `model/name`; None where it is damaged and can be done without.

        Raises DamagedSnapshot where it cannot.
        """
        if name in self.lost:
            return None
        try:
            return load(self.folder / MODEL / name)
        except DamagedSnapshot as damage:
            self._lose(name, damage)
            return None

    def _verify(self) -> None:
        for name, (size, digest) in self.manifest.files.items():
            path = self.folder / name
            try:
                _compare(path, size, digest)
            except DamagedSnapshot as damage:
                folder, part, *_ = *Path(name).parts, ""
                self._lose(part if folder == MODEL else "", damage)

    def _lose(self, part: str, damage: DamagedSnapshot) -> None:
        if part not in self._without:
            raise damage
        if part not in self.lost:
            log.warning("Going on without model/%s: %s", part, damage)
        self.lost |= {part}

    def close(self) -> None:
        """Lets the folder go; the object is of no more use."""
        if self._held >= 0:
            os.close(self._held)
            self._held = -1

    def __del__(self) -> None:
        """The last reader has gone."""
        if hasattr(self, "_held"):
            self.close()


def _compare(path: Path, size: int, digest: str) -> None:
    """Raises DamagedSnapshot when the file is missing, of another size or of another content."""
    if not path.is_file():
        raise DamagedSnapshot(path, "is missing")
    if path.stat().st_size != size:
        raise DamagedSnapshot(path, f"has {path.stat().st_size} bytes, the manifest says {size}")
    try:
        found = sha256(path)
    except OSError as error:
        raise DamagedSnapshot(path, f"cannot be read ({error.strerror})") from None
    if found != digest:
        raise DamagedSnapshot(path, "has other content than the manifest says")


def sha256(path: Path) -> str:
    """The digest of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
