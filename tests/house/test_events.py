"""The synthetic likes that training is measured on."""

import numpy as np

from bench.events import events


def test_there_are_as_many_as_asked_and_always_the_same() -> None:
    """The same seed gives the same likes, each pair once; another seed gives others."""
    first, again, other = (events(20_000, 500, 400, seed) for seed in (7, 7, 8))
    assert len(first) == len(other) == 20_000
    assert np.array_equal(first.films, again.films)
    assert not np.array_equal(first.films, other.films)


def test_few_films_are_much_liked() -> None:
    """A tenth of the films has far more than a tenth of the likes, as in any cinema."""
    behind = np.sort(events(20_000, 2_000, 1_000, 7).behind)[::-1]
    assert behind[:100].sum() > 0.25 * behind.sum()


def test_people_have_tastes() -> None:
    """Films that one person likes are liked by the same others more often than chance and fame would have it."""
    likes = events(20_000, 2_000, 1_000, 7)
    table = np.zeros((2_000, 1_000))
    table[likes.users, likes.films] = 1
    by_chance = np.outer(table.sum(axis=0), table.sum(axis=0)) / 2_000
    together = table.T @ table
    known = np.triu(by_chance > 0.5, 1)
    assert np.quantile(together[known] / by_chance[known], 0.99) > 3
