"""Finds a film of the catalogue at TMDB: by its numbers first, then by title and year where they leave no doubt."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import polars as pl

from pickflix.catalogue.folding import fold
from pickflix.errors import SourceError
from pickflix.sources.tmdb.answers import APPENDED, LANGUAGE, facts, imdb_id
from pickflix.sources.tmdb.cache import Facts
from pickflix.sources.tmdb.licence import API_NAME
from pickflix.sources.visiting import Visitor

NOT_FOUND: Final = 404
REFUSED: Final = frozenset({401, 403})
NUMBERS: Final = ("id", "tmdb_id", "imdb_id", "year")
TITLES: Final = ("title", "title_original", "title_fr")


class StrangeAnswer(SourceError):
    """JSON, but not what TMDB answers."""

    def __init__(self, where: str) -> None:
        super().__init__(API_NAME, where, "answers something else than TMDB does. Check PICKFLIX_TMDB_API.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A film of the catalogue, as far as TMDB may know it; `titles` has its first title first."""

    film_id: str
    tmdb_id: int | None
    imdb_id: str | None
    year: int | None
    titles: tuple[str, ...]

    @classmethod
    def all(cls, films: pl.DataFrame) -> Iterator[Self]:
        """Those of a table with the columns of FILMS."""
        for film_id, tmdb_id, imdb, year, *titles in films.select(*NUMBERS, *TITLES).iter_rows():
            yield cls(film_id, tmdb_id, imdb, year, tuple(dict.fromkeys(filter(None, titles))))

    @property
    def question(self) -> str:
        """All that the search goes by: where it changes, the answer may."""
        titled = [] if self.tmdb_id else [self.year, *self.titles]
        return json.dumps([self.tmdb_id, self.imdb_id, *titled], ensure_ascii=False)


class Finder:
    """Asks TMDB, by one visitor."""

    def __init__(self, visitor: Visitor, address: str, token: str) -> None:
        self._visitor, self._address = visitor, address
        self._headers = {"authorization": f"Bearer {token}", "accept": "application/json"}

    def find(self, film: Wanted) -> tuple[int, Facts] | None:
        """What TMDB knows of the film, None where that is nothing, or in doubt; raises SourceError."""
        number = film.tmdb_id or self._by_imdb(film) or self._by_title(film)
        if number is None:
            return None
        path = f"/movie/{number}"
        answer = self._get(path, append_to_response=APPENDED, language=LANGUAGE)
        if answer is None:
            return None
        try:
            if answer["id"] != number:
                raise StrangeAnswer(self._address + path)
            theirs = imdb_id(answer)
            # Two numbers at IMDb are two films, whatever their titles say.
            return None if film.imdb_id and theirs and theirs != film.imdb_id else (number, facts(answer))
        except (KeyError, TypeError, AttributeError):
            raise StrangeAnswer(self._address + path) from None

    def _by_imdb(self, film: Wanted) -> int | None:
        if not film.imdb_id:
            return None
        path = f"/find/{film.imdb_id}"
        found = self._results(path, "movie_results", external_source="imdb_id", language=LANGUAGE)
        return found[0][0] if len(found) == 1 else None

    def _by_title(self, film: Wanted) -> int | None:
        """The one film of that title in that very year; a list that goes on beyond its first page leaves a doubt."""
        if film.year is None or not film.titles:
            return None
        ours = set(filter(None, map(fold, film.titles)))
        for query in film.titles[:2]:
            found = self._results("/search/movie", "results", query=query, year=film.year, language=LANGUAGE)
            close = [(number, year) for number, titles, year in found if ours & titles and abs(year - film.year) <= 1]
            if close:
                return close[0][0] if len(close) == 1 and close[0][1] == film.year else None
        return None

    def _results(self, path: str, key: str, **params: str | int) -> list[tuple[int, set[str], int]]:
        """Number, folded titles and year (0 where unknown) of each film of a list that is whole."""
        answer = self._get(path, **params)
        try:
            if answer is None or answer.get("total_pages", 1) > 1:
                return []
            return [
                (each["id"], {fold(each["title"]), fold(each["original_title"])}, int(each["release_date"][:4] or 0))
                for each in answer[key]
            ]
        except (KeyError, TypeError, AttributeError, ValueError):
            raise StrangeAnswer(self._address + path) from None

    def _get(self, path: str, **params: str | int) -> Mapping[str, Any] | None:
        """The answer, None where there is no such thing; no message repeats the token."""
        answer = self._visitor.get(self._address + path, params, self._headers)
        if answer.status in REFUSED:
            problem = "is not accepted. It is the API read access token of your account at TMDB, not its API key."
            raise SourceError(API_NAME, "PICKFLIX_TMDB_TOKEN", problem)
        if answer.status == NOT_FOUND:
            return None
        if answer.status != 200 or not isinstance(answer.content, dict):  # noqa: PLR2004 - the status of success
            raise StrangeAnswer(self._address + path)
        return answer.content
