"""The same values as JSON, under /api/v1."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from pickflix.catalogue.vocabulary import Language
from pickflix.pages.chosen import MOST_FILMS, MOST_RESULTS, SimilarFilms, similar_films
from pickflix.pages.film import SIMILAR, FilmPage, film_page
from pickflix.pages.person import PersonPage, person_page
from pickflix.pages.search import SearchPage, Suggestions, search_page, suggestions
from pickflix.recommend.filters import Filters
from pickflix.web.site import Site

Lang = Annotated[Language, Query(description="language of titles and reasons")]
Number = Annotated[int, Query(ge=1, le=MOST_RESULTS, description="how many films")]
Text = Annotated[str, Query(description="title or name, as somebody types it")]
FilmIds = Annotated[list[str], Query(max_length=MOST_FILMS, description="film ids")]
Codes = Annotated[list[str], Query(max_length=MOST_FILMS, description="codes, as films carry them")]
Year = Annotated[int | None, Query(ge=1800, le=2200, description="year, inclusive")]
Minutes = Annotated[int | None, Query(ge=0, le=10_000, description="minutes, inclusive")]
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
PROBLEMS: dict[int | str, dict[str, Any]] = {status: PROBLEM for status in (400, 404, 414, 422, 503)}


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
    async def similar(  # noqa: PLR0913 - one parameter of the address each
        film: FilmIds = [],  # noqa: B006 - FastAPI copies it
        dislike: FilmIds = [],  # noqa: B006 - idem
        n: Number = SIMILAR,
        lang: Lang = "fr",
        genre: Codes = [],  # noqa: B006 - idem
        without_genre: Codes = [],  # noqa: B006 - idem
        country: Codes = [],  # noqa: B006 - idem
        without_country: Codes = [],  # noqa: B006 - idem
        language: Codes = [],  # noqa: B006 - idem
        year_from: Year = None,
        year_to: Year = None,
        runtime_min: Minutes = None,
        runtime_max: Minutes = None,
        less_known: Annotated[bool, Query(description="films less known only")] = False,  # noqa: FBT002 - a query
        oscar_winner: Annotated[bool, Query(description="films that won an Oscar only")] = False,  # noqa: FBT002 - idem
    ) -> SimilarFilms:
        """Films like some films, with reasons; without any film, the most popular ones."""
        filters = Filters(
            genres=tuple(genre),
            without_genres=tuple(without_genre),
            countries=tuple(country),
            without_countries=tuple(without_country),
            languages=tuple(language),
            year_from=year_from,
            year_to=year_to,
            runtime_min=runtime_min,
            runtime_max=runtime_max,
            less_known=less_known,
            oscar_winner=oscar_winner,
        )
        return similar_films(site.engine, film, lang, n=n, filters=filters, dislikes=dislike)

    return router
