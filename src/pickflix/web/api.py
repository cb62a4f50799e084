"""The same values as JSON, under /api/v1."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

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


class SimilarRequest(BaseModel):
    """What /api/v1/similar may be asked; any other parameter is refused."""

    model_config = ConfigDict(extra="forbid")

    film: list[str] = Field([], max_length=MOST_FILMS, description="ids of films liked")
    dislike: list[str] = Field([], max_length=MOST_FILMS, description="ids of films disliked")
    n: int = Field(SIMILAR, ge=1, le=MOST_RESULTS, description="how many films")
    lang: Language = Field("fr", description="language of titles and reasons")
    genre: list[str] = Field([], max_length=MOST_FILMS, description="codes of genres; one is enough")
    without_genre: list[str] = Field([], max_length=MOST_FILMS, description="codes of genres; none may stand")
    country: list[str] = Field([], max_length=MOST_FILMS, description="ISO 3166 codes; one is enough")
    without_country: list[str] = Field([], max_length=MOST_FILMS, description="ISO 3166 codes; none may stand")
    language: list[str] = Field([], max_length=MOST_FILMS, description="ISO 639 codes; one is enough")
    year_from: int | None = Field(None, ge=1800, le=2200, description="first year")
    year_to: int | None = Field(None, ge=1800, le=2200, description="last year")
    runtime_min: int | None = Field(None, ge=0, le=10_000, description="shortest running time in minutes")
    runtime_max: int | None = Field(None, ge=0, le=10_000, description="longest running time in minutes")
    less_known: bool = Field(default=False, description="films less known only")
    oscar_winner: bool = Field(default=False, description="films that won an Oscar only")

    def filters(self) -> Filters:
        """The same as filters; raises BadRequest for bounds the wrong way round."""
        return Filters(
            genres=tuple(self.genre),
            without_genres=tuple(self.without_genre),
            countries=tuple(self.country),
            without_countries=tuple(self.without_country),
            languages=tuple(self.language),
            year_from=self.year_from,
            year_to=self.year_to,
            runtime_min=self.runtime_min,
            runtime_max=self.runtime_max,
            less_known=2 if self.less_known else 0,
            oscar_winner=self.oscar_winner,
        )


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
        return similar_films(
            site.engine, asked.film, asked.lang, n=asked.n, filters=asked.filters(), dislikes=asked.dislike
        )

    return router
