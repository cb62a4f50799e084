"""What models learn from: one entry a film, its place is its row in every array of the snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from pickflix.errors import BuildError
from pickflix.recommend.arrays import Array
from pickflix.recommend.columns import Codes, Numbers


class UnevenTable(BuildError):
    """A column of the table has more or fewer entries than there are films."""

    def __init__(self, column: str, found: int, films: int) -> None:
        super().__init__(f"Column {column} has {found} entries for {films} films. Give one entry to each film.")
        self.column = column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class FilmTable:
    """The films, column by column; raises UnevenTable where a column has not one entry a film.

    `titles` are English ones. `genres`, `countries` and `languages` are codes, the people are person
    ids, `companies` names. `critics_scores` are Metacritic's (0 to 100), `tomatometers` percents of
    `reviews`. `runtimes` are minutes. `renown` is an editor's mark of how known the film is in
    France, 1 to 3 (everybody knows it), which every curated film has: these have no score, no reviews, no
    certificate, writer or company.
    `budgets` and `box_offices` are US dollars, `texts` plots or extracts in French or English; `points` are what
    an encoder of the host's own made of them, an array (dimensions,) a film, or none at all.
    None means that the source says nothing. Two tables are the same where they are one: what is worked out of a
    table is remembered for it.
    """

    ids: Sequence[str]
    titles: Sequence[str]
    titles_fr: Sequence[str | None]
    years: Numbers
    runtimes: Numbers
    genres: Codes
    countries: Codes
    languages: Codes
    directors: Codes
    writers: Codes
    cast: Codes
    companies: Codes
    certificates: Sequence[str | None]
    critics_scores: Numbers
    tomatometers: Numbers
    reviews: Numbers
    oscars_won: Numbers
    oscar_nominations: Numbers
    renown: Numbers
    budgets: Numbers
    box_offices: Numbers
    texts: Sequence[str | None]
    points: Sequence[Array] = ()

    def __post_init__(self) -> None:
        for column in fields(self):
            found = len(getattr(self, column.name))
            if found != len(self.ids) and (found or column.name != "points"):
                raise UnevenTable(column.name, found, len(self.ids))

    def __len__(self) -> int:
        return len(self.ids)
