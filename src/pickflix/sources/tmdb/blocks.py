"""The bytes of a dump, plain or gzip, in blocks that end where a record ends."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast

from isal import igzip
from isal.igzip_lib import IsalError

from pickflix.errors import SourceError
from pickflix.sources.contract import Watch
from pickflix.sources.tmdb.licence import NAME

BLOCK: Final = 16_000_000
GZIP: Final = b"\x1f\x8b"
BOM: Final = b"\xef\xbb\xbf"
LABEL: Final = "TMDB dump"
# The stubs of isal take its error for an instance.
BROKEN: Final = (OSError, EOFError, cast("type[Exception]", IsalError))


def blocks(path: Path, watch: Watch, size: int = BLOCK) -> Iterator[bytes]:
    """The whole of a file without its BOM; raises SourceError where it cannot be read to its end.

    A line end between double quotes ends no record. Where the quotes of a block never match, it ends with a line.
    """
    try:
        whole = path.stat().st_size
        with path.open("rb") as file:
            packed = file.read(len(GZIP)) == GZIP
            file.seek(0)
            opened = _unpacked(file) if packed else file
            for block in _cut(opened, size):
                watch(LABEL, file.tell(), whole, "bytes")
                yield block
    except BROKEN as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise SourceError(NAME, str(path), f"cannot be read to its end ({reason}). Fetch it anew.") from None


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", igzip.IGzipFile(fileobj=file))  # type: ignore[no-untyped-call]


def _cut(file: IO[bytes], size: int) -> Iterator[bytes]:
    held = file.read(size).removeprefix(BOM)
    while following := file.read(size):
        end = _last_record_end(held)
        if end:
            yield held[:end]
        held = held[end:] + following
    if held:
        yield held


def _last_record_end(block: bytes) -> int:
    """After the last line end with as many quotes before it as match; 0 where there is no line end."""
    last = end = block.rfind(b"\n") + 1
    within = block.count(b'"', 0, end) % 2
    while within and end:
        before = block.rfind(b"\n", 0, end - 1) + 1
        within ^= block.count(b'"', before, end) % 2
        end = before
    return end or last


def as_utf8(block: bytes) -> tuple[bytes, int]:
    r"""The block in UTF-8 without NUL, and in how many lines letters were of Windows' code page instead.

    >>> as_utf8("Amélie\n".encode("cp1252"))[0].decode()
    'Amélie\n'
    """
    block = block.replace(b"\0", b"")
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        lines = [_line_as_utf8(line) for line in block.split(b"\n")]
        return b"\n".join(line for line, _ in lines), sum(mended for _, mended in lines)
    return block, 0


def _line_as_utf8(line: bytes) -> tuple[bytes, bool]:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace").encode("utf-8"), True
    return line, False
