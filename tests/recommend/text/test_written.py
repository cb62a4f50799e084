"""Words asked of the texts, and words that two texts share."""

from pathlib import Path

import pytest

from pickflix.recommend.arrays import load_arrays, save_arrays
from pickflix.recommend.text.words import Told
from pickflix.recommend.text.written import ARRAYS, Written

TEXTS = (
    "Prisoners dig a tunnel to escape from a camp.",
    "An escape from a prison island, through a tunnel and over the sea.",
    "Des prisonniers creusent un tunnel. Une évasion parmi les vampires.",
    "Un vampire aime une jeune femme, sur une île.",
    "A vampire haunts an island.",
    None,
)


@pytest.fixture(scope="module")
def written() -> Written:
    """The words of TEXTS."""
    return Written.train([*map(Told.by, TEXTS)])


@pytest.mark.parametrize(
    ("wish", "first"),
    [("un tunnel pour une évasion", {0, 1, 2}), ("vampires", {2, 3, 4}), ("an escape", {0, 1})],
)
def test_a_wish_finds_the_texts_that_speak_of_it(written: Written, wish: str, first: set[int]) -> None:
    """In French or in English, in any form of the word."""
    found = written.likeness(wish)
    assert {row for row, value in enumerate(found) if value > 0} == first
    assert found.max() <= 1


@pytest.mark.parametrize("wish", ["", "the of", "zzz", "un film de"])
def test_a_wish_that_says_nothing_finds_nothing(written: Written, wish: str) -> None:
    """Zero everywhere, and no error."""
    assert written.likeness(wish).tolist() == [0.0] * len(TEXTS)


def test_shared_words_stand_in_both_texts(written: Written) -> None:
    """They are given as each language writes them, the rarest first."""
    words = written.shared(0, 1)
    assert {written.forms["en"][word] for word in words} == {"escape", "prison", "tunnel"}
    assert [written.films(word) for word in words] == sorted(written.films(word) for word in words)
    assert not written.shared(0, 5)


def test_a_word_of_one_language_has_no_form_in_the_other(written: Written) -> None:
    """“Tunnel” is said in both, “escape” in English alone."""
    forms = {
        written.stems[word]: {t: written.forms[t][word] for t in ("fr", "en")} for word in range(len(written.stems))
    }
    assert forms["tunnel"] == {"fr": "tunnel", "en": "tunnel"}
    assert forms["escap"] == {"fr": "", "en": "escape"}


def test_saved_and_loaded_answers_the_same(written: Written, tmp_path: Path) -> None:
    """The words survive their folder, and so does their absence."""
    for place, each in enumerate((written, Written.train([Told.by(None)] * 3), Written.train([]))):
        save_arrays(tmp_path / str(place), each.arrays())
        again = Written.from_arrays(load_arrays(tmp_path / str(place), ARRAYS))
        assert again.likeness("tunnel").tolist() == each.likeness("tunnel").tolist()
        assert len(again.stems) == len(each.stems)
