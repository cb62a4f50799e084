"""The queries are files with a header that tells what they are, and nothing in them is left open."""

import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template

import pytest

from pickflix.sources.wikidata.asking import KINDS, about
from pickflix.sources.wikidata.days import within

FOLDER = Path(str(files("pickflix") / "sources" / "wikidata" / "sparql"))
QUERIES = sorted(FOLDER.glob("*.sparql"))
# What Wikidata's service knows without being told.
PREFIXES = {"wd", "wdt", "p", "ps", "psv", "pq", "rdfs", "skos", "xsd", "wikibase"}


def test_each_kind_of_page_has_its_query() -> None:
    """And no query is there for nothing."""
    assert {path.stem for path in QUERIES} == set(KINDS)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_says_what_it_is(path: Path) -> None:
    """Its name and its purpose first, then grain and parameters: those that it has."""
    text = path.read_text("utf-8")
    header = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    assert header.startswith(f"# {path.stem}: ")
    assert "Grain: " in header
    told = set(re.findall(r"\$(\w+)", header.partition("Parameter")[2].partition("\n")[0]))
    assert set(Template(text).get_identifiers()) == told


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_is_whole(path: Path) -> None:
    """Brackets close, prefixes are declared or known, every variable that is selected is bound somewhere."""
    text = re.sub(r"^#.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    plain = re.sub(r'"[^"]*"|<[^>]*>', "", text)
    assert [plain.count(one) for one in "{("] == [plain.count(other) for other in "})"]
    declared = set(re.findall(r"PREFIX (\w+):", plain))
    assert set(re.findall(r"(?<![\w?$])([a-z]+):\w", plain)) <= PREFIXES | declared
    selected, _, body = text[text.index("SELECT") :].partition("WHERE")
    assert [name for name in re.findall(r"\?\w+", selected) if name not in body] == []


def test_what_is_given_to_a_query_is_sent_once() -> None:
    """Not in its header as well, which would double a list of some thousand classes: the header is not sent."""
    classes = [f"Q{number}" for number in range(1, 3001)]
    for question in (within(date(2019, 1, 1), date(2020, 1, 1), classes), about("films", classes)):
        assert question.text.startswith("PREFIX ")
        assert question.text.count("wd:Q2999 ") == 1
        assert len(question.text) < len(" ".join(f"wd:{item}" for item in classes)) + 4_000
