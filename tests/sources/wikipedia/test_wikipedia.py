"""The texts of films come from Wikipedia: French first, with their address, whatever its API does in between."""

import json
from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from pickflix.errors import SourceError
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE, Tables
from pickflix.sources.wikipedia.extract import LONGEST, bounded
from tests.sources.servers import Way, hang, hang_up, page, refused
from tests.sources.wikipedia.mediawiki import DAY, Cinema, MediaWiki, text

MAXLAG = {"error": {"code": "maxlag", "info": "Waiting for 10.0.0.1: 6.2 seconds lagged.", "lag": 6.2, "type": "db"}}
HALF = b'{"batchcomplete":true,"query":{"pages":[{"pageid":1,"ns":0,"title":"Fil'


def one(cinema: Cinema, links: dict[str, str], articles: dict[str, dict[str, str]], **more: Any) -> Tables:
    """The texts of one film."""
    cinema.wiki = MediaWiki({"Q1": links}, articles, **more)
    cinema.server.ways[""] = [cinema.wiki]
    return cinema.fetch("Q1")


def reasons(tables: Tables) -> dict[str, int]:
    """Why films have no text."""
    return {each.reason: each.rows for each in tables.account.dropped}


def test_each_film_has_its_text_french_first(cinema: Cinema) -> None:
    """Where there is a French article it is taken, else the English one; fifty and twenty films a request."""
    tables = cinema.fetch()
    french = {item for item, links in cinema.wiki.links.items() if "fr" in links}
    assert tables.films.height == 60
    assert {item for item, address in tables.films.select("id", "text_from").rows() if "//fr." in address} == french
    assert cinema.asked() == [("w", 50), ("w", 10), ("fr", 20), ("fr", 20), ("en", 20)]


def test_the_tables_hold_texts_alone(cinema: Cinema) -> None:
    """A supplement: id, text and where it is from; no people, no credits."""
    tables = cinema.fetch()
    assert (tables.films.schema, tables.people.schema, tables.credits.schema) == (
        pl.Schema(FILMS),
        pl.Schema(PEOPLE),
        pl.Schema(CREDITS),
    )
    assert tables.people.is_empty()
    assert tables.films["title"].null_count() == 60


def test_a_text_bears_the_address_of_its_revision(cinema: Cinema) -> None:
    """Attribution leads to what was read, by a name that people can read; empty brackets are gone."""
    found = one(cinema, {"fr": "Amélie (film, 2001)"}, {"fr": {"Amélie (film, 2001)": text("Amélie")}}).films.row(
        0, named=True
    )
    assert found["text_from"] == "https://fr.wiki.test/wiki/Am%C3%A9lie_%28film%2C_2001%29?oldid=123"
    assert (
        found["text"] == "Amélie est un film français réalisé par quelqu'un, sorti une certaine année dans les salles."
    )


def test_films_that_wikidata_does_not_know_are_not_asked_for(cinema: Cinema) -> None:
    """A film of the cinema's own has no number."""
    cinema.source().fetch(films=pl.DataFrame({"id": ["c-un-film-1963", "tt0000001"]}))
    assert cinema.asked() == []


def test_nobody_asks_without_a_contact(cinema: Cinema) -> None:
    """The people of Wikimedia want to know whom to write to."""
    with pytest.raises(SourceError, match="PICKFLIX_CONTACT"):
        cinema.source(contact="").fetch(films=pl.DataFrame({"id": ["Q1"]}))
    assert cinema.source(contact="").state().state == "needs a setting"


@pytest.mark.parametrize(
    ("reason", "articles", "more"),
    [
        ("the article is gone", {}, {}),
        ("the article only lists namesakes", {"fr": {"Roma": text("Roma")}}, {"namesakes": {"Roma"}}),
        ("the article says too little", {"fr": {"Roma": "Roma est un film."}}, {}),
        ("the article has no address on the web", {"fr": {"Roma": text("Roma")}}, {"scheme": "javascript"}),
        ("the article is gone", {"fr": {"Liste": text("Liste")}}, {"moved": {"fr": {"Roma": "Liste#Roma"}}}),
    ],
)
def test_an_article_that_is_none_is_counted(
    cinema: Cinema, reason: str, articles: dict[str, dict[str, str]], more: dict[str, Any]
) -> None:
    """Gone, of namesakes, too short, without an address that one may link to, or a part of another one."""
    tables = one(cinema, {"fr": "Roma"}, articles, **more)
    assert tables.films.is_empty()
    assert reasons(tables) == {reason: 1}


