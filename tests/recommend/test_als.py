"""Tastes learnt from likes: whoever asks is placed as the training would have placed them."""

import numpy as np
import pytest
from implicit.cpu.als import AlternatingLeastSquares
from scipy import sparse
from threadpoolctl import threadpool_limits

from pickflix.recommend import als
from pickflix.recommend.als import Als
from pickflix.recommend.contract import tiny_ratings, tiny_table
from pickflix.recommend.interactions import MOST_OF_ONE, Interactions
from pickflix.recommend.recommender import Wish


def fans(n_films: int = 40, n_users: int = 60) -> Interactions:
    """Half of the people like films of the first half of the catalogue, half those of the second, some of them each."""
    users, films = np.divmod(np.arange(n_users * n_films), n_films)
    rated = ((users % 2 == 0) == (films < n_films // 2)) & (users * films % 7 < 3)
    return Interactions.of(users[rated], films[rated], np.full(rated.sum(), 5.0), users[rated], n_films)


def test_somebody_is_placed_as_in_training() -> None:
    """The taste found for a request is the one that `implicit` computes for a user of those likes."""
    model = Als.train(tiny_table(), tiny_ratings())
    theirs = AlternatingLeastSquares(
        factors=model.tastes.factors.shape[1], regularization=als.RIDGE, alpha=als.CONFIDENCE, dtype=np.float64
    )
    theirs.item_factors = model.tastes.factors.astype(np.float64)
    for films, strengths in (([3], [1.0]), ([0, 5, 7], [1.0, 1.0, 1.0]), ([2, 9], [1.5, 0.5])):
        likes = sparse.csr_matrix((strengths, ([0] * len(films), films)), (1, 24))
        wanted = theirs.recalculate_user(0, likes)
        assert model.tastes.place(np.array(films), np.array(strengths)) == pytest.approx(wanted, rel=1e-4, abs=1e-9)


def test_people_of_one_taste_are_told_from_the_other() -> None:
    """A film of one half of the catalogue brings the films that the same people like."""
    found = Als.train(tiny_table(40), fans()).recommend(Wish(seeds=(3,), n=15, diverse=False))
    assert (found.rows < 20).all()


def test_a_film_that_nobody_liked_asks_for_the_popular_ones() -> None:
    """Where the likes say nothing of the seeds, the list is that of the popularity."""
    few = fans(20)
    ratings = Interactions.of(few.users, few.films, few.values, few.times, 24)
    model = Als.train(tiny_table(), ratings)
    found = model.recommend(Wish(seeds=(23,), n=5, diverse=False))
    assert found.rows.tolist() == model.recommend(Wish(hidden=(23,), n=5, diverse=False)).rows.tolist()


def test_threads_change_nothing() -> None:
    """One thread of linear algebra or two: the same ratings give the same bytes."""
    with threadpool_limits(1):
        first = als.train_tastes(fans())
    with threadpool_limits(2):
        second = als.train_tastes(fans())
    assert np.array_equal(first.factors, second.factors)


def test_an_account_that_likes_everything_does_not_drown_the_others() -> None:
    """Of one user with 50,000 likes no more than MOST_OF_ONE are learnt from."""
    n_films = 50_000
    people = fans()
    users = np.concatenate([people.users, np.full(n_films, 60)])
    films = np.concatenate([people.films, np.arange(n_films)])
    flooded = Interactions.of(users, films, np.full(len(users), 5.0), np.zeros(len(users), np.int64), n_films)
    assert (flooded.latest().users == 60).sum() == MOST_OF_ONE
    found = np.argsort(-als.train_tastes(flooded.latest()).likeness(np.array([3]), np.ones(1)), kind="stable")
    assert (found[:10] < 20).all()
