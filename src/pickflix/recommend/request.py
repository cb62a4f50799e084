"""What may be asked of the engine, and what it answers; films by id."""

from dataclasses import dataclass
from typing import Literal

from pickflix.catalogue.film import Film
from pickflix.recommend.filters import EVERYTHING, Filters
from pickflix.recommend.reasons import Reason
from pickflix.recommend.recommender import Weighting

SURPRISE: Literal["surprise"] = "surprise"  # let go like a filter, where no film of another country and decade is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request for a list.

    `seeds` are films liked, each with its strength (any numbers above 0; empty: all alike); `dislikes` push away
    what is like them; `hidden` were seen and are not shown. `surprise` asks for the same soul in another
    country and another decade. `words` is looked for in the texts of the films, where there are any. `model`
    names one of the models of the snapshot; None is the best that there is.
    """

    seeds: tuple[str, ...] = ()
    strengths: tuple[float, ...] = ()
    dislikes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    filters: Filters = EVERYTHING
    weighting: Weighting | None = None
    surprise: bool = False
    words: str = ""
    model: str | None = None
    n: int = 10


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A film of a list, its score (higher is better, comparable within one list) and why it is there."""

    film: Film
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A list, best first, and the wishes that were let go for it (names of `relaxing.WISHES`, or SURPRISE)."""

    films: tuple[Recommendation, ...]
    let_go: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """A film for several people: how much they will like it on average, each of them, and a reason for each.

    `score` and `pleasures` (one a person, in the order of the request) are from 0 to 1: how early the film comes
    on that person's own list.
    """

    film: Film
    score: float
    pleasures: tuple[float, ...]
    reasons: tuple[tuple[Reason, ...], ...]


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """A list for several people, best first, and the wishes that were let go for it."""

    films: tuple[Shared, ...]
    let_go: tuple[str, ...] = ()
