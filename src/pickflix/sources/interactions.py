"""What people thought of films: one tidy table of ratings, whatever list they come from.

An adapter reads one list as it is (`RatingSource`); `matched` finds its films in the catalogue and gathers what is said
of them, here or on a cluster; `in_rows` gives the arrays that models learn from.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeAlias

import narwhals as nw
import numpy as np
import numpy.typing as npt
import polars as pl

from pickflix.errors import SourceError
from pickflix.sources import tallies
from pickflix.sources.contract import Licence
from pickflix.sources.matching import Foreign, Match, lines, match

LOWEST, HIGHEST = 0.5, 5.0  # stars
# Nobody has seen more films than that and rated them all: it is a robot, or a whole catalogue under one name.
MOST_OF_ONE_USER = 5_000
NAME = pl.Categorical()
# Each name is kept once, and stars are narrow: 24 bytes a rating, so that tens of millions fit into a small machine.
RATINGS: Mapping[str, pl.DataType | type[pl.DataType]] = MappingProxyType(
    {"user": NAME, "film": NAME, "value": pl.Float32, "time": pl.Int64, "origin": NAME}
)
SLICE = 1_000_000  # ratings that are gathered at once


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line of a file that is not read, counted from 1, and why; `file` where there are several."""

    line: int
    problem: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file + ', ' if self.file else ''}line {self.line}: {self.problem}"


@dataclass(frozen=True, slots=True)
class RatingList:
    """A list of ratings as its origin gives it.

    `ratings` has the columns of RATINGS: `film` is the `key` of one of `films`, `value` LOWEST to HIGHEST stars,
    `time` seconds since 1970 UTC or null. `catalogue` says that `films` are entries of a catalogue, each
    film once. `where` is the file or package, for messages; `skipped` what could not be read.
    """

    origin: str
    where: str
    licence: Licence
    attribution: str
    ratings: pl.DataFrame
    films: tuple[Foreign, ...]
    catalogue: bool
    skipped: tuple[Skipped, ...] = ()


class RatingSource(Protocol):
    """One origin of ratings."""

    name: str
    licence: Licence

    def read(self) -> RatingList:
        """The whole list; raises SourceError."""
        ...


class Gathered(NamedTuple):
    """What is said of the films of a catalogue: RATINGS, where `film` is an id and a pair stands once.

    They are in the order of origin, user and film. `crowd` are those who have rated more than MOST_OF_ONE_USER films;
    nothing of theirs is among the ratings.
    """

    ratings: pl.DataFrame
    crowd: tuple[str, ...]


# Of the ratings of a list, by a table that names its films (film, id).
Gather: TypeAlias = Callable[[pl.DataFrame, pl.DataFrame], Gathered]


def gathered_here(ratings: pl.DataFrame, named: pl.DataFrame) -> Gathered:
    """Gathered by Polars on this machine, some people at a time, so that it takes little more than the ratings do."""
    named = named.sort("id").with_row_index("order").with_columns(pl.col("film", "id").cast(pl.Categorical))
    ratings = ratings.with_columns(person=_people(ratings)[0], line=pl.int_range(pl.len(), dtype=pl.UInt32))
    upto = ratings.group_by("person").len().sort("person")["len"].cast(pl.Int64).cum_sum().to_numpy()
    kept, crowd = [], []
    for begun in range(0, ratings.height, SLICE):
        first, beyond = np.searchsorted(upto, [begun, begun + SLICE], side="right").tolist()
        some = ratings.lazy().filter(pl.col("person").is_between(first, beyond, closed="left"))
        known = tallies.latest(tallies.of_films(nw.from_native(some), nw.from_native(named.lazy()))).collect("polars")
        many = tallies.crowd(known.lazy(), MOST_OF_ONE_USER).collect("polars")
        left = tallies.without(known.lazy(), many.lazy()).collect("polars").to_native()
        kept.append(left.sort("person", "order").select(*RATINGS))
        crowd += many["user"].cast(nw.String).to_list()
    return Gathered(pl.concat(kept) if kept else ratings.select(*RATINGS), tuple(sorted(crowd)))


