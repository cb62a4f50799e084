"""How many search pages a second, against a bare page of as many bytes that searches nothing."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
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
    """First no page that was kept can help, then every page is a kept one: what people ask lies between."""
    assert shutil.which("wrk"), "this bench needs wrk: `apt-get install wrk`"
    with data() as folder, tempfile.TemporaryDirectory() as scratch, serving(folder) as site:
        paths = Catalogue.of(folder).searches(Random(SEED))  # noqa: S311 - the same queries each time
        pages = [_page(site.url + path) for path in paths[:WARM_UP]]
        size = mean(map(len, pages))
        text = Path(scratch) / "page.html"
        text.write_bytes(min(pages, key=lambda page: abs(len(page) - size)))
        port = free_port()
        with server(_bare(port), f"http://127.0.0.1:{port}/recherche", os.environ | {TEXT: str(text)}) as bare:
            duel = Duel(site.url, bare.url, Path(scratch) / "paths")
            distinct = [paths[WARM_UP + turn :: ROUNDS] for turn in range(ROUNDS)]
            return [
                duel.line("each query asked once", "identity", distinct),
                duel.line("each query asked once", "br", distinct),
                duel.line("one query asked again and again, which is kept", "br", [paths[:1]] * ROUNDS),
            ]


@dataclass(frozen=True, slots=True)
class Duel:
    """Two sites to compare, and the file that hands the load generator its paths."""

    ours: str
    bare: str
    file: Path

    def line(self, what: str, encoding: str, rounds: Sequence[Sequence[str]]) -> Line:
        """Both sites in turn, once with the paths of each round; the median of the ratios counts."""
        ours, bare = [], []
        for paths in rounds:
            self.file.write_text("\n".join(paths))
            requests, rate = load(self.ours, self.file, encoding)
            # Or the first ones would come again, and be found among the pages kept.
            assert len(paths) == 1 or requests <= len(paths), f"{requests} requests, {len(paths)} distinct queries"
            ours.append(rate)
            bare.append(load(self.bare, self.file, encoding)[1])
        ratios = [mine / other for mine, other in zip(ours, bare, strict=True)]
        share = median(ratios)
        return Line(
            f"search pages a second, {what}, {encoding}: 2 workers against 2 of a bare Starlette + Jinja2 page "
            "with as many bytes",
            f"{share:.2f} of it ({median(ours):,.0f} against {median(bare):,.0f}; "
            f"{min(ratios):.2f} to {max(ratios):.2f} in {len(rounds)} rounds)",
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
