"""Whatever is typed is read, in little time."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pickflix import Engine
from pickflix.catalogue.vocabulary import Language
from pickflix.recommend.plain_words import Named, Understood, understand
from pickflix.recommend.plain_words.names import MOST_ASKED
from pickflix.recommend.plain_words.spoken import LONGEST

PIECES = (
    *(
        "pas",
        "sans",
        "ni",
        "ou",
        "et",
        "comme",
        "avec",
        "de",
        "d'",
        "un",
        "sur",
        "entre",
        "avant",
        "années",
        "80",
        "1990",
    ),
    *(
        "moins de",
        "2h",
        "1h30",
        "comédie",
        "horreur",
        "français",
        "en",
        "Italie",
        "vieux",
        "long",
        "de Funès",
        "Amélie",
    ),
    *(
        "«",
        "»",
        '"',
        ",",
        "!",
        "like",
        "no",
        "not",
        "with",
        "by",
        "the",
        "old",
        "japanese",
        "or",
        "and",
        "à la",
        "½",
        "👍",
    ),
)


class Nobody:
    """A catalogue that holds no film, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.newest_year = 2025
        self.codes = frozenset({"FR", "IT", "fr"})

    def person(self, name: str, *, behind: bool) -> Named | None:
        """Nobody."""
        assert name
        assert behind in {True, False}
        self.asked += 1
        return None

    def film(self, title: str, *, surely: bool) -> str | None:
        """No film."""
        assert title
        assert surely in {True, False}
        self.asked += 1
        return None

    def person_name(self, person_id: str) -> str:
        """Never called: there is nobody to name."""
        raise AssertionError(person_id)

    def film_title(self, film_id: str, language: Language) -> str:
        """Never called either."""
        raise AssertionError(film_id, language)


def holds_together(understood: Understood, text: str) -> None:
    """The chips go into an address and back, say where they stand, and are filters."""
    assert Understood.of(understood.tokens).tokens == understood.tokens
    assert all(0 <= start < end <= len(text) for chip in understood.chips for start, end in chip.spans)
    assert all(chip.spans for chip in understood.chips)
    understood.filters()


@given(st.text(max_size=500))
def test_any_text_is_read(text: str) -> None:
    """Emoji, control characters, other scripts."""
    holds_together(understand(text, "fr", Nobody()), text)


def test_old_or_recent_is_no_wish() -> None:
    """Two wishes that leave everything open together are none."""
    assert not understand("un film ancien ou récent", "fr", Nobody()).chips


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_jumble_of_words_is_read(engine: Engine, text: str) -> None:
    """Denials of nothing, connectives without ends, names that are cut off, against the real catalogue."""
    holds_together(engine.understand(text, "fr"), text)


@pytest.mark.parametrize(
    "hostile",
    [
        lambda: "comme " * 10_000,
        lambda: "x" * 10_000,
        lambda: "Jean Gabin avec " * 1000,
        lambda: "pas de " * 5000 + "western",
        lambda: "«" * 10_000,
        lambda: "9" * 10_000,
        lambda: "\u0000\u202e<script>" * 1000,
        lambda: "entre 1990 et " * 1000,
    ],
    ids=["comme", "one word", "names", "denials", "quotes", "digits", "controls", "ranges"],
)
def test_a_long_text_is_cut_and_the_catalogue_spared(hostile: Callable[[], str]) -> None:
    """Nobody can make a server busy with a wish."""
    text, catalogue = hostile(), Nobody()
    understood = understand(text, "fr", catalogue)
    assert len(understood.text) <= LONGEST
    assert catalogue.asked <= MOST_ASKED


def test_the_words_of_a_chip_are_where_it_says(engine: Engine) -> None:
    """So that the page can show what was understood."""
    text = "Une comédie, pas d'horreur, avec Louis de Funès"
    where = {chip.token: [text[slice(*span)] for span in chip.spans] for chip in engine.understand(text).chips}
    assert where == {
        "genre:comedie": ["comédie"],
        "sans-genre:horreur": ["horreur"],
        "avec:louis-de-funes": ["Louis de Funès"],
    }


def test_what_is_said_against_something_unknown_is_not_searched_for(engine: Engine) -> None:
    """Without violence: this leaves no wish for violence, and is not forgotten either."""
    understood = engine.understand("un western sans violence")
    assert (understood.rest, understood.unread) == ((), ("violence",))


def test_a_country_that_no_film_has_is_no_wish() -> None:
    """A filter that nothing answers is not offered."""
    understood = understand("un film italien ou japonais, surtout pas islandais", "fr", Nobody())
    assert understood.tokens == ("pays:IT",)
    assert understood.unread == ("japonais", "islandais")
