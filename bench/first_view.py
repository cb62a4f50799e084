"""What a phone loads before it shows a page for the first time: bytes, requests, jumps of the layout."""

import re
import sys
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Request, ViewportSize, sync_playwright

from bench.asking import Catalogue
from bench.site import data, serving
from bench.table import Line, show
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS

COMMAND = "python -m bench.first_view"
BYTES, REQUESTS = 10_000, 6
QUIET = 500  # milliseconds without a request, before the view counts as loaded
PHONE = ViewportSize(width=360, height=800)
SHIFTS = """() => {
  window.shifts = 0;
  new PerformanceObserver(list => { for (const shift of list.getEntries()) window.shifts += shift.value; })
    .observe({type: "layout-shift", buffered: true});
}"""


@dataclass(frozen=True, slots=True)
class View:
    """What one first view took; `headers` and `body` in bytes as they came over the network."""

    requests: int
    body: int
    headers: int
    shift: float


def run() -> list[Line]:
    """Home, and the page of the best known film, each in a browser that has seen nothing yet."""
    with data() as folder, serving(folder) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_FLAGS))
        film = Catalogue.of(folder).films[0]
        lines = [
            _line("home", first_view(browser, f"{site.url}/")),
            _line("a film page", first_view(browser, f"{site.url}/films/{film}")),
        ]
        browser.close()
    return lines


def first_view(browser: Browser, url: str) -> View:
    """Opens a page and lets it come to rest; the icon counts too, which a browser without a window leaves out."""
    with browser.new_context(viewport=PHONE, locale="fr-FR", is_mobile=True, device_scale_factor=2) as context:
        page = context.new_page()
        page.add_init_script(f"({SHIFTS})()")
        seen: list[Request] = []
        page.on("request", lambda request: seen.append(request))  # noqa: PLW0108 - playwright marks what it is given
        page.goto(url, wait_until="networkidle")
        page.wait_for_timeout(QUIET)
        sizes = [request.sizes() for request in seen]
        body = sum(size["responseBodySize"] for size in sizes)
        headers = sum(size["responseHeadersSize"] for size in sizes)
        for request in seen:
            answer = request.response()
            assert answer is not None, f"{request.url} was never answered"
            text = answer.headers.get("content-type", "").startswith(("text/", "image/svg"))
            assert not text or answer.headers.get("content-encoding") == "br", f"{request.url} came without br"
        unseen = {urljoin(url, icon) for icon in _icons(page.content())} - {request.url for request in seen}
        body += sum(_bytes(context, icon) for icon in unseen)
        return View(len(seen) + len(unseen), body, headers, float(page.evaluate("window.shifts")))


def _icons(html: str) -> list[str]:
    return [
        found[1] for tag in re.findall(r'<link rel="icon"[^>]*>', html) if (found := re.search(r'href="([^"]+)"', tag))
    ]


def _bytes(context: BrowserContext, url: str) -> int:
    answer = context.request.get(url, headers={"Accept-Encoding": "br"})
    return int(answer.headers["content-length"])


def _line(what: str, view: View) -> Line:
    return Line(
        f"first view of {what}, all that it loads, br",
        f"{view.body / 1000:.1f} kB (and {view.headers / 1000:.1f} kB of headers), {view.requests} requests, "
        f"layout shift {view.shift:.3f}",
        f"{BYTES // 1000} kB, at most {REQUESTS} requests, no layout shift",
        view.body <= BYTES and view.requests <= REQUESTS and view.shift == 0,
        COMMAND,
    )


if __name__ == "__main__":
    sys.exit(show(run()))
