"""The first page: a search box, three films to try, and shelves to browse."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from pickflix.catalogue.vocabulary import Language
from pickflix.pages.cards import FilmCard, card
from pickflix.pages.shelves import SHELVES, Shelf, stocked
from pickflix.recommend.engine import Engine

# Typed words rather than ids: they mean the same film in every catalogue.
EXAMPLES = ("La Grande Vadrouille", "Amélie Poulain", "Le Samouraï")
PREVIEWED = ("films-francais", "annees-60", "oscars", "comedies-francaises", "courts-metrages")
PREVIEW = 6  # posters of a shelf


@dataclass(frozen=True, slots=True)
class Example:
    """A film to try."""

    text: str = field(metadata={"description": "words to search for"})
    film: FilmCard = field(metadata={"description": "the film that they find"})


@dataclass(frozen=True, slots=True)
class Preview:
    """The first films of a shelf."""

    shelf: Shelf = field(metadata={"description": "the shelf"})
    films: tuple[FilmCard, ...] = field(metadata={"description": "films of it that no shelf above shows"})


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page, at /."""

    template: ClassVar[str] = "home.html"
    examples: tuple[Example, ...] = field(metadata={"description": "films to try"})
    previews: tuple[Preview, ...] = field(metadata={"description": "shelves with their first films"})
    genres: tuple[Shelf, ...] = field(metadata={"description": "all genres"})
    decades: tuple[Shelf, ...] = field(metadata={"description": "all decades"})
    countries: tuple[Shelf, ...] = field(metadata={"description": "the countries worth a shelf"})
    themes: tuple[Shelf, ...] = field(metadata={"description": "the other shelves"})


def home_page(engine: Engine, language: Language) -> HomePage:
    """The first page. A film stands on one shelf only, so that thirty posters are thirty films."""
    return HomePage(
        _examples(engine, language),
        _previews(engine, language),
        stocked("genre", engine),
        stocked("decade", engine),
        stocked("country", engine),
        stocked("theme", engine),
    )


def _examples(engine: Engine, language: Language) -> tuple[Example, ...]:
    found = ((text, engine.search(text, 1)) for text in EXAMPLES)
    return tuple(Example(text, card(films[0], language)) for text, films in found if films)


def _previews(engine: Engine, language: Language) -> tuple[Preview, ...]:
    shown: set[str] = set()
    previews = []
    for slug in PREVIEWED:
        shelf = SHELVES[slug]
        # Stories invite better than documentaries, whose short ones were mostly made for museums.
        filters = replace(shelf.filters, without_genres=(*shelf.filters.without_genres, "documentaire"))
        # Whatever the shelves above took, enough are left.
        films, _ = engine.browse(filters, PREVIEW * len(PREVIEWED), opening=engine.titled(shelf.opening))
        fresh = [film for film in films if film.id not in shown][:PREVIEW]
        shown.update(film.id for film in fresh)
        if fresh:
            previews.append(Preview(shelf, tuple(card(film, language) for film in fresh)))
    return tuple(previews)
