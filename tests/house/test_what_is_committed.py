"""What may stand in a file of this repository."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, ours

LONGEST = 350  # lines of a Python file
# In halves, so that this file does not name what it forbids.
REGISTRIES = [".".join(parts) for parts in (("pypi", "org"), ("python" + "hosted", "org"), ("npm" + "js", "org"))]
FORBIDDEN = {
    "the host of a package registry": "|".join(map(re.escape, REGISTRIES)),
    "a folder of one machine": r"(?<![\w.:/~$}-])/(?:work|tmp|root|home|opt)/\w",
    "the number of an issue": r"(?i)\b(?:issue|ticket)s? #?\d",
}
LOCKED = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_no_file_names(what: str) -> None:
    """A checkout reads the same on every machine, and to a stranger."""
    found = []
    for path in ours():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # pictures and tables hold no words of ours
        found += [
            f"{path.relative_to(ROOT)}:{at}" for at, line in enumerate(lines, 1) if re.search(FORBIDDEN[what], line)
        ]
    assert found == []


def test_no_python_file_is_too_long_to_read() -> None:
    """A file that needs a map is two files."""
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in ours("*.py")}
    assert {path.relative_to(ROOT): length for path, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("locked", LOCKED, ids=lambda path: path.name)
def test_requirements_pin_and_name_no_address(locked: Path) -> None:
    """Every line pins one release or gives a hash of it; none says where a machine gets it."""
    pin = re.compile(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[\w.]+( ; [\w.<>=!' ]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [line for line in locked.read_text("utf-8").splitlines() if not pin.fullmatch(line)] == []


def test_the_requirements_are_there_and_agree() -> None:
    """Serving runs on the very releases that the tests ran on; RecTools alone has a lock of its own."""
    pins = {path.name: set(re.findall(r"^\S+==.*", path.read_text("utf-8"), re.MULTILINE)) for path in LOCKED}
    assert pins.keys() == {"dev.txt", "rectools.txt", "run.txt", "spark.txt"}
    assert pins["run.txt"] < pins["dev.txt"]
    added = {pin.partition("==")[0] for pin in pins["spark.txt"] - pins["dev.txt"]}
    assert added == {"py4j", "pyarrow", "pyspark"}


def test_torch_is_in_no_requirements() -> None:
    """Nobody downloads gigabytes to recommend films."""
    assert [path.name for path in LOCKED if re.search(r"^torch", path.read_text("utf-8"), re.MULTILINE)] == []


def test_the_page_checkers_are_pinned_without_an_address() -> None:
    """package-lock.json has a hash for each package, and no address to get it from."""
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha512-') == text.count('"node_modules/')
