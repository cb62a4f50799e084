"""A file comes whole, checked and resumed, or not at all; from a real server that does what the network does."""

import base64
import gzip
import hashlib
import os
import random
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickflix.errors import DiskFull, SourceError, SourceUnreachable
from pickflix.sources.contract import unwatched
from pickflix.sources.fetching import download
from tests.sources.servers import (
    Pauses,
    Server,
    Way,
    drip,
    file,
    hang,
    hang_up,
    hurried,
    page,
    redirect,
    refused,
    serving,
    wrong_range,
)

BODY = gzip.compress(random.Random(1).randbytes(300_000))  # noqa: S311 - a body, not a secret
OTHER = gzip.compress(b"another day")


@pytest.fixture
def server() -> Iterator[Server]:
    """A server without any file."""
    with serving() as server:
        yield server


def fetch(server: Server, to: Path, *ways: Way, sha256: str | None = None, **manners: Any) -> bool:
    """The file of that name on the server, which answers in these ways."""
    if ways:
        server.ways[f"/{to.name}"] = list(ways)
    return download(
        f"{server.address}/{to.name}",
        to,
        source="imdb",
        watch=unwatched,
        label=to.name,
        sha256=sha256,
        begins=b"\x1f\x8b",
        manners=hurried(**manners),
    )


def ranges(server: Server) -> list[str | None]:
    """From where each request wanted the file."""
    return [asked.headers.get("range") for asked in server.asked]


