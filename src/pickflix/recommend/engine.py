"""One opened snapshot, ready to answer: search, lists of films, scores. What `pickflix.load()` returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from pickflix.catalogue.film import Film, Person
from pickflix.catalogue.library import Library
from pickflix.catalogue.search import Hits, TitleSearch
from pickflix.catalogue.snapshot import DATABASE, MODEL, Snapshot
from pickflix.catalogue.store import SnapshotStore
from pickflix.catalogue.two_at_once import TwoAtOnce
from pickflix.catalogue.vocabulary import Language
from pickflix.errors import BadRequest
from pickflix.recommend.arrays import load_arrays
from pickflix.recommend.content import Content
from pickflix.recommend.filters import FilterIndex, Filters
from pickflix.recommend.popularity import Popularity
from pickflix.recommend.reasons import Explainer, Reason
from pickflix.recommend.recommender import Weighting, Wish

EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brings: films and people best first.

    `certain` says that the first film is what was typed, beyond doubt; `near` holds the films with the
    closest titles, to propose where nothing else is good.
    """

    films: tuple[Film, ...]
    people: tuple[Person, ...]
    certain: bool
    near: tuple[Film, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A film of a list, its score (higher is better, comparable within one list) and why it is there."""

    film: Film
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """The names behind ids and rows, for the words of a reason."""

    library: Library

    def person(self, person_id: str) -> str:
        """The name of a person."""
        return self.library.person(person_id).name

    def film(self, row: int, language: Language) -> str:
        """The title of a film."""
        return self.library.films([row])[0].label(language)


class Engine:
    """Read-only answers from one snapshot; cheap to share, safe to use from several threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Maps the arrays of the snapshot; raises DamagedSnapshot."""
        model: Path = snapshot.folder / MODEL
        self.snapshot = snapshot
        self.library = Library(snapshot.folder / DATABASE)
        titles = model / "search"
        self._titles = TitleSearch(load_arrays(titles, sorted(path.stem for path in titles.glob("*.npy"))))
        self._two_at_once = TwoAtOnce(self._titles, self.library)
        self._popularity = Popularity.load(model / Popularity.name)
        self._content = Content.load(model / Content.name)
        self._explainer = Explainer.load(model / "reasons", self._content)
        self._by_popularity = np.argsort(-self._popularity.popularity, kind="stable")
        self._filters = FilterIndex.load(model / "filters")
        self._titled: dict[tuple[str, ...], tuple[Film, ...]] = {}

    @classmethod
    def open(cls, store: SnapshotStore) -> Self:
        """The engine of the snapshot to serve; raises NoSnapshot or DamagedSnapshot."""
        return cls(store.open_current())

    def find(self, text: str, n: int = 10) -> Found:
        """What fits a title, a name, or two of them side by side, typing errors forgiven."""
        return self._found(self._two_at_once.search(text, _number(n)))

    def complete(self, text: str, n: int = 8) -> Found:
        """What fits the beginning of a title or of a name."""
        return self._found(self._titles.complete(text, _number(n)))

    def search(self, text: str, n: int = 10) -> tuple[Film, ...]:
        """The films that fit a title, best first; for the name of a person, that person's best known films."""
        found = self.find(text, n)
        if found.films or not found.people:
            return found.films
        return self.best_known(found.people[0].id)[:n]

    def best_known(self, person_id: str) -> tuple[Film, ...]:
        """All films of a person, those that most people know and like first; raises UnknownPerson."""
        made = self.library.filmography(person_id)
        liked = self._popularity.popularity
        # Whoever types "truffaut" means the director: what somebody directed stands before the rest.
        best = sorted(made, key=lambda film: ("director" not in film[1], -liked[film[0].row]))
        return tuple(film for film, _ in best)

    @property
    def first_year(self) -> int | None:
        """The year of the oldest film, None where no film has one."""
        return self._filters.first_year

    def film(self, film_id: str) -> Film:
        """One film; raises UnknownFilm."""
        return self.library.film(film_id)

    def recommend(
        self,
        seeds: Sequence[str] = (),
        n: int = 10,
        *,
        dislikes: Sequence[str] = (),
        hidden: Sequence[str] = (),
        filters: Filters = EVERYTHING,
        weighting: Weighting | None = None,
    ) -> tuple[Recommendation, ...]:
        """At most `n` films like the seeds, none of them a seed, a dislike or hidden, best first.

        Without seeds it is the popularity list. `weighting` is "like-this" or "for-you"; by default the
        first for one seed, the second for several. Raises UnknownFilm, UnknownGenre and BadRequest.
        """
        wish = Wish(
            seeds=self.library.rows(seeds),
            dislikes=self.library.rows(dislikes),
            hidden=self.library.rows(hidden),
            allowed=None if filters == EVERYTHING else self._filters.mask(filters),
            weighting=weighting,
            n=_number(n),
        )
        model = self._content if wish.seeds else self._popularity
        ranking = model.recommend(wish)
        found = zip(
            self.library.films(ranking.rows),
            ranking.scores.tolist(),
            self._explainer.explain(wish, ranking.rows.tolist()),
            strict=True,
        )
        return tuple(Recommendation(film, score, reasons) for film, score, reasons in found)

    def reason_text(self, reason: Reason, language: Language) -> str:
        """The reason as a sentence of that language."""
        return reason.text(language, _Names(self.library))

    def score(self, seeds: Sequence[str], candidates: Sequence[str]) -> np.ndarray:
        """How like the seeds each candidate is, as for "like this film".

        Returns an array (n_candidates,), higher is better. Raises UnknownFilm.
        """
        return self._content.score(self.library.rows(seeds), self.library.rows(candidates))

    def titled(self, titles: tuple[str, ...]) -> tuple[Film, ...]:
        """The film that each title names beyond doubt, those that are there; found once and remembered."""
        if titles not in self._titled:
            found = (self.find(title, 1) for title in titles)
            self._titled[titles] = tuple(each.films[0] for each in found if each.certain)
        return self._titled[titles]

    def browse(
        self, filters: Filters = EVERYTHING, n: int = 24, offset: int = 0, opening: Sequence[Film] = ()
    ) -> tuple[tuple[Film, ...], int]:
        """The films that pass the filters, the best liked first, from place `offset`; and how many pass in all.

        Those of `opening` that pass stand before all others.
        """
        rows = np.array([film.row for film in opening], np.int64)
        order = np.concatenate([rows, self._by_popularity[~np.isin(self._by_popularity, rows)]])
        passing = order[self._filters.mask(filters)[order]]
        return self.library.films(passing[offset : offset + _number(n)]), len(passing)

    def _found(self, hits: Hits) -> Found:
        films, people = self.library.films, self.library.people
        return Found(films(hits.films), people(hits.people), hits.certain, films(hits.near))


def _number(n: int) -> int:
    if n < 0:
        raise BadRequest("n", f"{n} films cannot be listed; ask for 0 or more.")
    return n
