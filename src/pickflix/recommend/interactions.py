"""Who liked what, in rows of one snapshot: what collaborative models learn from."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from pickflix.errors import BuildError
from pickflix.recommend.arrays import Floats, Mask, Rows, starts

LIKED = 4.0  # stars from which a rating says "I liked it"
LEAST, MOST = 0.5, 5.0  # stars
MOST_OF_ONE = 2_000  # ratings of one user that a model learns from


class BadInteractions(BuildError):
    """Interactions that no table of users and films can hold."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(f"The ratings cannot be used: in {column}, {problem}.")
        self.column = column


@dataclass(frozen=True, slots=True, kw_only=True)
class Interactions:
    """Ratings as flat arrays (n,), one entry a user and film, in the order of users, then films.

    `users` are numbers from 0 to n_users - 1, `films` rows of the snapshot, `values` stars from 0.5 to 5 (a
    like is 5, a dislike 1), `times` seconds since 1970 in UTC, 0 where unknown. Raises BadInteractions.
    """

    users: Rows
    films: Rows
    values: Floats
    times: Rows
    n_users: int
    n_films: int

    def __post_init__(self) -> None:
        for column in fields(self)[:4]:
            if getattr(self, column.name).shape != self.users.shape:
                raise BadInteractions(column.name, f"not one entry for each of {len(self.users)} ratings")
        if not len(self.users):
            return
        for name, given, beyond in (("users", self.users, self.n_users), ("films", self.films, self.n_films)):
            if given.min() < 0 or given.max() >= beyond:
                raise BadInteractions(name, f"a number is none of the {beyond}")
        if not ((self.values >= LEAST) & (self.values <= MOST)).all():  # NaN fails too
            raise BadInteractions("values", f"one is not between {LEAST} and {MOST} stars")
        if (np.diff(self.users * self.n_films + self.films) <= 0).any():
            raise BadInteractions("users", "a user and a film stand twice, or out of order")

    def __len__(self) -> int:
        return len(self.users)

    @classmethod
    def none(cls, n_films: int) -> Self:
        """Nobody has said anything yet."""
        empty = np.zeros(0, np.int64)
        return cls(users=empty, films=empty, values=np.zeros(0), times=empty, n_users=0, n_films=n_films)

    @classmethod
    def of(cls, users: Rows, films: Rows, values: Floats, times: Rows, n_films: int) -> Self:
        """The interactions of those columns in any order; of a user and film that stand twice the latest counts."""
        order = np.lexsort((times, films, users))
        pair = (users * n_films + films)[order]
        last = order[np.concatenate([pair[1:] != pair[:-1], np.ones(min(len(pair), 1), np.bool_)])]
        n_users = int(users.max()) + 1 if len(users) else 0
        return cls(
            users=users[last],
            films=films[last],
            values=values[last],
            times=times[last],
            n_users=n_users,
            n_films=n_films,
        )

    def keep(self, mask: Mask) -> "Interactions":
        """Those of the mask (n,), among the same users and films."""
        if mask.all():
            return self  # ten million need not be copied
        chosen = {column.name: getattr(self, column.name)[mask] for column in fields(self)[:4]}
        return Interactions(**chosen, n_users=self.n_users, n_films=self.n_films)

    def liked(self) -> "Interactions":
        """Those of LIKED stars or more."""
        return self.keep(self.values >= LIKED)

    def latest(self, most: int = MOST_OF_ONE) -> "Interactions":
        """The `most` latest of each user: an account that likes 50,000 films says nothing of what goes together."""
        start = starts(np.bincount(self.users, minlength=self.n_users))
        if (np.diff(start) <= most).all():
            return self
        newest_first = np.lexsort((-self.films, -self.times, self.users))
        place = np.empty(len(self), np.int64)
        place[newest_first] = np.arange(len(self))
        return self.keep(place - start[self.users] < most)

    def by_user(self) -> tuple[Rows, Rows, Floats]:
        """Start (n_users + 1,), films and values: those of user u stand from start[u] to start[u + 1]."""
        return starts(np.bincount(self.users, minlength=self.n_users)), self.films, self.values

    def by_film(self) -> tuple[Rows, Rows, Floats]:
        """Start (n_films + 1,), users and values: those of film f stand from start[f] to start[f + 1]."""
        order = np.lexsort((self.users, self.films))
        return starts(self.behind), self.users[order], self.values[order]

    @property
    def behind(self) -> Rows:
        """How many ratings stand behind each film, (n_films,)."""
        return np.bincount(self.films, minlength=self.n_films)
