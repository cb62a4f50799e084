"""The texts of the files, in pools: a column holds numbers of texts until it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from bench.imdb_like import known
from bench.imdb_like.dice import Dice, Ints

MISSING = "\\N"
JOINED = ("thai", "chinese", "japanese")  # scripts that put nothing between two words
SEASONS, EPISODES, DAYS = 30, 100, 6000  # of the episodes that have no name but a number or a day
NUMBERED = SEASONS * EPISODES
WORDS = Path(__file__).with_name("words.txt")


@dataclass(slots=True)
class Pool:
    """Many texts in blocks that have a name each."""

    series: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.String))
    blocks: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, block: str, texts: pl.Series) -> None:
        """One more block, at the end."""
        self.blocks[block] = len(self.series), len(texts)
        self.series = pl.concat([self.series, texts.cast(pl.String).alias("")], rechunk=True)

    def drawn(self, block: str, dice: Dice, keys: Ints, salt: int, steep: float = 1.0) -> Ints:
        """The number of a text of that block for each key."""
        begin, size = self.blocks[block]
        return begin + dice.below(keys, salt, size, steep)

    def texts(self, numbers: Ints) -> pl.Series:
        """The texts of these numbers."""
        return self.series.gather(pl.Series(numbers.astype(np.uint32)))


def written() -> Mapping[str, list[str]]:
    """The lines of words.txt, by their first word; `generic` lines by their second as well."""
    lines = WORDS.read_text("utf-8").splitlines()
    parted = (line.partition(" ") for line in lines)
    return {
        f"{first} {rest[:2]}" if first == "generic" else first: rest.split("|" if first == "generic" else " ")
        for first, _, rest in parted
    }


def titles(dice: Dice, size: int) -> Pool:
    """Titles in every script, and those of episodes without a name in eight languages (`generic xx`)."""
    films = known.everything()
    pool = Pool()
    latin = pl.concat([films["title"], films["title_fr"].drop_nulls()]).str.split(" ").explode().drop_nulls()
    pool.add("latin", phrases(dice, latin, size, 1))
    for salt, (name, words) in enumerate(written().items()):
        if name.startswith("generic"):
            pool.add(name, _generic(*words[1:]))
        else:
            some = size // 8
            pool.add(name, phrases(dice, pl.Series(words), some, 10 + salt, "" if name in JOINED else " "))
    return pool


def phrases(dice: Dice, words: pl.Series, size: int, salt: int, between: str = " ") -> pl.Series:
    """Phrases of one to six of the words, as often as these stand in the list."""
    keys = np.arange(size)
    length = 1 + dice.below(keys, salt, 6, 2.6)
    columns = [
        words.gather(pl.Series(dice.below(keys, salt + 100 * (place + 1), len(words)).astype(np.uint32)))
        .set(pl.Series(length <= place), None)
        .alias(str(place))
        for place in range(6)
    ]
    return pl.select(pl.concat_str(columns, separator=between, ignore_nulls=True)).to_series()


def _generic(number: str, day: str) -> pl.Series:
    """The titles of NUMBERED episodes by season and number, then of DAYS by day."""
    numbered = [f"{number}{place // EPISODES + 1}.{place % EPISODES + 1}" for place in range(NUMBERED)]
    dates = np.datetime64("2009-01-01") + np.arange(DAYS)
    return pl.Series([*numbered, *(f"{day} {date.day}.{date.month}.{date.year}" for date in dates.tolist())])


def names(dice: Dice, size: int) -> pl.Series:
    """Names of people: a first and a last name of those of the real films, in one of twelve another script."""
    films = known.everything().head(2000)
    real = pl.concat([films[role].explode() for role in ("directors", "cast")]).drop_nulls().str.split(" ")
    first, last = real.list.first(), real.list.last()
    keys = np.arange(size)
    parts = [
        texts.gather(pl.Series(dice.below(keys, salt, len(texts), 3).astype(np.uint32))).alias(str(salt))
        for salt, texts in ((1, first), (2, last))
    ]
    scripts = [words for name, words in written().items() if not name.startswith("generic")]
    other = pl.concat([phrases(dice, pl.Series(words), size // 12 // len(scripts) + 1, 50) for words in scripts])
    latin = pl.select(pl.concat_str(parts, separator=" ")).to_series()
    return pl.concat([latin.alias(""), other.alias("")], rechunk=True)


def characters(dice: Dice, people: pl.Series, size: int) -> Pool:
    """The cells of characters, JSON lists of one or two names; `played` by actors, `self` by others."""
    keys = np.arange(size)
    drawn = [people.gather(pl.Series(dice.below(keys, salt, len(people)).astype(np.uint32))) for salt in (3, 4)]
    whole, second = (texts.str.replace_all('"', "'") for texts in drawn)
    first = whole.str.split(" ").list.first()
    kind, short = pl.Series(dice.below(keys, 5, 20)), pl.Series(dice.happens(keys, 6, 0.45))
    table = pl.DataFrame({"whole": whole, "second": second, "first": first, "kind": kind, "short": short})
    one = pl.when("short").then(pl.format('["{}"]', "first")).otherwise(pl.format('["{}"]', "whole"))
    two = pl.when(pl.col("kind") == 0).then(pl.format('["{}","{}"]', "first", "second")).otherwise(one)
    quoted = pl.when(pl.col("kind") == 1).then(pl.format('["{} \\"Bud\\" {}"]', "first", "second")).otherwise(two)
    pool = Pool()
    pool.add("played", table.select(quoted).to_series())
    pool.add("self", pl.Series(['["Self"]'] * 6 + [f'["Self - {what}"]' for what in SELVES]))
    pool.add("missing", pl.Series([MISSING]))
    return pool


SELVES = ("Host", "Presenter", "Guest", "Contestant", "Panelist", "Musical Guest", "Announcer", "Reporter", "Narrator")


def block(pool: Pool, name: str, texts: Sequence[str]) -> Pool:
    """The pool with one more block of given texts."""
    pool.add(name, pl.Series(list(texts)))
    return pool
