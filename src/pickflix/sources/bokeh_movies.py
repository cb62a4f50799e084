"""Regenerates `data/catalogue.parquet` from the Wikidata snapshot that `bokeh-sampledata` ships.

Run by `make data`; the package is needed for development only. One row a film, names as the snapshot
writes them, genres, countries and languages as controlled codes. Beside it `catalogue.json` says
where the rows come from, under which licence, and how many there are.
"""

import hashlib
import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.metadata import distribution
from pathlib import Path

import polars as pl

from pickflix.catalogue.vocabulary import GENRE_OF_SOURCE
from pickflix.sources.contract import FILMS
from pickflix.sources.iso_codes import COUNTRY_OF_LABEL, LANGUAGE_OF_LABEL

SHORTEST_MIN = 5  # minutes: what the source gives below is a slip, of hours for minutes or the like
PACKAGE, VERSION, SNAPSHOT = "bokeh-sampledata", "2026.1", date(2026, 10, 18)
QUERY = """
select omdb.*, tomatoes.Meter, tomatoes.Reviews, tomatoes.BoxOffice, tomatoes.Production
from omdb join tomatoes on tomatoes.ID = omdb.ID
order by omdb.ID
"""
COLUMNS = (
    "id", "imdb_id", "title", "year", "released", "runtime_min", "certificate", "genres", "countries", "languages",
    "companies", "directors", "writers", "cast", "critics_score", "tomatometer", "reviews", "box_office_usd",
    "oscars_won", "oscar_nominations",
)  # fmt: skip
# The people are names here: they become rows of their own where the file is read.
SCHEMA = {name: FILMS.get(name, pl.List(pl.String)) for name in COLUMNS}
# What follows a comma inside one name: "Robert Downey, Jr.", "Warner Bros., Inc.".
_SUFFIX = re.compile(
    r"^(jr|sr|ii|iii|iv|m\.?d|ph\.?d|esq|inc|llc|l\.l\.c|ltd|limited|co|s\.?a|gmbh|lp|l\.p|k\.k)\.?$", re.IGNORECASE
)
_NOMINATIONS = re.compile(r"Nominated for (\d+) Oscar")


def names(text: str | None) -> list[str]:
    """The names of one cell, doubles removed, order kept.

    >>> names("Robert Downey, Jr., Jude Law, Jude Law")
    ['Robert Downey, Jr.', 'Jude Law']
    """
    parted: list[str] = []
    for part in (piece.strip() for piece in (text or "").split(",")):
        if parted and _SUFFIX.match(part):
            parted[-1] = f"{parted[-1]}, {part}"
        elif part:
            parted.append(part)
    return list(dict.fromkeys(parted))


def codes(text: str | None, of_label: Mapping[str, str | None], unknown: Counter[str]) -> list[str]:
    """The codes of the labels of one cell; labels without a code are counted, not kept."""
    found = []
    for label in names(text):
        if label not in of_label:
            unknown[label] += 1
        elif (code := of_label[label]) is not None:
            found.append(code)
    return list(dict.fromkeys(found))


def film(row: sqlite3.Row, unknown: Counter[str]) -> dict[str, object]:
    """One film of the tidy table."""
    released = date.fromisoformat(row["Released"]) if row["Released"] else None
    nominated = _NOMINATIONS.search(row["Awards"] or "")
    return {
        "id": f"Q{row['ID']}",
        "imdb_id": row["imdbID"] or None,
        "title": row["Title"] or None,
        "year": row["Year"],
        # The 1st of January stands for "only the year is known".
        "released": None if released and (released.month, released.day) == (1, 1) else released,
        "runtime_min": round(row["Runtime"]) if (row["Runtime"] or 0) >= SHORTEST_MIN else None,
        "certificate": row["Rating"] or None,
        "genres": codes(row["Genre"], GENRE_OF_SOURCE, unknown),
        "countries": codes(row["Country"], COUNTRY_OF_LABEL, unknown),
        "languages": codes(row["Language"], LANGUAGE_OF_LABEL, unknown),
        "companies": names(row["Production"]),
        "directors": names(row["Director"]),
        "writers": names(row["Writer"]),
        "cast": names(row["Cast"]),
        "critics_score": row["Metacritic"],
        "tomatometer": row["Meter"],
        "reviews": row["Reviews"],
        "box_office_usd": round(row["BoxOffice"]) if row["BoxOffice"] else None,
        "oscars_won": row["Oscars"] or 0,
        "oscar_nominations": int(nominated[1]) if nominated else 0,
    }


def tidy(rows: Iterable[sqlite3.Row]) -> tuple[pl.DataFrame, Counter[str]]:
    """The table, and the labels that have no code with the number of films that bear them."""
    unknown: Counter[str] = Counter()
    frame = pl.DataFrame([film(row, unknown) for row in rows], schema=SCHEMA)
    # Two films cannot have one IMDb number: where the source says so, neither is believed.
    doubled = pl.col("imdb_id").is_duplicated() & pl.col("imdb_id").is_not_null()
    return frame.with_columns(imdb_id=pl.when(doubled).then(None).otherwise("imdb_id")), unknown


def shipped() -> Path:
    """The database inside the installed package."""
    found = distribution(PACKAGE)
    if found.version != VERSION:
        sys.exit(f"{PACKAGE} {found.version} is installed, {VERSION} is wanted: run make setup.")
    return Path(str(found.locate_file("bokeh_sampledata/_data/movies.db")))


def regenerate(database: Path, folder: Path) -> dict[str, object]:
    """Writes `catalogue.parquet` and `catalogue.json` into `folder`; returns what the latter says."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        frame, unknown = tidy(connection.execute(QUERY))
    frame.write_parquet(folder / "catalogue.parquet", compression="zstd", compression_level=19, statistics=False)
    provenance: dict[str, object] = {
        "source": "Wikidata",
        "licence": "CC0 1.0",
        "licence_url": "https://creativecommons.org/publicdomain/zero/1.0/",
        "attribution": "Wikidata contributors",
        "snapshot": SNAPSHOT.isoformat(),
        "package": f"{PACKAGE} {VERSION}",
        "file_sha256": hashlib.sha256(database.read_bytes()).hexdigest(),
        "films": frame.height,
        "names": {role: frame[role].list.len().sum() for role in ("directors", "writers", "cast", "companies")},
        "labels_without_code": dict(sorted(unknown.items())),
    }
    text = json.dumps(provenance, ensure_ascii=False, indent=2) + "\n"
    (folder / "catalogue.json").write_text(text, encoding="utf-8")
    return provenance


if __name__ == "__main__":
    print(json.dumps(regenerate(shipped(), Path("data")), ensure_ascii=False, indent=2))
