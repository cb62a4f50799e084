"""Points of texts: near where they are about the same, and nowhere without a text."""

import numpy as np
import pytest

from pickflix.recommend.text.gist import DIMENSIONS, Gist, latent
from pickflix.recommend.text.words import Told

PRISON = "He digs a tunnel and plans an escape from the prison, past the guards."
JAIL = "A prisoner and a guard become friends after an escape through a tunnel."
SHARK = "A shark attacks swimmers off a beach; the sheriff hunts it with a boat."
WHALE = "A captain hunts a white whale with his boat, far from any beach."


def _gist(*texts: str | None) -> Gist:
    return Gist.train([*map(Told.by, texts)], ())


def test_texts_about_the_same_are_near() -> None:
    """Two prisons are nearer to each other than a prison to a shark."""
    gist = _gist(PRISON, JAIL, SHARK, WHALE)
    assert gist.between(0, 1) > 0.5 > gist.between(0, 2)
    assert gist.between(2, 3) > gist.between(1, 3)


def test_the_points_keep_the_angles_of_the_words() -> None:
    """While there are no more words than dimensions, the cosines are those of the words themselves."""
    documents = [{"a", "b"}, {"b", "c"}, {"c", "a", "b"}, {"c"}]
    points = latent(documents)
    df = {word: sum(word in document for document in documents) for word in "abc"}
    words = np.array([[(np.log(5 / (1 + df[w])) + 1) * (w in document) for w in "abc"] for document in documents])
    words /= np.linalg.norm(words, axis=1, keepdims=True)
    assert np.allclose(points @ points.T, words @ words.T)


def test_a_film_without_text_is_near_to_nothing() -> None:
    """It has no part in the likeness, as a seed or as a candidate."""
    gist = _gist(PRISON, None, JAIL)
    assert not gist.points[1].any()
    assert not gist.likeness(np.array([1]), np.ones(1)).any()


@pytest.mark.parametrize("texts", [(), (None, None), ("Unique.", "Alone."), ("The film.",)])
def test_no_text_no_dimension(texts: tuple[str | None, ...]) -> None:
    """Without two texts that share a word the block is absent."""
    gist = _gist(*texts)
    assert not gist
    assert gist.points.shape == (len(texts), 0)


def test_many_words_come_down_to_few_dimensions() -> None:
    """However many words, a film takes DIMENSIONS numbers, and the same texts give the same points."""
    luck = np.random.default_rng(1)
    documents = [{f"w{word}" for word in luck.integers(0, 900, 30)} for _ in range(600)]
    points = latent(documents)
    assert points.shape == (600, DIMENSIONS)
    assert np.array_equal(points, latent(documents))


def test_likeness_weighs_the_seeds() -> None:
    """Of two seeds the stronger one decides more."""
    gist = _gist(PRISON, JAIL, SHARK, WHALE)
    towards = gist.likeness(np.array([0, 2]), np.array([0.9, 0.1]))
    assert towards[1] > towards[3]
    assert towards == pytest.approx(
        0.9 * (gist.points @ gist.points[0]) + 0.1 * (gist.points @ gist.points[2]), abs=1e-6
    )


def test_points_of_an_encoder_take_the_place_of_the_words() -> None:
    """Where the host's own encoder made the points, they are used, drawn to length 1; a film without keeps none."""
    gist = Gist.train([Told.by(PRISON)] * 3, (np.array([3.0, 4.0]), np.zeros(2), np.array([0.0, 2.0])))
    assert gist.points.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0, 0], [0, 1]]
