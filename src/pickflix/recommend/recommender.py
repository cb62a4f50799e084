"""What every recommender is: the request, the answer, and the checks that all of them share."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal, Self, TypeAlias, get_args

import numpy as np

from pickflix.errors import BadRequest
from pickflix.recommend import diversity
from pickflix.recommend.arrays import Array, Floats, Mask, Rows, load_arrays, save_arrays
from pickflix.recommend.diversity import Diversity
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.table import FilmTable

Weighting: TypeAlias = Literal["like-this", "for-you", "surprise"]
Given: TypeAlias = Sequence[int] | Rows
DISLIKE = 0.5  # what likeness to a disliked film takes away, where likeness to a liked one gives 1
POOL = 150  # films that the diversity rule chooses from, at least
FEW = 64  # one film in so many is looked at first, in a large catalogue
LONGEST_DIVERSE = 200  # beyond that nobody reads a list, and the rule would only cost time


@dataclass(frozen=True, slots=True)
class Wish:
    """One request, in rows of the snapshot.

    `seeds` are liked films, each with its strength (any numbers above 0; empty: all alike). `dislikes` and
    `hidden` never come back (the former also push away what is like them), `allowed` (n_films,) says what
    may be listed, `leaning` (n_films,) is added to the likeness. `weighting` None means "like-this" for
    one seed, "for-you" for several. A film given twice counts once, with its greatest strength.
    """

    seeds: tuple[int, ...] = ()
    strengths: tuple[float, ...] = ()
    dislikes: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()
    allowed: Mask | None = None
    leaning: Floats | None = None
    weighting: Weighting | None = None
    n: int = 10
    diverse: bool = True


def weighting_of(weighting: Weighting | None, n_seeds: int) -> Weighting:
    """What None stands for: one film is asked as "like-this", several as "for-you"; raises BadRequest."""
    if weighting is None:
        return "like-this" if n_seeds == 1 else "for-you"
    if weighting not in get_args(Weighting):
        raise BadRequest("weighting", f"{weighting!r} is none of {', '.join(get_args(Weighting))}.")
    return weighting


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer: distinct `rows` (k,), best first, and their `scores` (k,), finite and descending."""

    rows: Rows
    scores: Floats


