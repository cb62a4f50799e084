"""Folders that outlive a build that was killed: sealed once they are whole, taken again only where the seal holds."""

import json
import shutil
from contextlib import suppress
from pathlib import Path

from pickflix.catalogue.snapshot import sha256
from pickflix.catalogue.store import fsync

SEAL = ".seal.json"


def seal(folder: Path) -> None:
    """Writes down what the files of a folder are; when it returns, a power cut can no longer leave one half written."""
    said = {name: sha256(path) for name, path in sealed(folder).items()}
    (folder / SEAL).write_text(json.dumps(said), encoding="utf-8")
    for path in (*folder.rglob("*"), folder):
        fsync(path)


def is_sealed(folder: Path) -> bool:
    """Whether there are just the files that were sealed, each as it was then."""
    with suppress(OSError, ValueError):
        said = json.loads((folder / SEAL).read_bytes())
        return bool(said == {name: sha256(path) for name, path in sealed(folder).items()})
    return False


def sealed(folder: Path) -> dict[str, Path]:
    """The files of a folder by their names in it, in order, its seal left aside."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path for path in found if path != folder / SEAL}


def clear(path: Path) -> None:
    """Removes a folder and all in it, or a file that stands where a folder should; what refuses stays."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
