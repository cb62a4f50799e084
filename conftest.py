"""The embedded snapshot for every test, and the examples of README.md and docs/, which are tests too.

Python blocks run, and `$ pickflix ...` in console blocks too.

A console block shows what the command prints on standard output; `...` stands for any text in it.
What is not to be run (a clone, a server that stays) is written in a `sh` block.
"""

import doctest
import os
import shlex
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

import pickflix
from pickflix.settings import PREFIX

BIN = Path(sys.executable).parent
LOOSE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class ConsoleParser(CodeBlockParser):
    """A console block: each `$ pickflix ...` is run, and must print the lines below it."""

    language = "console"

    def evaluate(self, example: Example) -> str | None:
        """The difference between what is written and what was printed, None where there is none."""
        problems = [self._compare(*session.partition("\n")[::2]) for session in f"\n{example.parsed}".split("\n$ ")[1:]]
        return "\n".join(filter(None, problems)) or None

    @staticmethod
    def _compare(command: str, expected: str) -> str:
        words = shlex.split(command)
        if words[0] != "pickflix":
            return f"`{command}` is not a command of ours: show what is not run in a `sh` block."
        ran = subprocess.run([BIN / words[0], *words[1:]], capture_output=True, text=True, check=False)  # noqa: S603 - ours
        if ran.returncode:
            return f"`{command}` failed: {ran.stderr}"
        if doctest.OutputChecker().check_output(f"{expected.strip()}\n", f"{ran.stdout.strip()}\n", LOOSE):
            return ""
        return f"`{command}` is said to print\n{expected}\nbut prints\n{ran.stdout}"


def pytest_configure() -> None:
    """Your own settings do not change what the tests see, nor a slow machine what hypothesis finds."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    # Two cores shared with a browser: how long one example takes says nothing.
    # The continuous integration tries the same examples each time; a workshop looks for new ones.
    steady = "CI" in os.environ
    hypothesis.settings.register_profile("house", deadline=None, print_blob=True, derandomize=steady)
    hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A `PICKFLIX_DATA` folder that holds the embedded snapshot: read it, never write to it.

    Built once a session: the workers of pytest-xdist wait for the first of them.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "embedded"
    with FileLock(folder.with_suffix(".lock")):
        pickflix.load(settings=pickflix.Settings(data=folder))
    return folder


@pytest.fixture
def on_the_embedded_catalogue(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples and the commands in them read the embedded snapshot."""
    monkeypatch.setenv(f"{PREFIX}DATA", str(data_dir))


@pytest.fixture(autouse=True)
def doctests_read_it_too(request: pytest.FixtureRequest) -> None:
    """An example in a docstring reads the same snapshot as one in docs/."""
    if isinstance(request.node, pytest.DoctestItem):
        request.getfixturevalue("on_the_embedded_catalogue")


pytest_collect_file = Sybil(
    parsers=[ConsoleParser(), PythonCodeBlockParser(doctest_optionflags=LOOSE), SkipParser()],
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
    fixtures=["on_the_embedded_catalogue"],
).pytest()
