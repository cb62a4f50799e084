"""Each stage writes one part of the snapshot folder."""

from pathlib import Path

from pickflix.build.casts import cast_order
from pickflix.build.database import database
from pickflix.build.evaluation import EVALUATION
from pickflix.build.learning import LEARNING
from pickflix.build.pipeline import Stage, Workspace
from pickflix.build.readings import write
from pickflix.build.renown import popularity
from pickflix.build.searching import search_index
from pickflix.catalogue.snapshot import MODEL
from pickflix.recommend.filters import FilterIndex
from pickflix.recommend.taste import LocalTaste
from pickflix.sources.contract import Source
from pickflix.sources.local_taste import local_taste


def read(folder: Path, source: Source) -> Workspace:
    """The beginning of a build of one source, for whoever runs its stages one by one."""
    return Workspace.of(folder, source.read(), private=not source.licence.serve)


def parquet(work: Workspace) -> None:
    """Writes the tidy tables, for analysis and for exports."""
    write(work.folder, work.tables)


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
    Stage("Writing the database", database, kept=True),
    Stage("Writing the tables", parquet, kept=True),
    Stage("Indexing titles", search_index, kept=True),
    LEARNING,
    Stage("Indexing the filters", filters, kept=True),
    Stage("Reading the local taste", taste),
    EVALUATION,
)
