"""The intervals hold what they promise."""

import numpy as np
import pytest

from pickflix.evaluate.intervals import of_lists, of_mean


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    """Of the mean of a skewed distribution, give or take what luck does."""
    luck = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        found = of_mean(luck.exponential(1, 150))
        held += found.low <= 1 <= found.high
    assert 0.90 <= held / 400 <= 0.98


def test_the_same_values_give_the_same_interval() -> None:
    """The draws have a fixed seed."""
    values = np.random.default_rng(1).random(99)
    assert of_mean(values) == of_mean(values.copy())


def test_who_has_no_value_does_not_count() -> None:
    """Neither in the mean nor in how many there are."""
    found = of_mean(np.array([1.0, np.nan, 3.0]))
    assert (found.value, found.n) == (2.0, 2)


def test_nobody_gives_no_number() -> None:
    """And no error."""
    assert of_mean(np.full(3, np.nan)).n == 0
    assert of_lists(lambda weights: weights, 0) == []


def test_an_interval_of_all_lists_lies_about_the_figure() -> None:
    """A draw with repetitions shows fewer films; the figure is in the interval all the same."""
    shown = np.random.default_rng(2).integers(0, 300, (100, 5))
    (found,) = of_lists(lambda weights: np.array([len(np.unique(shown[weights > 0])) / 300]), 100)
    assert found.low < found.value < found.high
    assert found.value == pytest.approx(len(np.unique(shown)) / 300)
