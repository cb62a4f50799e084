"""How much memory a web worker takes after some traffic."""

import http.client
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from bench.asking import Catalogue
from bench.site import PATIENCE, data, serving
from bench.table import Line, show

COMMAND = "python -m bench.memory"
REQUESTS = 1000
READERS = 8  # connections at once, so that both workers get their share
MEGABYTES = 150
SEED = 7


def run() -> list[Line]:
    """The proportional set size (PSS) of the larger of two workers, after 1,000 requests of all kinds."""
    with data() as folder, serving(folder) as site:
        luck = Random(SEED)  # noqa: S311 - the same requests each time
        asked = list(islice(Catalogue.of(folder).mixed(luck), REQUESTS))
        with ThreadPoolExecutor(READERS) as readers:
            refused = sum(readers.map(read, [site.url] * READERS, [asked[at::READERS] for at in range(READERS)]))
        assert refused == 0, f"{refused} of {REQUESTS} requests were not answered by 200"
        sizes = sorted(map(proportional_set_size, children(site.process.pid)))
        main = proportional_set_size(site.process.pid)
    *_, other, larger = sizes
    return [
        Line(
            f"memory: PSS of one of two workers after {REQUESTS:,} mixed requests",
            f"{larger:.0f} MB (the other {other:.0f}, the process above them {main:.0f})",
            f"{MEGABYTES} MB",
            larger <= MEGABYTES,
            COMMAND,
        )
    ]


def read(url: str, paths: Sequence[str]) -> int:
    """Asks for one path after the other on one connection; how many answers are not 200."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    refused = 0
    for path in paths:
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        answer = connection.getresponse()
        answer.read()
        refused += answer.status != http.client.OK
    connection.close()
    return refused


def children(parent: int) -> list[int]:
    """The processes that a process has started itself."""
    listed = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(child) for file in listed for child in file.read_text().split()]


def proportional_set_size(process: int) -> float:
    """The memory of a process in MB, what it shares with others counted in part."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    sys.exit(show(run()))