def _people(ratings: pl.DataFrame) -> tuple[npt.NDArray[np.uint32], int]:
    """Who rated, as numbers (n,) in the order of origin and user, and how many they are."""
    numbers, n_people = np.zeros(ratings.height, np.uint32), 0
    codes = ratings["user"].to_physical().to_numpy()
    for origin in ratings["origin"].unique().cast(pl.String).sort():
        theirs = (ratings["origin"] == origin).to_numpy()
        named = ratings["user"].filter(theirs).unique()
        number_of = np.zeros(int(codes.max()) + 1, np.uint32)
        number_of[named.to_physical().to_numpy()] = n_people + named.cast(pl.String).rank("ordinal").to_numpy() - 1
        numbers[theirs] = number_of[codes[theirs]]
        n_people += len(named)
    return numbers, n_people


@dataclass(frozen=True, slots=True)
class MatchedRatings:
    """The ratings of one list whose films the catalogue holds, in Gathered's order; `source` is the list without them.

    `excessive` are the users left out because they have more than MOST_OF_ONE_USER ratings.
    """

    source: RatingList
    ratings: pl.DataFrame
    match: Match
    excessive: tuple[str, ...]

    def report(self, shown: int = 10) -> Iterator[str]:
        """What to tell a person: how many matched, what did not, what was skipped."""
        yield from lines(self.match, shown)
        for user in self.excessive[:shown]:
            yield f"  left out: user {user}, who rated more than {MOST_OF_ONE_USER:,} films"
        for skipped in self.source.skipped[:shown]:
            yield f"  skipped: {skipped}"
        if len(self.source.skipped) > shown:
            yield f"  skipped: {len(self.source.skipped) - shown:,} more lines"


def matched(source: RatingList, films: pl.DataFrame, gather: Gather = gathered_here) -> MatchedRatings:
    """The ratings of the list by the ids of `films` (columns of FILMS); `gather` does the heavy part.

    Where somebody rated a film twice, the later one counts. Raises SourceError where none is left.
    """
    found = match(source.films, films, each_once=source.catalogue)
    if not found.found:
        named = ", ".join(each.film.key for each in found.missed[:3]) or "none"
        problem = f"no film of it is in the catalogue ({named}). Give ids, IMDb numbers, or titles with their year."
        raise SourceError(source.origin, source.where, problem)
    ours = pl.DataFrame({"film": list(found.found), "id": list(found.found.values())})
    kept, crowd = gather(source.ratings, ours)
    if kept.is_empty():
        problem = f"only users with more than {MOST_OF_ONE_USER:,} ratings, whom nobody could be."
        raise SourceError(source.origin, source.where, problem)
    # Tens of millions of ratings need not be held twice.
    return MatchedRatings(replace(source, ratings=source.ratings.clear()), kept, found, crowd)


class RatingRows(NamedTuple):
    """Ratings as models take them: arrays (n,) parallel to each other, ordered by user, then film.

    `users` int64 from 0, `films` int64 rows of the ids given, `values` float64 stars, `times` int64 seconds since 1970
    UTC, 0 where unknown.
    """

    users: npt.NDArray[np.int64]
    films: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]
    times: npt.NDArray[np.int64]
    n_users: int
    n_films: int


def in_rows(ratings: pl.DataFrame, film_ids: Sequence[str]) -> RatingRows:
    """The rows of a table with the columns of RATINGS; `film_ids` says which film is which row.

    Users of two origins are two users. A film that is not among the ids is left out.
    """
    row_of = pl.DataFrame({"film": list(film_ids)}, schema={"film": pl.String}).with_row_index("row")
    there = ratings["film"].unique().to_frame()
    there = there.join(row_of.cast({"film": pl.Categorical}), on="film", how="left", maintain_order="left")
    codes = ratings["film"].to_physical().to_numpy()
    rows = np.zeros(int(codes.max(initial=0)) + 1, np.int64)
    rows[there["film"].to_physical().to_numpy()] = there["row"].cast(pl.Int64).fill_null(-1).to_numpy()
    films = rows[codes]
    if (films < 0).any():
        ratings, films = ratings.filter(films >= 0), films[films >= 0]
    users, n_users = _people(ratings)
    pairs = users * np.int64(len(film_ids)) + films
    in_order = bool((pairs[1:] > pairs[:-1]).all())  # as they mostly come
    order = slice(None) if in_order else np.argsort(pairs, kind="stable")
    del pairs  # of tens of millions, nothing is held longer than it is needed
    return RatingRows(
        users.astype(np.int64)[order],
        films[order],
        ratings["value"].cast(pl.Float64).to_numpy()[order],
        ratings["time"].fill_null(0).to_numpy()[order],
        n_users,
        len(film_ids),
    )
