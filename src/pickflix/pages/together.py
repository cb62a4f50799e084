"""For two to five people: each says films of their own, and one list is made for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from pickflix.catalogue.film import Film
from pickflix.catalogue.vocabulary import Language
from pickflix.errors import BadRequest, UnknownFilm, UnknownGenre
from pickflix.pages.cards import FilmCard, RecommendedFilm, after_colon, cards, films_named, short, with_reasons
from pickflix.pages.listing import PARAMETER_OF
from pickflix.pages.told import Aside, Told, aside, ids_of, known_films
from pickflix.recommend.engine import Engine
from pickflix.recommend.filters import Filters
from pickflix.recommend.reasons import Reason
from pickflix.recommend.request import Shared, SharedAnswer
from pickflix.recommend.together import LEAST_PEOPLE, MOST_PEOPLE

LONGEST_NAME = 30  # letters of a first name
CANDIDATES = 5  # films to choose from, where the words typed fit several
UNNAMED: Mapping[Language, tuple[str, str]] = MappingProxyType(
    {"fr": ("Personne {}", "la personne {}"), "en": ("Person {}", "person {}")}
)


@dataclass(frozen=True, slots=True)
class Companion:
    """One of the people, with the films that this person liked."""

    number: int = field(metadata={"description": "place among the people, from 1"})
    name: str = field(metadata={"description": "name as given; empty where none was"})
    label: str = field(metadata={"description": "name to show above the films"})
    spoken: str = field(metadata={"description": "name within a sentence"})
    films: tuple[FilmCard, ...] = field(metadata={"description": "films that the person liked"})
    unknown: tuple[str, ...] = field(default=(), metadata={"description": "ids that the catalogue does not hold"})


@dataclass(frozen=True, slots=True)
class Search:
    """The words typed for one of the people, where they do not say which film is meant beyond doubt."""

    number: int = field(metadata={"description": "place of the person, from 1"})
    query: str = field(metadata={"description": "the words typed"})
    films: tuple[FilmCard, ...] = field(metadata={"description": "films that may be meant, best first"})


@dataclass(frozen=True, slots=True)
class SharedFilms:
    """Films for several people, at /api/v1/together."""

    people: tuple[Companion, ...] = field(metadata={"description": "the people"})
    films: tuple[RecommendedFilm, ...] = field(metadata={"description": "films for all, best first; a reason for each"})
    let_go: tuple[str, ...] = field(metadata={"description": "wishes let go, where no film answers them all"})


@dataclass(frozen=True, slots=True)
class TogetherPage:
    """Films for several people, at /a-plusieurs."""

    template: ClassVar[str] = "together.html"
    people: tuple[Companion, ...] = field(metadata={"description": "the people, two at least"})
    search: Search | None = field(metadata={"description": "what was typed for one of them, null where nothing was"})
    films: tuple[RecommendedFilm, ...] = field(metadata={"description": "films for all, best first; a reason for each"})
    ready: bool = field(metadata={"description": "whether each of two people at least has a film"})
    room: bool = field(metadata={"description": "whether one more person may come"})
    aside: Aside = field(metadata={"description": "how the list came about, and how it may be changed"})


def people_of(engine: Engine, parameters: Sequence[tuple[str, str]], language: Language) -> tuple[Companion, ...]:
    """The people whom an address names: films `p1` to `p5`, names `n1` to `n5`; raises BadRequest."""
    given = dict(parameters)
    found = []
    for number in range(1, MOST_PEOPLE + 1):
        films, unknown = known_films(engine, ids_of(parameters, f"p{number}"))
        name = " ".join(given.get(f"n{number}", "").split())[:LONGEST_NAME].strip()
        # Only our own words are a pattern: a name may hold braces.
        label, spoken = (name, name) if name else (words.format(number) for words in UNNAMED[language])
        found.append(Companion(number, name, label, spoken, cards(films, language), unknown))
    # Whoever comes last and has told nothing is not there yet; two people there are always, five at most.
    wanted = given.get("personnes", "")
    asked = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 1 else 0
    last = max((each.number for each in found if each.films or each.name or each.unknown), default=0)
    return tuple(found[: min(MOST_PEOPLE, max(LEAST_PEOPLE, last, asked))])


def together_page(
    engine: Engine,
    people: tuple[Companion, ...],
    language: Language,
    told: Told,
    search: Search | None = None,
    n: int = 10,
) -> TogetherPage:
    """The people and `n` films for those who have told a film, once they are two; raises BadRequest."""
    those = [each for each in people if each.films]
    ready = len(those) >= LEAST_PEOPLE
    filters = told.refinement.filters()  # what is wrong with the panel is said in any case
    # Two people disagree on what is disliked, so a film that one of them does not want is only hidden.
    hidden = [film.id for film in known_films(engine, (*told.seen, *told.disliked))[0]]
    found = for_all(engine, those, n, hidden, filters) if ready else SharedAnswer(())
    if told.exact and found.let_go:
        found = SharedAnswer(())
    names = [PARAMETER_OF[wish] for wish in found.let_go]
    return TogetherPage(
        people,
        search,
        shared(engine, found.films, those, language),
        ready,
        len(people) < MOST_PEOPLE,
        aside(engine, told, names, language),
    )


def shared_films(
    engine: Engine,
    parameters: Sequence[tuple[str, str]],
    language: Language,
    *,
    n: int,
    seen: Sequence[str],
    filters: Filters,
) -> SharedFilms:
    """Films for the people that the parameters name; raises UnknownFilm and BadRequest."""
    people = people_of(engine, parameters, language)
    for person in people:
        for film_id in person.unknown:
            raise UnknownFilm(film_id)
    those = [person for person in people if person.films or person.name]
    found = for_all(engine, those, n, seen, filters)
    return SharedFilms(people, shared(engine, found.films, those, language), found.let_go)


def for_all(
    engine: Engine, people: Sequence[Companion], n: int, hidden: Sequence[str], filters: Filters
) -> SharedAnswer:
    """What the engine says; raises BadRequest."""
    try:
        return engine.recommend_together(
            [[film.id for film in each.films] for each in people], n, hidden=hidden, filters=filters
        )
    except UnknownGenre as error:
        raise BadRequest("filter", str(error)) from None


def candidates(engine: Engine, number: int, query: str, language: Language) -> Search | Film:
    """The film that the words typed for a person mean beyond doubt, or those they may mean."""
    found = engine.find(query, CANDIDATES)
    if found.certain:
        return found.films[0]
    films = found.films or (engine.best_known(found.people[0].id) if found.people else found.near)
    return Search(number, query, cards(films[:CANDIDATES], language))


def shared(
    engine: Engine, found: Iterable[Shared], people: Sequence[Companion], language: Language
) -> tuple[RecommendedFilm, ...]:
    """The films of a list for several people, with one line for each of them."""
    liked = [{engine.film(film.id).row: short(film.label) for film in person.films} for person in people]
    films = []
    for each in found:
        lines = [
            _line(engine, person, reasons[0], names, language)
            for person, names, reasons in zip(people, liked, each.reasons, strict=True)
            if reasons
        ]
        films.append(with_reasons(each.film, language, each.score, tuple(lines)))
    return tuple(films)


def _line(engine: Engine, person: Companion, reason: Reason, names: Mapping[int, str], language: Language) -> str:
    """The weightiest reason for one of the people; of several films, it names those that it speaks of."""
    text = after_colon(engine.reason_text(reason, language), language)
    films = films_named(reason, names, language) if len(names) > 1 else ""
    if language == "en":
        return f"For {person.spoken}" + (f", like {films}: {text}" if films else f": {text}")
    return f"Pour {person.spoken}" + (f", comme {films} : {text}" if films else f" : {text}")
