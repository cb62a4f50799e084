"""Three files about titles, basics, episode and ratings: each a stream of frames, to be written one after the other."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from bench.imdb_like import dirt as bad
from bench.imdb_like.dice import Dice, Ints
from bench.imdb_like.dirt import Dirt, changed, patched, taken, twice
from bench.imdb_like.texts import DAYS, EPISODES, MISSING, NUMBERED, SEASONS, Pool
from bench.imdb_like.world import EPISODE, KINDS, SERIES, TOGETHER, World

AT_ONCE = 60_000  # titles
NAMELESS = 0.55  # of the episodes
SCRIPTS = {
    "latin": 0.9, "chinese": 0.02, "japanese": 0.02, "cyrillic": 0.02, "korean": 0.01, "devanagari": 0.01,
    "arabic": 0.005, "greek": 0.005, "thai": 0.005, "hebrew": 0.005,
}  # fmt: skip
GENRES = ("Drama", "Comedy", "Documentary", "Talk-Show", "News", "Romance", "Reality-TV", "Family", "Animation",
    "Crime", "Action", "Music", "Adventure", "Game-Show", "Thriller", "Horror", "Sport", "Mystery", "Fantasy",
    "History", "Sci-Fi", "Biography", "Musical", "War", "Western", "Film-Noir")  # fmt: skip


def chosen(texts: tuple[str, ...] | list[str], numbers: Ints) -> pl.Series:
    """The texts of these numbers."""
    return pl.Series(list(texts)).gather(pl.Series(numbers.astype(np.uint32)))


def numbers_as_texts(numbers: Ints, missing: Ints) -> pl.Series:
    """Whole numbers as texts, some of them missing."""
    return pl.Series(numbers).cast(pl.String).set(pl.Series(missing), MISSING)


class Titled(NamedTuple):
    """The numbers of the texts of titles: as shown, in the original, whether nameless, and in what script."""

    primary: Ints
    original: Ints
    nameless: Ints
    number: Ints


def season_and_number(world: World, at: Ints) -> tuple[Ints, Ints]:
    """Which episode of which season, one after the other for those of a series that stand together."""
    together = world.parents[at].astype(np.int64) * 1_000_003 + at // TOGETHER
    season = world.dice.below(together, 21, SEASONS, 3)
    return season, (world.dice.below(together, 22, EPISODES, 2) + at % TOGETHER) % EPISODES


def titled(world: World, pool: Pool, at: Ints) -> Titled:
    """The titles at these places."""
    dice = world.dice
    nameless = (world.kinds[at] == EPISODE) & (dice.happens(at, 20, NAMELESS))
    season, episode = season_and_number(world, at)
    together = world.parents[at].astype(np.int64) * 1_000_003 + at // TOGETHER
    day = NUMBERED + (dice.below(together, 24, DAYS) + at % TOGETHER) % DAYS
    number = np.where(dice.happens(world.parents[at], 23, 0.2), day, season * EPISODES + episode)
    script = dice.pick(at, 25, SCRIPTS)
    latin = pool.drawn("latin", dice, at, 26)
    own = in_script(pool, dice, at, script, 26)
    shown = np.where(dice.happens(at, 27, 0.6), latin, own)
    generic = pool.blocks["generic en"][0] + number
    primary, original = (np.where(nameless, generic, text) for text in (shown, own))
    known = np.searchsorted(world.known_at, at)
    is_known = world.known_at[np.minimum(known, len(world.known_at) - 1)] == at
    real = pool.blocks["known"][0] + known
    return Titled(np.where(is_known, real, primary), np.where(is_known, real, original), nameless, number)


def in_script(pool: Pool, dice: Dice, keys: Ints, script: Ints, salt: int) -> Ints:
    """The number of a title in its script for each key."""
    blocks = np.array([pool.blocks[name] for name in SCRIPTS])
    begin, size = blocks[script].T
    return np.asarray(begin + dice.below(keys, salt, size), np.int64)


def basics(world: World, pool: Pool, dirt: Dirt) -> Iterator[pl.DataFrame]:
    """title.basics: one row a title."""
    genres = Pool()
    pairs = [",".join(sorted({one, other})) for one in GENRES for other in GENRES[:12]]
    genres.add("any", pl.Series([*pairs, *GENRES]))
    for begin in range(0, len(world), AT_ONCE):
        at = np.arange(begin, min(begin + AT_ONCE, len(world)))
        rows = {kind: dirt.within(kind, begin, int(at[-1]) + 1) for kind in bad.OF_TITLES}
        texts = titled(world, pool, at)
        primary, original = pool.texts(texts.primary), pool.texts(texts.original)
        for kind, before, after in (
            ("quoted_titles", ('"', '"A" or "'), ("", '""', "'")),
            ("control_titles", ("", "A "), bad.CONTROLS),
            ("backslash_titles", ("\\", "C:\\N "), ("\\", " \\n \\t", "\\\\")),
        ):
            primary = changed(primary, rows[kind], before, after)
            original = changed(original, rows[kind], before, after)
        frame = pl.DataFrame(
            {
                "tconst": world.title_ids[begin : int(at[-1]) + 1],
                "titleType": patched(chosen(list(KINDS), world.kinds[at]), rows["unknown_kinds"], ("tvPilot", "Movie")),
                "primaryTitle": primary,
                "originalTitle": original,
                "isAdult": patched(chosen(["0", "1"], world.adult[at]), rows["bad_adult"], bad.NO_ADULT),
                "startYear": patched(_year(world.years[at]), rows["bad_years"], bad.NO_YEARS),
                "endYear": _end(world, at),
                "runtimeMinutes": patched(_year(world.lengths[at]), rows["bad_lengths"], bad.NO_LENGTHS),
                "genres": _genres(world, genres, at),
            }
        )
        yield twice(frame, rows["doubled_titles"])


def _year(years: Ints) -> pl.Series:
    return numbers_as_texts(years, years == 0)


def _end(world: World, at: Ints) -> pl.Series:
    years = world.years[at].astype(np.int64)
    ended = np.isin(world.kinds[at], SERIES) & (years > 0) & (world.dice.happens(at, 31, 0.5))
    return numbers_as_texts(years + world.dice.below(at, 32, 8), ~ended)


def _genres(world: World, genres: Pool, at: Ints) -> pl.Series:
    base, dice = world.same_series(at), world.dice
    texts = genres.texts(genres.drawn("any", dice, base, 33, 4))
    texts = texts.set(pl.Series(dice.happens(base, 34, 0.04)), MISSING).set(pl.Series(world.adult[at]), "Adult")
    inside = np.flatnonzero((world.known_at >= at[0]) & (world.known_at <= at[-1]))
    real = [",".join(sorted(some[:3])) or MISSING for some in world.known["genres"].gather(inside.tolist()).to_list()]
    return patched(texts, world.known_at[inside] - at[0], real)


def ratings(world: World, dirt: Dirt) -> Iterator[pl.DataFrame]:
    """title.ratings: one row for each title with votes."""
    averages = [f"{tenths / 10:.1f}" for tenths in range(10, 101)]
    for begin in range(0, len(world), AT_ONCE * 4):
        end = min(begin + AT_ONCE * 4, len(world))
        at = begin + np.flatnonzero(world.votes[begin:end])
        rows = {
            kind: np.searchsorted(at - begin, dirt.within(kind, begin, end))
            for kind in ("doubled_ratings", "bad_votes", "bad_averages", "unsorted_ratings")
        }
        bell = np.mean([world.dice.share(at, 40 + turn) for turn in range(4)], axis=0)
        votes = numbers_as_texts(world.votes[at], np.zeros(len(at), np.bool_))
        average = chosen(averages, np.minimum(bell * 110, 90))
        frame = pl.DataFrame(
            {
                "tconst": world.title_ids.gather(pl.Series(at.astype(np.uint32))),
                "averageRating": patched(average, rows["bad_averages"], bad.NO_AVERAGES),
                "numVotes": patched(votes, rows["bad_votes"], bad.NO_VOTES),
            }
        )
        order = np.arange(len(at))
        swapped = rows["unsorted_ratings"][rows["unsorted_ratings"] > 0]
        order[swapped], order[swapped - 1] = order[swapped - 1], order[swapped].copy()
        yield taken(_with_other_votes(frame, rows["doubled_ratings"]), _order(order, rows["doubled_ratings"]))
    yield pl.DataFrame({"tconst": dirt.nothing(), "averageRating": "7.0", "numVotes": "1000"})


def _with_other_votes(frame: pl.DataFrame, doubled: Ints) -> pl.DataFrame:
    """The frame, and behind it a second row for each doubled one, with few votes."""
    again = taken(frame, doubled).with_columns(averageRating=pl.lit("2.0"), numVotes=pl.lit("4"))
    return pl.concat([frame, again])


def _order(order: Ints, doubled: Ints) -> Ints:
    """The order in which the second rows, which stand behind all, come right before or after the first ones."""
    first = np.argsort(order) * 3 + 1
    place = np.concatenate([first, first[doubled] + np.arange(len(doubled)) % 2 * 2 - 1])
    return np.argsort(place)


def episodes(world: World, dirt: Dirt) -> Iterator[pl.DataFrame]:
    """title.episode: one row for each episode, that names its series."""
    for begin in range(0, len(world), AT_ONCE * 4):
        end = min(begin + AT_ONCE * 4, len(world))
        at = begin + np.flatnonzero(world.parents[begin:end] >= 0)
        season, number = season_and_number(world, at)
        missing = world.dice.happens(world.parents[at], 45, 0.2)
        bad_rows = np.searchsorted(at - begin, dirt.within("bad_seasons", begin, end))
        yield pl.DataFrame(
            {
                "tconst": world.title_ids.gather(pl.Series(at.astype(np.uint32))),
                "parentTconst": world.title_ids.gather(pl.Series(world.parents[at].astype(np.uint32))),
                "seasonNumber": patched(numbers_as_texts(season + 1, missing), bad_rows, bad.NO_YEARS),
                "episodeNumber": numbers_as_texts(number + 1, missing),
            }
        )
    nothing = dirt.nothing()
    yield pl.DataFrame({"tconst": nothing, "parentTconst": nothing[::-1], "seasonNumber": "1", "episodeNumber": "1"})
