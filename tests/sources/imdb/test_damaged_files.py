"""What downloads, disks and strangers do to the files of IMDb: told in a sentence that names the file, or no matter."""

import gzip
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from bench.imdb_like import Written, generate
from pickflix.errors import SourceError
from pickflix.sources.contract import Tables
from pickflix.sources.imdb import Imdb
from pickflix.sources.imdb.dump import AKAS, BASICS, COLUMNS, CREW, EPISODES, NAMES, PRINCIPALS, RATINGS
from pickflix.sources.imdb.source import EngineName

pytestmark = pytest.mark.slow  # two hundred readings of seven files

ALL = sorted(COLUMNS)
ENGINES: Sequence[EngineName] = ("sieve", "polars")
DAY = 24 * 60 * 60  # seconds
PAGE = b"<!DOCTYPE html>\n<html><body>503 Service Unavailable</body></html>\n"
BOMB_LINE = b"tt0000001\t7.0\t100\n"
MEMBER, MEMBERS = 8 << 20, 512  # bytes of text in one member of a bomb; so many members
MOST = 500 << 20  # bytes of memory to find that out, of the four billion that it would inflate to
# Reads a folder by an engine and says what the error is and how much memory it took.
CHILD = """
import sys
from pathlib import Path
from pickflix.errors import SourceError
from pickflix.sources.imdb import Imdb
try:
    Imdb(Path(sys.argv[1]), accepted=True, engine=sys.argv[2]).read()
except SourceError as error:
    # Of this program alone: getrusage would tell of the process that started it, too.
    print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0], error)
"""


@dataclass(frozen=True)
class Sound:
    """A folder with whole files, and what is read of them."""

    folder: Path
    written: Written
    tables: Tables


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """The files before anything happened to them."""
    folder = tmp_path_factory.mktemp("sound")
    written = generate(folder, 0.0005)
    return Sound(folder, written, read(folder))


@pytest.fixture
def folder(sound: Sound, tmp_path: Path) -> Path:
    """A copy to damage."""
    copy = tmp_path / "dump"
    shutil.copytree(sound.folder, copy)
    return copy


def read(folder: Path, engine: EngineName = "sieve") -> Tables:
    """The tables of a folder."""
    return Imdb(folder, accepted=True, engine=engine).read()


def refusal(folder: Path, name: str, engine: EngineName = "sieve") -> str:
    """What is said of a folder that must not be read: one line, with the file at fault."""
    with pytest.raises(SourceError) as refused:
        read(folder, engine)
    said = str(refused.value)
    assert name in said
    assert "\n" not in said
    return said


def same(some: Tables, others: Tables) -> bool:
    """Whether all rows are the same."""
    pairs = ((some.films, others.films), (some.people, others.people), (some.credits, others.credits))
    return all(one.equals(other) for one, other in pairs)


