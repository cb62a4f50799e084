"""The files of a build that has not ended, stage by stage: what is whole is not made again.

What a stage wrote of some inputs lies whole in `<data>/work/<inputs>/<stage>`; what is being written, beside it in `.new`.
"""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

NEW = ".new"


class HasFolder(Protocol):
    """What stages write through."""

    folder: Path


W = TypeVar("W", bound=HasFolder)


class Parts:
    """One folder a stage."""

    def __init__(self, root: Path, inputs: str) -> None:
        """`root` is the data folder; what builds of other inputs left is removed."""
        self._all = root / "work"
        self._own = self._all / inputs[:16]
        self._done: list[Path] = []
        if self._all.is_dir():
            for left in self._all.iterdir():
                if left != self._own:
                    shutil.rmtree(left, ignore_errors=True)
        self._own.mkdir(parents=True, exist_ok=True)

    def run(self, label: str, work: W, stage: Callable[[W], None], *, kept: bool) -> None:
        """Runs a stage in a folder of its own, unless all that it does is kept and is there from an earlier build."""
        final = self._own / re.sub(r"\W+", "-", label.casefold())
        if not (kept and final.is_dir()):
            fresh = self._own / NEW
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.rmtree(final, ignore_errors=True)
            fresh.mkdir()
            work.folder = fresh
            stage(work)
            for path in fresh.rglob("*"):
                if path.is_file():
                    fsync(path)
            fresh.rename(final)
        self._done.append(final)

    def assemble(self, folder: Path) -> None:
        """Puts the files of all stages into one folder; of two of one name the later counts."""
        for part in self._done:
            for path in sorted(path for path in part.rglob("*") if path.is_file()):
                target = folder / path.relative_to(part)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.unlink(missing_ok=True)
                try:
                    os.link(path, target)
                except OSError:  # a file system without hard links
                    shutil.copyfile(path, target)

    def remove(self) -> None:
        """Nothing of it is needed once the snapshot is published."""
        shutil.rmtree(self._all, ignore_errors=True)


def fsync(path: Path) -> None:
    """Until it returns a power cut could leave the file half written."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
