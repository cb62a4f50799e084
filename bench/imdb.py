"""IMDb: the seven files to the three tables, against their decompression alone, Polars alone, and imdb-sqlite.

The files are like those of the whole IMDb (bench/imdb_like); a folder that BENCH_IMDB names has them already. Each part
is a process of its own, for its processor-seconds and its memory: `python -m bench.imdb PART FOLDER`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from isal import igzip

from bench.imdb_like import COLUMNS, file_of
from bench.table import Line, show
from pickflix.sources.imdb import Imdb

COMMAND = "python -m bench.imdb"
GIVEN = "BENCH_IMDB"
SMALL = 20  # times fewer rows
DECOMPRESSED, LESS_THAN_POLARS, LESS_THAN_SQLITE, GROWTH = 3.2, 1.5, 30, 22  # ratios of processor-seconds
GIGABYTES = 1.5
PIECE = 1 << 20
WHAT = "files as large as the whole IMDb to the three tables"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: processor-seconds, gigabytes at most; and what it said."""

    seconds: float
    gigabytes: float
    said: str


def run() -> list[Line]:
    """The lines of the table that are about IMDb."""
    with full() as folder:
        # Before and after: a machine may be slower a minute later.
        before, sieve, after = igzipped(folder), _part("sieve", folder), igzipped(folder)
        plain = _part("polars", folder)
    with generated(1 / SMALL) as folder:
        small = _part("sieve", folder)
    with generated(1 / SMALL, "--clean-keys") as folder:
        clean, sqlite = _part("sieve", folder), imdb_sqlite(folder)
    unpacked = Cost((before.seconds + after.seconds) / 2, before.gigabytes, "")
    same = "the same rows" if sieve.said == plain.said else "OTHER ROWS"
    return [
        _ratio(f"{WHAT}, against {_igzip()} of the same files", sieve, unpacked, DECOMPRESSED),
        _less("the same, against Polars without the sieve", sieve, plain, LESS_THAN_POLARS, same),
        Line(
            "the same: peak memory (RSS)",
            f"{sieve.gigabytes:.2f} GB (without the sieve {plain.gigabytes:.2f})",
            f"{GIGABYTES} GB",
            sieve.gigabytes <= GIGABYTES,
            COMMAND,
        ),
        _ratio(f"the same, against {SMALL} times fewer rows", sieve, small, GROWTH),
        _less(
            f"{SMALL} times fewer rows of IMDb to the three tables, against imdb-sqlite",
            clean,
            sqlite,
            LESS_THAN_SQLITE,
        ),
    ]


def _ratio(what: str, cost: Cost, other: Cost, most: float) -> Line:
    times = cost.seconds / other.seconds
    value = f"{times:.1f}x ({cost.seconds:.1f} / {other.seconds:.1f} CPU-s)"
    return Line(what, value, f"{most}x", times <= most, COMMAND)


def _less(what: str, cost: Cost, other: Cost, least: float, same: str = "") -> Line:
    times = other.seconds / cost.seconds
    value = f"{times:.1f}x less ({cost.seconds:.1f} / {other.seconds:.1f} CPU-s)"
    if not same:
        return Line(what, value, f"{least}x less", times >= least, COMMAND)
    holds = times >= least and same == "the same rows"
    return Line(what, f"{value}, {same}", f"{least}x less, the same rows", holds, COMMAND)


@contextmanager
def full() -> Iterator[Path]:
    """A folder with files as large as the whole IMDb."""
    if GIVEN in os.environ:
        yield Path(os.environ[GIVEN])
        return
    with generated(1) as folder:
        yield folder


@contextmanager
def generated(scale: float, *options: str) -> Iterator[Path]:
    """A folder with files of that scale; written by a process of its own, for what it holds would count as ours."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.imdb_like", folder, "--scale", str(scale), *options]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        yield Path(folder)


def measured(command: list[str | Path]) -> Cost:
    """The cost of one command."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    # wait4 tells what this process alone has used, unlike getrusage of all children.
    _, status, used = os.wait4(process.pid, 0)
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} ended with {process.returncode}"
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e9, said)


def _part(name: str, folder: Path) -> Cost:
    return measured([sys.executable, "-m", "bench.imdb", name, folder])


def _igzip() -> str:
    return "`igzip -dc`" if shutil.which("igzip") else "decompression by isal.igzip"


def igzipped(folder: Path) -> Cost:
    """Decompression alone: by the command igzip where it is installed, else by the same library from Python."""
    command = shutil.which("igzip")
    if command is None:
        return _part("inflate", folder)
    costs = [measured([command, "-dc", folder / file_of(name)]) for name in COLUMNS]
    return Cost(sum(cost.seconds for cost in costs), max(cost.gigabytes for cost in costs), "")


def imdb_sqlite(folder: Path) -> Cost:
    """The import of the same files by imdb-sqlite, which finds them in its cache."""
    with tempfile.TemporaryDirectory() as other:
        database = Path(other) / "imdb.db"
        command = Path(sys.executable).with_name("imdb-sqlite")
        cost = measured([command, "--db", database, "--cache-dir", folder])
        assert database.is_file()
    return cost


def inflate(folder: Path) -> None:
    """Decompresses every file to its verified end, and keeps nothing."""
    room = bytearray(PIECE)
    for name in COLUMNS:
        with igzip.open(folder / file_of(name)) as file:  # type: ignore[no-untyped-call]
            while file.readinto(room):
                pass


def sieve(folder: Path) -> None:
    """Reads the tables and prints what tells them from others."""
    _read(Imdb(folder, accepted=True))


def polars(folder: Path) -> None:
    """The same by Polars alone."""
    _read(Imdb(folder, accepted=True, engine="polars"))


def _read(source: Imdb) -> None:
    tables = source.read()
    digest = hashlib.sha256()
    for frame in (tables.films, tables.people, tables.credits):
        digest.update(frame.hash_rows().to_numpy().tobytes())
    print(digest.hexdigest())


PARTS: dict[str, Callable[[Path], None]] = {"inflate": inflate, "sieve": sieve, "polars": polars}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        PARTS[sys.argv[1]](Path(sys.argv[2]))
    else:
        sys.exit(show(run()))
