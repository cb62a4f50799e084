"""A Spark at an address, opened for one piece of work; nothing that serves imports it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pickflix.errors import BuildError, MissingLibrary

DRIVER_MEMORY = "1g"  # of a Spark on this machine; a cluster has its own configuration


class SparkFailed(BuildError):
    """Spark could not be started, not be reached, or gave up."""

    def __init__(self, master: str, work: str, problem: str) -> None:
        super().__init__(
            f"Spark at {master} did not {work}: {problem} Spark needs Java 17 or newer here, and a master that answers "
            "at PICKFLIX_SPARK_MASTER; without that setting this machine does it alone."
        )
        self.master = master


@contextmanager
def spark_session(master: str, work: str) -> Iterator[Any]:
    """The session, stopped at the end; `work` says what it is for, as in "did not train".

    Raises MissingLibrary without PySpark, SparkFailed where the cluster does not do it.
    """
    if shutil.which("java") is None:
        raise SparkFailed(master, work, "there is no `java`.")
    try:
        from py4j.protocol import Py4JError  # noqa: PLC0415 - serving does without
        from pyspark.errors import PySparkException  # noqa: PLC0415 - idem
    except ImportError:
        raise MissingLibrary("PySpark", "spark") from None
    try:
        spark = _opened(master)
        try:
            yield spark
        finally:
            spark.stop()
    except (Py4JError, PySparkException, OSError) as error:
        raise SparkFailed(master, work, f"{str(error).strip().splitlines()[0]}.") from error


def _opened(master: str) -> Any:  # noqa: ANN401 - PySpark is not in every workshop that checks types
    from pyspark.sql import SparkSession  # noqa: PLC0415 - serving does without

    builder = SparkSession.builder.master(master).appName("pickflix")
    builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
    if master.startswith("local"):
        # Everything is on this machine: no other can reach it, whatever the machine is called.
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        builder = builder.config("spark.driver.memory", DRIVER_MEMORY).config("spark.log.level", "ERROR")
    return builder.getOrCreate()