def text_of(path: Path) -> bytes:
    """The inflated text of a file."""
    return gzip.decompress(path.read_bytes())


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Replaces the text of a file by what becomes of it."""
    path.write_bytes(gzip.compress(change(text_of(path)), 1))


@pytest.mark.parametrize("name", ALL)
def test_a_truncated_file_is_refused(name: str, folder: Path) -> None:
    """Wherever it was cut: in its header, in the middle, in the checksum at its end."""
    whole = (folder / name).read_bytes()
    for size in (1, 5, 10, 100, len(whole) // 2, len(whole) - 9, len(whole) - 8, len(whole) - 4, len(whole) - 1):
        (folder / name).write_bytes(whole[:size])
        refusal(folder, name)


@pytest.mark.parametrize("seed", range(60))
def test_a_flipped_bit_is_refused_or_changes_nothing(seed: int, sound: Sound, folder: Path) -> None:
    """A bit of any file, any place of it: no row that came out differs from what IMDb wrote."""
    luck = random.Random(seed)  # noqa: S311 - no secret
    name = luck.choice(ALL)
    damaged = bytearray((folder / name).read_bytes())
    damaged[luck.randrange(len(damaged))] ^= 1 << luck.randrange(8)
    (folder / name).write_bytes(damaged)
    try:
        tables = read(folder)
    except SourceError as error:
        assert name in str(error)  # noqa: PT017 - either is right
    else:
        assert same(tables, sound.tables)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ALL)
def test_members_one_after_the_other_are_one_file(name: str, engine: EngineName, sound: Sound, folder: Path) -> None:
    """As `cat` makes them: read whole, though a member ends in a line, and one has nothing in it."""
    text = text_of(folder / name)
    cuts = (0, 1, len(text) // 3, len(text) // 3, len(text) - 5, len(text))
    (folder / name).write_bytes(b"".join(gzip.compress(text[begin:end], 1) for begin, end in pairwise(cuts)))
    tables = read(folder, engine)
    assert same(tables, sound.tables)
    assert tables.account.read == sound.tables.account.read


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "bytes_of",
    # Named: gzip writes the time into its head, and each worker of pytest would call these tests otherwise.
    [
        pytest.param(b"", id="empty"),
        pytest.param(gzip.compress(b""), id="nothing in gzip"),
        pytest.param(PAGE, id="a page"),
        pytest.param(gzip.compress(PAGE), id="a page in gzip"),
        pytest.param(b"tconst\taverageRating\n", id="plain text"),
    ],
)
def test_what_is_no_dump_at_all_is_refused(name: str, bytes_of: bytes, folder: Path) -> None:
    """An empty file, an empty text, a web page, plain or compressed, a text that is not compressed."""
    (folder / name).write_bytes(bytes_of)
    refusal(folder, name)


@pytest.mark.parametrize("name", ALL)
def test_a_file_that_goes_on_after_its_end_is_refused(name: str, folder: Path) -> None:
    """The rest of another file, or of a disk's block."""
    whole = (folder / name).read_bytes()
    for rest in (b"\0" * 512, PAGE, whole[100:200]):
        (folder / name).write_bytes(whole + rest)
        refusal(folder, name)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("line", [b"\0", BOMB_LINE], ids=["one line", "many lines"])
def test_a_bomb_is_refused_within_bounded_memory(line: bytes, engine: EngineName, folder: Path) -> None:
    """Four million bytes that would become four billion are given up early."""
    first = gzip.compress(b"\t".join(name.encode() for name in COLUMNS[RATINGS]) + b"\n")
    member = gzip.compress(line * (MEMBER // len(line)), 9)
    (folder / RATINGS).write_bytes(first + member * MEMBERS)
    command: list[str | Path] = [sys.executable, "-c", CHILD, folder, engine]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    kilobytes, _, error = said.partition(" ")
    assert RATINGS in error
    assert int(kilobytes) << 10 < MOST


def _columns(order: Sequence[int]) -> Callable[[bytes], bytes]:
    """The text with its columns in that order."""

    def moved(text: bytes) -> bytes:
        rows = [line.split(b"\t") for line in text.split(b"\n")[:-1]]
        return b"".join(b"\t".join(row[at] for at in order) + b"\n" for row in rows)

    return moved


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ALL)
def test_a_column_renamed_or_missing_is_told_by_its_name(name: str, engine: EngineName, folder: Path) -> None:
    """The first line is asked, not the places of the cells."""
    whole, columns = (folder / name).read_bytes(), COLUMNS[name]
    rewritten(folder / name, lambda text: text.replace(columns[1].encode(), b"renamed", 1))
    assert columns[1] in refusal(folder, name, engine)
    (folder / name).write_bytes(whole)
    rewritten(folder / name, _columns([*range(len(columns) - 1)]))
    assert columns[-1] in refusal(folder, name, engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ALL)
def test_a_column_added_or_moved_is_no_matter(name: str, engine: EngineName, sound: Sound, folder: Path) -> None:
    """One more at the end, the others the other way round: the tables are the same."""
    count = len(COLUMNS[name])
    rewritten(folder / name, _columns([0, *range(count - 1, 0, -1)]))
    rewritten(folder / name, lambda text: text.replace(b"\n", b"\tmore\n"))
    assert same(read(folder, engine), sound.tables)


@pytest.mark.parametrize("name", ALL)
def test_ids_that_are_no_longer_the_first_column_are_told(name: str, folder: Path) -> None:
    """Everything is found by them."""
    rewritten(folder / name, _columns([1, 0, *range(2, len(COLUMNS[name]))]))
    assert COLUMNS[name][0] in refusal(folder, name)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ALL)
