"""Every page in both languages: found, well-formed, and telling where it stands."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.web.reading import AMELIE, EVERY_PAGE, LOST, MATRIX, PAGES, Reader

HREF = re.compile(r'href="(/[^"#]*)')


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_has_one_heading_its_language_and_a_way_home(reader: Reader, path: str) -> None:
    """Each page is HTML with one h1, the language of its address and the link that brings the first state back."""
    answer = reader.get(path)
    english = path.startswith("/en")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.count("<h1") == 1
    assert f'<html lang="{"en" if english else "fr"}">' in answer.text
    assert (">Home</a>" if english else ">Accueil</a>") in answer.text


@pytest.mark.parametrize("path", LOST)
def test_a_lost_reader_gets_a_page_that_helps(reader: Reader, path: str) -> None:
    """What does not exist answers 4xx with a search box and the way home."""
    answer = reader.get(path)
    assert 400 <= answer.status_code < 500
    assert 'role="search"' in answer.text
    assert 'href="/"' in answer.text


def test_every_page_is_valid_html(reader: Reader, tmp_path: Path) -> None:
    """html-validate finds nothing on any kind of page, wrong addresses included."""
    for number, path in enumerate((*EVERY_PAGE, *LOST)):
        (tmp_path / f"{number}.html").write_text(reader.get(path).text, "utf-8")
    validate, rules = ROOT / "node_modules/.bin/html-validate", ROOT / ".html-validate.json"
    checked = subprocess.run(
        [validate, "--config", rules, *tmp_path.iterdir()], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "path",
    ["/", f"/films/{AMELIE}", "/mes-films", "/rayons/oscars", "/en/a-propos", "/a-plusieurs", "/souhait?q=western"],
)
def test_no_link_leads_nowhere(reader: Reader, path: str) -> None:
    """Every address that a page names answers; people are many, so some of them stand for all."""
    found = {address.replace("&amp;", "&") for address in HREF.findall(reader.get(path).text)}
    people = sorted(address for address in found if "/personnes/" in address)
    broken = [address for address in (found - set(people)) | set(people[:5]) if reader.get(address).status_code >= 400]
    assert broken == []


@pytest.mark.parametrize("path", PAGES)
def test_the_other_language_shows_the_same_page(reader: Reader, path: str) -> None:
    """The language link keeps the page, the search and the chosen films."""
    french = reader.get(path).text.replace("&amp;", "&")
    assert f'href="/en{path}" hreflang="en"' in french


def test_a_film_page_tells_search_engines_what_it_is(reader: Reader) -> None:
    """Canonical address without the chosen films, the other language, and a Movie in JSON-LD."""
    page = reader.get(f"/films/{AMELIE}?avec={MATRIX}").text
    assert f'<link rel="canonical" href="https://cinema.example/films/{AMELIE}">' in page
    assert f'hreflang="en" href="https://cinema.example/en/films/{AMELIE}"' in page
    assert '"@type":"Movie","name":"Le Fabuleux Destin d\'Amélie Poulain"' in page


def test_a_film_page_lists_ten_films_each_with_a_reason(reader: Reader) -> None:
    """Ten rows, none without words under the title; thirty when asked."""
    rows = re.findall(r'<li class="row">(.*?)</li>', reader.get(f"/films/{AMELIE}").text, re.DOTALL)
    assert len(rows) == 10
    assert all(re.search(r'class="m">[^<]*</span><span>[^<]+</span>', row) for row in rows)
    assert reader.get(f"/films/{AMELIE}?n=30").text.count('<li class="row">') == 30


def test_chosen_films_travel_in_every_link_but_home(reader: Reader) -> None:
    """Without script nothing is lost on the way; Accueil alone begins anew."""
    page = reader.get(f"/films/{AMELIE}?avec={MATRIX}").text.replace("&amp;", "&")
    assert f'href="/mes-films?film={MATRIX}&film={AMELIE}"' in page
    assert f'<input type="hidden" name="avec" value="{MATRIX}">' in page
    ways = [address for address in HREF.findall(page) if address.startswith(("/films/", "/personnes/", "/genres/"))]
    assert all(f"avec={MATRIX}" in address for address in ways)
    assert 'href="/"' in page


def test_a_vanished_film_does_not_hide_the_others(reader: Reader) -> None:
    """A list that names an unknown film says so, answers 404, and still shows what it can."""
    answer = reader.get(f"/mes-films?film={AMELIE}&film=Q0")
    assert answer.status_code == 404
    assert "retirez-le de la liste" in answer.text
    assert answer.text.count('<li class="row">') == 10


def test_french_is_set_as_french_is_set(reader: Reader) -> None:
    """No straight apostrophe in what is read, no breakable space before a colon or a question mark."""
    text = re.sub(
        r"<script.*?</script>|<[^>]+>", " ", reader.get("/").text + reader.get("/recherche").text, flags=re.DOTALL
    )
    assert "'" not in text.replace("&#39;", "'")
    assert "aimé\u00a0?" in text


def test_a_search_for_a_person_lists_the_films(reader: Reader) -> None:
    """Typing a name shows the person with films, those directed first."""
    page = reader.get("/recherche?q=truffaut").text
    assert "<bdi>François Truffaut</bdi>" in page
    assert "François Truffaut, 19" in page


def test_results_name_what_was_asked_and_nothing_found_tells_where_the_catalogue_begins(reader: Reader) -> None:
    """The heading repeats the words; a genre leads to its shelf; nothing found says why an old film may lack."""
    assert "pour « <bdi>amelie</bdi> »" in reader.get("/recherche?q=amelie").text.replace("\u00a0", " ")
    assert '<a href="/genres/western">' in reader.get("/recherche?q=westerns").text
    assert "commence en 1940" in reader.get("/recherche?q=zzzzqqq").text


def test_the_sources_name_our_own_lists_in_the_language_of_the_page(reader: Reader) -> None:
    """Wikidata's contributors are named in French, and what we wrote ourselves is said to be ours."""
    page = reader.get("/a-propos").text
    assert "Les contributeurs de Wikidata" in page
    assert "Rédigées par nos soins" in page
    assert "Wikidata contributors" in reader.get("/en/a-propos").text


def test_the_first_view_of_home_and_of_a_film_is_light(reader: Reader) -> None:
    """Page, styles, script and icon together weigh at most 10 kB with brotli, in at most 6 requests."""
    for path in ("/", f"/films/{AMELIE}"):
        page = reader.get(path, accept_encoding="br")
        parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
        answers = [page, *(reader.get(part, accept_encoding="br") for part in parts)]
        assert len(answers) <= 6
        assert sum(int(answer.headers["content-length"]) for answer in answers) <= 10_000
