"""What a reader has told besides the films chosen: seen already, not for me, adored, surprise me, and the panel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pickflix.catalogue.film import Film
from pickflix.catalogue.vocabulary import Language
from pickflix.errors import BadRequest, UnknownFilm
from pickflix.pages.cards import FilmCard, cards
from pickflix.pages.refine import Choices, Refinement, choices
from pickflix.recommend.engine import Engine

MOST_FILMS = 50  # of each kind in one address
ADORED = 3.0  # what a film adored counts beside one that was liked


@dataclass(frozen=True, slots=True)
class Told:
    """The wishes of one address, in ids of films; what nobody asked is empty."""

    seen: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    adored: tuple[str, ...] = ()
    surprise: bool = False
    exact: bool = False
    open: bool = False
    refinement: Refinement = field(default_factory=Refinement)

    @classmethod
    def of(cls, parameters: Sequence[tuple[str, str]]) -> "Told":
        """Reads the parameters of an address; raises BadRequest for too many films."""
        seen, disliked, adored = (ids_of(parameters, name) for name in ("vu", "pas", "adore"))
        given = {name for name, value in parameters if value}
        flags = {"surprise": "surprise" in given, "exact": "exact" in given, "open": "plus" in given}
        return cls(seen, disliked, adored, **flags, refinement=Refinement.of(parameters))

    def strengths(self, film_ids: Iterable[str]) -> tuple[float, ...]:
        """How much each of those films counts."""
        return tuple(ADORED if film_id in self.adored else 1.0 for film_id in film_ids)


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside a list: how it came about, and how it may be changed."""

    seen: tuple[FilmCard, ...] = field(metadata={"description": "films hidden as already seen"})
    disliked: tuple[FilmCard, ...] = field(metadata={"description": "films disliked"})
    adored: tuple[str, ...] = field(metadata={"description": "ids of films that count more than the others"})
    let_go: tuple[str, ...] = field(metadata={"description": "parameters let go, since no film answers them all"})
    surprise: bool = field(metadata={"description": "whether the list surprises"})
    exact: bool = field(metadata={"description": "whether nothing may be left aside"})
    open: bool = field(metadata={"description": "whether the panel is open, and shows what few people ask as well"})
    refinement: Refinement = field(metadata={"description": "how the list is narrowed"})
    choices: Choices = field(metadata={"description": "what the panel offers"})


def aside(engine: Engine, told: Told, let_go: Iterable[str], language: Language) -> Aside:
    """What stands beside the list that was made of `told`; `let_go` are parameters of the address."""
    return Aside(
        cards(known_films(engine, told.seen)[0], language),
        cards(known_films(engine, told.disliked)[0], language),
        told.adored,
        tuple(let_go),
        told.surprise,
        told.exact,
        told.open,
        told.refinement,
        choices(engine.offers, language),
    )


def known_films(engine: Engine, film_ids: Iterable[str]) -> tuple[tuple[Film, ...], tuple[str, ...]]:
    """The films of some ids, each once, and the ids that the catalogue does not hold.

    So one vanished film does not hide the others. A film may be named by an id that it had before as well.
    """
    by_id: dict[str, Film] = {}
    unknown = []
    for film_id in dict.fromkeys(film_ids):
        try:
            film = engine.film(film_id)
        except UnknownFilm:
            unknown.append(film_id)
        else:
            by_id[film.id] = film
    return tuple(by_id.values()), tuple(unknown)


def ids_of(parameters: Iterable[tuple[str, str]], name: str) -> tuple[str, ...]:
    """The films that an address names under `name`, each once; raises BadRequest for too many."""
    found = tuple(dict.fromkeys(value for key, value in parameters if key == name and value))
    check_number_of_films(name, found)
    return found


def check_number_of_films(name: str, film_ids: Sequence[str]) -> None:
    """Raises BadRequest when an address names more films than one request may."""
    if len(film_ids) > MOST_FILMS:
        raise BadRequest(name, f"at most {MOST_FILMS} films in one address, not {len(film_ids)}.")
