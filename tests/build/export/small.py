"""A snapshot of three films, with the licences that a test wants of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from pickflix.catalogue.snapshot import Manifest, Snapshot, SourceNote
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE, fitted

ARTICLE = "https://fr.wikipedia.org/wiki/Le_Fabuleux_Destin"
OPEN = SourceNote("wikidata", "CC0 1.0", "https://example.org/cc0", "2026-10-18", 3, "Wikidata contributors")
SHOWN = SourceNote(
    "tmdb", "TMDB's terms", "https://example.org/tmdb", "2026-10-20", 2, "TMDB", republish=False, train=False
)
LEARNT = replace(SHOWN, train=True)
CLOSED = SourceNote(
    "imdb", "IMDb's terms", "https://example.org/imdb", "2026-10-20", 3, "IMDb", serve=False, republish=False
)


def films() -> pl.DataFrame:
    """One film has all that makes files hard to read, one has next to nothing."""
    told = [
        {
            "id": "Q1",
            "title": 'Amélie; or "the waitress",\nin Paris',
            "year": 2001,
            "released": date(2001, 4, 25),
            "countries": ["FR", "DE"],
            "genres": ["comedie", "romance"],
            "subjects": ['a "quoted" thing', "back\\slash", "été"],
            "rating": 8.3,
            "votes": 2_147_483_647,
            "text": "Une serveuse.",
            "text_from": ARTICLE,
            "overview": "A waitress.",
            "overview_from": "https://www.themoviedb.org/movie/194",
        },
        {"id": "Q2", "title": "Alien", "year": 1979, "countries": ["GB", "US"], "genres": ["horreur"], "rating": 8.5},
        {"id": "Q3", "title": "千と千尋の神隠し"},
    ]
    return fitted(pl.DataFrame(told), FILMS)


def small_snapshot(
    folder: Path, notes: Sequence[SourceNote] = (OPEN,), *, private: bool = False, series: bool = False
) -> Snapshot:
    """The three films with two people, one of whom is in two films; with `series`, the same again as series."""
    people = fitted(pl.DataFrame({"id": ["p1", "p2"], "name": ["Jean-Pierre Jeunet", "Sigourney Weaver"]}), PEOPLE)
    credit = pl.DataFrame(
        {
            "film_id": ["Q1", "Q2", "Q3"],
            "person_id": ["p1", "p2", "p2"],
            "role": ["director", "cast", "cast"],
            "position": [0, 0, 0],
            "characters": [[], ["Ripley"], []],
        }
    )
    folder.mkdir(parents=True)
    tables = {"films": films(), "people": people, "credits": fitted(credit, CREDITS)}
    if series:
        tables |= {"series": films(), "series_people": people, "series_credits": fitted(credit, CREDITS)}
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")
    Manifest.of(folder, notes, {"films": 3}, private=private).write(folder)
    return Snapshot(folder)
