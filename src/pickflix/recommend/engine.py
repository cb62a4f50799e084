"""One opened snapshot, ready to answer: search, lists of films, scores. What `pickflix.load()` returns."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from pickflix.catalogue.film import Film, Person, Role
from pickflix.catalogue.library import Library
from pickflix.catalogue.search import Hits, TitleSearch
from pickflix.catalogue.snapshot import DATABASE, MODEL, Snapshot
from pickflix.catalogue.store import SnapshotStore
from pickflix.catalogue.two_at_once import TwoAtOnce
from pickflix.catalogue.vocabulary import Language
from pickflix.errors import BadRequest, quoted
from pickflix.recommend.arrays import Mask, load_arrays
from pickflix.recommend.filters import EVERYTHING, Filters, Offers
from pickflix.recommend.lists import Lists
from pickflix.recommend.plain_words import Understood, understand
from pickflix.recommend.plain_words.from_catalogue import FromCatalogue
from pickflix.recommend.reasons import Reason
from pickflix.recommend.recommender import Wish
from pickflix.recommend.relaxing import relaxed
from pickflix.recommend.request import SURPRISE, Answer, Recommendation, Request, Shared, SharedAnswer
from pickflix.recommend.together import LEAST_PEOPLE, MOST_PEOPLE

MAKING: Final[tuple[Role, ...]] = ("director", "writer")
ANY_PART: Final[tuple[Role, ...]] = (*MAKING, "cast")


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

    def __init__(self, snapshot: Snapshot, *, local_taste: bool = True) -> None:
        """Maps the arrays of the snapshot; `local_taste` lets its prior move lists a little. Raises DamagedSnapshot."""
        model: Path = snapshot.folder / MODEL
        self.snapshot = snapshot
        self.library = Library(snapshot.folder / DATABASE)
        titles = model / "search"
        self._titles = TitleSearch(load_arrays(titles, sorted(path.stem for path in titles.glob("*.npy"))))
        self._two_at_once = TwoAtOnce(self._titles, self.library)
        self._lists = Lists(snapshot, local_taste=local_taste)
        self._titled: dict[tuple[str, ...], tuple[Film, ...]] = {}
        filters = self._lists.filters
        newest = int(filters.years.max(initial=0))
        codes = (*filters.offers.countries, *filters.offers.languages)
        self.names = FromCatalogue(self._titles, self.library, codes, newest)

    @classmethod
    def open(cls, store: SnapshotStore, *, local_taste: bool = True) -> Self:
        """The engine of the best snapshot that serves; raises NoSnapshot, or DamagedSnapshot where none does."""
        return store.best_of(lambda snapshot: cls(snapshot, local_taste=local_taste))

    def find(self, text: str, n: int = 10) -> Found:
        """What fits a title, a name, or two of them side by side, typing errors forgiven."""
        return self._found(self._two_at_once.search(text, _number(n)))

    def understand(self, text: str, language: Language = "fr") -> Understood:
        """What a wish in plain words asks for; `engine.names` knows the names for the labels of its chips."""
        return understand(text, language, self.names)

    def heeded(self, said: Understood) -> Understood:
        """The same for this catalogue: words of `rest` that no text of it holds move no list, and are `unread`."""
        deaf = tuple(word for word in said.rest if not self._lists.speaks_of(word))
        return replace(said, rest=tuple(word for word in said.rest if word not in deaf), unread=(*said.unread, *deaf))

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
        liked = self._lists.popularity
        # Whoever types "truffaut" means the director: what somebody directed stands before the rest.
        best = sorted(made, key=lambda film: ("director" not in film[1], -liked[film[0].row]))
        return tuple(film for film, _ in best)

    @property
    def first_year(self) -> int | None:
        """The year of the oldest film, None where no film has one."""
        return self._lists.filters.first_year

    @property
    def offers(self) -> Offers:
        """What the snapshot can be asked for."""
        return self._lists.filters.offers

    @property
    def models(self) -> tuple[str, ...]:
        """The names of the models that a request may choose from, the best first."""
        return self._lists.names

    def film(self, film_id: str) -> Film:
        """One film; raises UnknownFilm."""
        return self.library.film(film_id)

    def recommend(self, seeds: Sequence[str] = (), n: int = 10, **wishes: Any) -> tuple[Recommendation, ...]:
        """At most `n` films like the seeds, none of them a seed, a dislike or hidden, best first.

        Without seeds it is the popularity list. `wishes` are the other fields of Request: strengths,
        dislikes, hidden, filters, weighting ("like-this", "for-you"; by default the first for one seed, the second
        for several), surprise, words, model. All filters hold: where no film answers them the list is empty.
        Raises UnknownFilm, UnknownGenre and BadRequest.
        """
        return self._answer(Request(seeds=tuple(seeds), n=n, **wishes), relax=False).films

    def answer(self, request: Request) -> Answer:
        """The list of a request; where no film answers all its wishes, the least important ones are let go."""
        return self._answer(request, relax=True)

    def recommend_together(
        self, people: Sequence[Sequence[str]], n: int = 10, *, hidden: Sequence[str] = (), filters: Filters = EVERYTHING
    ) -> SharedAnswer:
        """At most `n` films for two to five people, each with films of their own that they liked.

        What they will like on average, without what one of them would suffer from. Wishes that no film
        answers are let go. Raises UnknownFilm, UnknownGenre and BadRequest.
        """
        if not LEAST_PEOPLE <= len(people) <= MOST_PEOPLE:
            raise BadRequest("people", f"{LEAST_PEOPLE} to {MOST_PEOPLE} can choose together, not {len(people)}.")
        seeds = [self.library.rows(tuple(liked)) for liked in people]
        if not all(seeds):
            raise BadRequest("people", "each person needs a film that they liked.")
        seen = self.library.rows(tuple(hidden))
        allowed, let_go = self._allowed(Request(filters=filters), seen, relax=True)
        chosen = self._lists.together(seeds, seen, allowed, _number(n))
        films = self.library.films(chosen.rows)
        found = zip(films, chosen.scores, chosen.pleasures, chosen.reasons, strict=True)
        return SharedAnswer(tuple(Shared(*each) for each in found), let_go)

    def _answer(self, request: Request, *, relax: bool) -> Answer:
        seeds, dislikes, hidden = map(self.library.rows, (request.seeds, request.dislikes, request.hidden))
        if contradicted := {*seeds} & {*dislikes}:
            title = self.library.films([min(contradicted)])[0].title
            raise BadRequest("dislikes", f"{quoted(title)} is liked too. A film is liked or disliked, not both.")
        given = (*seeds, *dislikes, *hidden)
        let_go: tuple[str, ...] = ()
        allowed = None
        if request.filters != EVERYTHING:
            allowed, let_go = self._allowed(request, given, relax=relax)
        if request.surprise and seeds:
            elsewhere = self._lists.elsewhere(seeds)
            both = elsewhere if allowed is None else elsewhere & allowed
            if relax and not _without(both, given).any():
                let_go = (*let_go, SURPRISE)
            else:
                allowed = both
        wish = Wish(
            seeds=seeds,
            strengths=request.strengths,
            dislikes=dislikes,
            hidden=hidden,
            allowed=allowed,
            weighting=SURPRISE if request.surprise and seeds else request.weighting,
            n=_number(request.n),
        )
        ranking, reasons = self._lists.choose(wish, request.model, request.words)
        found = zip(self.library.films(ranking.rows), ranking.scores.tolist(), reasons, strict=True)
        return Answer(tuple(Recommendation(*each) for each in found), let_go)

    def _allowed(self, request: Request, given: Sequence[int], *, relax: bool) -> tuple[Mask, tuple[str, ...]]:
        """What passes the filters, and which of them were let go so that a film beside the `given` ones does."""
        if not relax:
            return self._mask(request.filters), ()
        filters, let_go = relaxed(request.filters, lambda tried: bool(_without(self._mask(tried), given).any()))
        return self._mask(filters), let_go

    def _mask(self, filters: Filters) -> Mask:
        allowed = self._lists.filters.mask(filters)
        for one_of, roles in (
            *(((person,), ANY_PART) for person in filters.people),
            *(((person,), MAKING) for person in filters.makers),
            (filters.any_people, ANY_PART),
            (filters.any_makers, MAKING),
        ):
            if one_of:
                allowed &= self._with_one_of(one_of, roles)
        return allowed & ~self._with_one_of(filters.without_people, ANY_PART)

    def _with_one_of(self, people: Sequence[str], roles: Collection[Role]) -> Mask:
        """The films in which one of the people has one of the roles, (n_films,)."""
        found = np.zeros(len(self._lists.popularity), np.bool_)
        for person in people:
            films = self.library.filmography(person)
            found[[film.row for film, played in films if not {*roles}.isdisjoint(played)]] = True
        return found

    def reason_text(self, reason: Reason, language: Language) -> str:
        """The reason as a sentence of that language."""
        return reason.text(language, _Names(self.library))

    def score(self, seeds: Sequence[str], candidates: Sequence[str]) -> np.ndarray:
        """How like the seeds each candidate is, as for "like this film".

        Returns an array (n_candidates,), higher is better. Raises UnknownFilm.
        """
        return self._lists.best.score(self.library.rows(seeds), self.library.rows(candidates))

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
        by_popularity = self._lists.by_popularity
        order = np.concatenate([rows, by_popularity[~np.isin(by_popularity, rows)]])
        passing = order[self._mask(filters)[order]]
        return self.library.films(passing[offset : offset + _number(n)]), len(passing)

    def _found(self, hits: Hits) -> Found:
        films, people = self.library.films, self.library.people
        return Found(films(hits.films), people(hits.people), hits.certain, films(hits.near))


def _without(mask: Mask, rows: Sequence[int]) -> Mask:
    left = mask.copy()
    left[list(rows)] = False
    return left


def _number(n: int) -> int:
    if n < 0:
        raise BadRequest("n", f"{n} films cannot be listed; ask for 0 or more.")
    return n