def standing(folder: Path) -> list[str]:
    """The names of the files of a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole_and_leaves_no_part(server: Server, tmp_path: Path) -> None:
    """Afterwards the file stands with what is known of its version, nothing else."""
    assert fetch(server, tmp_path / "names.gz", file(BODY))
    assert (tmp_path / "names.gz").read_bytes() == BODY
    assert standing(tmp_path) == ["names.gz", "names.gz.json"]


def test_the_server_learns_who_asks(server: Server, tmp_path: Path) -> None:
    """Name, version and contact are in the user agent."""
    fetch(server, tmp_path / "names.gz", file(BODY), contact="mailto:me@cinema.example")
    assert server.asked[0].headers["user-agent"].startswith("PickFlix/")
    assert "(mailto:me@cinema.example)" in server.asked[0].headers["user-agent"]


def test_an_unchanged_file_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    """The server is asked by ETag, and the answer is False."""
    fetch(server, tmp_path / "names.gz", file(BODY))
    assert not fetch(server, tmp_path / "names.gz")
    assert server.asked[1].headers["if-none-match"] == '"v1"'
    assert standing(tmp_path) == ["names.gz", "names.gz.json"]


def test_without_etag_the_date_tells(server: Server, tmp_path: Path) -> None:
    """Last-Modified is sent back as If-Modified-Since."""
    day = "Mon, 02 Jan 2023 00:00:00 GMT"
    fetch(server, tmp_path / "names.gz", file(BODY, "", also={"last_modified": day}))
    assert not fetch(server, tmp_path / "names.gz", refused(304))
    assert server.asked[1].headers["if-modified-since"] == day


def test_a_changed_file_replaces_the_old_one(server: Server, tmp_path: Path) -> None:
    """Another ETag brings another file."""
    fetch(server, tmp_path / "names.gz", file(BODY))
    assert fetch(server, tmp_path / "names.gz", file(OTHER, '"v2"'))
    assert (tmp_path / "names.gz").read_bytes() == OTHER


def test_a_file_that_was_touched_here_is_fetched_again(server: Server, tmp_path: Path) -> None:
    """What is known of a version holds for a file of its size only."""
    fetch(server, tmp_path / "names.gz", file(BODY))
    (tmp_path / "names.gz").write_bytes(BODY[:-1])
    assert fetch(server, tmp_path / "names.gz")
    assert (tmp_path / "names.gz").read_bytes() == BODY


def test_a_broken_connection_goes_on_where_it_broke(server: Server, tmp_path: Path) -> None:
    """The rest is asked for with Range, on condition that it is the same version."""
    assert fetch(server, tmp_path / "names.gz", file(BODY, cut=1000), file(BODY, cut=50_000), file(BODY))
    assert (tmp_path / "names.gz").read_bytes() == BODY
    assert ranges(server) == [None, "bytes=1000-", "bytes=51000-"]
    assert server.asked[1].headers["if-range"] == '"v1"'


def test_a_later_start_goes_on(server: Server, tmp_path: Path) -> None:
    """What came before the server was given up is not asked for again."""
    with pytest.raises(SourceUnreachable, match="after 4 attempts"):
        fetch(server, tmp_path / "names.gz", file(BODY, cut=1000), hang_up)
    assert standing(tmp_path) == ["names.gz.part", "names.gz.part.json"]
    assert fetch(server, tmp_path / "names.gz", file(BODY))
    assert ranges(server)[-1] == "bytes=1000-"
    assert (tmp_path / "names.gz").read_bytes() == BODY


def test_a_start_after_kill_goes_on(server: Server, tmp_path: Path) -> None:
    """A process killed while the file was coming loses nothing of what had come."""
    server.ways["/names.gz"] = [file(BODY, cut=200_000), hang]
    script = (
        "import sys; from pathlib import Path; from pickflix.sources.fetching import download\n"
        "from pickflix.sources.contract import unwatched\n"
        "download(sys.argv[1], Path(sys.argv[2]), source='imdb', watch=unwatched, label='')"
    )
    to = tmp_path / "names.gz"
    with subprocess.Popen([sys.executable, "-c", script, f"{server.address}/names.gz", str(to)]) as process:
        while len(server.asked) < 2:
            assert process.poll() is None
            server.over.wait(0.01)
        os.kill(process.pid, signal.SIGKILL)
    assert fetch(server, to, file(BODY))
    assert ranges(server)[-1] == "bytes=200000-"
    assert to.read_bytes() == BODY


def test_a_file_that_changed_between_is_begun_anew(server: Server, tmp_path: Path) -> None:
    """Two versions are never glued together."""
    assert fetch(server, tmp_path / "names.gz", file(BODY, cut=1000), file(OTHER, '"v2"'))
    assert (tmp_path / "names.gz").read_bytes() == OTHER


def test_a_server_without_ranges_begins_anew(server: Server, tmp_path: Path) -> None:
    """An answer of the whole replaces the part."""
    assert fetch(server, tmp_path / "names.gz", file(BODY, cut=1000), file(BODY, ranges=False))
    assert (tmp_path / "names.gz").read_bytes() == BODY


@pytest.mark.parametrize("etag", ["", 'W/"v1"'])
def test_what_no_version_vouches_for_is_not_resumed(server: Server, tmp_path: Path, etag: str) -> None:
    """Without a strong ETag or a date, the rest could be of another file."""
    assert fetch(server, tmp_path / "names.gz", file(BODY, etag, cut=1000), file(BODY, etag))
    assert ranges(server) == [None, None]
    assert (tmp_path / "names.gz").read_bytes() == BODY


def test_the_wrong_range_is_thrown_away(server: Server, tmp_path: Path) -> None:
    """A part that was not asked for is not appended; the file comes whole at the next attempt."""
    assert fetch(server, tmp_path / "names.gz", file(BODY, cut=1000), wrong_range(BODY, 500), file(BODY))
    assert ranges(server) == [None, "bytes=1000-", None]
    assert (tmp_path / "names.gz").read_bytes() == BODY


def test_a_part_that_was_whole_already_is_kept(server: Server, tmp_path: Path) -> None:
    """Killed between the last byte and the move: the server has nothing more, and says how much there was."""
    fetch(server, tmp_path / "names.gz", file(BODY))
    (tmp_path / "names.gz").rename(tmp_path / "names.gz.part")
    (tmp_path / "names.gz.json").rename(tmp_path / "names.gz.part.json")
    assert fetch(server, tmp_path / "names.gz")
    assert (tmp_path / "names.gz").read_bytes() == BODY
    assert standing(tmp_path) == ["names.gz", "names.gz.json"]


@pytest.mark.parametrize("way", [page(), file(b"{}", "v2"), file(b"", "v2"), file(b"\x1f", "v2")])
def test_what_is_no_gzip_is_refused(server: Server, tmp_path: Path, way: Way) -> None:
    """A page of excuses with status 200 replaces no file, and is not tried again."""
    fetch(server, tmp_path / "names.gz", file(BODY))
    with pytest.raises(SourceError, match=r"names\.gz: answers (a web page|another file|an empty file|a file that is)"):
        fetch(server, tmp_path / "names.gz", way)
    assert len(server.asked) == 2
    assert (tmp_path / "names.gz").read_bytes() == BODY
    assert standing(tmp_path) == ["names.gz", "names.gz.json"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_refusal_is_told_at_once(server: Server, tmp_path: Path, status: int) -> None:
    """Asking again would not help; the sentence names the address and the status."""
    with pytest.raises(SourceError, match=rf"127\.0\.0\.1:\d+/names\.gz: answers {status}"):
        fetch(server, tmp_path / "names.gz", refused(status))
    assert len(server.asked) == 1
    assert standing(tmp_path) == []


def sums(body: bytes) -> dict[str, str]:
    """The checksums that servers send along."""
    return {
        "content_md5": base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode(),
        "x_amz_checksum_sha256": base64.b64encode(hashlib.sha256(body).digest()).decode(),
        "x_amz_checksum_crc32": base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode(),
    }


def test_the_checksums_of_the_server_hold(server: Server, tmp_path: Path) -> None:
    """A file that comes in two parts is checked as a whole."""
    assert fetch(server, tmp_path / "names.gz", file(BODY, cut=1000, also=sums(BODY)), file(BODY))


@pytest.mark.parametrize("name", sums(b""))
def test_a_file_that_is_not_its_checksum_is_refused(server: Server, tmp_path: Path, name: str) -> None:
    """One flipped byte is one too many, whichever sum tells of it."""
    with pytest.raises(SourceError, match="which it is not"):
        fetch(server, tmp_path / "names.gz", file(BODY, also={name: sums(OTHER)[name]}))
    assert standing(tmp_path) == []


def test_the_sum_of_several_parts_says_nothing_of_the_whole(server: Server, tmp_path: Path) -> None:
    """S3 marks it with the number of parts."""
    assert fetch(server, tmp_path / "names.gz", file(BODY, also={"x_amz_checksum_sha256": "abc=-3"}))


def test_the_sum_that_is_known_beforehand_holds(server: Server, tmp_path: Path) -> None:
    """In either case of letters; another one is refused and named."""
    assert fetch(server, tmp_path / "names.gz", file(BODY), sha256=hashlib.sha256(BODY).hexdigest().upper())
    with pytest.raises(SourceError, match=hashlib.sha256(OTHER).hexdigest()):
        fetch(server, tmp_path / "names.gz", file(OTHER, '"v2"'), sha256=hashlib.sha256(BODY).hexdigest())
    assert (tmp_path / "names.gz").read_bytes() == BODY


def test_redirects_are_followed(server: Server, tmp_path: Path) -> None:
    """To http and https."""
    server.ways["/real"] = [file(BODY)]
    assert fetch(server, tmp_path / "names.gz", redirect("/real"))


@pytest.mark.parametrize(
    ("location", "told"), [("file:///etc/passwd", "neither http nor https"), ("/names.gz", "redirects without end")]
)
def test_bad_redirects_are_refused(server: Server, tmp_path: Path, location: str, told: str) -> None:
    """A file of this machine is not fetched, and a circle ends."""
    with pytest.raises(SourceError, match=told):
        fetch(server, tmp_path / "names.gz", redirect(location))
    assert standing(tmp_path) == []


def test_a_full_disk_is_told_and_gets_its_room_back(server: Server, tmp_path: Path) -> None:
    """The device that is always full stands for the disk."""
    (tmp_path / "names.gz.part").symlink_to("/dev/full")
    with pytest.raises(DiskFull, match=r"The disk of .* is full"):
        fetch(server, tmp_path / "names.gz", file(BODY))
    assert standing(tmp_path) == []


def test_a_folder_that_cannot_be_is_told(server: Server, tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "dumps").write_bytes(b"")
    with pytest.raises(SourceError, match=r"names\.gz: cannot be written"):
        fetch(server, tmp_path / "dumps" / "names.gz", file(BODY))


@pytest.mark.parametrize("way", [hang, hang_up, refused(429), refused(500), refused(503)])
def test_a_server_that_never_gives_is_given_up(server: Server, tmp_path: Path, way: Way) -> None:
    """After a bounded number of attempts, each pause longer than the one before."""
    pauses = Pauses()
    with pytest.raises(SourceUnreachable, match="after 4 attempts"):
        fetch(server, tmp_path / "names.gz", way, pauses=pauses, read=0.05 if way is hang else 10.0)
    assert len(server.asked) == 4
    assert [round(0.5 <= each / full <= 1) for each, full in zip(pauses.seconds, [1, 2, 4], strict=True)] == [1, 1, 1]
    assert standing(tmp_path) == []


def test_a_drip_is_given_up_and_kept(server: Server, tmp_path: Path) -> None:
    """A byte now and then is no download; what dripped is kept for the next start."""
    with pytest.raises(SourceUnreachable, match="sends less than 1,000 bytes a second"):
        fetch(server, tmp_path / "names.gz", drip(BODY), whole=0.1, attempts=1)
    assert "names.gz.part" in standing(tmp_path)


def test_two_at_once_are_one_too_many(server: Server, tmp_path: Path) -> None:
    """The second is told, and the first goes on."""
    second: list[str] = []

    def meanwhile(*_: object) -> None:
        with pytest.raises(SourceError, match="being fetched by another PickFlix") as told:
            fetch(server, tmp_path / "names.gz")
        second.append(str(told.value))

    address, to = f"{server.address}/names.gz", tmp_path / "names.gz"
    server.ways["/names.gz"] = [file(BODY)]
    assert download(address, to, source="imdb", watch=meanwhile, label="", manners=hurried())
    assert second
    assert to.read_bytes() == BODY


def test_what_comes_is_told_to_who_looks_on(server: Server, tmp_path: Path) -> None:
    """Bytes that are here and bytes there are, with the name of the step."""
    told: list[tuple[str, int, int, str]] = []
    server.ways["/names.gz"] = [file(BODY)]
    download(
        f"{server.address}/names.gz",
        tmp_path / "names.gz",
        source="imdb",
        watch=lambda label, done, total, unit="": told.append((label, done, total, unit)),
        label="the names",
        manners=hurried(),
    )
    assert told[-1] == ("the names", len(BODY), len(BODY), "bytes")


@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(1, 60_000), max_size=8), changes=st.integers(0, 8))
def test_whatever_breaks_the_file_is_one_version_whole(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], changes: int
) -> None:
    """Cut anywhere, changed on the way: what stands is the last version, byte by byte."""
    to = tmp_path_factory.mktemp("any") / "names.gz"
    ways = [
        file(BODY if number < changes else BODY[::-1], f'"{number < changes}"', cut=cut)
        for number, cut in enumerate(cuts)
    ]
    with serving(*ways, file(BODY[::-1], '"False"')) as server:
        download(
            f"{server.address}/f", to, source="imdb", watch=unwatched, label="", manners=hurried(attempts=len(cuts) + 2)
        )
    assert to.read_bytes() == BODY[::-1]
