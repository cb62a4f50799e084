"""How crowded it is around each film: where films lie close together, a likeness says less than where few are.

Without a correction a film of a crowded place comes into many lists, and one of a lonely place into none.
"""

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np

from pickflix.recommend.arrays import Array, Floats, Rows

SAMPLE = 1000  # films that stand for all
NEAREST = 0.02  # of the sample: how many count as the surroundings of a film
PIECE = 4096  # films whose nearest are sought at once
AT_ONCE = 50  # films of the sample compared together, so that memory does not grow with the sample


def sample_of(ids: Sequence[str]) -> Rows:
    """The rows of SAMPLE films, ascending, chosen by their ids: a film more or less changes one of them at most."""
    drawn = np.array([crc32(film.encode()) for film in ids], np.int64)
    return np.sort(np.argsort(drawn, kind="stable")[:SAMPLE])


def crowding(sample: Rows, n_films: int, likeness: Callable[[Rows], Floats]) -> Floats:
    """The mean likeness (n_films,) of each film to the nearest of the sample, itself left out.

    `likeness` gives that of all films to one row, as an array of one row.
    """
    nearest = np.full((n_films, max(1, round(NEAREST * len(sample)))), -np.inf, np.float32)
    for begin in range(0, len(sample), AT_ONCE):
        rows = sample[begin : begin + AT_ONCE]
        compared = np.empty((len(rows), n_films), np.float32)
        for place in range(len(rows)):
            compared[place] = likeness(rows[place : place + 1])
        compared[np.arange(len(rows)), rows] = -np.inf
        _keep_nearest(nearest, compared)
    # A catalogue of one film has no other one.
    mean: Floats = np.where(np.isfinite(nearest), nearest, 0).mean(axis=1, dtype=np.float64)
    return mean


def _keep_nearest(nearest: Array, compared: Array) -> None:
    """Puts what is greater of `compared` (n, n_films) in the place of what is less of `nearest` (n_films, n_kept)."""
    for begin in range(0, len(nearest), PIECE):
        piece = slice(begin, begin + PIECE)
        # Film by film side by side, a few thousand at once: so all of it stays in the processor's cache.
        both = np.concatenate([nearest[piece], compared[:, piece].T], axis=1)
        both.partition(len(compared), axis=1)
        nearest[piece] = both[:, len(compared) :]
