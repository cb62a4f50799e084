"""The small values that all pages share: a film in a list, a person, a reason in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pickflix.catalogue.film import Film, Person
from pickflix.catalogue.vocabulary import Language
from pickflix.recommend.engine import Engine
from pickflix.recommend.phrases import listed
from pickflix.recommend.reasons import Reason
from pickflix.recommend.request import Recommendation

LONGEST_NAME = 32  # letters of a title within a reason
FILMS_NAMED = 2  # in one line
SAID_OF_ONE = 2  # reasons in one line


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
    engine: Engine, found: Iterable[Recommendation], language: Language, seeds: Sequence[Film] = ()
) -> tuple[RecommendedFilm, ...]:
    """The recommendations in words. With several `seeds`, the reasons say which of them they speak of."""
    names = {seed.row: short(seed.label(language)) for seed in seeds} if len(seeds) > 1 else {}
    return tuple(
        with_reasons(each.film, language, each.score, _reasons(engine, each.reasons, language, names)) for each in found
    )


def with_reasons(film: Film, language: Language, score: float, reasons: tuple[str, ...]) -> RecommendedFilm:
    """The card of a film that is proposed."""
    return RecommendedFilm(**_facts(film, language), score=score, reasons=reasons)


def _reasons(
    engine: Engine, reasons: Iterable[Reason], language: Language, names: Mapping[int, str]
) -> tuple[str, ...]:
    """One line a reason; of several films, one line for those that the same reasons speak of."""
    like = "Comme {} : {}" if language == "fr" else "Like {}: {}"
    said: dict[str, list[str]] = {}
    for reason in reasons:
        text = engine.reason_text(reason, language)
        named = films_named(reason, names, language)
        if named:
            said.setdefault(named, []).append(after_colon(text, language))
        else:
            said[text] = []
    return tuple(like.format(name, " · ".join(texts[:SAID_OF_ONE])) if texts else name for name, texts in said.items())


def films_named(reason: Reason, names: Mapping[int, str], language: Language) -> str:
    """The films that a reason speaks of, among those of `names` by row, as a sentence lists them; empty for none."""
    quoted = "« {} »" if language == "fr" else "“{}”"
    seeds = () if reason.seed is None else (reason.seed, *reason.also)
    named = [quoted.format(names[seed]) for seed in seeds if seed in names][:FILMS_NAMED]
    return listed(named, language) if named else ""


def after_colon(text: str, language: Language) -> str:
    """After a colon French goes on in small letters; no French reason begins with a name."""
    return text[0].lower() + text[1:] if language == "fr" else text


def short(label: str) -> str:
    """A title that leaves room for the reason; cut between two words."""
    return (
        label if len(label) <= LONGEST_NAME else f"{label[:LONGEST_NAME].rpartition(' ')[0] or label[:LONGEST_NAME]}…"
    )


def _facts(film: Film, language: Language) -> dict[str, Any]:
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
