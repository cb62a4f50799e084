"""What is hidden from a model and asked of it afterwards: one fold is one training and its cases."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from pickflix.recommend.arrays import Mask, Rows
from pickflix.recommend.interactions import Interactions

SEED = 20
HELD_OUT = 0.2  # of the ratings of each spectator
WARM_DRAWS = 5
NEWCOMER_FOLDS, NEWCOMER_LIKES = 5, 10  # parts of the spectators; likes from which one is asked
GIVEN = (1, 3, 5)  # likes that a newcomer tells
COLD_FILMS = 0.1
COLD_DRAWS = 3
PAST = 0.8  # of all ratings, by time


@dataclass(frozen=True, slots=True)
class Case:
    """One question: which films of the `pool` are the `positives` of the `user` who likes the `seeds`.

    All are rows of films, ascending. As on the site only likes are told: what somebody saw and liked less is
    ranked with the rest. (Nor is it a dislike: who rates a film low chose to see it, and likes such films more
    than others.)
    """

    user: int
    seeds: Rows
    pool: Rows
    positives: Rows

    @property
    def candidates(self) -> Rows:
        """The films that are ranked."""
        return self.pool[~np.isin(self.pool, self.seeds, assume_unique=True)]


@dataclass(frozen=True, slots=True)
class Fold:
    """What a model may learn from, and what it is asked, by protocol.

    `n_candidates` films are ranked. Folds of one `draw` ask each spectator once.
    """

    train: Interactions
    cases: Mapping[str, tuple[Case, ...]]
    n_candidates: int
    draw: int = 0


Split: TypeAlias = Callable[[Interactions], Iterator[Fold]]


def warm(ratings: Interactions) -> Iterator[Fold]:
    """A fifth of the ratings of each spectator is hidden, at random; several draws."""
    for draw in range(WARM_DRAWS):
        luck = np.random.default_rng((SEED, draw))
        hidden = _share_of_each(ratings, luck.random(len(ratings)), HELD_OUT)
        train = ratings.keep(~hidden)
        films = rated(ratings)
        yield Fold(train, {"warm": _cases(train, ratings.keep(hidden), films)}, len(films), draw)


def newcomers(ratings: Interactions) -> Iterator[Fold]:
    """A fifth of the spectators is unknown to the model; each tells 1, 3 or 5 likes, the others are to be found."""
    likes, films = ratings.liked(), rated(ratings)
    many = np.flatnonzero(np.bincount(likes.users, minlength=ratings.n_users) >= NEWCOMER_LIKES)
    luck = np.random.default_rng((SEED, 0))
    part = np.full(ratings.n_users, -1)
    part[many] = luck.permutation(len(many)) % NEWCOMER_FOLDS
    place = _place(likes, luck.random(len(likes)))
    for fold in range(NEWCOMER_FOLDS):
        asked = part[likes.users] == fold
        cases = {
            f"newcomer-{given}": _cases(
                likes.keep(asked & (place < given)), likes.keep(asked & (place >= given)), films
            )
            for given in GIVEN
        }
        yield Fold(ratings.keep(part[ratings.users] != fold), cases, len(films))


def cold(ratings: Interactions) -> Iterator[Fold]:
    """Nobody has rated a tenth of the films; these are ranked among themselves, by what is known of each spectator."""
    films = rated(ratings)
    shuffled = np.random.default_rng((SEED, 0)).permutation(films)
    size = round(COLD_FILMS * len(films))
    for draw in range(COLD_DRAWS):
        unseen = np.sort(shuffled[draw * size : (draw + 1) * size])
        hidden = np.isin(ratings.films, unseen)
        train = ratings.keep(~hidden)
        yield Fold(train, {"cold": _cases(train, ratings.keep(hidden), unseen)}, size, draw)


def chronological(ratings: Interactions) -> Iterator[Fold]:
    """The model knows what was rated up to one day; who comes after tells the first half and is asked the rest."""
    if not len(ratings):
        return
    day = np.quantile(ratings.times, PAST)
    after = ratings.times > day
    later = ratings.keep(after)
    asked = np.zeros(len(ratings), np.bool_)
    asked[after] = _share_of_each(later, -later.times.astype(np.float64), 0.5)
    told = np.isin(ratings.users, ratings.users[asked]) & ~asked
    films = rated(ratings)
    cases = _cases(ratings.keep(told), ratings.keep(asked), films)
    yield Fold(ratings.keep(~after), {"chronological": cases}, len(films))


SPLITS: Mapping[str, Split] = MappingProxyType(
    {"warm": warm, "newcomer": newcomers, "cold": cold, "chronological": chronological}
)


def rated(ratings: Interactions) -> Rows:
    """The films that somebody rated, ascending."""
    return np.flatnonzero(ratings.behind)


def _place(ratings: Interactions, key: np.ndarray) -> Rows:
    """The place of each rating among those of its spectator, from 0, by rising key; of equals the lower film first."""
    order = np.lexsort((key, ratings.users))
    place = np.empty(len(ratings), np.int64)
    place[order] = np.arange(len(ratings)) - ratings.by_user()[0][ratings.users[order]]
    return place


def _share_of_each(ratings: Interactions, key: np.ndarray, share: float) -> Mask:
    """Of each spectator that share of the ratings, those of the least keys."""
    many = np.bincount(ratings.users, minlength=ratings.n_users)
    mask: Mask = _place(ratings, key) < np.round(share * many)[ratings.users]
    return mask


def _cases(told: Interactions, asked: Interactions, pool: Rows) -> tuple[Case, ...]:
    """A case for each spectator with a like in `asked`; the likes of `told` are its seeds."""
    start, seeds, _ = told.liked().by_user()
    begin, wanted, _ = asked.liked().by_user()
    return tuple(
        Case(user, seeds[start[user] : start[user + 1]], pool, wanted[begin[user] : begin[user + 1]])
        for user in np.flatnonzero(np.diff(begin)).tolist()
    )
