"""The small values that all pages share: a film in a list, a person, a reason in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pickflix.catalogue.film import Film, Person
from pickflix.catalogue.vocabulary import Language
from pickflix.recommend.engine import Engine, Recommendation


@dataclass(frozen=True, slots=True)
class FilmCard:
    """A film as lists show it."""

    id: str = field(metadata={"description": "Wikidata number, or `c-` + title + year for a curated film"})
    title: str = field(metadata={"description": "international (English) title"})
    title_fr: str | None = field(metadata={"description": "title in France, null where unknown"})
    title_original: str | None = field(metadata={"description": "title in its own language, null where unknown"})
    label: str = field(metadata={"description": "the title that a reader of the language asked for knows"})
    year: int | None = field(metadata={"description": "year of release"})
    imdb_id: str | None = field(metadata={"description": "IMDb's number, such as tt0133093"})
    runtime_min: int | None = field(metadata={"description": "running time in minutes"})
    genres: tuple[str, ...] = field(metadata={"description": "codes of genres"})
    countries: tuple[str, ...] = field(metadata={"description": "ISO 3166 codes, the main one first where known"})
    languages: tuple[str, ...] = field(metadata={"description": "ISO 639 codes, the main one first where known"})
    directors: tuple[str, ...] = field(metadata={"description": "names of the directors"})


@dataclass(frozen=True, slots=True)
class RecommendedFilm(FilmCard):
    """A film proposed to the reader, and why."""

    score: float = field(metadata={"description": "closeness to the films given; comparable within one list only"})
    reasons: tuple[str, ...] = field(metadata={"description": "why it stands in the list, the weightiest first"})


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody who made or played in films."""

    id: str = field(metadata={"description": "word of the address /personnes/{id}"})
    name: str = field(metadata={"description": "name as credited"})


def card(film: Film, language: Language) -> FilmCard:
    """The card of one film."""
    return FilmCard(**_facts(film, language))


def cards(films: Iterable[Film], language: Language) -> tuple[FilmCard, ...]:
    """The cards of several films, in the same order."""
    return tuple(card(film, language) for film in films)


def person_card(person: Person) -> PersonCard:
    """The card of one person."""
    return PersonCard(person.id, person.name)


def recommended(
    engine: Engine, found: Iterable[Recommendation], language: Language, seeds: Iterable[Film] = ()
) -> tuple[RecommendedFilm, ...]:
    """The recommendations in words. With several `seeds` a reason says which of them it speaks of."""
    names = {seed.row: seed.label(language) for seed in seeds}
    said = "Comme « {} » : {}" if language == "fr" else "Like “{}”: {}"
    several = len(names) > 1

    def words(recommendation: Recommendation) -> Iterable[str]:
        for reason in recommendation.reasons:
            text = engine.reason_text(reason, language)
            told = several and reason.seed in names
            yield said.format(names[reason.seed], text) if told and reason.seed is not None else text

    return tuple(
        RecommendedFilm(**_facts(each.film, language), score=each.score, reasons=tuple(words(each))) for each in found
    )


def _facts(film: Film, language: Language) -> dict[str, object]:
    return {
        "id": film.id,
        "title": film.title,
        "title_fr": film.title_fr,
        "title_original": film.title_original,
        "label": film.label(language),
        "year": film.year,
        "imdb_id": film.imdb_id,
        "runtime_min": film.runtime_min,
        "genres": film.genres,
        "countries": film.countries,
        "languages": film.languages,
        "directors": film.directors,
    }
