"""Dumps of TMDB as a test writes them, in the three shapes that people pass around."""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

MILLION: Final = (
    "id", "title", "vote_average", "vote_count", "status", "release_date", "revenue", "runtime", "adult",
    "backdrop_path", "budget", "homepage", "imdb_id", "original_language", "original_title", "overview", "popularity",
    "poster_path", "tagline", "genres", "production_companies", "production_countries", "spoken_languages", "keywords",
)  # fmt: skip
FIVE_THOUSAND: Final = (
    "budget", "genres", "homepage", "id", "keywords", "original_language", "original_title", "overview", "popularity",
    "production_companies", "production_countries", "release_date", "revenue", "runtime", "spoken_languages", "status",
    "tagline", "title", "vote_average", "vote_count",
)  # fmt: skip
CREDITS: Final = ("movie_id", "title", "cast", "crew")
EXPORTED: Final = ("adult", "id", "original_title", "popularity", "video")

LEON: Final[Mapping[str, Any]] = {
    "id": 101,
    "title": "Léon: The Professional",
    "vote_average": 8.3,
    "vote_count": 13000,
    "status": "Released",
    "release_date": "1994-09-14",
    "revenue": 45284974,
    "runtime": 110,
    "adult": "False",
    "budget": 16000000,
    "imdb_id": "tt0110413",
    "original_language": "fr",
    "original_title": "Léon",
    "overview": 'A killer, a girl,\nand a "plant".',
    "genres": "Thriller, Crime, Drama",
    "production_companies": "Les Films du Dauphin, Gaumont, Somebody, Inc.",
    "production_countries": "France, United States of America",
    "spoken_languages": "English, Français, Italiano",
    "keywords": "corruption, hitman",
}  # fmt: skip


def named(*names: str, **also: Sequence[Any]) -> str:
    """A cell of JSON, as the 5,000 films have it; `also` holds the other keys of each."""
    others = [dict(zip(also, values, strict=True)) for values in zip(*also.values(), strict=True)] or [{}] * len(names)
    return json.dumps([{**other, "name": name} for name, other in zip(names, others, strict=True)])


LEON_OF_5000: Final[Mapping[str, Any]] = {
    **LEON,
    "genres": named("Thriller", "Crime", "Drama", id=[53, 80, 18]),
    "production_companies": named("Gaumont", id=[9]),
    "production_countries": named("France", "United States of America", iso_3166_1=["FR", "US"]),
    "spoken_languages": named("English", "Français", "Italiano", iso_639_1=["en", "fr", "it"]),
    "keywords": named("corruption", "hitman", id=[417, 2708]),
}
LEON_CREDITS: Final[Mapping[str, Any]] = {
    "movie_id": 101,
    "title": "Léon: The Professional",
    "cast": json.dumps(
        [
            {"id": 1003, "name": "Jean Reno", "character": "Léon", "gender": 2, "order": 0},
            {"id": 524, "name": "Natalie Portman", "character": "Mathilda", "gender": 1, "order": 2},
            {"id": 64, "name": "Gary Oldman", "character": "Stansfield / Norman (uncredited)", "gender": 0, "order": 1},
        ]
    ),
    "crew": json.dumps(
        [
            {"id": 59, "name": "Luc Besson", "job": "Director", "department": "Directing", "gender": 2},
            {"id": 59, "name": "Luc Besson", "job": "Screenplay", "department": "Writing", "gender": 2},
            {"id": 996, "name": "Éric Serra", "job": "Original Music Composer", "department": "Sound", "gender": 2},
        ]
    ),
}


def dump(
    path: Path, columns: Sequence[str], *films: Mapping[str, Any], encoding: str = "utf-8", end: str = "\n"
) -> Path:
    """A CSV of these films, gzip where its name says so; a cell that a film does not have is empty."""
    text = io.StringIO()
    rows = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator=end)
    rows.writeheader()
    rows.writerows(films)
    return stored(path, text.getvalue().encode(encoding))


def export(path: Path, *films: Mapping[str, Any]) -> Path:
    """Daily ids: one object a line."""
    return stored(path, "".join(json.dumps(film) + "\n" for film in films).encode())


def stored(path: Path, content: bytes) -> Path:
    """Those bytes, gzip where the name says so."""
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path
