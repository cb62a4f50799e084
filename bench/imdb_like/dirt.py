"""What is wrong with the files, on purpose: which rows, and how; each kind occurs at every scale.

doubled_titles, doubled_ratings, doubled_people: the same id in two rows (ratings: one of them has fewer votes).
bad_years, bad_lengths, bad_births, bad_votes, bad_averages, bad_adult, bad_seasons: a cell that holds no such number.
quoted_titles, quoted_akas: a title that begins with a quote that nothing ends.
control_titles, backslash_titles: with characters that a reader may take for more than they are. unknown_kinds: a
titleType that nobody has heard of. unsorted_ratings: rows that stand before their elder. broken_characters: a cell that
is no JSON. dangling_people: rows of principals that name nobody; dangling_principals, dangling_akas, dangling_ratings,
dangling_crew, dangling_episodes: rows of those files whose title does not exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from bench.imdb_like.dice import Ints
from bench.imdb_like.world import World

RATE, FEWEST = 1e-4, 4  # rows of each kind, for each title
NO_YEARS = ("19x4", "abc", "-5", "99999")
NO_LENGTHS = ("abc", "-90", "99999", "1h30")
NO_VOTES = ("19x4", "abc", "-5", "1e9999")
NO_AVERAGES = ("abc", "-1.0", "99.9", "8,5")
NO_ADULT = ("2013", "abc", "-1", "00:30")
CONTROLS = ("\x01", "\x1f", "\x7f", "\u0085", "\u2028")
OF_TITLES = (
    "doubled_titles", "bad_years", "bad_lengths", "bad_adult", "quoted_titles", "control_titles", "backslash_titles",
    "unknown_kinds", "doubled_ratings", "bad_votes", "bad_averages", "unsorted_ratings", "broken_characters",
    "dangling_people", "quoted_akas",
)  # fmt: skip
OF_PEOPLE = ("doubled_people", "bad_births")
OF_EPISODES = ("bad_seasons",)
HARMLESS = ("doubled_titles", "doubled_ratings", "doubled_people")  # gone where keys must be clean
DANGLING = ("dangling_principals", "dangling_akas", "dangling_ratings", "dangling_crew", "dangling_episodes")
NOBODY, NOTHING = 90_000_000, 95_000_000  # numbers beyond the last person, and the last title
EXCLUDING = ("bad_adult", "unknown_kinds", "bad_votes")  # a film with such a cell is none that counts


@dataclass(slots=True)
class Dirt:
    """The places of each kind, ascending: of titles, or of people; and how many rows dangle in each file."""

    places: dict[str, Ints] = field(default_factory=dict)
    dangling: int = 0

    @classmethod
    def drawn(cls, world: World, *, doubled: bool) -> "Dirt":
        """As much of each kind, half of it on films that count as far as there are enough; none on the real films."""
        luck = np.random.default_rng(world.dice.seed)
        rows = max(FEWEST, round(RATE * len(world)))
        wanted = luck.permutation(np.setdiff1d(world.wanted(), world.known_at))
        others = luck.permutation(np.setdiff1d(np.flatnonzero(world.votes > 0), np.union1d(wanted, world.known_at)))
        most = min(rows // 2, len(wanted) // len(OF_TITLES))
        places = {
            kind: np.concatenate([wanted[turn * most :][:most], others[turn * rows :][: rows - most]])
            for turn, kind in enumerate(OF_TITLES)
        }
        invented = np.ones(world.people, np.bool_)
        invented[[*world.known_people.values()]] = False
        drawn = luck.choice(np.flatnonzero(invented), (len(OF_PEOPLE), rows), replace=False)
        places |= dict(zip(OF_PEOPLE, drawn, strict=True))
        places |= {"bad_seasons": luck.choice(np.flatnonzero(world.parents >= 0), rows, replace=False)}
        kept = {kind: np.sort(where) for kind, where in places.items() if doubled or kind not in HARMLESS}
        return cls(kept, rows)

    def within(self, kind: str, begin: int, end: int) -> Ints:
        """The places of that kind in one batch, counted from its begin."""
        where = self.places.get(kind, np.zeros(0, np.int64))
        return where[np.searchsorted(where, begin) : np.searchsorted(where, end)] - begin

    def counted(self) -> dict[str, int]:
        """How many rows of each kind there are."""
        return {kind: len(where) for kind, where in self.places.items()} | dict.fromkeys(DANGLING, self.dangling)

    def nobody(self) -> list[str]:
        """Ids of people who do not exist."""
        return [f"nm{NOBODY + number}" for number in range(self.dangling)]

    def nothing(self) -> list[str]:
        """Ids of titles that do not exist."""
        return [f"tt{NOTHING + number}" for number in range(self.dangling)]


def patched(texts: pl.Series, rows: Ints, cells: Sequence[str]) -> pl.Series:
    """The column with the cells, over and over again, in these rows."""
    if not len(rows):
        return texts
    return texts.scatter(rows.tolist(), [cells[turn % len(cells)] for turn in range(len(rows))])


def changed(texts: pl.Series, rows: Ints, before: Sequence[str], after: Sequence[str] = ("",)) -> pl.Series:
    """The column with something before and after what stands in these rows."""
    old = texts.gather(rows.tolist()).to_list()
    new = [f"{before[at % len(before)]}{text}{after[at % len(after)]}" for at, text in enumerate(old)]
    return patched(texts, rows, new)


def taken(frame: pl.DataFrame, rows: Ints) -> pl.DataFrame:
    """These rows of the frame, in that order."""
    return frame.select(pl.all().gather(pl.Series(rows.astype(np.uint32))))


def twice(frame: pl.DataFrame, rows: Ints) -> pl.DataFrame:
    """The frame with these rows in it twice, one after the other."""
    if not len(rows):
        return frame
    return taken(frame, np.sort(np.concatenate([np.arange(len(frame)), rows])))
