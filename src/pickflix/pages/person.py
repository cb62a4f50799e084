"""One person and the films of the catalogue that name this person."""

from dataclasses import dataclass, field
from typing import ClassVar

from pickflix.catalogue.film import Role
from pickflix.catalogue.vocabulary import Language
from pickflix.pages.cards import FilmCard, PersonCard, card, person_card
from pickflix.recommend.engine import Engine


@dataclass(frozen=True, slots=True)
class Part:
    """A film and what the person did in it."""

    film: FilmCard = field(metadata={"description": "the film"})
    roles: tuple[Role, ...] = field(metadata={"description": "director, writer or cast"})


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person, at /personnes/{id} and /api/v1/people/{id}."""

    template: ClassVar[str] = "person.html"
    person: PersonCard = field(metadata={"description": "who"})
    films: tuple[Part, ...] = field(metadata={"description": "the person's films, the newest first"})


def person_page(engine: Engine, person_id: str, language: Language) -> PersonPage:
    """One person; raises UnknownPerson."""
    person = engine.library.person(person_id)
    played = engine.library.filmography(person_id)
    return PersonPage(person_card(person), tuple(Part(card(film, language), roles) for film, roles in played))
