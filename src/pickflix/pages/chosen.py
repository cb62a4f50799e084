"""My films: several films at once, and what to see after them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from pickflix.catalogue.film import Film
from pickflix.catalogue.vocabulary import Language
from pickflix.errors import BadRequest, UnknownFilm, UnknownGenre
from pickflix.pages.cards import FilmCard, RecommendedFilm, card, recommended
from pickflix.pages.refine import Choices, Refinement, choices
from pickflix.recommend.engine import Engine, Recommendation
from pickflix.recommend.filters import Filters

MOST_FILMS = 50  # in one request
MOST_RESULTS = 100


@dataclass(frozen=True, slots=True)
class ChosenPage:
    """The films chosen and films like them, at /mes-films."""

    template: ClassVar[str] = "chosen.html"
    seeds: tuple[FilmCard, ...] = field(metadata={"description": "the films chosen, in the order of the address"})
    unknown: tuple[str, ...] = field(metadata={"description": "ids in the address that the catalogue does not hold"})
    films: tuple[RecommendedFilm, ...] = field(metadata={"description": "films like them, the closest first"})
    refinement: Refinement = field(metadata={"description": "how the list is narrowed"})
    choices: Choices = field(metadata={"description": "what the panel offers"})


@dataclass(frozen=True, slots=True)
class SimilarFilms:
    """Films like some films, at /api/v1/similar."""

    seeds: tuple[FilmCard, ...] = field(metadata={"description": "the films given"})
    films: tuple[RecommendedFilm, ...] = field(metadata={"description": "films like them, the closest first"})


def chosen_page(
    engine: Engine, film_ids: Sequence[str], language: Language, refinement: Refinement, n: int = 10
) -> ChosenPage:
    """The films chosen and `n` films like them; without any film, the list is empty.

    An id that the catalogue does not hold is told apart, so that one vanished film does not hide the others.
    Raises BadRequest for too many films and for a refinement that does not exist.
    """
    check_number_of_films(film_ids)
    by_id, unknown = {}, []
    for film_id in dict.fromkeys(film_ids):
        try:
            # A film may be named by an id that it had before as well.
            film = engine.film(film_id)
            by_id[film.id] = film
        except UnknownFilm:
            unknown.append(film_id)
    known = tuple(by_id.values())
    filters = refinement.filters()
    found = _recommend(engine, known, n, filters) if known else ()
    return ChosenPage(
        tuple(card(film, language) for film in known),
        tuple(unknown),
        recommended(engine, found, language, known),
        refinement,
        choices(language),
    )


def similar_films(
    engine: Engine,
    film_ids: Sequence[str],
    language: Language,
    *,
    n: int,
    filters: Filters,
    dislikes: Sequence[str] = (),
) -> SimilarFilms:
    """Films like some films; without any, the most popular ones. Raises UnknownFilm and BadRequest."""
    check_number_of_films((*film_ids, *dislikes))
    seeds = tuple({film.id: film for film in map(engine.film, film_ids)}.values())
    found = _recommend(engine, seeds, n, filters, dislikes)
    return SimilarFilms(tuple(card(film, language) for film in seeds), recommended(engine, found, language, seeds))


def _recommend(
    engine: Engine, seeds: Sequence[Film], n: int, filters: Filters, dislikes: Sequence[str] = ()
) -> tuple[Recommendation, ...]:
    try:
        return engine.recommend([film.id for film in seeds], n, dislikes=dislikes, filters=filters)
    except UnknownGenre as error:
        # Here the code is a wish, not an address: the page exists, the request is wrong.
        raise BadRequest("filter", str(error)) from None


def check_number_of_films(film_ids: Sequence[str]) -> None:
    """Raises BadRequest when an address names more films than one request may."""
    if len(film_ids) > MOST_FILMS:
        raise BadRequest("film", f"at most {MOST_FILMS} films in one request, not {len(film_ids)}.")
