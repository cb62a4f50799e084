"""The tastes of `als` trained on a cluster, where a chain of cinemas has more likes than one machine learns from."""

from pickflix.build.pipeline import Stage, Workspace
from pickflix.catalogue.snapshot import MODEL
from pickflix.recommend.als import Als
from pickflix.recommend.spark_als import train_als


def tastes_by(master: str) -> Stage:
    """The stage, to run after the models, that puts an `als` trained by that Spark in the place of the one made here.

    It does nothing where there are no ratings; it raises SparkFailed, and MissingLibrary without PySpark.
    """

    def train(work: Workspace) -> None:
        if len(work.interactions):
            train_als(work.films, work.interactions, master).save(work.folder / MODEL / Als.name)

    return Stage("Training the tastes on Spark", train)
