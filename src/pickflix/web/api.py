"""The same values as JSON, under /api/v1."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from pickflix.catalogue.vocabulary import Language
from pickflix.pages.chosen import MOST_RESULTS, SimilarFilms, similar_films
from pickflix.pages.film import SIMILAR, FilmPage, film_page
from pickflix.pages.model import ModelPage, model_page
from pickflix.pages.person import PersonPage, person_page
from pickflix.pages.search import SearchPage, Suggestions, search_page, suggestions
from pickflix.pages.together import SharedFilms, shared_films
from pickflix.pages.wish import Wish, understood, wish
from pickflix.web.asking import SimilarRequest, TogetherRequest, WishRequest
from pickflix.web.site import Site

Lang = Annotated[Language, Query(description="language of titles and reasons")]
Number = Annotated[int, Query(ge=1, le=MOST_RESULTS, description="how many films")]
Text = Annotated[str, Query(description="title or name, as somebody types it")]
PROBLEM: dict[str, Any] = {
    "description": "What is wrong, as RFC 9457 says",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                },
                "required": ["type", "title", "status", "detail"],
            }
        }
    },
}
PROBLEMS: dict[int | str, dict[str, Any]] = dict.fromkeys((400, 404, 414, 422, 503), PROBLEM)


def api(site: Site) -> APIRouter:
    """The routes of /api/v1."""
    router = APIRouter(prefix="/api/v1", responses=PROBLEMS, tags=["films"])

    @router.get("/search")
    async def search(q: Text, n: Number = 10, lang: Lang = "fr") -> SearchPage:
        """Films and people that fit what somebody typed, typing errors forgiven."""
        return search_page(site.engine, q, lang, n)

    @router.get("/suggest")
    async def suggest(q: Text, n: Number = 8, lang: Lang = "fr") -> Suggestions:
        """What completes the words typed so far."""
        return suggestions(site.engine, q, lang, n)

    @router.get("/films/{film_id}")
    async def film(film_id: str, n: Number = SIMILAR, lang: Lang = "fr") -> FilmPage:
        """A film, its people, and films like it with reasons."""
        return film_page(site.engine, film_id, lang, n)

    @router.get("/people/{person_id}")
    async def person(person_id: str, lang: Lang = "fr") -> PersonPage:
        """A person's films."""
        return person_page(site.engine, person_id, lang)

    @router.get("/similar")
    async def similar(asked: Annotated[SimilarRequest, Query()]) -> SimilarFilms:
        """Films like some films, with reasons; without any film, the most popular ones."""
        return similar_films(site.engine, asked.request(), asked.lang, exact=asked.exact)

    @router.get("/together")
    async def together(asked: Annotated[TogetherRequest, Query()]) -> SharedFilms:
        """Films for two to five people, each with films of their own, and a reason for each of them."""
        return shared_films(
            site.engine, asked.people(), asked.lang, n=asked.n, seen=asked.seen, filters=asked.filters()
        )

    @router.get("/wish")
    async def wish_in_words(asked: Annotated[WishRequest, Query()]) -> Wish:
        """What a wish in plain words asks for, as chips, and the films that answer it."""
        said = understood(site.engine, asked.lang, asked.q, asked.envie, asked.mot)
        return wish(site.engine, said, asked.lang, asked.n, asked.told())

    @router.get("/model")
    async def model() -> ModelPage:
        """How good the lists are, as the last accepted evaluation measured it."""
        return model_page(site.engine)

    return router
