"""How crowded it is around each film: where films lie close together, a likeness says less than where few are.

Without a correction a film of a crowded place comes into many lists, and one of a lonely place into none.
"""

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np

from pickflix.recommend.arrays import Floats, Rows

SAMPLE = 1000  # films that stand for all
NEAREST = 0.02  # of the sample: how many count as the surroundings of a film
AT_ONCE = 50  # films of the sample compared together, so that memory does not grow with the sample


def sample_of(ids: Sequence[str]) -> Rows:
    """The rows of SAMPLE films, ascending, chosen by their ids: a film more or less changes one of them at most."""
    drawn = np.array([crc32(film.encode()) for film in ids], np.int64)
    return np.sort(np.argsort(drawn, kind="stable")[:SAMPLE])


def crowding(sample: Rows, n_films: int, likeness: Callable[[Rows], Floats]) -> Floats:
    """The mean likeness (n_films,) of each film to the nearest of the sample, itself left out.

    `likeness` gives that of all films to one row, as an array of one row.
    """
    nearest = np.full((max(1, round(NEAREST * len(sample))), n_films), -np.inf, np.float32)
    for begin in range(0, len(sample), AT_ONCE):
        rows = sample[begin : begin + AT_ONCE]
        compared = np.empty((len(rows), n_films), np.float32)
        for place in range(len(rows)):
            compared[place] = likeness(rows[place : place + 1])
        compared[np.arange(len(rows)), rows] = -np.inf
        nearest = np.partition(np.concatenate([nearest, compared]), len(rows), axis=0)[len(rows) :]
    # A catalogue of one film has no other one.
    mean: Floats = np.where(np.isfinite(nearest), nearest, 0).mean(axis=0, dtype=np.float64)
    return mean