class Recommender(ABC):
    """A trained model over the rows of one snapshot; read-only, so that threads may share it.

    A model fills `_likeness`; everything here holds for all of them, and `RecommenderContract` proves it.
    """

    name: ClassVar[str]

    def __init__(self, popularity: Floats, rule: Diversity) -> None:
        self.popularity = popularity
        self.diversity = rule

    @classmethod
    @abstractmethod
    def train(cls, table: FilmTable, interactions: Interactions | None = None) -> Self:
        """Learns from the table, and from what people liked where the model can; the same gives the same."""

    @classmethod
    @abstractmethod
    def load(cls, folder: Path) -> Self:
        """The model that `save` wrote, memory-mapped; raises DamagedSnapshot."""

    @abstractmethod
    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:
        """How like those rows each film is, (n_films,), finite.

        `seeds` are distinct and ascending, at least one; `strengths` (n_seeds,) are above 0 and sum to 1.
        """

    def save(self, folder: Path) -> None:
        """Writes plain `.npy` files into `folder`."""
        save_arrays(folder, self.arrays())

    def arrays(self) -> dict[str, Array]:
        """What `save` writes."""
        return {"popularity": self.popularity, **self.diversity.arrays()}

    @staticmethod
    def load_base(folder: Path) -> tuple[Floats, Diversity]:
        """The parts that every model has."""
        arrays = load_arrays(folder, ("popularity", *diversity.ARRAYS))
        return arrays["popularity"], Diversity.from_arrays(arrays)

    @property
    def n_films(self) -> int:
        """How many films the model knows."""
        return len(self.popularity)

    def recommend(self, wish: Wish) -> Ranking:
        """The `wish.n` films to show, fewer where there are no more; without seeds the popular ones.

        Raises BadRequest for a row that is no film, a negative n, or a film both liked and disliked.
        """
        seeds, strengths = self._seeds(wish.seeds, wish.strengths)
        dislikes, hidden = (self._rows(name, getattr(wish, name)) for name in ("dislikes", "hidden"))
        if wish.n < 0:
            raise BadRequest("n", f"{wish.n} films cannot be listed. Ask for 0 or more.")
        if len(both := np.intersect1d(seeds, dislikes)):
            raise BadRequest("dislikes", f"row {both[0]} is a seed too. A film is liked or disliked, not both.")
        values = self._values(seeds, strengths, dislikes, wish.weighting)
        if wish.leaning is not None:
            values = values + wish.leaning
        listable = self._allowed(wish.allowed)
        listable[np.concatenate([seeds, dislikes, hidden])] = False
        return self._best(values, np.flatnonzero(listable), wish)

    def score(
        self,
        seeds: Given,
        candidates: Given,
        weighting: Weighting | None = None,
        *,
        strengths: Sequence[float] = (),
        dislikes: Given = (),
    ) -> Floats:
        """How like the seeds each candidate row is, (n_candidates,), without diversity; raises BadRequest.

        The weighting is "like-this" unless told otherwise; without seeds it is the popularity.
        """
        chosen = self._rows("candidates", candidates, distinct=False)
        liked = self._seeds(seeds, strengths)
        return self._values(*liked, self._rows("dislikes", dislikes), weighting or "like-this")[chosen]

    def _seeds(self, given: Given, strengths: Sequence[float]) -> tuple[Rows, Floats]:
        rows = self._rows("seeds", given, distinct=False)
        try:
            asked = np.asarray(strengths, np.float64) if len(strengths) else np.ones(len(rows))
        except (ValueError, TypeError):
            raise BadRequest("strengths", "a strength is a number above 0.") from None
        if asked.shape != rows.shape or not (np.isfinite(asked) & (asked > 0)).all():
            raise BadRequest("strengths", f"{len(rows)} films need as many numbers above 0.")
        seeds, which = np.unique(rows, return_inverse=True)
        greatest = np.zeros(len(seeds))
        np.maximum.at(greatest, which, asked)
        # In parts of the greatest: the sum of numbers as large as can be is none.
        greatest /= greatest.max() if len(greatest) else 1.0
        return seeds, greatest / max(greatest.sum(), 1.0)

    def _rows(self, name: str, given: Given, *, distinct: bool = True) -> Rows:
        try:
            rows = np.array(given, dtype=np.int64).reshape(-1)
        except (OverflowError, ValueError, TypeError):
            raise BadRequest(name, "a row is a whole number.") from None
        strange = rows[(rows < 0) | (rows >= self.n_films)]
        if len(strange):
            raise BadRequest(name, f"row {strange[0]} is no film: the catalogue has {self.n_films}, counted from 0.")
        return np.unique(rows) if distinct else rows

    def _allowed(self, allowed: Mask | None) -> Mask:
        if allowed is None:
            return np.ones(self.n_films, np.bool_)
        if allowed.shape != (self.n_films,):
            raise BadRequest("allowed", f"the mask has shape {allowed.shape} for {self.n_films} films.")
        return allowed.astype(np.bool_)

    def _values(self, seeds: Rows, strengths: Floats, dislikes: Rows, weighting: Weighting | None) -> Floats:
        chosen = weighting_of(weighting, len(seeds))
        if not len(seeds):
            return self.popularity
        values = self._likeness(seeds, strengths, chosen)
        if not len(dislikes):
            return values
        alike = np.full(len(dislikes), 1 / len(dislikes))
        return values - DISLIKE * self._likeness(dislikes, alike, chosen)

    def _best(self, values: Floats, listable: Rows, wish: Wish) -> Ranking:
        n = min(wish.n, len(listable))
        diverse = wish.diverse and 0 < n <= LONGEST_DIVERSE
        rows = top(values, listable, min(len(listable), n + POOL) if diverse else n)
        if diverse:
            return Ranking(*self.diversity.choose(rows, values[rows], n))
        return Ranking(rows, values[rows].astype(np.float64))


def top(values: Floats, listable: Rows, n: int) -> Rows:
    """The `n` rows of `listable` (ascending) of greatest value, best first; of equals the lower row first."""
    if n == 0:
        return np.zeros(0, np.int64)
    minus = -values[listable]
    among = minus[::FEW]
    if (place := 2 * (n // FEW + 4)) < len(among) // FEW:
        # Twice as many as needed are as good as this one of those looked at first: few, and the best among them.
        good = np.flatnonzero(minus <= np.partition(among, place)[place])
        if len(good) >= n:
            listable, minus = listable[good], minus[good]
    if n < len(listable):
        # All that equal the last one stay, so that the row decides between them and not the partition.
        within = np.flatnonzero(minus <= np.partition(minus, n - 1)[n - 1])
        listable, minus = listable[within], minus[within]
    return listable[np.argsort(minus, kind="stable")[:n]]
