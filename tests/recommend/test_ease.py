"""What people who like the seeds like besides."""

import numpy as np
import pytest

from pickflix.recommend import ease
from pickflix.recommend.contract import tiny_ratings, tiny_table
from pickflix.recommend.ease import Ease
from pickflix.recommend.recommender import Wish


def exact() -> np.ndarray:
    """The matrix of EASE as its author writes it, from the likes of the tiny catalogue."""
    likes = tiny_ratings().liked()
    liked = ease.like_matrix(likes, np.arange(24)).astype(np.float64)
    inverse = np.linalg.inv(liked.T @ liked + ease.RIDGE * np.eye(24))
    told = -inverse / np.diag(inverse)
    np.fill_diagonal(told, 0)
    return told


def kept(model: Ease) -> np.ndarray:
    """What the model kept, as a matrix."""
    everything = np.arange(24)
    return np.stack([model.told.likeness(everything[row : row + 1], np.ones(1)) for row in everything])


def test_the_dual_form_is_exact() -> None:
    """Solved among twelve users, it is the matrix that the author's formula gives among twenty-four films."""
    assert kept(Ease.train(tiny_table(), tiny_ratings())) == pytest.approx(exact(), abs=1e-6)


def test_more_users_than_films_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are many users the system is solved among the films, and means the same."""
    dual = kept(Ease.train(tiny_table(), tiny_ratings()))
    monkeypatch.setattr(ease, "_dual", ease._primal)  # noqa: SLF001 - the other way round
    assert kept(Ease.train(tiny_table(), tiny_ratings())) == pytest.approx(dual, abs=1e-6)


def test_only_the_strongest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each film keeps the films it says most of, and of them what it said."""
    everything = kept(Ease.train(tiny_table(), tiny_ratings()))
    monkeypatch.setattr(ease, "KEPT", 5)
    few = kept(Ease.train(tiny_table(), tiny_ratings()))
    assert (few != 0).sum(axis=1).max() == 5
    assert np.array_equal(few[few != 0], everything[few != 0])
    assert np.abs(few).sum(axis=1) == pytest.approx(np.sort(np.abs(everything), axis=1)[:, -5:].sum(axis=1))


def test_more_than_it_can_hold_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond what memory allows the films most liked and the users who liked most are learnt from."""
    monkeypatch.setattr(ease, "MOST_FILMS", 10)
    monkeypatch.setattr(ease, "MOST_USERS", 4)
    model = Ease.train(tiny_table(), tiny_ratings())
    assert (kept(model) != 0).any(axis=0).sum() <= 10
    assert len(model.recommend(Wish(seeds=(1, 2))).rows) == 10
