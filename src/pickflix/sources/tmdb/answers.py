"""What is kept of TMDB's answer about one film: cells as its dumps have them, French first where it is shown."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pickflix.sources.tmdb.cache import Facts
from pickflix.sources.tmdb.people import ROLE_OF_JOB

APPENDED: Final = "credits,keywords,release_dates,translations,external_ids"
LANGUAGE: Final = "fr-FR"
SAME: Final = (
    "original_title",
    "original_language",
    "release_date",
    "runtime",
    "budget",
    "revenue",
    "vote_average",
    "vote_count",
)
LISTS: Final = ("genres", "production_companies", "production_countries", "spoken_languages")
PLAYER: Final = ("id", "name", "gender", "character", "order")
MAKER: Final = ("id", "name", "gender", "job")


def facts(answer: Mapping[str, Any]) -> Facts:
    """Of the details in French with all that is APPENDED; KeyError, TypeError, AttributeError for what is none."""
    french, english = _translation(answer, "fr", "FR"), _translation(answer, "en", "US")
    native = answer["original_language"]
    titles = {
        # A translation whose title is empty bears the original one.
        "title_fr": answer["title"] if french is not None or native == "fr" else None,
        "title": (english or {}).get("title") or answer["original_title"],
    }
    cells = {name: answer.get(name) for name in SAME} | {name: json.dumps(answer.get(name) or []) for name in LISTS}
    return {
        **{name: None if cell is None else str(cell) for name, cell in (cells | titles).items()},
        "imdb_id": imdb_id(answer),
        "overview": _words(answer["overview"]) or _words((english or {}).get("overview")),
        "keywords": json.dumps(answer.get("keywords", {}).get("keywords", [])),
        "certificate": _certificate(answer),
        "cast": [_only(entry, PLAYER) for entry in _credits(answer, "cast")],
        "crew": [_only(entry, MAKER) for entry in _credits(answer, "crew") if entry.get("job") in ROLE_OF_JOB],
    }


def imdb_id(answer: Mapping[str, Any]) -> str | None:
    """IMDb's number of the film, None where TMDB has none."""
    return _words(answer.get("imdb_id")) or _words(answer.get("external_ids", {}).get("imdb_id"))


def _words(value: object) -> str | None:
    """A text that says something, None where there is none."""
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value.strip() or None if value else None


def _translation(answer: Mapping[str, Any], language: str, country: str) -> Mapping[str, Any] | None:
    """What the film is called and told in a language, that of the country before others."""
    of_language = [each for each in answer["translations"]["translations"] if each["iso_639_1"] == language]
    of_language.sort(key=lambda each: each["iso_3166_1"] != country)
    return of_language[0]["data"] if of_language else None


def _certificate(answer: Mapping[str, Any]) -> str | None:
    """For whom it is in America, the one country whose certificates the site knows."""
    released = (each for each in answer["release_dates"]["results"] if each["iso_3166_1"] == "US")
    given = (date["certification"] for each in released for date in each["release_dates"])
    return next((certificate for certificate in map(_words, given) if certificate), None)


def _credits(answer: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    yield from answer["credits"][key]


def _only(entry: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: entry[key] for key in keys if key in entry}
