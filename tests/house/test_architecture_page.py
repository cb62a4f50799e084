"""docs/architecture.md shows the house as it stands."""

import re
import tomllib
from collections.abc import Iterator

from tests.house.tree import ROOT, ours

HOUSE = ROOT / "src" / "pickflix"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def block(language: str) -> list[str]:
    """The lines of the one fenced block of a kind."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found).splitlines()


def drawn() -> Iterator[str]:
    """The paths on the map: a folder ends with a stroke, what is in it stands further in."""
    room = ""
    for line in block("house"):
        name = line.split()[0]
        inside = line.startswith(" ")
        room = room if inside else name if name.endswith("/") else ""
        yield room + name if inside else name


def standing() -> set[str]:
    """The folders and modules of the first two levels; a folder stands for its own `__init__.py`."""
    found = set()
    for path in ours("src/pickflix"):
        first, *rest = path.relative_to(HOUSE).parts
        if not rest:
            found |= {first} if path.suffix == ".py" else set()
            continue
        second, *deeper = rest
        found.add(f"{first}/")
        if deeper:
            found.add(f"{first}/{second}/")
        elif path.suffix == ".py" and second != "__init__.py":
            found.add(f"{first}/{second}")
    return found


def test_the_map_names_every_room_and_module_once() -> None:
    """A newcomer finds each file of the first two levels on the page, and nothing that is not there."""
    named = list(drawn())
    assert sorted(named) == sorted(standing())


def test_each_line_of_the_map_says_what_a_file_is_for() -> None:
    """A name alone explains nothing."""
    assert [line for line in block("house") if len(line.split()) < 2] == []


def test_the_arrows_are_those_that_import_linter_proves() -> None:
    """The layers of pyproject.toml in their order, without those that are planned and not built."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["id"] == "layers")
    there = {path.relative_to(HOUSE).parts[0].removesuffix(".py") for path in ours("src/pickflix")}
    built = ([room.strip("() ") for room in layer.split("|")] for layer in layers)
    kept = (" | ".join(room for room in rooms if room in there) for rooms in built)
    assert block("layers") == [rooms for rooms in kept if rooms]
