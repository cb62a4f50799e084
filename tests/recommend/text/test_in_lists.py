"""Texts in the lists: films that tell the same story, why they are listed, and nothing at all without a text."""

from dataclasses import replace

import numpy as np
import pytest

from pickflix.recommend.content import WEIGHTS, Content
from pickflix.recommend.contract import tiny_table
from pickflix.recommend.reasons import Explainer, Reason
from pickflix.recommend.recommender import Wish
from pickflix.recommend.table import FilmTable
from pickflix.recommend.text.words import TONGUES, Told, stem_of
from tests.recommend.conftest import Cinema

TELL = {
    ("The Great Escape", 1963): "Prisoners of war dig tunnels under the barbed wire and escape from their camp.",
    ("Escape from Alcatraz", 1979): "Three prisoners dig through a wall and escape from an island prison.",
    ("Jaws", 1975): "A shark attacks swimmers off a beach; a sheriff hunts the beast from a boat.",
    ("12 Angry Men", 1957): "A jury deliberates whether a young man killed his father.",
    ("The Verdict", 1982): "A lawyer who drinks pleads before a jury for a patient whom two doctors killed.",
    ("La Grande Vadrouille", 1966): "Deux Français aident à l'évasion d'aviateurs anglais et deviennent prisonniers.",
    ("Un condamné à mort s'est échappé", 1956): "Un prisonnier prépare son évasion d'une prison allemande.",
}


@pytest.fixture(scope="module")
def told(cinema: Cinema) -> FilmTable:
    """The real catalogue, some of whose films have a text."""
    texts = {cinema.row(*film): text for film, text in TELL.items()}
    return replace(cinema.table, texts=tuple(texts.get(row) for row in range(len(cinema.table))))


@pytest.fixture(scope="module")
def content(told: FilmTable) -> Content:
    """What was learnt from it."""
    return Content.train(told)


def _reasons(told: FilmTable, content: Content) -> list[tuple[int, Reason]]:
    rows = [row for row, text in enumerate(told.texts) if text]
    explainer = Explainer.train(told, content)
    return [
        (row, reason)
        for seed in rows
        for row, reasons in zip(rows, explainer.explain(Wish(seeds=(seed,)), rows), strict=True)
        for reason in reasons
        if reason.kind == "words" and row != seed
    ]


def test_the_same_story_comes_nearer(cinema: Cinema, content: Content) -> None:
    """A text in common lifts a film; one about something else does not."""
    seed, same, other = (cinema.row(*film) for film in [*TELL][:3])
    before = cinema.content.score([seed], [same, other])
    after = content.score([seed], [same, other])
    assert after[0] - after[1] > before[0] - before[1]


def test_the_words_of_a_reason_stand_in_both_texts(told: FilmTable, content: Content) -> None:
    """No word is named that one of the two films does not say."""
    found = _reasons(told, content)
    assert found
    for row, reason in found:
        assert reason.seed is not None
        both = _stems(told, row) & _stems(told, reason.seed)
        for place in range(0, len(reason.values), len(TONGUES)):
            forms = zip(reason.values[place:], TONGUES, strict=False)
            assert {stem_of(form, tongue) for form, tongue in forms if form} <= both


def _stems(told: FilmTable, row: int) -> set[str]:
    return {term.stem for term in Told.by(told.texts[row]).terms if not term.of_name}


def test_the_words_are_said_in_the_language_of_the_page(cinema: Cinema, told: FilmTable, content: Content) -> None:
    """French words on a French page; where the texts are English, that they are alike and no more."""
    said = {reason.text(language, cinema) for _, reason in _reasons(told, content) for language in ("fr", "en")}
    assert any(words.startswith("In both summaries: ") and "escape" in words for words in said)
    assert all("escape" not in words for words in said if words.startswith("Dans"))
    assert "Des résumés qui se ressemblent" in said


def test_without_texts_nothing_changes(cinema: Cinema) -> None:
    """The score is what it would be had there never been a block of text, to the last bit, and takes no room."""
    assert not any(cinema.table.texts)
    parts, seeds = cinema.content.parts, np.array([5, 500])
    weights = {name: weight for name, weight in WEIGHTS["like-this"].items() if name != "text"}
    by_hand = parts.labels.likeness(seeds, np.full(2, 0.5), weights)
    for name, kernel in parts.kernels.items():
        by_hand += (weights[name] * kernel.to_seeds(seeds, np.full(2, 0.5))).take(kernel.codes)
    assert np.array_equal(parts.likeness(seeds, np.full(2, 0.5), WEIGHTS["like-this"]), by_hand / sum(weights.values()))
    assert parts.gist.points.nbytes == 0
    assert not cinema.content.text_likeness("une évasion de prison").any()


def test_words_find_films(cinema: Cinema, content: Content) -> None:
    """What is left of a wish in plain words is looked for in the texts, in French or English."""
    found = content.text_likeness("l'évasion d'un prisonnier")
    assert found.shape == (len(cinema.table),)
    assert found[cinema.row("Un condamné à mort s'est échappé", 1956)] > 0
    assert found[cinema.row("Jaws", 1975)] == 0


def test_an_encoder_of_the_host_takes_the_place_of_the_words() -> None:
    """Points that the table brings decide which films are near."""
    table = tiny_table(4)
    points = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1], [0.0, 0.0]])
    model = Content.train(replace(table, points=tuple(points)))
    assert model.parts.gist.between(0, 2) > 0.9
    assert model.parts.gist.between(0, 1) == 0
