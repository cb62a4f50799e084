"""The world that the seven files tell of: its titles in the order of the files, and its people."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from bench.imdb_like import known
from bench.imdb_like.dice import Dice, Ints

TITLES, PEOPLE = 12_300_000, 15_100_000  # of the whole IMDb
LAST_TITLE, LAST_PERSON = 40_000_000, 17_500_000  # their highest numbers, at every scale: ids of eight digits too
NO_YEAR, NO_RUNTIME = 0, 0
DIGITS, AT_ONCE = 7, 1_000_000  # of an id, at least; ids made at once
KINDS = {
    "movie": 0.060,
    "short": 0.090,
    "tvSeries": 0.0255,
    "tvMiniSeries": 0.0056,
    "tvMovie": 0.013,
    "tvSpecial": 0.005,
    "tvShort": 0.001,
    "video": 0.028,
    "videoGame": 0.004,
    "tvEpisode": 0.768,
}
MOVIE, SHORT, EPISODE = (list(KINDS).index(name) for name in ("movie", "short", "tvEpisode"))
SERIES = tuple(list(KINDS).index(name) for name in ("tvSeries", "tvMiniSeries"))
# By kind: the share that has votes, that has a length, that is adult.
RATED = np.array([0.46, 0.16, 0.35, 0.35, 0.4, 0.3, 0.2, 0.2, 0.45, 0.088])
TIMED = np.array([0.63, 0.6, 0.4, 0.4, 0.75, 0.6, 0.5, 0.65, 0.05, 0.3])
ADULT = np.array([0.015, 0.005, 0.005, 0.003, 0.005, 0.005, 0.005, 0.22, 0.02, 0.02])
LENGTHS = np.array(
    [[62, 170], [1, 39], [15, 60], [25, 60], [45, 120], [20, 150], [1, 20], [15, 140], [60, 600], [8, 65]]
)
TOGETHER = 24  # titles in a row, of which the episodes are often of one series
WANTED = 50  # votes of a film that counts
MOST_VOTES = 3_100_000


@dataclass(slots=True)
class World:
    """Everything that two files must agree on; one place of an array for each title, or person, in file order."""

    dice: Dice
    known: pl.DataFrame
    numbers: Ints
    kinds: Ints
    adult: Ints
    years: Ints
    lengths: Ints
    votes: Ints
    parents: Ints
    known_at: Ints
    title_ids: pl.Series
    person_ids: pl.Series
    known_people: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def people(self) -> int:
        """How many there are."""
        return len(self.person_ids)

    def wanted(self) -> Ints:
        """The places of films that count, before any dirt."""
        return np.flatnonzero((self.kinds == MOVIE) & ~self.adult & (self.votes >= WANTED))

    def same_series(self, titles: Ints) -> Ints:
        """What tells the people of a title: the title of its series where it is an episode."""
        parents = self.parents[titles]
        return np.where(parents >= 0, parents, titles)


def by_parts(make: Callable[[Ints], Ints], size: int) -> Ints:
    """What is made of the places 0 to `size`, part by part, for what lies between takes much memory."""
    return np.concatenate([make(np.arange(at, min(at + AT_ONCE, size))) for at in range(0, size, AT_ONCE)])


def made(scale: float, seed: int) -> World:
    """The world of that scale and seed."""
    dice = Dice(seed)
    films = known.best_known(scale)
    real = films["imdb_id"].str.slice(2).cast(pl.Int64).to_numpy()
    numbers = _spread(dice, max(round(TITLES * scale), 4 * len(films)) - len(real), LAST_TITLE, 1, real)
    kinds = by_parts(lambda at: dice.pick(at, 2, KINDS), len(numbers))
    known_at = np.flatnonzero(np.isin(numbers, real))
    kinds[known_at] = MOVIE
    known_order = np.argsort(real)[np.argsort(np.argsort(numbers[known_at]))]
    series = np.flatnonzero(np.isin(kinds, SERIES))
    world = World(
        title_ids=_ids("tt", numbers),
        person_ids=_ids("nm", _spread(dice, round(PEOPLE * scale), LAST_PERSON, 4, np.zeros(0, np.int64))),
        dice=dice,
        known=films[known_order.tolist()],
        numbers=numbers,
        kinds=kinds,
        adult=by_parts(lambda at: dice.happens(at, 3, ADULT[kinds[at]]), len(kinds)),
        years=by_parts(lambda at: _years(dice, at), len(kinds)),
        lengths=by_parts(lambda at: _lengths(dice, at, kinds[at]), len(kinds)),
        votes=by_parts(lambda at: _votes(dice, at, kinds[at]), len(kinds)),
        parents=by_parts(lambda at: _parents(dice, at, kinds[at], series), len(kinds)),
        known_at=known_at,
    )
    _place_known(world)
    return world


def _spread(dice: Dice, size: int, last: int, salt: int, real: Ints) -> Ints:
    """Numbers of 1 to `last` with gaps, the real ones among them, in the order of the ids as texts."""
    step = last / size

    def one(at: Ints) -> Ints:
        begin = (at * step).astype(np.int64)
        return (begin + dice.below(begin, salt, int(step)) + 1).astype(np.int32)

    numbers = by_parts(one, size)
    numbers[0] = 1
    numbers = np.concatenate([numbers[~np.isin(numbers, real)], real.astype(np.int32)])
    # "tt1000000" stands before "tt10000000", and that before "tt1000001".
    as_text = np.where(numbers < 10**DIGITS, numbers * 20, numbers * 2 + 1)
    return numbers[np.argsort(as_text)]


def _ids(prefix: str, numbers: Ints) -> pl.Series:
    """The numbers as IMDb writes them, made part by part."""
    parts = [
        prefix + pl.Series("", numbers[begin : begin + AT_ONCE]).cast(pl.String).str.zfill(DIGITS)
        for begin in range(0, len(numbers), AT_ONCE)
    ]
    return pl.concat(parts, rechunk=True)


def _years(dice: Dice, at: Ints) -> Ints:
    years = 2026 - dice.below(at, 5, 133, 3.2)
    return np.where(dice.happens(at, 6, 0.11), NO_YEAR, years).astype(np.int16)


def _lengths(dice: Dice, at: Ints, kinds: Ints) -> Ints:
    low, high = LENGTHS[kinds].T
    lengths = low + dice.below(at, 7, high - low + 1, 1.6)
    return np.where(dice.happens(at, 8, TIMED[kinds]), lengths, NO_RUNTIME).astype(np.int16)


def _votes(dice: Dice, at: Ints, kinds: Ints) -> Ints:
    """A few titles have most of the votes; none has fewer than five."""
    radius = np.sqrt(-2 * np.log1p(-dice.share(at, 9)))
    normal = radius * np.cos(2 * np.pi * dice.share(at, 10))
    movie = kinds == MOVIE
    votes = 5 + np.exp(np.where(movie, np.log(16) + 2.5 * normal, np.log(12) + 1.6 * normal))
    rated = dice.happens(at, 11, RATED[kinds])
    return np.where(rated, np.minimum(votes, MOST_VOTES), 0).astype(np.int32)


def _parents(dice: Dice, at: Ints, kinds: Ints, series: Ints) -> Ints:
    """The place of the series of each episode, -1 of other titles."""
    alone = dice.happens(at, 12, 0.1)
    keys = np.where(alone, at, -1 - at // TOGETHER)
    parents = series[dice.below(keys, 13, len(series), 1.8)]
    return np.where(kinds == EPISODE, parents, -1).astype(np.int32)


def _place_known(world: World) -> None:
    """Real films have their own year and length, and votes enough; their people are spread among all."""
    at, films = world.known_at, world.known
    world.adult[at] = False
    world.parents[at] = -1
    world.years[at] = films["year"].fill_null(NO_YEAR).to_numpy()
    world.lengths[at] = films["runtime_min"].fill_null(NO_RUNTIME).to_numpy()
    world.votes[at] = 1_000 + world.dice.below(at, 14, 400_000, 3)
    named = pl.concat([films[role].explode() for role in ("cast", "directors", "writers")]).drop_nulls()
    names = named.unique(maintain_order=True).to_list()
    places = ((np.arange(len(names)) + 0.5) * world.people / len(names)).astype(np.int64)
    world.known_people = dict(zip(names, places.tolist(), strict=True))
