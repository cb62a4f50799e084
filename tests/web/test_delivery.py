"""How bytes go out: compressed, tagged, cached, guarded."""

import gzip
import re

import brotli
import pytest

from pickflix.web.delivery import OVERHEAD, Answer, Answers
from pickflix.web.encoding import compress
from tests.web.reading import AMELIE, EVERY_PAGE, LOST, Reader

OTHERS = ("/api/v1/search?q=alien", "/api/v1/films/Q0", "/robots.txt", "/healthz", "/nowhere")


@pytest.mark.parametrize("path", [*EVERY_PAGE, *LOST, *OTHERS])
def test_every_answer_carries_the_headers_of_security(reader: Reader, path: str) -> None:
    """A strict policy without unsafe-inline, no sniffing, no referrer for others; a frame is allowed anywhere."""
    headers = reader.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "img-src", "connect-src")} == {"'self'"}
    assert policy["frame-ancestors"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_what_is_compressed_varies_with_what_the_browser_reads(reader: Reader) -> None:
    """Also the files compressed beforehand: a cache between never gives brotli to who cannot read it."""
    style = re.search(r'href="(/static/[^"]+css)"', reader.get("/").text)
    assert style
    for accepted in ("br", "gzip", "identity"):
        for path in ("/", style[1]):
            assert reader.get(path, **{"accept-encoding": accepted}).headers["vary"] == "Accept-Encoding"


def test_parts_of_pages_carry_only_what_browsers_obey_there(reader: Reader) -> None:
    """A picture or a style is no document: a policy on it would be bytes on a slow network."""
    headers = reader.get("/favicon.ico").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "content-security-policy" not in headers


def test_no_page_carries_what_the_policy_forbids(reader: Reader) -> None:
    """No inline style, script or handler; the block of JSON-LD is data and never runs."""
    for path in EVERY_PAGE:
        page = reader.get(path).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page), path
        assert all("src=" in tag or "ld+json" in tag for tag in re.findall(r"<script[^>]*>", page)), path


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0, gzip;q=0.5", "gzip"), ("zstd", None)],
)
def test_a_page_is_compressed_as_the_browser_takes_it(reader: Reader, accepted: str, encoding: str | None) -> None:
    """Brotli first, gzip for old phones, and caches are told that it matters."""
    answer = reader.get("/", accept_encoding=accepted)
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.text.startswith("<!DOCTYPE html>")


def test_a_page_known_already_is_not_sent_again(reader: Reader) -> None:
    """The ETag brings 304 without a body, for the encoding that it was given with."""
    first = reader.get(f"/films/{AMELIE}", accept_encoding="br")
    again = reader.get(f"/films/{AMELIE}", accept_encoding="br", if_none_match=f'W/{first.headers["etag"]}, "x"')
    other = reader.get(f"/films/{AMELIE}", accept_encoding="gzip", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert other.status_code == 200


def test_pages_are_kept_a_minute_failures_never_styles_for_ever(reader: Reader) -> None:
    """Cache-Control by kind of answer."""
    style = re.findall(r'href="(/static/style[^"]+)"', reader.get("/").text)[0]
    assert reader.get("/").headers["cache-control"] == "public, max-age=60"
    assert reader.get("/nowhere").headers["cache-control"] == "no-store"
    assert "immutable" in reader.get(style).headers["cache-control"]
    assert reader.get(style.replace("style.", "style.0")).status_code == 404


@pytest.mark.parametrize("path", ["/", f"/films/{AMELIE}", "/api/v1/search?q=alien", "/nowhere", "/sitemap.xml"])
def test_head_is_get_without_a_body(reader: Reader, path: str) -> None:
    """Same status, same headers, no body."""
    asked, headed = reader.get(path), reader.ask("HEAD", path)
    assert (headed.status_code, headed.content) == (asked.status_code, b"")
    assert headed.headers == asked.headers


def test_a_page_is_read_only(reader: Reader) -> None:
    """Writing to a page is refused, with the methods that are allowed."""
    answer = reader.ask("POST", "/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_styles_and_script_are_compressed_as_well_as_can_be(reader: Reader) -> None:
    """The same text in each encoding, the script at most 5 kB."""
    for name in re.findall(r'(?:href|src)="(/static/[^"]+)"', reader.get("/").text):
        plain, small = reader.get(name, accept_encoding="identity"), reader.get(name, accept_encoding="br")
        assert plain.content == small.content == reader.get(name, accept_encoding="gzip").content
        assert int(small.headers["content-length"]) <= 5_000


def test_a_long_address_weighs_as_much_as_a_long_answer() -> None:
    """So that nobody fills the memory with short answers to long addresses."""
    kept = Answers(budget=10 * (4_000 + OVERHEAD))
    addresses = [b"%04d" % number + bytes(3_996) for number in range(100)]
    for address in addresses:
        kept.keep((address,), Answer(200, (), b"", b""))
    assert sum(kept.get((address,)) is not None for address in addresses) == 10


def test_kept_answers_stay_within_their_budget() -> None:
    """The one unused for longest goes first; one larger than all of it is not kept."""
    budget = 2 * (40 + OVERHEAD) + 20
    kept = Answers(budget)
    for key in "abc":
        kept.keep((key,), Answer(200, (), bytes(40), b""))
        kept.get(("a",))
    kept.keep(("d",), Answer(200, (), bytes(budget + 1), b""))
    assert [key for key in "abcd" if kept.get((key,))] == ["a", "c"]


def test_the_compressions_are_what_they_say() -> None:
    """Both libraries read back what was packed."""
    text = b"La Grande Vadrouille " * 50
    assert brotli.decompress(compress(text, "br")) == gzip.decompress(compress(text, "gzip")) == text
