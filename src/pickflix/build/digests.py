"""What a build hangs on, as digests: the same digest, the same snapshot."""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

from pickflix.sources.embedded import data_folder

NAME = re.compile(r"[\w.-]+")  # of a library, as requirements begin


def of_texts(texts: Iterable[str]) -> str:
    """The digest of some texts in their order, in hexadecimal."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(f"{len(text)}:{text}".encode())
    return digest.hexdigest()


@cache
def of_code() -> str:
    """The digest of this version of PickFlix: code, queries, the files that it ships, and the libraries it finds."""
    package = Path(str(files("pickflix")))
    code = [path for path in package.rglob("*") if path.suffix in {".py", ".sql", ".txt", ".html"}]
    digest = hashlib.sha256()
    for path in sorted([*code, *data_folder().iterdir()]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    for library in sorted({found[0] for each in requires("pickflix") or () if (found := NAME.match(each))}):
        digest.update(f"{library} {_version(library)}".encode())
    return digest.hexdigest()


def _version(library: str) -> str:
    """The version that is installed; some are there only with an extra, and then more is learnt."""
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"


def of_path(path: Path) -> str:
    """What changes when a file or a folder is written to: names, sizes and times."""
    found = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    said = [str(path)]
    for each in found:
        if each.is_file():
            stat = each.stat()
            said.append(f"{each.name} {stat.st_size} {stat.st_mtime_ns}")
    return of_texts(said)
