"""The command is stopped, or begun twice: one line, nothing half done, and the next start builds."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from pickflix.sources.imdb.dump import COLUMNS
from tests.build.host import LONG, Host, refusal, stopped, until
from tests.sources.servers import Answers, Server, file, serving

OTHER = {"PICKFLIX_IMDB_MIN_VOTES": "55"}
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("stage", ["Fetching", "Reading", "Writing the database", "Training"])
def test_a_build_that_is_stopped(host: Host, number: signal.Signals, stage: str) -> None:
    """By Ctrl-C, by cron or systemd, by a terminal that closes, at any stage."""
    name = host.served()
    process = host.begun(**OTHER)
    until(process, stage)
    assert "interrupted" in stopped(process, number)
    assert [path.name for path in host.store.snapshots.iterdir()] == [name] == [host.served()]
    assert not list(host.data.glob("work/*/.new"))
    host.build(**OTHER).check_returncode()
    assert host.served() != name
    assert host.left() == []


def test_a_terminal_tells_all_its_processes_at_once(host: Host) -> None:
    """Ctrl-C reaches the build twice, from there and from the command: it is told once, and cleans up undisturbed."""
    name = host.served()
    process = host.begun(**OTHER)
    until(process, "Writing the database")
    os.killpg(process.pid, signal.SIGINT)
    out, words = process.communicate(timeout=LONG)
    assert "interrupted" in refusal(subprocess.CompletedProcess(process.args, process.returncode, out, words))
    assert [path.name for path in host.store.snapshots.iterdir()] == [name]


def test_what_was_begun_to_ignore_a_closed_terminal_goes_on(host: Host) -> None:
    """As `nohup` does it."""
    name = host.served()
    process = host.begun("trap '' HUP;", **OTHER)
    until(process, "Reading")
    process.send_signal(signal.SIGHUP)
    _, words = process.communicate(timeout=LONG)
    assert process.returncode == 0, words
    assert host.served() != name


def test_a_second_build_is_told_of_the_first(host: Host) -> None:
    """It ends with 1, and the first one comes to its end unharmed."""
    name = host.served()
    first = host.begun(**OTHER)
    until(first, "Reading")
    os.killpg(first.pid, signal.SIGSTOP)
    assert "Another build is running" in refusal(host.build(PICKFLIX_IMDB_MIN_VOTES="60"))
    assert host.served() == name
    os.killpg(first.pid, signal.SIGCONT)
    out, words = first.communicate(timeout=LONG)
    assert first.returncode == 0, words
    assert host.served() == out.strip() != name
    assert host.left() == []


def files(dump: Path, server: Server) -> dict[str, str]:
    """Serves the files; the settings of a host who fetches them by `pickflix refresh`."""
    for name in COLUMNS:
        server.ways[f"/{name}"] = [file((dump / name).read_bytes(), f'"{name}"')]
    return {"PICKFLIX_REFRESH": "imdb", "PICKFLIX_IMDB_ADDRESS": server.address}


def test_two_refreshes_at_once(tmp_path: Path, host: Host) -> None:
    """As two lines of cron: one of them at least builds, each file comes once, nothing is left of the other."""
    new = Host(tmp_path / "new", host.dump)
    with serving() as server:
        settings = files(host.dump, server)
        both = [new.begun(arguments=["refresh"], **settings) for _ in range(2)]
        said = [process.communicate(timeout=LONG) for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 0], [0, 1])
    for process, (out, words) in zip(both, said, strict=True):
        if process.returncode:
            ran = subprocess.CompletedProcess(process.args, process.returncode, out, words)
            assert "Another build is running" in refusal(ran)
    bodies = [asked.path for asked in server.asked if "if-none-match" not in asked.headers]
    assert sorted(bodies) == sorted(f"/{name}" for name in COLUMNS)
    assert [new.served()] == new.store.names()
    fetched = {path.name for path in (new.data / "sources" / "imdb").iterdir()}
    assert fetched == {*COLUMNS, *(f"{name}.json" for name in COLUMNS)}


def test_a_refresh_is_stopped_while_a_server_keeps_it_waiting(tmp_path: Path, host: Host) -> None:
    """A source that never answers holds nobody who wants to go; what came before is not asked for again."""
    new = Host(tmp_path / "new", host.dump)
    with serving() as server:
        settings = files(host.dump, server)
        *_, last = COLUMNS
        whole = server.ways[f"/{last}"]
        server.ways[f"/{last}"] = [lambda to: silent(to, process)]
        process = new.begun(arguments=["refresh"], **settings)
        _, words = process.communicate(timeout=LONG)
        assert "interrupted" in refusal(subprocess.CompletedProcess(process.args, process.returncode, "", words))
        asked = len(server.asked)
        server.ways[f"/{last}"] = whole
        ran = new.begun(arguments=["refresh"], **settings)
        _, words = ran.communicate(timeout=LONG)
        assert ran.returncode == 0, words
    assert all("if-none-match" in each.headers for each in server.asked[asked:] if each.path != f"/{last}")
    assert [new.served()] == new.store.names()


def silent(to: Answers, process: subprocess.Popen[str]) -> None:
    """Says nothing to who asks; somebody loses patience."""
    process.send_signal(signal.SIGTERM)
    to.server.over.wait(LONG)
