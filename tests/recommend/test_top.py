"""The best of many."""

import numpy as np
import pytest

from pickflix.recommend.recommender import top


@pytest.mark.parametrize("films", [1, 300, 200_000])
@pytest.mark.parametrize("digits", [2, 15])
def test_the_best_are_those_of_a_full_sort(films: int, digits: int) -> None:
    """However many there are and however many are equal: the greatest first, of equals the lower row."""
    luck = np.random.default_rng(7)
    values = np.round(luck.random(films), digits)
    for listable in (np.arange(films), np.flatnonzero(luck.random(films) < 0.02)):
        for n in (0, 1, 160, 5000):
            wanted = listable[np.argsort(-values[listable], kind="stable")[:n]]
            assert np.array_equal(top(values, listable, min(n, len(listable))), wanted)
