"""Whatever anybody types into an address: an answer, never a failure, and always shown as text."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickflix.catalogue.film import Film
from pickflix.pages.cards import card
from pickflix.pages.search import SearchPage
from pickflix.web.links import Here, Links
from pickflix.web.rendering import environment
from pickflix.web.site import Place
from tests.web.reading import AMELIE, Reader

ANY_TEXT = st.text(max_size=300)
ENDLESS = ("/recherche?q=" + "a" * 20_000, "/films/" + "a" * 5_000, "/en/recherche?q=" + "é" * 5_000)
BROKEN = ("/%ff", "/films/%c3%28", "/recherche?q=%ff", "/?x=%ed%a0%80", "/recherche?q=a%00b", "/films/%00")
SCRIPT, TURNED = "<script>alert(1)</script>", "\u202egnol eltit a\u202c \u200f"


@settings(max_examples=150, deadline=None)
@given(
    text=ANY_TEXT,
    path=st.sampled_from(
        [
            "/recherche?q={}",
            "/films/{}",
            "/mes-films?film={}",
            "/a-plusieurs?q={}",
            "/rayons/{}",
            "/api/v1/suggest?q={}",
        ]
    ),
)
def test_any_text_is_answered(reader: Reader, text: str, path: str) -> None:
    """No text of any script breaks a page."""
    answer = reader.get(path.format(quote(text.encode("utf-8", "surrogatepass"), safe="")))
    assert answer.status_code < 500
    assert "content-security-policy" in answer.headers


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=60))
def test_any_bytes_are_answered(reader: Reader, raw: bytes) -> None:
    """Bytes that are no UTF-8 get 400, the others an answer."""
    answer = reader.get(f"/recherche?q={quote(raw)}")
    assert answer.status_code in ({200} if _is_text(raw) else {400})


@pytest.mark.parametrize("path", BROKEN)
def test_broken_bytes_get_a_page_that_says_so(reader: Reader, path: str) -> None:
    """400 with the way home, not a failure."""
    answer = reader.get(path)
    assert answer.status_code == 400
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("path", ENDLESS)
def test_an_endless_address_is_refused(reader: Reader, path: str) -> None:
    """414 with a page in the reader's language."""
    answer = reader.get(path)
    assert answer.status_code == 414
    assert ("too long" if path.startswith("/en") else "trop longue") in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"/films/{AMELIE}?n=-1",
        f"/films/{AMELIE}?n=101",
        f"/films/{AMELIE}?n=9999999999999999999",
        "/rayons/oscars?page=0",
        "/rayons/oscars?page=9999",
        "/rayons/oscars?page=x",
        f"/mes-films?film={AMELIE}&genre=nonsense",
        f"/mes-films?film={AMELIE}&duree=long",
        "/mes-films?" + "&".join(f"film=Q{number}" for number in range(51)),
        "/films/Q1?" + "&".join(f"avec=Q{number}" for number in range(51)),
        f"/films/{AMELIE}?connus=4",
        f"/films/{AMELIE}?" + "&".join(f"vu=Q{number}" for number in range(51)),
        "/a-plusieurs?public=x",
        "/a-plusieurs?pour=6&q=amelie",
        "/a-plusieurs?" + "&".join(f"p1=Q{number}" for number in range(51)),
    ],
)
def test_an_impossible_number_or_choice_is_refused(reader: Reader, path: str) -> None:
    """400 with a page, and the search box to go on from there."""
    answer = reader.get(path)
    assert answer.status_code in {400, 404}
    assert 'role="search"' in answer.text


def test_what_was_typed_is_shown_as_text(reader: Reader) -> None:
    """A script in the search box comes back harmless."""
    page = reader.get(f"/recherche?q={quote(SCRIPT)}").text
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "title", [SCRIPT, TURNED, '"><img src=x onerror=alert(1)>', "x" * 1_000_000, "{{ 7 * 7 }}", "</script>"]
)
def test_a_hostile_title_is_text_and_stays_in_its_place(title: str) -> None:
    """Titles are escaped, isolated from the direction of the text around, and drawn on a poster of bounded size."""
    film = Film("c-x", title, None, None, 2001, None, None, ("comedie",), (), (), (title[:50],), 0)
    page = SearchPage("x", (card(film, "fr"),), (), certain=False, near=())
    parts = {"place": Place("/recherche", "/en/recherche", "", "", ""), "here": Here("/recherche"), "site": Bare()}
    shown = environment("fr").get_template("search.html").render(page=page, links=Links("fr"), **parts)
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert "<bdi>" in shown
    assert len(shown) < 10_000 + 4 * len(title)


class Bare:
    """What the foot of a page asks of the site."""

    posters = False


def _is_text(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode()
    except UnicodeDecodeError:
        return False
