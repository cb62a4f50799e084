"""What people thought of films: one tidy table of ratings, whatever list they come from.

An adapter reads one list as it is (`RatingSource`); `matched` finds its films in the catalogue; `in_rows`
gives the arrays that models learn from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from pickflix.errors import SourceError
from pickflix.sources.contract import Licence
from pickflix.sources.matching import Foreign, Match, lines, match

LOWEST, HIGHEST = 0.5, 5.0  # stars
# Nobody has seen more films than that and rated them all: it is a robot, or a whole catalogue under one name.
MOST_OF_ONE_USER = 5_000
RATINGS: Mapping[str, pl.DataType | type[pl.DataType]] = MappingProxyType(
    {"user": pl.String, "film": pl.String, "value": pl.Float64, "time": pl.Int64, "origin": pl.String}
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line of a file that is not read, counted from 1, and why."""

    line: int
    problem: str


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


@dataclass(frozen=True, slots=True)
class MatchedRatings:
    """The ratings of one list whose films the catalogue holds: RATINGS, where `film` is an id and a pair stands once.

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
            yield f"  skipped: line {skipped.line}: {skipped.problem}"
        if len(self.source.skipped) > shown:
            yield f"  skipped: {len(self.source.skipped) - shown:,} more lines"


def matched(source: RatingList, films: pl.DataFrame) -> MatchedRatings:
    """The ratings of the list by the ids of `films` (columns of FILMS).

    Where somebody rated a film twice, the later one counts. Raises SourceError where none is left.
    """
    found = match(source.films, films, each_once=source.catalogue)
    if not found.found:
        named = ", ".join(each.film.key for each in found.missed[:3]) or "none"
        problem = f"no film of it is in the catalogue ({named}). Give ids, IMDb numbers, or titles with their year."
        raise SourceError(source.origin, source.where, problem)
    ours = pl.DataFrame({"film": list(found.found), "id": list(found.found.values())})
    known = (
        source.ratings.with_row_index("line")
        .join(ours, on="film")
        .sort("user", "id", "time", "line", nulls_last=False)
        .unique(["user", "id"], keep="last", maintain_order=True)
    )
    crowd = known.group_by("user").len().filter(pl.col("len") > MOST_OF_ONE_USER)["user"].sort()
    kept = known.filter(~pl.col("user").is_in(crowd.implode())).with_columns(film="id").select(*RATINGS)
    if kept.is_empty():
        problem = f"only users with more than {MOST_OF_ONE_USER:,} ratings, whom nobody could be."
        raise SourceError(source.origin, source.where, problem)
    return MatchedRatings(source, kept, found, tuple(crowd))


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
    row_of = pl.DataFrame({"film": list(film_ids)}, schema={"film": pl.String}).with_row_index("film_row")
    rows = (
        ratings.join(row_of, on="film")
        .with_columns(pl.struct("origin", "user").rank("dense").alias("user_row") - 1)
        .sort("user_row", "film_row")
    )
    n_users = rows["user_row"].n_unique()
    return RatingRows(
        rows["user_row"].cast(pl.Int64).to_numpy(),
        rows["film_row"].cast(pl.Int64).to_numpy(),
        rows["value"].to_numpy(),
        rows["time"].fill_null(0).to_numpy(),
        n_users,
        len(film_ids),
    )