def test_english_helps_where_french_is_none(cinema: Cinema) -> None:
    """A French page of namesakes hides no English article; then nothing is counted as missing."""
    articles = {"fr": {"Roma": text("Roma")}, "en": {"Roma (film)": text("Roma")}}
    tables = one(cinema, {"fr": "Roma", "en": "Roma (film)"}, articles, namesakes={"Roma"})
    assert "//en.wiki.test/wiki/Roma_%28film%29" in tables.films["text_from"][0]
    assert reasons(tables) == {}


def test_a_film_without_article_is_counted(cinema: Cinema) -> None:
    """Deleted ones and those that never were, too; the others of their request have their text."""
    tables = cinema.fetch("Q1", "Q2", "Q888888888", "Q999999999")
    assert tables.films["id"].to_list() == ["Q1", "Q2"]
    assert reasons(tables) == {"without an article": 2}


def test_normalized_titles_and_redirects_lead_to_the_article(cinema: Cinema) -> None:
    """However the title is written; a circle leads nowhere."""
    found = one(
        cinema,
        {"fr": "Amelie_Poulain"},
        {"fr": {"Le Fabuleux Destin": text("Le Fabuleux Destin")}},
        moved={"fr": {"Amelie Poulain": "Le Fabuleux Destin"}},
    )
    assert found.films.height == 1
    cinema.today += timedelta(days=100)
    assert one(cinema, {"fr": "A"}, {}, moved={"fr": {"A": "B", "B": "A"}}).films.is_empty()


def test_an_answer_in_parts_is_read_to_its_end(cinema: Cinema) -> None:
    """Some wikis give one extract at a time."""
    cinema.wiki.at_once = 3
    assert cinema.fetch().films.height == 60


def test_an_answer_without_end_is_told(cinema: Cinema) -> None:
    """Nobody reads forever."""
    cinema.wiki.at_once = 0
    with pytest.raises(SourceError, match="says without end that there is more"):
        cinema.fetch()


def lagged(status: int) -> Way:
    """As it says that its copies are behind."""
    return lambda to: to.answer(status, json.dumps(MAXLAG).encode(), retry_after="5", content_type="application/json")


