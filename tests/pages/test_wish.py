"""A wish in plain words: what is shown back, what is listed, and when the search box takes words for one."""

import pytest

from pickflix.errors import BadRequest
from pickflix.pages.search import search_page
from pickflix.pages.told import Told
from pickflix.pages.wish import MOST_CHIPS, understood, wish, wish_page
from pickflix.recommend.engine import Engine

AMELIE = "Q484048"
FUNES = "une comédie française des années 60 avec Louis de Funès"


def test_a_wish_is_shown_back_and_answered(engine: Engine) -> None:
    """Each chip has a label, and every film is what was asked."""
    found = wish(engine, understood(engine, "fr", FUNES), "fr")
    assert {chip.label for chip in found.chips} == {"Comédie", "France", "1960-1969", "Avec Louis de Funès"}
    assert len(found.films) == 10
    for film in found.films:
        assert "comedie" in film.genres
        assert 1960 <= (film.year or 0) <= 1969


def test_a_chip_taken_away_widens_the_list(engine: Engine) -> None:
    """The address without it says the same as the words without it."""
    said = understood(engine, "fr", FUNES)
    fewer = understood(engine, "fr", tokens=said.without("annees:1960-1969"))
    assert len(fewer.chips) == len(said.chips) - 1
    assert any(film.year and film.year >= 1970 for film in wish(engine, fewer, "fr", 30).films)


def test_a_film_named_is_a_seed_and_not_listed(engine: Engine) -> None:
    """Films like it, in the language of the site."""
    found = wish(engine, understood(engine, "en", "a comedy like Amelie"), "en")
    assert [film.id for film in found.seeds] == [AMELIE]
    assert found.films
    assert AMELIE not in {film.id for film in found.films}


def test_an_impossible_wish_says_what_was_let_go(engine: Engine) -> None:
    """Whoever insists gets an empty list."""
    said = understood(engine, "fr", "un western muet avec Louis de Funès")
    assert wish(engine, said, "fr").let_go
    assert wish(engine, said, "fr").films
    assert wish(engine, said, "fr", told=Told(exact=True)).films == ()


def test_what_was_seen_is_hidden_on_the_page_of_a_wish(engine: Engine) -> None:
    """And stands beside the list, to be taken back."""
    said = understood(engine, "fr", FUNES)
    first = wish(engine, said, "fr").films[0].id
    page = wish_page(engine, said, "fr", Told(seen=(first,)))
    assert first not in {film.id for film in page.wish.films}
    assert [film.id for film in page.aside.seen] == [first]


@pytest.mark.parametrize("text", ["", "   ", "zzzqqxx"])
def test_nothing_understood_lists_nothing_wrong(engine: Engine, text: str) -> None:
    """Blank words ask for nothing; words that mean nothing fail nowhere."""
    found = wish(engine, understood(engine, "fr", text), "fr")
    assert found.chips == ()


@pytest.mark.parametrize("token", ["genre:x", "nonsense", "annees:1990-1980", "comme:Q0", "avec:nobody"])
def test_a_chip_that_does_not_exist_is_refused(engine: Engine, token: str) -> None:
    """An address written by hand gets one clear sentence."""
    with pytest.raises(BadRequest):
        wish(engine, understood(engine, "fr", tokens=[token]), "fr")


def test_too_many_chips_are_refused(engine: Engine) -> None:
    """Some forty at most."""
    with pytest.raises(BadRequest, match="envie"):
        understood(engine, "fr", tokens=["genre:comedie"] * (MOST_CHIPS + 1))


@pytest.mark.parametrize("text", [FUNES, "comme amélie", "un film drôle", "french comedy", "films pour enfants"])
def test_the_search_box_understands_a_wish(engine: Engine, text: str) -> None:
    """Words that are no title are read as a wish."""
    found = search_page(engine, text, "fr").wish
    assert found is not None
    assert found.films


@pytest.mark.parametrize(
    "text", ["le dernier film de Clint Eastwood", "un film avec Clint Eastwood réalisé par lui-même"]
)
def test_somebody_named_in_a_sentence_is_heard(engine: Engine, text: str) -> None:
    """Where the words as a whole are nobody's name, the films of the one named in them are shown."""
    found = search_page(engine, text, "fr")
    assert not found.people
    assert found.wish is not None
    assert found.wish.films


@pytest.mark.parametrize(
    "text", ["les tontons flingueurs", "western", "amelie", "louis de funes", "2001 odyssée de l'espace", "zzzqqxx"]
)
def test_a_title_or_a_name_stays_one(engine: Engine, text: str) -> None:
    """Whoever types a title wants that film, though its words may mean a genre or a year."""
    assert search_page(engine, text, "fr").wish is None


def test_words_that_no_text_holds_are_not_said_to_be_understood(engine: Engine) -> None:
    """The embedded catalogue has no texts: what only a text could answer is said to be left out."""
    found = wish(engine, understood(engine, "fr", "une comédie avec un train"), "fr")
    assert [chip.token for chip in found.chips] == ["genre:comedie"]
    assert (found.rest, found.unread) == ((), ("train",))
    alone = wish(engine, understood(engine, "fr", rest=["zzzqqxx"]), "fr")
    assert (alone.films, alone.unread) == ((), ("zzzqqxx",))
