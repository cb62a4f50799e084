"""How much each voice counts, learnt from questions."""

import numpy as np
import pytest

from pickflix.recommend import blend
from pickflix.recommend.blend import DEFAULT, STEPS, VOICES, Question
from pickflix.recommend.contract import tiny_ratings


def questions(n: int, knows: str, films: int = 80) -> list[Question]:
    """What `n` people are asked, of whose likes that voice alone has a notion."""
    luck = np.random.default_rng(5)
    asked = []
    for _ in range(n):
        voices = luck.normal(size=(films, 1 + len(VOICES)))
        liked = voices[:, 1 + VOICES.index(knows)] + 0.5 * luck.normal(size=films) > 1.5
        asked.append(Question.of(voices, liked))
    return asked


@pytest.mark.parametrize("knows", ["ease", "als"])
def test_who_is_right_is_heard(knows: str) -> None:
    """A voice that knows what people like counts more than before, and in the end more than any other.

    Not where one film is named: there the popular ones are so loud that no small change is surely better.
    """
    weights = blend.learn([questions(60, knows)] * len(STEPS))
    voice = VOICES.index(knows)
    assert (weights[1:, voice] > DEFAULT[1:, voice]).all()
    assert weights[-1].argmax() == voice


def test_the_popular_never_count_more() -> None:
    """However often the popular films are right, their voice grows no louder."""
    weights = blend.learn([questions(60, "popularity")] * len(STEPS))
    popular = VOICES.index("popularity")
    assert (weights[:, popular] <= DEFAULT[:, popular]).all()


def test_of_few_people_nothing_is_learnt() -> None:
    """Below the fewest that a step asks for, its weights are the default ones."""
    asked = [[], *([questions(blend.FEWEST - 1, "ease")] * (len(STEPS) - 1))]
    assert np.array_equal(blend.learn(asked), DEFAULT)


def test_a_handful_of_films_is_enough() -> None:
    """Where fewer films are rated than a list is long there are weights all the same."""
    assert np.isfinite(blend.learn([questions(40, "ease", films=4)] * len(STEPS))).all()


def test_between_two_steps() -> None:
    """As many films as a step says have its weights; more than the last step says have the last ones."""
    for step, weights in zip(STEPS, DEFAULT, strict=True):
        assert blend.at(DEFAULT, step) == pytest.approx(weights)
    between = blend.at(DEFAULT, 2)
    assert (between >= DEFAULT[:2].min(axis=0)).all()
    assert (between <= DEFAULT[:2].max(axis=0)).all()
    assert blend.at(DEFAULT, 5000) == pytest.approx(DEFAULT[-1])


def test_nobody_is_asked_what_they_told() -> None:
    """The films that a person keeps back are none of those that the person names."""
    likes, luck = tiny_ratings().liked(), np.random.default_rng(1)
    asked = [*blend.newcomers(likes, luck)]
    assert {place for place, _, _ in asked} <= {*range(len(STEPS))}
    for place, named, kept in asked:
        assert len(named) == STEPS[place]
        assert not np.intersect1d(named, kept).size


def test_who_named_much_is_asked_for_the_rest() -> None:
    """People whom the models know name what the models know of them, and are asked for what was kept from these."""
    likes, luck = tiny_ratings().liked(), np.random.default_rng(1)
    hidden = np.arange(len(likes)) % 5 == 0
    asked = [*blend.acquaintances(likes.keep(~hidden), likes.keep(hidden), luck)]
    for place, named, kept in asked:
        assert STEPS[place] >= blend.MANY
        assert not np.intersect1d(named, kept).size
