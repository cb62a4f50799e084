"""One film: its facts, its people, and films like it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import urlsplit

from pickflix.catalogue.film import Credit, FilmFacts, Role
from pickflix.catalogue.snapshot import SourceNote
from pickflix.catalogue.vocabulary import Language
from pickflix.pages.cards import FilmCard, PersonCard, RecommendedFilm, card, person_card
from pickflix.pages.listing import listed
from pickflix.pages.told import Aside, Told
from pickflix.recommend.engine import Engine

SIMILAR, MORE_SIMILAR = 10, 30
TMDB = "www.themoviedb.org"


@dataclass(frozen=True, slots=True)
class FilmPage:
    """One film, at /films/{id} and /api/v1/films/{id}."""

    template: ClassVar[str] = "film.html"
    film: FilmCard = field(metadata={"description": "the film"})
    directors: tuple[PersonCard, ...] = field(metadata={"description": "who directed it"})
    writers: tuple[PersonCard, ...] = field(metadata={"description": "who wrote it"})
    cast: tuple[PersonCard, ...] = field(metadata={"description": "who plays in it, in the order of the source"})
    companies: tuple[str, ...] = field(metadata={"description": "production companies"})
    certificate: str | None = field(metadata={"description": "certificate of the MPAA, as the source gives it"})
    critics_score: int | None = field(metadata={"description": "Metacritic's score, 0 to 100"})
    tomatometer: int | None = field(metadata={"description": "share of good reviews by Rotten Tomatoes, in percent"})
    reviews: int | None = field(metadata={"description": "number of reviews behind the tomatometer"})
    rating: float | None = field(metadata={"description": "mean of the votes of viewers, 0 to 10"})
    votes: int | None = field(metadata={"description": "number of those votes"})
    box_office_usd: int | None = field(metadata={"description": "largest reported gross, in US dollars"})
    oscars_won: int = field(metadata={"description": "Oscars won"})
    oscar_nominations: int = field(metadata={"description": "Oscar nominations"})
    story: str | None = field(metadata={"description": "what the film is about, as another site tells it"})
    story_from: str | None = field(metadata={"description": "address of the page that the story is from"})
    imdb: bool = field(metadata={"description": "whether IMDb tells some of it, and must be named"})
    origin: str = field(metadata={"description": "where the facts come from: wikidata, imdb, tmdb, or curated"})
    similar: tuple[RecommendedFilm, ...] = field(metadata={"description": "films like it, the closest first"})
    aside: Aside | None = field(
        metadata={"description": "how the list came about, and how it may be changed; null where nothing was told"}
    )


def film_page(engine: Engine, film_id: str, language: Language, n: int = SIMILAR, told: Told | None = None) -> FilmPage:
    """One film and `n` films like it, among those that the reader wishes; raises UnknownFilm and BadRequest."""
    facts = engine.library.facts(engine.film(film_id))
    sources = engine.snapshot.manifest.sources
    story, story_from = (facts.story, facts.story_from) if _may_be_told(facts, sources) else (None, None)
    similar, beside = listed(engine, [facts.film], language, told or Told(), n)
    return FilmPage(
        card(facts.film, language),
        _people(facts.credits, "director"),
        _people(facts.credits, "writer"),
        _people(facts.credits, "cast"),
        facts.companies,
        facts.certificate,
        facts.critics_score,
        facts.tomatometer,
        facts.reviews,
        facts.rating,
        facts.votes,
        facts.box_office_usd,
        facts.oscars_won,
        facts.oscar_nominations,
        story,
        story_from,
        facts.origin == "imdb" or any(note.name == "imdb" and facts.votes for note in sources),
        facts.origin,
        similar,
        None if told is None else beside,
    )


def _may_be_told(facts: FilmFacts, sources: Iterable[SourceNote]) -> bool:
    """Whether its story may still be shown: TMDB's no longer than six months, however long the snapshot serves."""
    today = datetime.now(UTC).date().isoformat()
    stale = any(note.until and note.until < today for note in sources)
    return not (stale and urlsplit(facts.story_from or "").hostname == TMDB)


def _people(credits_: Iterable[Credit], role: Role) -> tuple[PersonCard, ...]:
    return tuple(person_card(credit.person) for credit in credits_ if credit.role == role)
