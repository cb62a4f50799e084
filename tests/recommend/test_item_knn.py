"""Films liked by the same people."""

import numpy as np
import pytest

from pickflix.recommend import item_knn
from pickflix.recommend.contract import tiny_ratings, tiny_table
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.item_knn import ItemKnn
from pickflix.recommend.recommender import Wish


def likes_of(*people: tuple[int, ...]) -> Interactions:
    """The likes of people, each the rows of the films liked, among 24."""
    users = np.repeat(np.arange(len(people)), [len(films) for films in people])
    films = np.array([film for liked in people for film in liked])
    return Interactions.of(users, films, np.full(len(users), 4.0), np.zeros(len(users), np.int64), 24)


def test_the_film_that_the_same_people_like_comes_first() -> None:
    """Three who like film 1 like film 2 too, one of them film 3: 2 stands before 3, and both before the rest."""
    model = ItemKnn.train(tiny_table(), likes_of((1, 2), (1, 2), (1, 2, 3), (4, 5)))
    assert model.recommend(Wish(seeds=(1,), n=2)).rows.tolist() == [2, 3]


def test_a_like_of_somebody_who_likes_everything_counts_less() -> None:
    """Of two films that two people each liked with film 1, the one of the choosy people is nearer."""
    choosy, eager = ((1, 2),) * 2, ((1, 3, *range(6, 24)),) * 2
    scores = ItemKnn.train(tiny_table(), likes_of(*choosy, *eager)).score([1], [2, 3])
    assert scores[0] > scores[1]


def test_what_one_person_says_is_doubted() -> None:
    """Two films that ten people like are nearer than two that one person likes, though both always go together."""
    scores = ItemKnn.train(tiny_table(), likes_of((8, 9), *((1, 2),) * 10))
    assert scores.score([1], [2])[0] > 2 * scores.score([8], [9])[0] > 0


def test_a_rating_that_is_no_like_says_nothing() -> None:
    """Films rated below four stars by the same people are not near each other."""
    likes = likes_of((1, 2), (1, 2))
    low = Interactions.of(likes.users, likes.films, np.full(len(likes), 3.0), likes.times, 24)
    model = ItemKnn.train(tiny_table(), low)
    assert (
        model.recommend(Wish(seeds=(1,), diverse=False)).rows.tolist()
        == [row for row in model.recommend(Wish(n=11, diverse=False)).rows.tolist() if row != 1][:10]
    )


def test_only_the_nearest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each film keeps its nearest films alone, and those are the nearest of all that it had."""
    everything = item_knn.Neighbours.train(tiny_ratings().liked())
    monkeypatch.setattr(item_knn, "NEAREST", 3)
    kept = item_knn.Neighbours.train(tiny_ratings().liked())
    assert np.bincount(kept.near, minlength=24).max() <= 3
    for film in range(24):
        all_of_it = np.sort(everything.closeness[everything.near == film])[::-1]
        assert np.sort(kept.closeness[kept.near == film])[::-1] == pytest.approx(all_of_it[:3])
