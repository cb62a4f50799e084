"""Each stage writes one part of the snapshot folder."""

from pathlib import Path

from pickflix.build.casts import cast_order
from pickflix.build.checks import check
from pickflix.build.database import database
from pickflix.build.evaluation import EVALUATION
from pickflix.build.film_table import film_table
from pickflix.build.learning import LEARNING
from pickflix.build.pipeline import Stage, Workspace
from pickflix.build.renown import popularity
from pickflix.build.searching import search_index
from pickflix.catalogue.snapshot import MODEL
from pickflix.recommend.filters import FilterIndex
from pickflix.recommend.taste import LocalTaste
from pickflix.sources.contract import Source, Tables
from pickflix.sources.local_taste import local_taste


def read(folder: Path, source: Source) -> Workspace:
    """The checked tables of the source, films and people in the order of their rows."""
    tables = source.read()
    check(tables)
    tables = Tables(tables.films.sort("id"), tables.people.sort("id"), tables.credits)
    return Workspace(folder, source, tables, film_table(tables))


def parquet(work: Workspace) -> None:
    """Writes the tidy tables, for analysis and for exports."""
    for name in ("films", "people", "credits"):
        getattr(work.tables, name).write_parquet(work.folder / f"{name}.parquet", compression="zstd")


def filters(work: Workspace) -> None:
    """Indexes what films can be filtered by."""
    FilterIndex.train(work.films).save(work.folder / MODEL / "filters")


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
