"""The words of a text that say what its film is about."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from pickflix.recommend.text.words import Told, Tongue, stem_of, tongue_of

ENGLISH = (
    "The Great Escape is a 1963 American war film starring Steve McQueen and James Garner. The film is based on the "
    "escape of British prisoners from a German camp during the Second World War. McQueen jumps a fence by motorcycle."
)
FRENCH = (
    "La Grande Évasion est un film américain réalisé par John Sturges, sorti en 1963. Des prisonniers creusent un "
    "tunnel sous les barbelés d'un camp pendant la Seconde Guerre mondiale."
)


def _subject(text: str) -> set[str]:
    return {term.stem for term in Told.by(text).terms if not term.of_name}


@pytest.mark.parametrize(("text", "tongue"), [(ENGLISH, "en"), (FRENCH, "fr"), ("Ninja Turtles", "en"), ("…", "en")])
def test_each_text_is_read_in_its_language(text: str, tongue: Tongue) -> None:
    """The small words tell French from English."""
    assert tongue_of(text) == Told.by(text).tongue == tongue


def test_the_subject_is_kept() -> None:
    """Nouns and verbs of the story come as stems, in both languages."""
    assert {"escap", "camp", "fenc", "motorcycl"} <= _subject(ENGLISH)
    assert {"creusent", "tunnel", "barbel", "camp"} <= _subject(FRENCH)


def test_small_words_and_words_of_the_trade_are_left_out() -> None:
    """What every text about a film says tells none apart."""
    assert not {"the", "film", "star", "base", "sort", "realis", "sous", "american"} & (
        _subject(ENGLISH) | _subject(FRENCH)
    )


def test_names_of_people_are_known_as_such() -> None:
    """Who plays is no subject, here and where the family name comes back alone; an event is one."""
    assert not {"steve", "mcqueen", "jame", "garner", "john", "sturg"} & (_subject(ENGLISH) | _subject(FRENCH))
    assert "war" in _subject(ENGLISH)
    assert "guerr" in _subject(FRENCH)
    assert "mcqueen" in {term.stem for term in Told.by(ENGLISH).terms}


def test_a_film_without_text_says_nothing() -> None:
    """None and an empty text have no words."""
    assert not Told.by(None).terms
    assert not Told.by("").terms


def test_threads_may_stem_at_once() -> None:
    """Web threads share the stems; each word gets its own whoever asks."""
    words = [f"évas{'i' * (n % 7)}ons{n}" for n in range(2000)]
    with ThreadPoolExecutor(8) as threads:
        found = [*threads.map(lambda word: stem_of(word, "fr"), words)]
    stem_of.cache_clear()
    assert found == [stem_of(word, "fr") for word in words]
