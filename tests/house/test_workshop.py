"""The commands, the change log and the package that users get."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT, ours

BIN = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """What a command prints; the test fails with its own words where it fails."""
    ran = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_every_command_is_explained() -> None:
    """CONTRIBUTING.md says of each public target of the Makefile when to use it."""
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    explained = set(re.findall(r"`make ([a-z]+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    assert targets - {"help"} == explained


def test_the_change_log_can_be_assembled() -> None:
    """Every fragment has a kind that towncrier knows, and stands in the draft."""
    draft = " ".join(run(BIN / "towncrier", "build", "--draft").split())
    fragments = [path for path in ours("changelog.d/*.md") if path.name != "README.md"]
    assert fragments
    assert [path.name for path in fragments if " ".join(path.read_text("utf-8").split()) not in draft] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a release would be, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-qq"]
    run(*pip, "wheel", ".", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_all_that_is_read_at_run_time(wheel: Path) -> None:
    """Code, types, queries, pages and the embedded catalogue: no file of src/ or data/ is left behind."""
    with zipfile.ZipFile(wheel) as opened:
        inside = set(opened.namelist())
    code = {path.relative_to(ROOT / "src").as_posix() for path in ours("src")}
    data = {f"pickflix/{path.relative_to(ROOT).as_posix()}" for path in ours("data")}
    assert (code | data) - inside == set()
    assert "pickflix/py.typed" in inside


@pytest.mark.slow
def test_the_installed_wheel_finds_a_film(wheel: Path, tmp_path: Path) -> None:
    """Away from the checkout, the wheel alone builds its catalogue and searches it."""
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "site")
    command = ["-c", "import sys, pickflix.cli; sys.exit(pickflix.cli.main())", "search", "amelie", "--json"]
    found = run(
        sys.executable, *command, cwd=tmp_path, PYTHONPATH=str(tmp_path / "site"), PICKFLIX_DATA=str(tmp_path / "var")
    )
    assert json.loads(found)["films"][0]["id"] == "Q484048"
