"""Addresses: the prefix of the language, and what the reader has told so far, which no page may lose.

Without script the chosen films travel in the address: as `film=` on /mes-films, as `avec=` elsewhere; those already
seen and those disliked as `vu=` and `pas=` everywhere.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from pickflix.catalogue.vocabulary import Language
from pickflix.pages.search import ShelfFound
from pickflix.pages.shelves import Shelf
from pickflix.pages.told import MOST_FILMS

PREFIX: Final[dict[Language, str]] = {"fr": "", "en": "/en"}


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses that one page links to; `told` are the parameters of films seen and disliked."""

    language: Language
    chosen: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()

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

    def wish(self, tokens: Iterable[str], rest: Iterable[str] = (), without: str = "", **parameters: str) -> str:
        """The films that a wish asks for, its chips and words but one; without any it is a search."""
        said = [("envie", token) for token in tokens] + [("mot", word) for word in rest]
        left = [pair for pair in said if pair[1] != without]
        path = PREFIX[self.language] + ("/souhait" if left else "/recherche")
        return _address(path, [*left, *parameters.items(), *self.carried()])

    def together(self) -> str:
        """Films for several people, the first of whom likes the films chosen."""
        first = [("p1", film_id) for film_id in self.chosen]
        return _address(f"{PREFIX[self.language]}/a-plusieurs", [*first, *self.told])

    def model(self) -> str:
        """How good the lists are."""
        return self._carrying("/modele", {})

    def about(self) -> str:
        """Sources and privacy."""
        return self._carrying("/a-propos", {})

    def mine(self, films: Sequence[str] | None = None) -> str:
        """My films: those chosen so far, or those given."""
        listed = [("film", film_id) for film_id in (self.chosen if films is None else films)]
        return _address(f"{PREFIX[self.language]}/mes-films", [*listed, *self.told])

    def adding(self, film_id: str) -> str:
        """My films with one more."""
        return self.mine((*(each for each in self.chosen if each != film_id), film_id))

    def carried(self) -> list[tuple[str, str]]:
        """The parameters that go along to every page but home."""
        return [*(("avec", film_id) for film_id in self.chosen), *self.told]

    def _carrying(self, path: str, parameters: dict[str, str | int]) -> str:
        return _address(PREFIX[self.language] + path, [*parameters.items(), *self.carried()])


@dataclass(frozen=True, slots=True)
class Here:
    """The address of the page itself, and what one parameter more or less makes of it."""

    path: str
    parameters: tuple[tuple[str, str], ...] = ()

    def plus(self, name: str, value: str) -> str:
        """With one more parameter, for those that may stand several times; beyond fifty the first one goes.

        >>> Here("/films/Q1", (("vu", "Q2"),)).plus("vu", "Q3")
        '/films/Q1?vu=Q2&vu=Q3'
        """
        more = [*self._without(name, value), (name, value)]
        if sum(key == name for key, _ in more) > MOST_FILMS:
            more.remove(next(pair for pair in more if pair[0] == name))
        return _address(self.path, more)

    def minus(self, name: str, value: str | None = None) -> str:
        """Without a parameter, or without that one value of it.

        >>> Here("/films/Q1", (("vu", "Q2"), ("n", "30"))).minus("n")
        '/films/Q1?vu=Q2'
        """
        return _address(self.path, self._without(name, value))

    def having(self, name: str, value: str) -> str:
        """With this value of a parameter in place of any other."""
        return _address(self.path, [*self._without(name), (name, value)])

    def keeping(self, *names: str) -> str:
        """With the parameters of these names alone."""
        return _address(self.path, [pair for pair in self.parameters if pair[0] in names])

    def besides(self, names: Collection[str]) -> list[tuple[str, str]]:
        """The parameters that a form with fields of these names must send along."""
        return [pair for pair in self.parameters if pair[0] not in names]

    def _without(self, name: str, value: str | None = None) -> list[tuple[str, str]]:
        return [pair for pair in self.parameters if pair[0] != name or value not in {None, pair[1]}]


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
