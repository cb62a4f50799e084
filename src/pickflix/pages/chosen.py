"""My films: several films at once, and what to see after them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from pickflix.catalogue.vocabulary import Language
from pickflix.pages.cards import FilmCard, RecommendedFilm, cards, recommended
from pickflix.pages.listing import answer, listed
from pickflix.pages.told import Aside, Told, check_number_of_films, known_films
from pickflix.recommend.engine import Engine
from pickflix.recommend.request import Request

MOST_RESULTS = 100


@dataclass(frozen=True, slots=True)
class ChosenPage:
    """The films chosen and films like them, at /mes-films."""

    template: ClassVar[str] = "chosen.html"
    seeds: tuple[FilmCard, ...] = field(metadata={"description": "the films chosen, in the order of the address"})
    unknown: tuple[str, ...] = field(metadata={"description": "ids in the address that the catalogue does not hold"})
    films: tuple[RecommendedFilm, ...] = field(metadata={"description": "films like them, the closest first"})
    aside: Aside = field(metadata={"description": "how the list came about, and how it may be changed"})


@dataclass(frozen=True, slots=True)
class SimilarFilms:
    """Films like some films, at /api/v1/similar."""

    seeds: tuple[FilmCard, ...] = field(metadata={"description": "the films given"})
    films: tuple[RecommendedFilm, ...] = field(metadata={"description": "films like them, the closest first"})
    let_go: tuple[str, ...] = field(
        metadata={"description": "wishes let go, least important first, where no film answers them all"}
    )


def chosen_page(
    engine: Engine, film_ids: Sequence[str], language: Language, told: Told | None = None, n: int = 10
) -> ChosenPage:
    """The films chosen and `n` films like them; without any film, the list is empty.

    An id that the catalogue does not hold is told apart. Raises BadRequest for too many films and for a
    refinement that does not exist.
    """
    check_number_of_films("film", film_ids)
    seeds, unknown = known_films(engine, film_ids)
    # Without a film the list is empty, yet what is wrong with the wishes is said.
    films, beside = listed(engine, seeds, language, told or Told(), n if seeds else 0)
    return ChosenPage(cards(seeds, language), unknown, films, beside)


def similar_films(engine: Engine, asked: Request, language: Language, *, exact: bool = False) -> SimilarFilms:
    """Films like some films; without any, the most popular ones. Raises UnknownFilm and BadRequest."""
    check_number_of_films("film", (*asked.seeds, *asked.dislikes))
    seeds = tuple({film.id: film for film in map(engine.film, asked.seeds)}.values())
    found = answer(engine, asked, exact=exact)
    return SimilarFilms(cards(seeds, language), recommended(engine, found.films, language, seeds), found.let_go)
