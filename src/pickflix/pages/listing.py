"""How a page asks for its list: from what a reader told to films with reasons, and what stands beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from types import MappingProxyType

from pickflix.catalogue.film import Film
from pickflix.catalogue.vocabulary import Language
from pickflix.errors import BadRequest, UnknownGenre
from pickflix.pages.cards import RecommendedFilm, recommended
from pickflix.pages.refine import WISH_OF
from pickflix.pages.told import Aside, Told, aside, known_films
from pickflix.recommend.engine import Engine
from pickflix.recommend.request import SURPRISE, Answer, Request

PARAMETER_OF: Mapping[str, str] = MappingProxyType(
    {wish: name for name, wish in WISH_OF.items()} | {SURPRISE: SURPRISE}
)


def listed(
    engine: Engine, seeds: Sequence[Film], language: Language, told: Told, n: int
) -> tuple[tuple[RecommendedFilm, ...], Aside]:
    """The films like the seeds as a page shows them, and what stands beside.

    A film both chosen and disliked counts as chosen. Raises BadRequest for a wish that the panel does not have.
    """
    found = answer(engine, request_of(engine, told, seeds, n), exact=told.exact)
    names = [PARAMETER_OF[wish] for wish in found.let_go]
    return recommended(engine, found.films, language, seeds), aside(engine, told, names, language)


def request_of(engine: Engine, told: Told, seeds: Sequence[Film], n: int) -> Request:
    """What a reader asks; films that the catalogue does not hold are left out, for they are on no list."""
    chosen = tuple(film.id for film in seeds)
    disliked, seen = (known_films(engine, ids)[0] for ids in (told.disliked, told.seen))
    return Request(
        seeds=chosen,
        strengths=told.strengths(chosen),
        dislikes=tuple(film.id for film in disliked if film.id not in chosen),
        hidden=tuple(film.id for film in seen),
        filters=told.refinement.filters(),
        surprise=told.surprise,
        n=n,
    )


def answer(engine: Engine, request: Request, *, exact: bool = False) -> Answer:
    """What the engine says; `exact` lets no wish go. Raises BadRequest for a code that no film bears."""
    try:
        if not exact:
            return engine.answer(request)
        return Answer(engine.recommend(**{each.name: getattr(request, each.name) for each in fields(Request)}))
    except UnknownGenre as error:
        # Here the code is a wish, not an address: the page exists, the request is wrong.
        raise BadRequest("filter", str(error)) from None
