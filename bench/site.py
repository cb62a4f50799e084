"""A running site to measure: a snapshot of the embedded catalogue, and `pickflix serve` on it."""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PICKFLIX = Path(sys.executable).with_name("pickflix")
SHARED = "BENCH_DATA"  # the data folder that `python -m bench` built once for all
PATIENCE = 30  # seconds for a site to answer, and to end
PAUSE = 0.005  # seconds between two looks whether it answers


@dataclass(frozen=True, slots=True)
class Running:
    """A site that answers: its address without final slash, its main process, and how long it took to get ready."""

    url: str
    process: subprocess.Popen[bytes]
    seconds: float


@contextmanager
def data() -> Iterator[Path]:
    """A `PICKFLIX_DATA` folder with the embedded snapshot: the shared one, or one that is built now."""
    if SHARED in os.environ:
        yield Path(os.environ[SHARED])
        return
    with tempfile.TemporaryDirectory() as folder:
        build(folder)
        yield Path(folder)


def peak_of_stages(folder: Path) -> float:
    """The most memory (resident, MB) that a stage of the last build in a data folder had.

    A build notes the peak of each stage and begins it anew, so that the system knows only that of the last.
    """
    stages = json.loads((folder / "build" / "report.json").read_text("utf-8"))["stages"]
    return max(float(stage["peak_mb"]) for stage in stages)


def build(folder: str) -> None:
    """Builds the embedded snapshot into a data folder."""
    subprocess.run([PICKFLIX, "build"], env=environment(Path(folder)), capture_output=True, check=True)


@contextmanager
def serving(folder: Path) -> Iterator[Running]:
    """`pickflix serve` with two workers on a free port, until it is no longer needed."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = environment(folder) | {"PICKFLIX_PUBLIC_URL": url, "PICKFLIX_WORKERS": "2"}
    with server([PICKFLIX, "serve", "--port", str(port)], f"{url}/readyz", settings) as running:
        yield running


@contextmanager
def server(command: list[str | Path], ready: str, settings: dict[str, str]) -> Iterator[Running]:
    """A command that serves, once the address `ready` answers 200; it is ended at the end, workers included."""
    begun = time.monotonic()
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(command, env=settings, stdout=words, stderr=words) as process,
    ):
        try:
            wait(ready, process, PATIENCE)
            address = urlsplit(ready)
            yield Running(f"{address.scheme}://{address.netloc}", process, time.monotonic() - begun)
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process of ours, by force where it does not listen, so that no bench hangs."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def wait(url: str, process: subprocess.Popen[bytes], patience: float) -> None:
    """Returns when the address answers 200; TimeoutError where it never does or its process ends."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if get(url) == http.client.OK:
                return
        except OSError:
            time.sleep(PAUSE)  # not listening yet
    message = f"{url} never answered 200 (exit code of its process: {process.poll()})"
    raise TimeoutError(message)


def get(url: str) -> int:
    """The status of one answer, on a connection of its own."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.netloc, timeout=PATIENCE)
    try:
        connection.request("GET", address.path)
        return connection.getresponse().status
    finally:
        connection.close()


def environment(folder: Path | None = None) -> dict[str, str]:
    """The environment without your own settings; `folder` is where snapshots are."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PICKFLIX_")}
    return plain | ({"PICKFLIX_DATA": str(folder)} if folder else {})


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