FAULTS: dict[str, Way] = {
    "lagged": lagged(200),
    "lagged, as of old": lagged(503),
    "half a JSON": lambda to: to.answer(200, HALF, content_type="application/json"),
    "busy": refused(429, retry_after="1"),
    "broken": refused(500),
    "later than we wait": hang,
    "hangs up": hang_up,
    "a web page": page(),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_costs_nothing(cinema: Cinema, name: str) -> None:
    """Whichever request it meets: Wikidata, the French or the English Wikipedia."""
    fault = FAULTS[name]
    cinema.patience = 0.5 if fault is hang else cinema.patience
    cinema.wiki.faults = [fault, None, None, fault, None, None, fault]
    assert cinema.fetch().films.height == 60


def test_a_lagged_wiki_is_waited_for(cinema: Cinema) -> None:
    """As long as it asks for."""
    cinema.wiki.faults = [lagged(200)]
    cinema.fetch()
    assert cinema.pauses.seconds == [5.0]


def test_what_is_too_much_is_halved(cinema: Cinema) -> None:
    """And an article that is too much alone is left out; the others come."""
    cinema.wiki.too_much = lambda asked: len(asked) > 12 or "Film 3 (fr)" in asked
    tables = cinema.fetch()
    assert tables.films.height == 59
    assert any("could not be fetched anew" in each.reason for each in tables.account.mended)


def test_an_interrupted_fetch_goes_on(cinema: Cinema) -> None:
    """What was answered is not asked again."""
    cinema.wiki.faults = [None, None, None, *[refused(503)] * 3]
    with pytest.raises(SourceError, match=r"/fr/w/api\.php: answers 503 .* what came so far is kept"):
        cinema.fetch()
    cinema.asked()
    assert cinema.fetch().films.height == 60
    assert cinema.asked() == [("fr", 20), ("en", 20)]


def test_texts_are_kept_for_three_months(cinema: Cinema) -> None:
    """Then they are asked for again; the fingerprint tells whether anything is new."""
    cinema.fetch()
    before, asked = cinema.source().fingerprint(), cinema.asked()
    cinema.today += timedelta(days=89)
    cinema.fetch()
    assert cinema.asked() == []
    cinema.today += timedelta(days=1)
    cinema.fetch()
    assert cinema.asked() == asked
    assert cinema.source().fingerprint() == before


def test_a_film_without_article_is_asked_for_again_sooner(cinema: Cinema) -> None:
    """A film that has just come out has none yet, and soon one in two languages."""
    cinema.wiki.links["Q100"] = {}
    assert reasons(cinema.fetch("Q1", "Q100")) == {"without an article": 1}
    cinema.wiki.links["Q100"] = {"fr": "Nouveau"}
    cinema.wiki.articles["fr"]["Nouveau"] = text("Nouveau")
    cinema.today += timedelta(days=14)
    cinema.asked()
    assert cinema.fetch("Q1", "Q100").films["id"].to_list() == ["Q1", "Q100"]
    assert cinema.asked() == [("w", 1), ("fr", 1)]


def test_a_new_film_is_asked_for_alone(cinema: Cinema) -> None:
    """The others are here."""
    cinema.fetch("Q1", "Q2")
    cinema.asked()
    assert cinema.fetch("Q1", "Q2", "Q3").films.height == 3
    assert cinema.asked() == [("w", 1), ("fr", 1)]


def test_older_texts_stay_where_no_newer_ones_come(cinema: Cinema) -> None:
    """And the account says so."""
    before = cinema.fetch().films
    cinema.today += timedelta(days=100)
    cinema.wiki.faults = [refused(503)] * 3
    tables = cinema.fetch()
    assert tables.films.equals(before)
    assert any("could not be fetched anew" in each.reason for each in tables.account.mended)


@pytest.mark.parametrize("content", ["[]", "{}", '{"error": {"code": "badvalue"}}', '{"query": []}'])
def test_what_is_no_mediawiki_is_told(cinema: Cinema, content: str) -> None:
    """In one sentence with its address."""
    cinema.server.ways[""] = [lambda to: to.answer(200, content.encode())]
    with pytest.raises(SourceError, match=r"^Source wikipedia, http://127\.0\.0\.1:\d+/w/api\.php: "):
        cinema.fetch()


def test_the_state_tells_date_and_texts(cinema: Cinema) -> None:
    """Nothing before the first fetch."""
    before = cinema.source().state()
    cinema.fetch()
    after = cinema.source().state()
    assert (before.state, before.dated, before.films) == ("to fetch", None, None)
    assert (after.state, after.dated, after.films, after.attribution) == ("ready", DAY, 60, "Wikipedia contributors")


def test_nothing_to_read_is_told(cinema: Cinema) -> None:
    """With the way out."""
    with pytest.raises(SourceError, match=r"holds no texts yet\. `pickflix refresh`"):
        cinema.source().read()


def test_a_long_text_ends_with_a_sentence() -> None:
    """The last one within the bound; one without an end is cut between words."""
    sentence = "Une phrase de longueur moyenne (dite « moyenne »). "
    cut = bounded(sentence * 100)
    assert LONGEST - len(sentence) <= len(cut) <= LONGEST
    assert cut.endswith("moyenne »).")
    assert bounded("mot " * 1000).endswith("mot…")
    assert len(bounded("m" * 5000)) == LONGEST
