"""PickFlix on the cinema's own pages: one line of HTML, as docs/guide.md gives it."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, expect

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"


class Cinema(SimpleHTTPRequestHandler):
    """The cinema's own site; it says nothing of its visitors."""

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def frame(browser: Browser, site: str, tmp_path: Path) -> Iterator[FrameLocator]:
    """The frame of the guide, on a page of another site; browsers then may refuse it their memory."""
    (line,) = re.findall(r"^<iframe .*</iframe>$", GUIDE.read_text("utf-8"), re.MULTILINE)
    line = re.sub(r'src="[^"]*"', f'src="{site}/"', line)
    (tmp_path / "index.html").write_text(f"<!DOCTYPE html><title>Cinéma</title>{line}", "utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Cinema, directory=str(tmp_path))) as cinema:
        threading.Thread(target=cinema.serve_forever, daemon=True).start()
        with browser.new_context(locale="fr-FR") as context:
            page = context.new_page()
            # Another name than 127.0.0.1 is another site.
            page.goto(f"http://localhost:{cinema.server_port}/")
            yield page.frame_locator("iframe")
        cinema.shutdown()


def test_a_film_is_found_and_kept_inside_a_frame(frame: FrameLocator) -> None:
    """Search, film and "my films" work in the frame, though the browser remembers nothing there."""
    frame.get_by_label("Un film que vous avez aimé").fill("amleie")
    frame.get_by_role("button", name="Chercher").click()
    frame.get_by_role("link", name="Le Fabuleux Destin").first.click()
    frame.get_by_role("link", name="Ajouter à mes films").click()
    expect(frame.locator("#mine")).to_contain_text("1")
    expect(frame.get_by_role("link", name="Le Fabuleux Destin").first).to_be_visible()
