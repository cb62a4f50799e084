"""The templates hold together, and everything that a French reader sees has its English."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader
from jinja2.meta import find_referenced_templates

from tests.house.tree import ROOT

WEB = ROOT / "src" / "pickflix" / "web"
TEMPLATES = WEB / "templates"
PARSER = Environment(
    loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True
)
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*"))


def test_there_are_templates() -> None:
    """The tests below look at the right folder."""
    assert NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_template_parses_and_names_only_templates_that_exist(name: str) -> None:
    """A slip in a page that is rarely shown is found here, not by its first reader."""
    parsed = PARSER.parse((TEMPLATES / name).read_text("utf-8"), name, str(TEMPLATES / name))
    assert {other for other in find_referenced_templates(parsed) if other} <= set(NAMES)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the code and the templates say, in French, as `make messages` gathers it."""
    target = tmp_path_factory.mktemp("words") / "messages.pot"
    pybabel = str(Path(sys.executable).with_name("pybabel"))
    command = [pybabel, "-q", "extract", "-F", "pyproject.toml", "-o", str(target), "src/pickflix"]
    subprocess.run(command, cwd=ROOT, check=True)
    with target.open("rb") as words:
        return read_po(words)


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The committed English catalogue."""
    with (WEB / "locale" / "en" / "LC_MESSAGES" / "messages.po").open("rb") as words:
        return read_po(words, locale="en")


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue, without its header."""
    return (message for message in catalogue if message.id)


def key(message: Message) -> tuple[object, ...]:
    """What tells two messages apart."""
    return message.context, message.id


def test_english_is_in_step_with_the_pages(spoken: Catalog, english: Catalog) -> None:
    """No word of the pages is missing from the catalogue, none in it is no longer said; `make messages` mends it."""
    assert {key(message) for message in messages(spoken)} == {key(message) for message in messages(english)}
    assert not english.obsolete


def test_everything_has_its_english(english: Catalog) -> None:
    """Each message is translated, in all its plural forms, and none is a guess of the machine."""
    empty = [m.id for m in messages(english) if not (all(m.string) if isinstance(m.string, tuple) else m.string)]
    assert empty == []
    assert [m.id for m in messages(english) if m.fuzzy] == []


def test_a_translation_fills_the_same_gaps(english: Catalog) -> None:
    """A translated sentence takes the same placeholders as the French one."""
    assert [
        (m.id, [str(error) for error in m.check(english)]) for m in messages(english) if list(m.check(english))
    ] == []
