"""Brings a file of any size from the network to this disk: whole, checked, resumed where it broke off.

Beside `<file>` stand `<file>.json`, which says where it is from and by what the server knows its version, and while
it is coming `<file>.part` with its own `<file>.part.json`. A `.part` whose version the server has no longer is begun
anew; what is not what was expected is refused, and leaves nothing behind.
"""

import base64
import errno
import fcntl
import hashlib
import json
import os
import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, NoReturn, Self

import httpx2

from pickflix.errors import SHOWN, DiskFull, SourceError, quoted
from pickflix.sources.contract import Watch
from pickflix.sources.visiting import Attempts, Failure, Manners, answered, shown

PARTIAL, NOT_MODIFIED, BEYOND = 206, 304, 416
CHUNK: Final = 1 << 18
PROGRESS: Final = 1 << 20  # bytes that count as progress: failures before them are forgotten
NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
_BEYOND = re.compile(r"bytes \*/(\d+)")


@dataclass(frozen=True, slots=True)
class Version:
    """By what a server knows one version of a file, and what it says of its content; empty where it says nothing."""

    address: str
    etag: str = ""
    modified: str = ""
    size: int | None = None
    md5: str = ""
    sha256: str = ""
    crc32: str = ""

    @classmethod
    def of(cls, address: str, headers: Mapping[str, str]) -> Self:
        """What a whole answer says; checksums of several parts (`...-3`) say nothing of the whole."""
        length, etag = headers.get("content-length", ""), headers.get("etag", "")
        sums = {name: headers.get(f"x-amz-checksum-{name}", "") for name in ("sha256", "crc32")}
        return cls(
            address,
            etag,
            headers.get("last-modified", ""),
            int(length) if length.isdecimal() else None,
            headers.get("content-md5", ""),
            **{name: "" if "-" in said else said for name, said in sums.items()},
        )

    @classmethod
    def read(cls, path: Path, address: str) -> Self | None:
        """The version kept beside a file; None where there is none, or of another address."""
        with suppress(OSError, ValueError, TypeError):
            version = cls(**json.loads(path.read_bytes()))
            return version if version.address == address else None
        return None

    def write(self, path: Path) -> None:
        """Keeps it beside a file."""
        path.write_text(json.dumps(asdict(self)), "utf-8")

    @property
    def strong(self) -> str:
        """What If-Range may name: a weak ETag vouches for no bytes."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


def download(  # noqa: PLR0913 - each is one thing to know of a file
    address: str,
    to: Path,
    *,
    source: str,
    watch: Watch,
    label: str,
    sha256: str | None = None,
    begins: bytes = b"",
    manners: Manners | None = None,
) -> bool:
    """Brings the file at `address` to `to`; False where the server says that it has not changed.

    `begins` are the first bytes of every good file of its kind. Raises SourceError and its kinds, or DiskFull; `to`
    is replaced by a whole new file or stays as it was.
    """
    manners = manners or Manners()
    coming = _Coming(address, to, source, begins, sha256)
    attempts = Attempts(manners, source, coming.where)
    with _disk(to, source), coming.held(), manners.client() as client:
        while True:
            before = coming.size
            try:
                return coming.attempt(client, manners, lambda done, total: watch(label, done, total, "bytes"))
            except Failure as failure:
                if coming.size - before >= PROGRESS:
                    attempts.begin_anew()
                attempts.failed(failure)


class _Coming:
    """One file on its way; `size` bytes of it are here."""

    def __init__(self, address: str, to: Path, source: str, begins: bytes, sha256: str | None) -> None:
        self.address, self.to, self.source, self.begins, self.sha256 = address, to, source, begins, sha256
        self.part = to.with_name(f"{to.name}.part")
        self.version, self.part_version = (path.with_name(f"{path.name}.json") for path in (to, self.part))
        try:
            self.where = shown(httpx2.URL(address))
        except httpx2.InvalidURL:
            raise SourceError(source, quoted(address), "is no address.") from None

    @property
    def size(self) -> int:
        """Bytes that are here."""
        return self._file.tell()

    @contextmanager
    def held(self) -> Iterator[None]:
        """While nobody else fetches it; afterwards no empty `.part` stands about."""
        self.to.parent.mkdir(parents=True, exist_ok=True)
        with self.part.open("ab") as self._file:
            if not self._locked():
                problem = "is being fetched by another PickFlix. Wait for it to end."
                raise SourceError(self.source, self.where, problem)
            try:
                yield
            except OSError:  # what the disk did not take frees its room
                self._drop()
                raise
            finally:
                if self.part.exists() and not self.part.stat().st_size:
                    self._drop()

    def attempt(self, client: httpx2.Client, manners: Manners, told: Callable[[int, int], None]) -> bool:
        """One request; raises Failure where the next one may go on from here."""
        begun = Version.read(self.part_version, self.address) if self.size else None
        if begun is None or not begun.strong:
            begun = None
            self._anew()
        with answered(client, self._request(client, begun), self.source, self.where) as answer:
            if answer.status_code == NOT_MODIFIED and begun is None:
                return False
            if begun is not None and answer.status_code in {PARTIAL, BEYOND}:
                self._check_range(answer, begun)
            elif answer.status_code == httpx2.codes.OK:
                self._anew()
                begun = Version.of(self.address, answer.headers)
                begun.write(self.part_version)
            else:
                problem = f"answers {answer.status_code} {answer.reason_phrase}".rstrip() + "."
                raise SourceError(self.source, self.where, problem)
            if answer.status_code != BEYOND:
                self._take(answer, begun.size or 0, manners, told)
        self._keep(begun)
        return True

    def _request(self, client: httpx2.Client, begun: Version | None) -> httpx2.Request:
        headers = {"accept-encoding": "identity"}  # the bytes as they are kept, so that they can be counted
        if begun is not None:
            headers |= {"range": f"bytes={self.size}-", "if-range": begun.strong}
        elif known := self._known():
            headers |= {"if-none-match": known.etag} if known.etag else {}
            headers |= {"if-modified-since": known.modified} if known.modified else {}
        return client.build_request("GET", self.address, headers=headers)

    def _known(self) -> Version | None:
        """The version that stands in place, if it is still the file that was fetched."""
        known = Version.read(self.version, self.address)
        return known if known and self.to.is_file() and self.to.stat().st_size == known.size else None

    def _check_range(self, answer: httpx2.Response, begun: Version) -> None:
        """Goes on only where the answer is the rest of what is here (416: there is no more), else begins anew."""
        said = answer.headers.get("content-range", "")
        if answer.status_code == PARTIAL:
            found = _RANGE.fullmatch(said)
            right = found and int(found[1]) == self.size and begun.size in {None, int(found[2])}
        else:
            found = _BEYOND.fullmatch(said)
            right = found and self.size == begun.size == int(found[1])
        # A server need not repeat what the version is known by.
        if not right or answer.headers.get("etag", begun.etag) != begun.etag:
            self._anew()
            problem = f"answers another part of the file than was asked for ({quoted(said)})"
            raise Failure(problem)

    def _take(self, answer: httpx2.Response, total: int, manners: Manners, told: Callable[[int, int], None]) -> None:
        deadline, wanted = time.monotonic() + manners.whole, self.size + manners.slowest * manners.whole
        unseen = self.size < len(self.begins)
        try:
            for chunk in answer.iter_raw():
                self._file.write(chunk)
                if unseen and self.size >= len(self.begins):
                    self._look()
                    unseen = False
                told(self.size, total)
                if time.monotonic() > deadline:
                    if self.size < wanted:
                        problem = f"sends less than {manners.slowest:,} bytes a second"
                        raise Failure(problem)
                    deadline, wanted = time.monotonic() + manners.whole, self.size + manners.slowest * manners.whole
        finally:
            self._file.flush()

    def _look(self) -> None:
        """The first bytes tell a page of excuses from a file."""
        self._file.flush()
        with self.part.open("rb") as file:
            first = file.read(SHOWN)
        if not first.startswith(self.begins):
            page = "a web page" if first.lstrip()[:1] == b"<" else "another file"
            self._refuse(f"answers {page} instead of what it should; it begins with {quoted(first.decode('latin-1'))}.")

    def _keep(self, begun: Version) -> None:
        """Checks the whole and moves it into place."""
        if begun.size is not None and self.size < begun.size:
            problem = f"broke off after {self.size:,} of {begun.size:,} bytes"
            raise Failure(problem)
        if self.size < max(1, len(self.begins)):
            self._refuse("answers an empty file." if not self.size else "answers a file that is too short.")
        os.fsync(self._file.fileno())
        self._check_sums(begun)
        self.version.unlink(missing_ok=True)  # of the old file: it must not vouch for the new one
        self.part.replace(self.to)
        replace(begun, size=self.size).write(self.version)
        self.part_version.unlink(missing_ok=True)
        folder = os.open(self.to.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _check_sums(self, begun: Version) -> None:
        sha, md5, crc = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
        with self.part.open("rb") as file:
            while chunk := file.read(CHUNK):
                sha.update(chunk)
                if begun.md5:
                    md5.update(chunk)
                if begun.crc32:
                    crc = zlib.crc32(chunk, crc)
        found = {"md5": md5.digest(), "sha256": sha.digest(), "crc32": crc.to_bytes(4, "big")}
        for name, digest in found.items():
            said: str = getattr(begun, name)
            if said and base64.b64encode(digest).decode() != said:
                self._refuse(f"says that the {name} of the file is {quoted(said)}, which it is not. Fetch it again.")
        if self.sha256 is not None and sha.hexdigest() != self.sha256.lower():
            self._refuse(f"has a file of sha256 {sha.hexdigest()}, not {self.sha256}.")

    def _refuse(self, problem: str) -> NoReturn:
        self._anew()
        raise SourceError(self.source, self.where, problem)

    def _anew(self) -> None:
        if self.size:
            self._file.truncate(0)
            self._file.seek(0)

    def _drop(self) -> None:
        self.part.unlink(missing_ok=True)
        self.part_version.unlink(missing_ok=True)

    def _locked(self) -> bool:
        """Whether the `.part` is ours, and is still the one of that name."""
        with suppress(BlockingIOError, FileNotFoundError):
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return os.path.samestat(os.fstat(self._file.fileno()), self.part.stat())
        return False


@contextmanager
def _disk(to: Path, source: str) -> Iterator[None]:
    """What the disk refuses, in one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(to.parent) from None
        raise SourceError(source, str(to), f"cannot be written ({error.strerror}).") from None
