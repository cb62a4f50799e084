"""What a build hangs on, as digests: the same digest, the same snapshot."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from pickflix.sources.embedded import data_folder


def of_texts(texts: Iterable[str]) -> str:
    """The digest of some texts in their order, in hexadecimal."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(f"{len(text)}:{text}".encode())
    return digest.hexdigest()


@cache
def of_code() -> str:
    """The digest of this version of PickFlix: its code, its queries and the files that it ships."""
    package = Path(str(files("pickflix")))
    code = [path for path in package.rglob("*") if path.suffix in {".py", ".sql", ".txt", ".html"}]
    digest = hashlib.sha256()
    for path in sorted([*code, *data_folder().iterdir()]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def of_path(path: Path) -> str:
    """What changes when a file or a folder is written to: names, sizes and times, the content of small files."""
    found = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    said = [str(path)]
    for each in found:
        if each.is_file():
            stat = each.stat()
            said.append(f"{each.name} {stat.st_size} {stat.st_mtime_ns}")
    return of_texts(said)
