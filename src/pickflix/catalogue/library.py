"""The queries of a snapshot's SQLite: films, people, and what a person made."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pickflix.catalogue.film import Credit, Film, FilmFacts, Person, Role
from pickflix.errors import DamagedSnapshot, UnknownFilm, UnknownPerson


@cache
def query(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return files("pickflix.catalogue").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")


class Library:
    """Read-only queries; usable from several threads, each with its own connection."""

    def __init__(self, database: Path) -> None:
        """Opens nothing yet; a database that cannot be read raises DamagedSnapshot at the first query."""
        self.database = database
        self._own = threading.local()

    def films(self, rows: Iterable[int]) -> tuple[Film, ...]:
        """The films of some rows, in the order given."""
        return tuple(_film(found) for found in self._all("films_by_row", rows=_json(rows)))

    def rows(self, ids: Sequence[str]) -> tuple[int, ...]:
        """The row of each film id, of today or former, in the order given; raises UnknownFilm for the first unknown."""
        found = dict(self._all("rows_by_id", ids=json.dumps(list(ids))))
        try:
            return tuple(found[film_id] for film_id in ids)
        except KeyError as unknown:
            raise UnknownFilm(str(unknown.args[0])) from None

    def film(self, film_id: str) -> Film:
        """One film; raises UnknownFilm."""
        return self.films(self.rows([film_id]))[0]

    def facts(self, film: Film) -> FilmFacts:
        """What only the film's own page shows."""
        (found,) = self._all("film_facts", row=film.row)
        certificate, score, meter, reviews, rating, votes, box_office, won, nominated, companies, *told = found
        story, story_from, origin = told
        return FilmFacts(
            film,
            certificate=certificate,
            critics_score=score,
            tomatometer=meter,
            reviews=reviews,
            rating=rating,
            votes=votes,
            box_office_usd=box_office,
            oscars_won=won,
            oscar_nominations=nominated,
            companies=tuple(json.loads(companies)),
            credits=tuple(
                Credit(Person(id_, name), role) for id_, name, role in self._all("film_credits", row=film.row)
            ),
            story=story,
            story_from=story_from,
            origin=origin,
        )

    def person(self, person_id: str) -> Person:
        """One person; raises UnknownPerson."""
        return Person(*self._person(person_id)[:2])

    def people(self, rows: Iterable[int]) -> tuple[Person, ...]:
        """The people of some rows, in the order given."""
        return tuple(Person(*found) for found in self._all("people_by_row", rows=_json(rows)))

    def filmography(self, person_id: str) -> tuple[tuple[Film, tuple[Role, ...]], ...]:
        """The films of a person with the person's roles in each, the newest first; raises UnknownPerson."""
        played = self._all("filmography", row=self._person(person_id)[2])
        films = self.films(row for row, _ in played)
        return tuple((film, tuple(json.loads(roles))) for film, (_, roles) in zip(films, played, strict=True))

    def films_of(self, people: Iterable[int]) -> dict[int, set[int]]:
        """The rows of the films that each of some people, given by row, has a part in."""
        films: dict[int, set[int]] = {row: set() for row in people}
        for person, film in self._all("films_of_people", people=_json(films)):
            films[person].add(film)
        return films

    def parts_of(self, people: Iterable[int]) -> dict[int, tuple[int, int]]:
        """How many films each of some people, given by row, made (directed or wrote), and in how many they play."""
        found = self._all("parts_of_people", people=_json(people))
        return {person: (made, played) for person, made, played in found}

    def _person(self, person_id: str) -> tuple[str, str, int]:
        found = self._all("person_by_id", id=person_id)
        if not found:
            raise UnknownPerson(person_id)
        first: tuple[str, str, int] = found[0]
        return first

    def _all(self, name: str, **parameters: object) -> list[Any]:
        try:
            return self._connection().execute(query(name), parameters).fetchall()
        except sqlite3.DatabaseError as error:
            raise DamagedSnapshot(self.database, f"cannot be read ({error})") from None

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            # Immutable: the folder never changes once published, so no lock is taken and no journal looked for.
            address = f"{self.database.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, cached_statements=64)
            self._own.connection = connection
        return connection


def _json(rows: Iterable[int]) -> str:
    return json.dumps([int(row) for row in rows])


def _film(found: tuple[Any, ...]) -> Film:
    id_, title, title_fr, original, year, imdb, runtime, *lists, row = found
    genres, countries, languages, directors = (tuple(json.loads(text)) for text in lists)
    return Film(id_, title, title_fr, original, year, imdb, runtime, genres, countries, languages, directors, row)
