"""The files of a build that has not ended, stage by stage: what is whole is not made again.

What a stage wrote of some inputs lies sealed in `<data>/work/<inputs>/<stage>`; what is being written beside it, in
`.new`.
"""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from pickflix.build.sealing import clear, is_sealed, seal, sealed

WORK, NEW = "work", ".new"


class HasFolder(Protocol):
    """What stages write through."""

    folder: Path


W = TypeVar("W", bound=HasFolder)


class Parts:
    """One folder a stage."""

    def __init__(self, root: Path, inputs: str) -> None:
        """`root` is the data folder; what builds of other inputs left is removed."""
        self._all = root / WORK
        self._own = self._all / inputs[:16]
        self._done: list[Path] = []
        if not self._all.is_dir():
            clear(self._all)
        self._own.mkdir(parents=True, exist_ok=True)
        for left in self._all.iterdir():
            if left != self._own:
                clear(left)

    def run(self, label: str, work: W, stage: Callable[[W], None], *, kept: bool) -> None:
        """Runs a stage in a folder of its own, unless all that it does is kept and is there from an earlier build."""
        final = self._own / re.sub(r"\W+", "-", label.casefold())
        if not (kept and is_sealed(final)):
            fresh = self._own / NEW
            clear(fresh)
            clear(final)
            try:
                fresh.mkdir()
                work.folder = fresh
                stage(work)
                if kept:
                    seal(fresh)
                fresh.rename(final)
            finally:
                clear(fresh)
        self._done.append(final)

    def assemble(self, folder: Path) -> None:
        """Puts the files of all stages into one folder; of two of one name the later counts."""
        for part in self._done:
            for name, path in sealed(part).items():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.unlink(missing_ok=True)
                try:
                    os.link(path, target)
                except OSError:  # a file system without hard links
                    shutil.copyfile(path, target)


def forget(root: Path) -> None:
    """Removes what was kept: the snapshot is published, or its room is needed; `root` is the data folder."""
    clear(root / WORK)
