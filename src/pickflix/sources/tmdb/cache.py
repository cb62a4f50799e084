"""What TMDB's API has answered, film by film: one SQLite file that survives being killed and keeps nothing too long."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

from pickflix.errors import DiskFull, SourceError
from pickflix.sources.tmdb.licence import API_NAME, FRESHNESS

FILE: Final = "tmdb_api.sqlite"
UNKNOWN_KEPT: Final = timedelta(days=30)  # before a film that TMDB does not know is asked for again
PATIENCE: Final = 30.0  # seconds for another PickFlix that writes
Facts: TypeAlias = Mapping[str, Any]
_SCHEMA = """
    create table if not exists answers (
        film_id text primary key,
        question text not null,
        asked_on text not null,
        tmdb_id integer,
        facts text
    ) without rowid
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What TMDB says of one film of the catalogue."""

    film_id: str
    tmdb_id: int
    facts: Facts


class Cache:
    """The answers in a folder that are young enough on a day; raises SourceError and DiskFull."""

    def __init__(self, folder: Path, on: date) -> None:
        self.path = folder / FILE
        self._on = on

    def known(self) -> list[Known]:
        """The films that TMDB knows, by film id."""
        rows = self._rows("film_id, tmdb_id, facts", "facts is not null")
        return [Known(film, number, json.loads(facts)) for film, number, facts in rows]

    def unknown(self) -> list[str]:
        """The ids of the films that it does not know, or not beyond doubt."""
        return [film for (film,) in self._rows("film_id", "facts is null")]

    def size(self) -> tuple[int, date | None]:
        """How many films are known, and the day on which the first of them was asked for."""
        days = [day for (day,) in self._rows("asked_on", "facts is not null")]
        return len(days), date.fromisoformat(min(days)) if days else None

    def digest(self) -> str:
        """Changes when an answer comes, or is too old."""
        rows = self._rows("film_id, asked_on, tmdb_id", "true")
        return hashlib.sha256("\n".join(map(repr, rows)).encode()).hexdigest()

    def questions(self) -> dict[str, str]:
        """To which question each film has its answer; an unknown film is soon worth another."""
        again = (self._on - UNKNOWN_KEPT).isoformat()
        rows = self._rows("film_id, question, asked_on, facts is not null", "true")
        return {film: question for film, question, asked_on, known in rows if known or asked_on > again}

    @contextmanager
    def writing(self) -> Iterator["Pen"]:
        """Takes new answers, each on the disk at once; what is too old has gone from it before."""
        with self._told():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, PATIENCE, isolation_level=None)) as connection:
                for line in ("pragma journal_mode = wal", "pragma secure_delete = on", _SCHEMA):
                    connection.execute(line)
                connection.execute("delete from answers where asked_on < ?", (self._oldest,))
                yield Pen(connection, self._on)

    @property
    def _oldest(self) -> str:
        return (self._on - FRESHNESS).isoformat()

    def _rows(self, columns: str, where: str) -> list[tuple[Any, ...]]:
        """Of what is young enough; nothing where nothing was ever asked."""
        if not self.path.is_file():
            return []
        query = f"select {columns} from answers where asked_on >= ? and {where} order by film_id"  # noqa: S608 - ours
        with self._told(), closing(sqlite3.connect(self.path, PATIENCE)) as connection:
            return connection.execute(query, (self._oldest,)).fetchall()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong with the file, in a sentence."""
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise DiskFull(self.path.parent) from None
            problem = f"is damaged or closed to this user ({error}). Mend that, or remove it: TMDB is asked anew."
            raise SourceError(API_NAME, str(self.path), problem) from None
        except OSError as error:
            raise SourceError(API_NAME, str(self.path), f"cannot be written ({error.strerror}).") from None


class Pen:
    """Writes answers into the cache."""

    def __init__(self, connection: sqlite3.Connection, on: date) -> None:
        self._connection, self._on = connection, on.isoformat()

    def keep(self, film_id: str, question: str, found: tuple[int, Facts] | None) -> None:
        """One answer, None where TMDB knows no such film."""
        number, facts = found or (None, None)
        self._connection.execute(
            "insert or replace into answers values (?, ?, ?, ?, ?)",
            (film_id, question, self._on, number, None if facts is None else json.dumps(facts, ensure_ascii=False)),
        )
