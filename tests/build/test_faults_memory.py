"""Memory runs out while the command builds: one sentence, whoever ends the build; the last snapshot serves on."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.build.host import LONG, Host, refusal, until

OTHER = {"PICKFLIX_IMDB_MIN_VOTES": "55"}
pytestmark = pytest.mark.slow


def rated(host: Host) -> dict[str, str]:
    """Ratings to learn from: another build of the same reading."""
    path = host.data.with_name("ratings.csv")
    films = host.store.open_current()
    path.write_text("user,film,value\n" + "".join(f"u{n},{film},5\n" for n in range(9) for film in ids(films.folder)))
    return {"PICKFLIX_RATINGS": str(path)}


def ids(folder: Path) -> list[str]:
    """Some films of a snapshot."""
    return pl.read_parquet(folder / "films.parquet")["id"].head(5).to_list()


@pytest.mark.parametrize("megabytes", [200, 300, 400])
def test_too_little_memory_to_begin(host: Host, megabytes: int) -> None:
    """Not even all that is imported finds room."""
    name = host.served()
    said = refusal(host.build(limit(megabytes), **OTHER))
    assert "memory" in said
    assert host.served() == name
    assert host.left() == []


# `pickflix build` under a parent that loses patience sooner: without memory Polars may wait for itself for ever.
IMPATIENT = """
import sys
from pickflix import bootstrap
from pickflix.commands.apart import apart
from pickflix.errors import PickflixError

def build():
    settings = bootstrap.settings()
    source = bootstrap.source(settings, "imdb", bootstrap.Path(sys.argv[1]))
    bootstrap.build(settings, [source], lambda *told: None, accept_loss=True)
    return 0

try:
    sys.exit(apart(build, look=2.0))
except PickflixError as error:
    sys.exit(f"pickflix: {error}")
"""


@pytest.mark.parametrize("read_before", [False, True])
@pytest.mark.parametrize("megabytes", [500, 600, 700, 800, 900, 1000])
def test_too_little_memory_on_the_way(host: Host, megabytes: int, *, read_before: bool) -> None:
    """Each limit is met somewhere else, with what was read before at hand mostly in a stage; or nowhere."""
    name, settings = host.served(), rated(host) if read_before else OTHER
    arguments = ("-c", IMPATIENT, str(host.dump))
    ran = host.build(limit(megabytes), sys.executable, arguments, **settings)
    if ran.returncode:
        assert "memory" in refusal(ran)
        assert host.served() == name
    host.build(**settings).check_returncode()
    assert host.served() != name
    assert host.left() == []


def limit(megabytes: int) -> str:
    """What a shell says before a command that may take so much memory."""
    return f"ulimit -c 0; ulimit -v {megabytes * 1024};"


def builder(process: subprocess.Popen[str]) -> int:
    """The process that builds: the child of the command."""
    return int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])


@pytest.mark.parametrize("stage", ["Reading", "Writing the database", "Training"])
def test_the_system_kills_who_takes_too_much(host: Host, stage: str) -> None:
    """It asks nobody, and the build cannot say a word: the command tells of it, and sweeps up."""
    name = host.served()
    process = host.begun(**OTHER)
    until(process, stage)
    os.kill(builder(process), signal.SIGKILL)
    out, words = process.communicate(timeout=LONG)
    said = refusal(subprocess.CompletedProcess(process.args, process.returncode, out, words))
    assert "SIGKILL" in said
    assert host.served() == name
    assert [path.name for path in host.store.snapshots.iterdir()] == [name]
    host.build(**OTHER).check_returncode()
    assert host.left() == []


def test_a_build_does_not_outlive_its_command(host: Host) -> None:
    """Whoever kills the command has ended the build: the lock is free, and the next one builds."""
    name = host.served()
    process = host.begun(**OTHER)
    until(process, "Writing the database")
    process.kill()
    process.communicate(timeout=LONG)
    with (host.data / "build.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # had once the build has gone
        assert host.served() == name
    host.build(**OTHER).check_returncode()
    assert host.served() != name
    assert host.left() == []
