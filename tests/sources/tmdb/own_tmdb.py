"""A TMDB of our own: a server on this machine that answers in the shape of TMDB's API, with words of ours."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import polars as pl

from pickflix.catalogue.folding import fold
from pickflix.sources.contract import FILMS, fitted
from tests.sources.servers import Answers

TOKEN = "read-token-of-a-test"  # noqa: S105 - opens nothing
APPENDED = ("credits", "keywords", "release_dates", "translations", "external_ids")
Json: TypeAlias = dict[str, Any]

NOT_FOUND: Json = {
    "success": False,
    "status_code": 34,
    "status_message": "The resource you requested could not be found.",
}
INVALID_KEY: Json = {
    "success": False,
    "status_code": 7,
    "status_message": "Invalid API key: You must be granted a valid key.",
}
TOO_MANY: Json = {
    "success": False,
    "status_code": 25,
    "status_message": "Your request count (#) is over the allowed limit of (40).",
}


@dataclass(frozen=True, slots=True)
class Film:
    """What our TMDB knows of one film; an empty translation says that it has none."""

    id: int
    imdb_id: str
    original_title: str
    title_fr: str
    released: str
    language: str = "en"
    overview_fr: str = ""
    overview_en: str = "Somebody wakes up."
    translated: bool = True
    director: tuple[int, str] = (9339, "Lana Wachowski")
    player: tuple[int, str, str] = (6384, "Keanu Reeves", "Neo")

    def summary(self) -> Json:
        """As it stands in a list."""
        return {
            "adult": False,
            "backdrop_path": "/behind.jpg",
            "genre_ids": [28, 878],
            "id": self.id,
            "title": self.title_fr,
            "original_language": self.language,
            "original_title": self.original_title,
            "overview": self.overview_fr,
            "popularity": 12.5,
            "poster_path": "/before.jpg",
            "release_date": self.released,
            "softcore": False,
            "video": False,
            "vote_average": 8.2,
            "vote_count": 26000,
        }

    def details(self) -> Json:
        """Its page, in French, with all that can be appended to it."""
        return {
            **{name: value for name, value in self.summary().items() if name != "genre_ids"},
            "belongs_to_collection": {
                "id": 2344,
                "name": "Matrix - Saga",
                "poster_path": "/saga.jpg",
                "backdrop_path": "/saga.jpg",
            },
            "budget": 63000000,
            "genres": [{"id": 28, "name": "Action"}, {"id": 878, "name": "Science-Fiction"}],
            "homepage": "",
            "imdb_id": self.imdb_id,
            "origin_country": ["US"],
            "production_companies": [{"id": 79, "logo_path": "/l.png", "name": "Groucho II", "origin_country": "US"}],
            "production_countries": [{"iso_3166_1": "US", "name": "United States of America"}],
            "revenue": 463517383,
            "runtime": 136,
            "spoken_languages": [{"english_name": "English", "iso_639_1": "en", "name": "English"}],
            "status": "Released",
            "tagline": "",
            "credits": {"cast": [self._player()], "crew": [self._maker("Director"), self._maker("Gaffer")]},
            "keywords": {"keywords": [{"id": 83, "name": "saving the world"}, {"id": 310, "name": "dream"}]},
            "release_dates": {"results": [_released("FR", ""), _released("US", "R")]},
            "translations": {"translations": self._translations()},
            "external_ids": {
                "imdb_id": self.imdb_id,
                "wikidata_id": "Q83495",
                "facebook_id": "",
                "instagram_id": "",
                "twitter_id": "",
            },
        }  # fmt: skip

    def _player(self) -> Json:
        number, name, character = self.player
        part = {"cast_id": 34, "character": character, "credit_id": "52fe", "order": 0}
        return {**_person(number, name, "Acting"), **part}

    def _maker(self, job: str) -> Json:
        return {**_person(*self.director, "Directing"), "credit_id": "52ff", "department": "Directing", "job": job}

    def _translations(self) -> list[Json]:
        french = _translation("fr", "FR", self.title_fr, self.overview_fr)
        english = _translation("en", "US", "", self.overview_en)
        return [english, french] if self.translated else [english]


def _person(number: int, name: str, department: str) -> Json:
    return {
        "adult": False,
        "gender": 2,
        "id": number,
        "known_for_department": department,
        "name": name,
        "original_name": name,
        "popularity": 9.5,
        "profile_path": None,
    }


def _translation(language: str, country: str, title: str, overview: str) -> Json:
    data = {"homepage": "", "overview": overview, "runtime": 136, "tagline": "", "title": title}
    return {"iso_3166_1": country, "iso_639_1": language, "name": "?", "english_name": "?", "data": data}


def _released(country: str, certification: str) -> Json:
    day = {
        "certification": certification,
        "descriptors": [],
        "iso_639_1": "",
        "note": "",
        "release_date": "1999-03-31T00:00:00.000Z",
        "type": 3,
    }
    return {"iso_3166_1": country, "release_dates": [day]}


MATRIX = Film(603, "tt0133093", "The Matrix", "Matrix", "1999-03-31", overview_fr="Un programmeur se réveille.")
SAMOURAI = Film(
    5511, "tt0062229", "Le Samouraï", "Le Samouraï", "1967-10-25", language="fr", overview_en="A killer, alone."
)
NIKITA = Film(9322, "tt0100263", "Nikita", "Nikita", "1990-02-21", language="fr", overview_fr="Une tueuse.")


@dataclass
class OwnTmdb:
    """Answers any path of the API for the films that it holds; a Way of answering of a server."""

    films: dict[int, Film] = field(default_factory=dict)

    @classmethod
    def of(cls, *films: Film) -> "OwnTmdb":
        """One that holds these."""
        return cls({film.id: film for film in films})

    def __call__(self, to: Answers) -> None:
        """The answer to one request, by its path and its token."""
        if to.asked.headers.get("authorization") != f"Bearer {TOKEN}":
            send(to, INVALID_KEY, 401)
            return
        _, kind, rest = to.asked.path.removeprefix("/3").split("/", 2)
        answer = {"movie": self.movie, "find": self.find, "search": self.search}[kind](rest, to.asked.query)
        send(to, NOT_FOUND if answer is None else answer, 404 if answer is None else 200)

    def movie(self, number: str, query: Mapping[str, str]) -> Json | None:
        """The page of a film, with those parts that were asked for."""
        film = self.films.get(int(number))
        appended = query.get("append_to_response", "").split(",")
        if film is None:
            return None
        return {key: value for key, value in film.details().items() if key not in APPENDED or key in appended}

    def find(self, imdb_id: str, _: Mapping[str, str]) -> Json:
        """The film of a number at IMDb, if there is one."""
        found = [{**film.summary(), "media_type": "movie"} for film in self.films.values() if film.imdb_id == imdb_id]
        return {
            "movie_results": found,
            "person_results": [],
            "tv_results": [],
            "tv_episode_results": [],
            "tv_season_results": [],
        }

    def search(self, _: str, query: Mapping[str, str]) -> Json:
        """The films whose titles hold the words, of about that year, as TMDB is generous."""
        words, year = fold(query["query"]), int(query["year"])
        found = [
            film.summary()
            for film in self.films.values()
            if words in fold(f"{film.title_fr} {film.original_title}") and abs(int(film.released[:4]) - year) <= 1
        ]
        return {"page": 1, "results": found[:20], "total_pages": 1 + len(found) // 20, "total_results": len(found)}


def send(to: Answers, answer: Json, status: int = 200, **headers: str) -> None:
    """JSON as TMDB sends it."""
    to.answer(status, json.dumps(answer).encode(), content_type="application/json;charset=utf-8", **headers)


def busy(to: Answers) -> None:
    """Too many requests: come back in seven seconds."""
    send(to, TOO_MANY, 429, retry_after="7")


def catalogue(*films: Mapping[str, Any]) -> pl.DataFrame:
    """A catalogue of films with the columns of FILMS, of those cells alone."""
    return fitted(pl.DataFrame(list(films), infer_schema_length=None), FILMS)


def asked_for(film: Film, film_id: str, **but: Any) -> dict[str, Any]:
    """How a catalogue knows a film."""
    known = {"id": film_id, "imdb_id": film.imdb_id, "title": film.original_title, "year": int(film.released[:4])}
    return {**known, **but}


def homonym(film: Film, number: int, released: str) -> Film:
    """Another film of the same title."""
    return replace(film, id=number, imdb_id=f"tt{number:07}", released=released)
