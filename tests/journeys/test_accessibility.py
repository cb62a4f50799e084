"""axe finds nothing on any page, light and dark, on a phone and on a wide screen; nothing shifts, nothing overflows."""

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.house.tree import ROOT
from tests.web.reading import LOST, PAGES

AXE = ROOT / "node_modules/axe-core/axe.min.js"
WATCH_SHIFTS = """window.shifts = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true })"""
SMALL = """[...document.querySelectorAll("a, button, input:not([type=hidden]):not([type=checkbox]), select, summary")]
  .filter((each) => !each.closest(".skip"))
  .filter((each) => { const box = each.getBoundingClientRect(); return box.height > 1 && box.height < 43.5; })
  .map((each) => each.outerHTML.slice(0, 100))"""
LONG_WORDS = "/recherche?q=" + "anticonstitutionnellement" * 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(browser: Browser, site: str, width: int, scheme: str) -> None:
    """No violation on any kind of page, no console message of ours, no layout shift, no sideways scroll."""
    problems: list[str] = []
    screen = ViewportSize(width=width, height=800)
    # axe is put in from outside, which the policy of the site rightly forbids.
    with browser.new_context(
        base_url=site, viewport=screen, color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True
    ) as context:
        page = context.new_page()
        page.add_init_script(WATCH_SHIFTS)
        page.on("pageerror", lambda error: problems.append(str(error)))
        for path in (*PAGES, *LOST, "/en/", LONG_WORDS):
            page.goto(path)
            page.add_script_tag(path=AXE)
            found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
            problems += [f"{path}: {each['id']} {each['nodes'][0]['html']}" for each in found]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                problems.append(f"{path}: scrolls sideways")
            if page.evaluate("window.shifts"):
                problems.append(f"{path}: shifts by {page.evaluate('window.shifts')}")
            problems += [f"{path}: too small to touch: {each}" for each in page.evaluate(SMALL)]
    assert problems == []


@pytest.mark.parametrize(("width", "root"), [(180, 112.5), (320, 112.5), (180, 225), (360, 225)])
def test_twice_the_text_loses_nothing(browser: Browser, site: str, width: int, root: float) -> None:
    """A phone zoomed to 200 %, one whose text alone is doubled, and both: no page scrolls sideways, the panel open."""
    wide: list[str] = []
    with browser.new_context(base_url=site, viewport={"width": width, "height": 600}, device_scale_factor=2) as context:
        page = context.new_page()
        for path in (*PAGES, *LOST, "/en/", LONG_WORDS):
            page.goto(path)
            page.evaluate("(size) => { document.documentElement.style.fontSize = size + '%' }", root)
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(path)
    assert wide == []


def test_the_console_stays_silent(browser: Browser, site: str) -> None:
    """Under the policy as it is served, no page makes the browser complain."""
    said: list[str] = []
    with browser.new_context(base_url=site) as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        for path in PAGES:
            page.goto(path)
    assert said == []
