"""Lighthouse's four scores of the pages that are read most, on the phone and the slow network that it simulates."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import urlencode

from bench.asking import Catalogue
from bench.site import data, serving
from bench.table import Line, show
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS

COMMAND = "python -m bench.lighthouse"
AIMS: Final = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 98}
TRIES = 3
RUNS = 3  # the median counts; performance alone differs from one to the next
LONGEST = 120  # seconds of one run
LIGHTHOUSE = Path(__file__).resolve().parents[1] / "node_modules" / ".bin" / "lighthouse"


def run() -> list[Line]:
    """Home, the page of the best known film, and my films with the three best known."""
    with data() as folder, serving(folder) as site:
        films = Catalogue.of(folder).films[:3]
        mine = urlencode([("film", film) for film in films])
        return [
            _line("home", f"{site.url}/"),
            _line("film", f"{site.url}/films/{films[0]}"),
            _line("my films", f"{site.url}/mes-films?{mine}"),
        ]


def _line(what: str, url: str) -> Line:
    found = [scores(url) for _ in range(RUNS)]
    middle = {name: round(median(each[name] for each in found)) for name in AIMS}
    shown = ", ".join(f"{score} {name.replace('-', ' ')}" for name, score in middle.items())
    return Line(
        f"Lighthouse (mobile), {what}, median of {RUNS}",
        shown,
        ", ".join(f"{aim} {name.replace('-', ' ')}" for name, aim in AIMS.items()),
        all(middle[name] >= aim for name, aim in AIMS.items()),
        COMMAND,
    )


def scores(url: str, tries: int = TRIES) -> dict[str, float]:
    """The score of each category, 0 to 100; what cost points goes to standard error."""
    try:
        return _scores(url)
    except subprocess.CalledProcessError:
        # A chromium just started sometimes records no beginning of the page ("NO_NAVSTART"): asked again, it does.
        if tries == 1:
            raise
        return scores(url, tries - 1)


def _scores(url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            [
                LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={scratch}/report.json",
                f"--only-categories={','.join(AIMS)}", f"--chrome-flags=--headless=new {' '.join(CHROMIUM_FLAGS)}",
                "--no-enable-error-reporting",
            ],
            env=os.environ | {"CHROME_PATH": str(CHROMIUM), "TMPDIR": scratch},
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=LONGEST,
        )  # fmt: skip
        report = json.loads((Path(scratch) / "report.json").read_text(encoding="utf-8"))
    for name in AIMS:
        audits = [(each["weight"], report["audits"][each["id"]]) for each in report["categories"][name]["auditRefs"]]
        for weight, audit in audits:
            if weight and audit["score"] is not None and audit["score"] < 1:
                print(f"{url}: {name}: {audit['title']} {audit.get('displayValue', '')}", file=sys.stderr)
    return {name: report["categories"][name]["score"] * 100 for name in AIMS}


if __name__ == "__main__":
    sys.exit(show(run()))
