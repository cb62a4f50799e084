"""Addresses: the prefix of the language, and the films chosen so far, which no page may lose.

Without script the chosen films travel in the address: as `film=` on /mes-films, as `avec=` elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from pickflix.catalogue.vocabulary import Language
from pickflix.pages.search import ShelfFound
from pickflix.pages.shelves import Shelf

PREFIX: Final[dict[Language, str]] = {"fr": "", "en": "/en"}


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses that one page links to."""

    language: Language
    chosen: tuple[str, ...] = ()

    def home(self) -> str:
        """The first page, in its first state: no chosen film goes along."""
        return f"{PREFIX[self.language]}/"

    def film(self, film_id: str, **parameters: str | int) -> str:
        """The page of a film."""
        return self._carrying(f"/films/{quote(film_id, safe='')}", parameters)

    def person(self, person_id: str) -> str:
        """The page of a person."""
        return self._carrying(f"/personnes/{quote(person_id, safe='')}", {})

    def shelf(self, shelf: Shelf | ShelfFound, page: int = 1) -> str:
        """One page of a shelf."""
        return self._carrying(shelf.path, {"page": page} if page > 1 else {})

    def genre(self, code: str) -> str:
        """The shelf of a genre."""
        return self._carrying(f"/genres/{quote(code, safe='')}", {})

    def search(self, text: str = "") -> str:
        """The results of a search; without text, where the form sends it."""
        return self._carrying("/recherche", {"q": text}) if text else f"{PREFIX[self.language]}/recherche"

    def about(self) -> str:
        """Sources and privacy."""
        return self._carrying("/a-propos", {})

    def mine(self, films: Sequence[str] | None = None, **parameters: str | int) -> str:
        """My films: those chosen so far, or those given."""
        listed = [("film", film_id) for film_id in (self.chosen if films is None else films)]
        return _address(f"{PREFIX[self.language]}/mes-films", [*listed, *parameters.items()])

    def adding(self, film_id: str, **parameters: str | int) -> str:
        """My films with one more."""
        return self.mine((*(each for each in self.chosen if each != film_id), film_id), **parameters)

    def removing(self, film_id: str, **parameters: str | int) -> str:
        """My films with one less."""
        return self.mine([each for each in self.chosen if each != film_id], **parameters)

    def _carrying(self, path: str, parameters: dict[str, str | int]) -> str:
        carried = [("avec", film_id) for film_id in self.chosen]
        return _address(PREFIX[self.language] + path, [*parameters.items(), *carried])


def neutral(path: str) -> str:
    """A path without the prefix of its language.

    >>> neutral("/en/films/Q1"), neutral("/en"), neutral("/films/Q1")
    ('/films/Q1', '/', '/films/Q1')
    """
    return (path.removeprefix("/en") or "/") if path == "/en" or path.startswith("/en/") else path


def language_of(path: str) -> Language:
    """The language that a path asks for."""
    return "en" if neutral(path) != path else "fr"


def in_language(path: str, query: str, language: Language) -> str:
    """The same page in another language."""
    # One slash: with two, a browser would read the name of another site.
    return f"{PREFIX[language]}/{neutral(path).lstrip('/')}" + (f"?{query}" if query else "")


def _address(path: str, parameters: Sequence[tuple[str, str | int]]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path
