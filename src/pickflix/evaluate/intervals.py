"""How sure a figure is: 95 % bootstrap intervals, drawn with a fixed seed and all at once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pickflix.recommend.arrays import Floats

DRAWS = 1000
SET_DRAWS = 200  # for what is measured of all lists together, which takes longer
LEVEL = 0.95
SEED = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, the ends of its interval, and of how many spectators (or lists) it is."""

    value: float
    low: float
    high: float
    n: int


@lru_cache(maxsize=8)
def _weights(n: int) -> Floats:
    """How often each of `n` is drawn, (DRAWS, n)."""
    luck = np.random.default_rng((SEED, n))
    return luck.multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(np.float64)


def of_mean(values: Floats) -> Estimate:
    """The mean of the values (n,), over those that are numbers; NaN throughout where none is."""
    there = values[np.isfinite(values)]
    if not len(there):
        return Estimate(np.nan, np.nan, np.nan, 0)
    low, high = _ends(_weights(len(there)) @ there / len(there))
    return Estimate(float(there.mean()), low, high, len(there))


def of_lists(measure: Callable[[Floats], Floats], n: int) -> list[Estimate]:
    """What is measured of many lists together: `measure` takes how often each of `n` counts, (n,), and gives figures.

    A draw repeats some lists and so shows fewer films than all lists do: each interval is moved to lie
    about its figure.
    """
    if not n:
        return []
    values = measure(np.ones(n))
    luck = np.random.default_rng((SEED, n))
    draws = (np.bincount(luck.integers(0, n, n), minlength=n).astype(np.float64) for _ in range(SET_DRAWS))
    drawn = np.array([measure(weights) for weights in draws])
    ends = (_ends(each + (value - each.mean())) for value, each in zip(values, drawn.T, strict=True))
    return [
        Estimate(value, min(low, value), max(high, value), n)
        for value, (low, high) in zip(values.tolist(), ends, strict=True)
    ]


def _ends(drawn: Floats) -> tuple[float, float]:
    low, high = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(low), float(high)
