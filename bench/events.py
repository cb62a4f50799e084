"""Synthetic likes, as many as wanted: few films are much liked, few people like much, and everybody has a taste.

The same numbers and seed give the same events. A model that learns nothing finds what is popular; one that
learns the tastes finds more, so that a hit rate on them means something.
"""

from dataclasses import dataclass

import numpy as np

from pickflix.recommend.arrays import Floats, Rows
from pickflix.recommend.interactions import Interactions

TASTES = 40
# Of the likes of one person: to the first taste, to the second; what is left goes to films of any kind.
FIRST, SECOND = 0.6, 0.25
STEEP = 0.8  # the nth film, or person, has a share as 1 / n ** STEEP
AT_ONCE = 2_000_000  # draws
SPARE = 1.3  # draws for each event wanted, for the same person is drawn the same film twice
FIRST_DAY = 1_500_000_000  # seconds since 1970


@dataclass(frozen=True, slots=True)
class World:
    """Who likes how much and what kind: `cumulated` shares of the users, and of the films of each taste."""

    of_users: Floats
    films: tuple[Rows, ...]
    of_films: tuple[Floats, ...]
    tastes: Rows

    @classmethod
    def drawn(cls, n_users: int, n_films: int, luck: np.random.Generator) -> "World":
        """The people and films of that luck; the taste after the last is that of everybody."""
        kind = luck.integers(0, TASTES, n_films)
        share = _power_law(n_films, luck)
        films = (*(np.flatnonzero(kind == taste) for taste in range(TASTES)), np.arange(n_films))
        return cls(
            of_users=np.cumsum(_power_law(n_users, luck)),
            films=films,
            of_films=tuple(np.cumsum(share[rows] / max(share[rows].sum(), 1e-12)) for rows in films),
            tastes=luck.integers(0, TASTES, (n_users, 2)),
        )

    def draw(self, n: int, luck: np.random.Generator) -> tuple[Rows, Rows]:
        """Users and films (n,) of likes, with repetitions."""
        users = np.minimum(np.searchsorted(self.of_users, luck.random(n)), len(self.of_users) - 1)
        dice = luck.random(n)
        first, second = self.tastes[users].T
        taste = np.where(dice < FIRST, first, np.where(dice < FIRST + SECOND, second, TASTES))
        films = np.zeros(n, np.int64)
        for kind, (rows, share) in enumerate(zip(self.films, self.of_films, strict=True)):
            asked = np.flatnonzero(taste == kind)
            if len(rows):
                films[asked] = rows[np.minimum(np.searchsorted(share, luck.random(len(asked))), len(rows) - 1)]
        return users, films


def events(n: int, n_users: int, n_films: int, seed: int) -> Interactions:
    """Exactly `n` likes of distinct pairs; at most a fifth of all pairs, so that they are found soon."""
    assert n <= n_users * n_films / 5, "too many events for so few people and films"
    luck = np.random.default_rng(seed)
    world = World.drawn(n_users, n_films, luck)
    pairs = np.zeros(0, np.int64)
    while len(pairs) < n:
        missing = int((n - len(pairs)) * SPARE) + 1
        drawn = [world.draw(min(AT_ONCE, missing - at), luck) for at in range(0, missing, AT_ONCE)]
        pairs = _distinct(np.concatenate([pairs, *(users * n_films + films for users, films in drawn)]))
    kept = np.delete(pairs, luck.choice(len(pairs), len(pairs) - n, replace=False))
    users, films = np.divmod(kept, n_films)
    times = FIRST_DAY + luck.permutation(n)
    return Interactions(users=users, films=films, values=np.full(n, 5.0), times=times, n_users=n_users, n_films=n_films)


def _distinct(numbers: Rows) -> Rows:
    """The different ones, ascending; np.unique hashes, which takes a minute for ten million."""
    numbers.sort()
    different: Rows = numbers[np.append(np.diff(numbers) != 0, [True] * bool(len(numbers)))]
    return different


def _power_law(n: int, luck: np.random.Generator) -> Floats:
    """Shares (n,) that sum to 1, in no order."""
    share = 1 / np.arange(1, n + 1) ** STEEP
    return np.asarray(luck.permutation(share / share.sum()), np.float64)