def test_a_file_that_went_through_windows_is_read(name: str, engine: EngineName, sound: Sound, folder: Path) -> None:
    """CRLF at the end of its lines, a byte order mark at its beginning."""
    rewritten(folder / name, lambda text: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    tables = read(folder, engine)
    assert same(tables, sound.tables)
    assert tables.account.read == sound.tables.account.read


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", [AKAS, NAMES])
def test_a_file_in_latin_1_is_refused(name: str, engine: EngineName, folder: Path) -> None:
    """Its letters would all be wrong, which nobody would see before it is on the page."""
    rewritten(folder / name, lambda text: text.decode().encode("latin-1", "replace"))
    assert "UTF-8" in refusal(folder, name, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_some_bytes_of_latin_1_cost_no_film(engine: EngineName, sound: Sound, folder: Path) -> None:
    """One title that is not UTF-8 is no reason to refuse twelve million; it is counted."""
    film = sound.written.films[-1].encode()
    rewritten(folder / BASICS, lambda text: text.replace(film + b"\tmovie\t", film + b"\tmovie\tCaf\xe9 "))
    tables = read(folder, engine)
    assert tables.films["id"].to_list() == sound.tables.films["id"].to_list()
    assert any("UTF-8" in mended.reason for mended in tables.account.mended)


@pytest.mark.parametrize("engine", ENGINES)
def test_nul_bytes_cost_no_film(engine: EngineName, sound: Sound, folder: Path) -> None:
    """They are left out of the title they stand in."""
    film = sound.written.films[-1]
    wanted = film.encode()
    rewritten(folder / BASICS, lambda text: text.replace(wanted + b"\tmovie\t", wanted + b"\tmovie\t\0N\0ul "))
    films = read(folder, engine).films
    assert films["id"].to_list() == sound.tables.films["id"].to_list()
    assert films.row(by_predicate=pl.col("id") == film, named=True)["title"].startswith("Nul ")


@pytest.mark.parametrize("engine", ENGINES)
def test_ids_of_eight_digits_are_read_as_those_of_seven(engine: EngineName, sound: Sound) -> None:
    """All films that count are there, with people, whatever the length of their ids; and no others."""
    tables = read(sound.folder, engine)
    assert tuple(tables.films["id"]) == sound.written.films
    assert {len(film) for film in tables.films["id"]} == {9, 10}
    assert {len(person) for person in tables.people["id"]} == {9, 10}


@pytest.mark.parametrize("name", ALL)
def test_a_file_of_another_day_than_its_siblings_is_refused(name: str, folder: Path) -> None:
    """Their ids would not fit together; a night between them is none."""
    now = (folder / name).stat().st_mtime
    os.utime(folder / name, (now, now - DAY))
    assert len(read(folder).films)
    os.utime(folder / name, (now, now - 10 * DAY))
    refusal(folder, name)


@pytest.mark.parametrize("name", ALL)
def test_a_file_that_is_not_there_is_told(name: str, folder: Path) -> None:
    """By its name."""
    (folder / name).unlink()
    refusal(folder, name)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", [CREW, EPISODES, NAMES, PRINCIPALS])
def test_rows_lost_at_the_end_of_a_member_are_counted(
    name: str, engine: EngineName, sound: Sound, folder: Path
) -> None:
    """A file cut there is whole by its checksums; that it has fewer rows than the last one is all that tells."""
    text = text_of(folder / name)
    middle = text.index(b"\n", len(text) // 2) + 1
    (folder / name).write_bytes(gzip.compress(text[:middle], 1))
    rows = read(folder, engine).account.read
    assert rows[name] == text[:middle].count(b"\n") - 1 < sound.tables.account.read[name]
    assert {other: rows[other] for other in ALL if other != name} == {
        other: count for other, count in sound.written.rows.items() if other != name
    }
