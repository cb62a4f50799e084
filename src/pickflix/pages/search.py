"""What a search finds: films, people with their films, and help where there is none."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from pickflix.catalogue.film import Person
from pickflix.catalogue.vocabulary import Language
from pickflix.pages.cards import FilmCard, PersonCard, cards, person_card
from pickflix.pages.shelves import Shelf, shelf_named, stocked
from pickflix.pages.wish import Wish, beside_a_search
from pickflix.recommend.engine import Engine

SHOWN_PEOPLE = 3
FILMS_OF_A_PERSON = 12


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person whose name was typed, with some films."""

    person: PersonCard = field(metadata={"description": "who"})
    films: tuple[FilmCard, ...] = field(
        metadata={"description": "some of the person's films: directed ones first, then the best known"}
    )
    total: int = field(metadata={"description": "how many films of the person the catalogue holds"})


@dataclass(frozen=True, slots=True)
class ShelfFound:
    """A shelf whose name was typed."""

    name: str = field(metadata={"description": "name of the genre, decade, country or theme"})
    path: str = field(metadata={"description": "its address, without the prefix of the language"})


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Search results, at /recherche and /api/v1/search."""

    template: ClassVar[str] = "search.html"
    query: str = field(metadata={"description": "the words typed"})
    films: tuple[FilmCard, ...] = field(metadata={"description": "films whose title fits, best first"})
    people: tuple[PersonFound, ...] = field(metadata={"description": "people whose name fits, best first"})
    certain: bool = field(metadata={"description": "the first film is beyond doubt the one that was typed"})
    near: tuple[FilmCard, ...] = field(metadata={"description": "closest titles, where few or no films fit"})
    shelf: ShelfFound | None = field(
        default=None, metadata={"description": "the shelf that bears the name typed, null where none does"}
    )
    wish: Wish | None = field(
        default=None, metadata={"description": "the words as a wish, null where they are rather a title or a name"}
    )
    first_year: int | None = field(default=None, metadata={"description": "year of the oldest film of the catalogue"})
    themes: tuple[Shelf, ...] = field(
        default=(), metadata={"description": "shelves to browse, where nothing was found"}
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search box."""

    kind: Literal["film", "person"] = field(metadata={"description": "what it leads to"})
    id: str = field(metadata={"description": "id of the film or of the person"})
    label: str = field(metadata={"description": "title or name"})
    year: int | None = field(metadata={"description": "year of the film"})
    directors: tuple[str, ...] = field(metadata={"description": "directors of the film"})


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to propose while somebody types, at /api/v1/suggest."""

    query: str = field(metadata={"description": "the words typed so far"})
    suggestions: tuple[Suggestion, ...] = field(metadata={"description": "best first"})


def search_page(engine: Engine, query: str, language: Language, n: int = 20) -> SearchPage:
    """What is found for some words; blank words find nothing."""
    if not query.strip():
        return SearchPage(query, (), (), certain=False, near=(), themes=stocked("theme", engine))
    found, shelf = engine.find(query, n), shelf_named(query)
    titled, named = bool(found.films), bool(found.people)
    wish = None if found.certain else beside_a_search(engine, query, language, found=titled, named=named)
    nothing = not (found.films or found.people or shelf or wish)
    return SearchPage(
        query,
        cards(found.films, language),
        tuple(_found(engine, person, language) for person in found.people[:SHOWN_PEOPLE]),
        found.certain,
        cards(found.near, language),
        ShelfFound(shelf.name(language), shelf.path) if shelf else None,
        wish,
        engine.first_year,
        stocked("theme", engine) if nothing else (),
    )


def suggestions(engine: Engine, query: str, language: Language, n: int = 8) -> Suggestions:
    """Films and people that complete what is typed so far, people after the films unless they fit better."""
    if not query.strip():
        return Suggestions(query, ())
    found = engine.complete(query, n)
    people = [Suggestion("person", person.id, person.name, None, ()) for person in found.people[:SHOWN_PEOPLE]]
    films = [Suggestion("film", film.id, film.label(language), film.year, film.directors) for film in found.films]
    return Suggestions(query, tuple((films[: n - len(people)] + people)[:n]))


def _found(engine: Engine, person: Person, language: Language) -> PersonFound:
    films = engine.best_known(person.id)
    return PersonFound(person_card(person), cards(films[:FILMS_OF_A_PERSON], language), len(films))
