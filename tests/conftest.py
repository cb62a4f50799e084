"""What many tests need: PickFlix on the embedded snapshot, a running site, a real browser."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import pickflix

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = (
    "--no-sandbox",  # root has none to give
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # or it looks for its maker's hosts at each start
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60  # seconds that a site may take to answer on a loaded machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the browser is a browser test; nobody has to remember the mark."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def engine(data_dir: Path) -> "pickflix.Engine":
    """PickFlix itself on the embedded snapshot, as `pickflix.load()` gives it."""
    return pickflix.load(settings=pickflix.Settings(data=data_dir))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask `/readyz` until it answers 200; AssertionError with the server's own words where it never does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx2.get(f"{url}/readyz").is_success:
                return
        except httpx2.TransportError:
            pass  # not listening yet
        time.sleep(0.05)
    pytest.fail(f"`pickflix serve` never got ready (exit code {process.poll()}):\n{log.read_text()}")


@contextmanager
def serving(data: Path, log: Path, **settings: str) -> Iterator[str]:
    """`pickflix serve` as anybody runs it, on a free port; yields its address, and ends it at the end.

    `settings` are environment variables on top of this process's own; `log` receives what the server says.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {"PICKFLIX_DATA": str(data), "PICKFLIX_PUBLIC_URL": url} | settings
    command = [str(Path(sys.executable).with_name("pickflix")), "serve", "--port", str(port)]
    with log.open("wb") as words, subprocess.Popen(command, env=environment, stdout=words, stderr=words) as process:
        try:
            wait_until_ready(url, process, log)
            yield url
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture(scope="session")
def site(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site on the embedded snapshot, without final slash."""
    with serving(data_dir, tmp_path_factory.mktemp("site") / "serve.log") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without a window; open a context of your own for another screen or without script."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """An empty page on a French phone; `page.goto("/")` opens the home page of the running site."""
    with browser.new_context(base_url=site, locale="fr-FR", viewport={"width": 360, "height": 800}) as context:
        yield context.new_page()
