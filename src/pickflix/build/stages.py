"""Each stage writes one part of the snapshot folder."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import polars as pl

from pickflix.build.checks import check
from pickflix.build.evaluation import EVALUATION
from pickflix.build.film_table import film_table
from pickflix.build.learning import LEARNING
from pickflix.build.pipeline import Stage, Workspace
from pickflix.catalogue.library import query
from pickflix.catalogue.search_index import PersonEntry, TitleEntry, build_index
from pickflix.catalogue.snapshot import DATABASE, MODEL
from pickflix.recommend.arrays import save_arrays
from pickflix.recommend.filters import FilterIndex
from pickflix.recommend.popularity import Popularity
from pickflix.recommend.taste import LocalTaste
from pickflix.sources.contract import Source, Tables
from pickflix.sources.local_taste import local_taste

LISTS = ("genres", "countries", "languages", "directors", "companies")
SERVED = (
    "id", "imdb_id", "title", "title_fr", "title_original", "year", "runtime_min", *LISTS, "certificate",
    "critics_score", "tomatometer", "reviews", "box_office_usd", "oscars_won", "oscar_nominations", "origin",
)  # fmt: skip

YEARS_TO_HALF = 10  # after which a film counts half in how known its players are
YEAR_UNKNOWN = 1980  # the middle of the catalogue


def read(folder: Path, source: Source) -> Workspace:
    """The checked tables of the source, films and people in the order of their rows."""
    tables = source.read()
    check(tables)
    tables = Tables(tables.films.sort("id"), tables.people.sort("id"), tables.credits)
    return Workspace(folder, source, tables, film_table(tables))


def popularity(work: Workspace) -> None:
    """How known each film is, and from it how known each person is; saved for serving."""
    model = Popularity.train(work.films, work.interactions)
    model.save(work.folder / MODEL / Popularity.name)
    work.popularity = model.popularity
    row_of_film = {film: row for row, film in enumerate(work.films.ids)}
    row_of_person = {person: row for row, person in enumerate(work.tables.people["id"].to_list())}
    renown = np.zeros(len(row_of_person))
    for film_id, person_id in (
        work.tables.credits.select("film_id", "person_id").unique(maintain_order=True).iter_rows()
    ):
        # The square: ten films that nobody knows do not make one that everybody knows.
        renown[row_of_person[person_id]] += work.popularity[row_of_film[film_id]] ** 2
    work.person_renown = _percentile(renown)


def cast_order(work: Workspace) -> None:
    """Puts the best known of that time first where the source lists the cast by the alphabet.

    A curated cast is in billing order already.
    """
    tables = work.tables
    ranked = (
        tables.credits.join(_known_then(work), on=("film_id", "person_id", "role"), how="left")
        .with_columns(place=pl.coalesce(-pl.col("known"), pl.col("position").cast(pl.Float64)))
        .sort("film_id", "role", "place", "position")
        .with_columns(position=pl.int_range(pl.len(), dtype=pl.Int16).over("film_id", "role"))
    )
    work.tables = Tables(tables.films, tables.people, ranked.select(tables.credits.columns))


def _known_then(work: Workspace) -> pl.DataFrame:
    """How known each player of a cast by the alphabet was when the film came: film_id, person_id, role, known.

    A film that came before counts less the longer ago it was: who was famous then has a small part by
    now. A later one counts in full: a great part is what made the player famous.
    """
    films = work.tables.films.select(
        "origin", film_id="id", year=pl.col("year").fill_null(YEAR_UNKNOWN), popularity=pl.Series(work.popularity)
    )
    players = (
        work.tables.credits.filter(pl.col("role") == "cast")
        .join(films, on="film_id", maintain_order="left")
        .with_row_index("credit")
        # Numbers instead of names: the table of all pairs below has millions of rows.
        .with_columns(person=pl.col("person_id").rank("dense").cast(pl.UInt32))
    )
    # The square: ten films that nobody knows do not make one that everybody knows.
    played = players.select("person", other="year", weight=pl.col("popularity") ** 2)
    years_ago = (pl.col("year") - pl.col("other")).clip(0).cast(pl.Float64)
    known = (
        players.filter(pl.col("origin") != "curated")
        .select("credit", "person", "year")
        .join(played, on="person")
        .group_by("credit")
        # Rounded: threads add up in any order, and the last bit must not decide who comes first.
        .agg(known=(pl.col("weight") * 0.5 ** (years_ago / YEARS_TO_HALF)).sum().round(9))
    )
    return players.join(known, on="credit").select("film_id", "person_id", "role", "known")


def database(work: Workspace) -> None:
    """Writes `films.sqlite`, the serving store."""
    tables = work.tables
    with closing(sqlite3.connect(work.folder / DATABASE)) as connection:
        connection.executescript("pragma journal_mode = off; pragma synchronous = off;" + query("schema"))
        marks = ", ".join("?" * (len(SERVED) + 1))
        connection.executemany(
            f"insert into films (row, {', '.join(SERVED)}) values ({marks})",  # noqa: S608 - names of our own
            _served(work),
        )
        connection.executemany(
            "insert into people (row, id, name) values (?, ?, ?)", tables.people.select("id", "name").with_row_index().iter_rows()
        )
        film_rows = tables.films.select(film_id="id").with_row_index("film_row")
        person_rows = tables.people.select(person_id="id").with_row_index("person_row")
        credit = tables.credits.join(film_rows, on="film_id").join(person_rows, on="person_id")
        connection.executemany(
            "insert into credits (film_row, role, position, person_row) values (?, ?, ?, ?)",
            credit.select("film_row", "role", "position", "person_row")
            .sort("film_row", "role", "position")
            .iter_rows(),
        )
        former = film_rows.join(tables.films.select(film_id="id", id="former_ids").explode("id"), on="film_id")
        connection.executemany(
            "insert into former_ids (id, film_row) values (?, ?)",
            former.drop_nulls("id").select("id", "film_row").sort("id").iter_rows(),
        )
        connection.commit()
        connection.executescript("analyze; vacuum;")


def _served(work: Workspace) -> Iterator[tuple[object, ...]]:
    names = dict(work.tables.people.select("id", "name").iter_rows())
    directors = [[names[person] for person in film] for film in work.films.directors]
    films = work.tables.films.with_columns(directors=pl.Series(directors, dtype=pl.List(pl.String)))
    for row, film in enumerate(films.select(SERVED).iter_rows(named=True)):
        yield row, *(json.dumps(film[name], ensure_ascii=False) if name in LISTS else film[name] for name in SERVED)


def parquet(work: Workspace) -> None:
    """Writes the tidy tables, for analysis and for exports."""
    for name in ("films", "people", "credits"):
        getattr(work.tables, name).write_parquet(work.folder / f"{name}.parquet", compression="zstd")


def searched(work: Workspace) -> tuple[list[TitleEntry], list[PersonEntry]]:
    """What the search knows of each film and of each person."""
    titles = work.tables.films.select("title", "title_fr", "title_original", "titles_other", "year").iter_rows()
    films = [
        TitleEntry(row, tuple(dict.fromkeys(filter(None, (*named, *others)))), year, float(work.popularity[row]))
        for row, (*named, others, year) in enumerate(titles)
    ]
    people = [
        PersonEntry(row, name, float(work.person_renown[row]))
        for row, name in enumerate(work.tables.people["name"].to_list())
    ]
    return films, people


def search_index(work: Workspace) -> None:
    """Indexes titles and names."""
    save_arrays(work.folder / MODEL / "search", build_index(*searched(work)))


def filters(work: Workspace) -> None:
    """Indexes what films can be filtered by."""
    FilterIndex.train(work.films).save(work.folder / MODEL / "filters")


def _percentile(values: np.ndarray) -> np.ndarray:
    """The share of the others that are less (n,), 0 to 1."""
    ranked = np.sort(values)
    return np.searchsorted(ranked, values, side="left") / max(len(values) - 1, 1)


def taste(work: Workspace) -> None:
    """Saves the local taste prior, from the shares of entries that are published of the department."""
    shares = local_taste()
    said = {(share.place, share.year, share.source) for share in shares}
    place, year, source = max(said, default=("", "", ""))
    told = [(share.origin, share.here, share.france) for share in shares]
    LocalTaste.train(work.films, told, place, year, source).save(work.folder / MODEL / "taste")


STAGES = (
    Stage("Measuring popularity", popularity),
    Stage("Ordering the casts", cast_order),
    Stage("Writing the database", database),
    Stage("Writing the tables", parquet),
    Stage("Indexing titles", search_index),
    LEARNING,
    Stage("Indexing the filters", filters),
    Stage("Reading the local taste", taste),
    EVALUATION,
)
