"""The documents hold together."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, ours

PAGES = sorted(ours("*.md"))
DECISIONS = ROOT / "docs" / "decisions"


def anchors(page: Path) -> set[str]:
    """What a link may name after `#`: the headings, as they are turned into addresses."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_leads_somewhere(page: Path) -> None:
    """Every link and picture within the project names a file that is there, and a heading that is in it."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text)
    broken = []
    for link in (first or second for first, second in links):
        path, _, anchor = link.partition("#")
        if re.match(r"https?:", link):
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_decision_is_listed_under_its_title() -> None:
    """docs/decisions/README.md has one line a page, in order."""
    lines = re.findall(r"^- \[(\d{4})\]\((.+?)\) (.+)$", (DECISIONS / "README.md").read_text("utf-8"), re.MULTILINE)
    pages = sorted(path for path in ours("docs/decisions/*.md") if path.name != "README.md")
    expected = []
    for path in pages:
        number, title = path.read_text("utf-8").splitlines()[0].removeprefix("# ").split(". ", 1)
        assert path.name.startswith(f"{int(number):04}-")
        expected.append((path.name[:4], path.name, title))
    assert lines == expected


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent == DECISIONS and page.name != "README.md"])
def test_a_decision_says_what_it_costs(page: Path) -> None:
    """The question, the choice, why, and the price."""
    assert re.findall(r"^\*\*(.+?)\.\*\*", page.read_text("utf-8"), re.MULTILINE) == [
        "The question",
        "The choice",
        "Why",
        "The price",
    ]
