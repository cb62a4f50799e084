"""One shelf, page by page: a genre, a decade, a country or a theme."""

from dataclasses import dataclass, field
from typing import ClassVar

from pickflix.catalogue.vocabulary import Language
from pickflix.errors import BadRequest
from pickflix.pages.cards import FilmCard, cards
from pickflix.pages.shelves import Shelf, stocked
from pickflix.recommend.engine import Engine

PAGE = 24  # films on one page


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """One page of a shelf, at /rayons/{slug} or /genres/{slug}."""

    template: ClassVar[str] = "shelf.html"
    shelf: Shelf = field(metadata={"description": "the shelf"})
    films: tuple[FilmCard, ...] = field(metadata={"description": "its films on this page, the best liked first"})
    total: int = field(metadata={"description": "films on the whole shelf"})
    number: int = field(metadata={"description": "which page this is, from 1"})
    last: int = field(metadata={"description": "number of the last page"})
    others: tuple[Shelf, ...] = field(metadata={"description": "the shelves of the same kind"})


def shelf_page(engine: Engine, shelf: Shelf, language: Language, number: int = 1) -> ShelfPage:
    """The films of a shelf on page `number`; raises BadRequest for a page that does not exist."""
    if number < 1:
        raise BadRequest("page", "pages count from 1.")
    films, total = engine.browse(shelf.filters, PAGE, PAGE * (number - 1), engine.titled(shelf.opening))
    last = max(1, -(-total // PAGE))
    if number > last:
        raise BadRequest("page", f"this shelf has {last} pages, not {number}.")
    return ShelfPage(shelf, cards(films, language), total, number, last, stocked(shelf.kind, engine))
