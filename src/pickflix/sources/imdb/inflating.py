"""A gzip file, inflated by igzip in batches of whole lines; every member is verified to its last byte.

What was yielded is to be trusted only when the last batch has come: a member's checksum stands at its end. A file that
is damaged, breaks off, goes on after its end, inflates beyond reason or has no lines is refused in one sentence.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from isal import igzip_lib
from isal.igzip_lib import IgzipDecompressor

from pickflix.errors import SHOWN, SourceError, quoted

Progress: TypeAlias = Callable[[int], None]  # is told how many bytes of a file were read

SOURCE: Final = "imdb"
BATCH: Final = (
    4 << 20
)  # bytes of text in one batch, at most; what is in the processor's cache is looked at twice for one
CHUNK: Final = 1 << 19  # bytes read from the file at once
PIECE: Final = 1 << 20  # bytes inflated at once: they are still in the processor's cache when they are copied
LONGEST: Final = 1 << 20  # bytes of a line; the longest of IMDb has some thousands
WINDOW: Final = LONGEST // 2  # each window of a text holds an end of line, or a line may be too long
RATIO: Final = 200  # times that a file may grow; IMDb's grow four to ten times
GRACE: Final = 64 << 20  # bytes inflated before the ratio counts
SPARE: Final = 64  # bytes after a batch that may be looked at; what they hold means nothing
START: Final = 1 << 16  # bytes of a text's beginning
MAGIC: Final = b"\x1f\x8b"
NEWLINE: Final = b"\n"


class Damaged(ValueError):
    """A file that is not what it should be, and why."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines of a text, from `begin` to `end` in a buffer that is used again for the batch after the next."""

    buffer: bytearray
    begin: int
    end: int


def beginning(path: Path) -> tuple[bytes, bool]:
    """The first bytes of a file's text, and whether they are all of it; raises SourceError."""
    with told(path), path.open("rb") as file:
        inflating = Inflating(file)
        text = b""
        while len(text) <= START and (piece := inflating.piece()):
            text += piece
        return text[:START], len(text) <= START


def batches(path: Path, progress: Progress) -> Iterator[Lines]:
    """The text in batches of whole lines, an end of line after the last, without the first one; raises SourceError."""
    with told(path), path.open("rb") as file, ThreadPoolExecutor(1) as beside:
        inflating = Inflating(file)
        now, then = bytearray(BATCH + SPARE), bytearray(BATCH + SPARE)
        end, begin = inflating.fill(now, 0), -1
        while end:
            _check_lines(now, end)
            if inflating.ended and not now.endswith(NEWLINE, 0, end):
                now[end : end + 1] = NEWLINE
                end += 1
            cut = now.rfind(NEWLINE, 0, end) + 1
            then[: end - cut] = now[cut:end]
            filled = beside.submit(inflating.fill, then, end - cut)  # igzip lets other threads work
            begin = now.find(NEWLINE) + 1 if begin < 0 else 0
            if begin < cut:
                yield Lines(now, begin, cut)
            end = filled.result()
            progress(file.tell())
            now, then = then, now


class Inflating:
    """The inflated bytes of an open gzip file, a piece at a time; raises Damaged."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._member = file, _member()
        self._given = file.read(CHUNK)
        self.done, self.ended = 0, False
        if not self._given:
            raise Damaged("is empty. Fetch it again.")  # noqa: TRY003 - said once
        if not self._given.startswith(MAGIC):
            what = "a web page" if self._given.lstrip()[:1] == b"<" else "no gzip file"
            begins = quoted(self._given[:SHOWN].decode("latin-1"))
            raise Damaged(f"is {what}: it begins with {begins}. Fetch it again.")  # noqa: TRY003 - idem

    def fill(self, buffer: bytearray, at: int) -> int:
        """Writes pieces into the buffer from `at` on, as long as they are sure to fit; returns where they end."""
        room = memoryview(buffer)
        while at + PIECE <= BATCH and (piece := self.piece()):
            room[at : at + len(piece)] = piece
            at += len(piece)
        return at

    def piece(self) -> bytes:
        """The next bytes, never more than PIECE; none where all members have ended and been verified."""
        piece = b""
        while not piece and self._feed():
            try:
                piece = self._member.decompress(self._given, PIECE)
            except igzip_lib.error as error:  # type: ignore[misc] # its stub takes the class for an error
                raise Damaged(f"is damaged ({str(error).lower()}). Fetch it again.") from None  # noqa: TRY003 - idem
            self._given = b""
            self.done += len(piece)
        if self.done > GRACE and self.done > RATIO * self._file.tell():
            raise Damaged(f"inflates to more than {RATIO} times its size: it is no dump of IMDb.")  # noqa: TRY003 - idem
        return piece

    def _feed(self) -> bool:
        """Sees to it that the decompressor has something to do; false where all is done."""
        if self._member.eof and not self.ended:
            self._given = self._member.unused_data or self._file.read(CHUNK)
            self.ended = not self._given
            self._member = _member()
            if not self._given.startswith(MAGIC[: len(self._given)]):
                raise Damaged("goes on after its end with something else. Fetch it again.")  # noqa: TRY003 - idem
        elif self._member.needs_input and not self._given and not self.ended:
            self._given = self._file.read(CHUNK)
            if not self._given:
                raise Damaged("breaks off before its end. Fetch it again.")  # noqa: TRY003 - idem
        return not self.ended


def _member() -> IgzipDecompressor:
    return IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)


def _check_lines(buffer: bytearray, end: int) -> None:
    """Raises Damaged where a line is longer than LONGEST; costs nothing where they are short."""
    for begin in range(0, end - WINDOW + 1, WINDOW):
        if buffer.find(NEWLINE, begin, begin + WINDOW) < 0:
            raise Damaged(f"has a line of more than {WINDOW:,} bytes: it is no dump of IMDb.")  # noqa: TRY003 - idem


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What is wrong with a file, or with reading it, as a SourceError of one sentence."""
    try:
        yield
    except Damaged as problem:
        raise SourceError(SOURCE, str(path), str(problem)) from None
    except OSError as error:
        raise SourceError(SOURCE, str(path), f"cannot be read ({error.strerror or error}).") from None
