"""What the benches ask a site for: addresses chosen by a seed among the films of the snapshot."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

import pickflix
from bench.typing_errors import mistyped
from pickflix.pages.shelves import GENRE_SHELVES

SHORTEST = 5  # letters of a title that an error is made in
CHOSEN = 3  # films put together


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The ids and titles to ask for, the best known first."""

    films: tuple[str, ...]
    titles: tuple[str, ...]
    people: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path, people_of: int = 200) -> "Catalogue":
        """Read from the current snapshot; the people are those of the first `people_of` films."""
        engine = pickflix.load(settings=pickflix.Settings(data=folder))
        films, _ = engine.browse(n=10_000_000)
        people = dict.fromkeys(
            credit.person.id for film in films[:people_of] for credit in engine.library.facts(film).credits
        )
        titles = dict.fromkeys(title for film in films for title in (film.title_fr, film.title) if title)
        return cls(tuple(film.id for film in films), tuple(titles), tuple(people))

    def mixed(self, luck: Random) -> Iterator[str]:
        """Every kind of page in turn, and the API, without end."""
        kinds = (self._home, self._search, self._film, self._person, self._genre, self._mine, self._api)
        for turn in count():
            yield kinds[turn % len(kinds)](luck)

    def searches(self, luck: Random) -> list[str]:
        """Search pages, no two alike: each title as it is written, and with a typing error."""
        words = dict.fromkeys(text for title in self.titles for text in (title, _wrong(title, luck)))
        paths = [_search(text) for text in words]
        luck.shuffle(paths)
        return paths

    def _home(self, luck: Random) -> str:
        return luck.choice(("/", "/en/"))

    def _search(self, luck: Random) -> str:
        return _search(_wrong(luck.choice(self.titles), luck))

    def _film(self, luck: Random) -> str:
        return f"/films/{quote(luck.choice(self.films))}"

    def _person(self, luck: Random) -> str:
        return f"/personnes/{quote(luck.choice(self.people))}"

    def _genre(self, luck: Random) -> str:
        return luck.choice([*GENRE_SHELVES.values()]).path

    def _mine(self, luck: Random) -> str:
        return f"/mes-films?{_films(luck.sample(self.films, CHOSEN))}"

    def _api(self, luck: Random) -> str:
        return f"/api/v1/similar?{_films(luck.sample(self.films, CHOSEN))}"


def _search(text: str) -> str:
    return f"/recherche?{urlencode({'q': text})}"


def _films(ids: list[str]) -> str:
    return urlencode([("film", film) for film in ids])


def _wrong(title: str, luck: Random) -> str:
    return mistyped(title, luck) if len(title) >= SHORTEST else title
