"""Files like those of IMDb, as many rows as wanted: the seven in their true format and proportions, with dirt.

The same scale and seed give the same bytes. At scale 1 they are as large as the whole IMDb: 12.3 million titles, 15.1
million people. Real are only some films of the shipped catalogue; what is wrong on purpose is told in `dirt`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from isal import igzip_threaded

from bench.imdb_like import akas_file, people_files, texts, title_files, world
from bench.imdb_like.dirt import EXCLUDING, Dirt
from bench.imdb_like.world import World

LEVEL = 1  # of compression
COLUMNS = {
    "name.basics": ("nconst", "primaryName", "birthYear", "deathYear", "primaryProfession", "knownForTitles"),
    "title.akas": (
        "titleId", "ordering", "title", "region", "language", "types", "attributes", "isOriginalTitle",
    ),
    "title.basics": (
        "tconst", "titleType", "primaryTitle", "originalTitle", "isAdult", "startYear", "endYear", "runtimeMinutes",
        "genres",
    ),
    "title.crew": ("tconst", "directors", "writers"),
    "title.episode": ("tconst", "parentTconst", "seasonNumber", "episodeNumber"),
    "title.principals": ("tconst", "ordering", "nconst", "category", "job", "characters"),
    "title.ratings": ("tconst", "averageRating", "numVotes"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows of each file, and what a reader must find in them.

    `films` are the ids of the films that count (a movie, not adult, at least 50 votes in one of its rows), ascending;
    `french` the French title of those that are real, as far as there is one; `directors` and `cast` the ids of their
    people, in order. `dirt` counts the rows of each kind.
    """

    rows: dict[str, int]
    films: tuple[str, ...]
    french: dict[str, str]
    directors: dict[str, tuple[str, ...]]
    cast: dict[str, tuple[str, ...]]
    dirt: dict[str, int]


def file_of(name: str) -> str:
    """The name of a file as IMDb gives it.

    >>> file_of("title.akas")
    'title.akas.tsv.gz'
    """
    return f"{name}.tsv.gz"


def generate(folder: Path, scale: float, seed: int = 7, *, doubled: bool = True) -> Written:
    """Writes the seven files into a folder; without `doubled` no key is in two rows."""
    folder.mkdir(parents=True, exist_ok=True)
    made = world.made(scale, seed)
    dirt = Dirt.drawn(made, doubled=doubled)
    size = min(400_000, max(2_000, len(made) // 30))
    pool = texts.titles(made.dice, size)
    pool.add("known", made.known["title"])
    people = texts.names(made.dice, size)
    streams = {
        "name.basics": people_files.names(made, people, dirt),
        "title.akas": akas_file.akas(made, pool, dirt),
        "title.basics": title_files.basics(made, pool, dirt),
        "title.crew": people_files.crew(made, dirt),
        "title.episode": title_files.episodes(made, dirt),
        "title.principals": people_files.principals(made, people, dirt),
        "title.ratings": title_files.ratings(made, dirt),
    }
    rows = {file_of(name): _write(folder, name, frames) for name, frames in streams.items()}
    return _told(made, dirt, rows)


def _write(folder: Path, name: str, frames: Iterable[pl.DataFrame]) -> int:
    """Writes one file; its compression runs beside the making of what follows."""
    rows, path = 0, folder / file_of(name)
    with igzip_threaded.open(path, "wb", compresslevel=LEVEL, threads=1) as file:  # type: ignore[no-untyped-call]
        file.write(("\t".join(COLUMNS[name]) + "\n").encode())
        for frame in frames:
            plain = frame.select(COLUMNS[name])
            file.write(plain.write_csv(include_header=False, separator="\t", quote_style="never").encode())
            rows += len(frame)
    return rows


def _told(made: World, dirt: Dirt, rows: dict[str, int]) -> Written:
    wanted = np.setdiff1d(made.wanted(), np.concatenate([dirt.places[kind] for kind in EXCLUDING]))
    real = made.known.rows(named=True)

    def people(role: str) -> dict[str, tuple[str, ...]]:
        return {
            film["imdb_id"]: tuple(made.person_ids[made.known_people[name]] for name in film[role]) for film in real
        }

    return Written(
        rows=rows,
        films=tuple(sorted(made.title_ids.gather(wanted.tolist()).to_list())),
        french={film["imdb_id"]: film["title_fr"] for film in real if film["title_fr"] is not None},
        directors=people("directors"),
        cast=people("cast"),
        dirt=dirt.counted(),
    )
