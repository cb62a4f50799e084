"""The figures of the last accepted evaluation, into the snapshot: the page that shows them reads nothing else."""

import shutil

from pickflix.build.pipeline import Stage, Workspace
from pickflix.evaluate.report import FILE, Report
from pickflix.sources.embedded import data_folder


def copy(work: Workspace) -> None:
    """Copies the report of `data/`, which tells of the embedded catalogue; raises UnreadableReport."""
    if not (work.tables.films["origin"] == "curated").any():
        return  # of another catalogue it would tell what was never measured
    Report.read(data_folder() / FILE)
    shutil.copyfile(data_folder() / FILE, work.folder / FILE)


EVALUATION = Stage("Copying the figures of the evaluation", copy)
