"""How many search pages a second, against a bare page of as many bytes that searches nothing."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import mean, median
from urllib.request import urlopen

from bench.asking import Catalogue
from bench.bare import TEXT
from bench.site import data, free_port, server, serving
from bench.table import Line, show

COMMAND = "python -m bench.throughput"
SEED = 7
ROUNDS = 5
SECONDS = 3  # of each round, for each of the two sites
WARM_UP = 200  # pages, whose sizes are measured too
CONNECTIONS = 16
AIM = 0.5
SCRIPT = Path(__file__).with_name("paths.lua")
GRANIAN = Path(sys.executable).with_name("granian")


def run() -> list[Line]:
    """Both sites in turn, several rounds; every query is asked once, so that no page that was kept helps."""
    assert shutil.which("wrk"), "this bench needs wrk: `apt-get install wrk`"
    with data() as folder, tempfile.TemporaryDirectory() as scratch, serving(folder) as site:
        paths = Catalogue.of(folder).searches(Random(SEED))
        pages = [_page(site.url + path) for path in paths[:WARM_UP]]
        size = mean(map(len, pages))
        text = Path(scratch) / "page.html"
        text.write_bytes(min(pages, key=lambda page: abs(len(page) - size)))
        port = free_port()
        with server(_bare(port), f"http://127.0.0.1:{port}/recherche", os.environ | {TEXT: str(text)}) as bare:
            return [
                _compared((site.url, bare.url), encoding, paths[WARM_UP:], Path(scratch) / "paths")
                for encoding in ("identity", "br")
            ]


def _compared(urls: tuple[str, str], encoding: str, paths: Sequence[str], file: Path) -> Line:
    ours, theirs = [], []
    for turn in range(ROUNDS):
        part = paths[turn::ROUNDS]
        file.write_text("\n".join(part))
        requests, rate = load(urls[0], file, encoding)
        assert requests <= len(part), f"{requests} requests, but only {len(part)} distinct queries"
        ours.append(rate)
        theirs.append(load(urls[1], file, encoding)[1])
    ratios = [mine / bare for mine, bare in zip(ours, theirs, strict=True)]
    share = median(ratios)
    return Line(
        f"search pages a second, 2 workers, against a bare Starlette + Jinja2 page with as many bytes ({encoding})",
        f"{share:.2f} of it ({median(ours):,.0f} against {median(theirs):,.0f}; "
        f"{min(ratios):.2f} to {max(ratios):.2f} in {ROUNDS} rounds)",
        f"{AIM} of it",
        share >= AIM,
        COMMAND,
    )


def load(url: str, paths: Path, encoding: str) -> tuple[int, float]:
    """Requests answered in SECONDS by one site on connections that stay open, and how many that is a second."""
    options = ["--threads=1", f"--connections={CONNECTIONS}", f"--duration={SECONDS}s", f"--script={SCRIPT}"]
    ran = subprocess.run(
        ["wrk", *options, url, "--", paths, encoding],  # noqa: S607 - wrk of the PATH
        capture_output=True,
        text=True,
        check=True,
    )
    requests, microseconds, failed = map(int, ran.stdout.splitlines()[-1].split())
    assert failed == 0, f"{failed} requests failed:\n{ran.stdout}"
    return requests, requests * 1e6 / microseconds


def _page(url: str) -> bytes:
    with urlopen(url) as answer:  # noqa: S310 - our own site
        page: bytes = answer.read()
        return page


def _bare(port: int) -> list[str | Path]:
    served = ["--interface", "asgi", "--workers", "2", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    return [GRANIAN, *served, "--workers-kill-timeout", "5", "--factory", "bench.bare:application"]


if __name__ == "__main__":
    sys.exit(show(run()))
