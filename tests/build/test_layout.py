"""What a snapshot is made of, and the number that tells one make from another."""

import hashlib

import numpy as np

from pickflix.catalogue.library import query
from pickflix.catalogue.snapshot import FORMAT
from pickflix.recommend.engine import Engine

LAYOUT = {5: "b33d8711e286ffbb"}


def test_whoever_changes_tables_or_arrays_raises_the_format(engine: Engine) -> None:
    """So that a site that is brought up to date builds anew, and never serves what it cannot read.

    Where this fails: raise FORMAT in catalogue/snapshot.py and write the new line into LAYOUT.
    """
    model = engine.snapshot.folder / "model"
    arrays = [
        f"{path.relative_to(model)} {np.load(path, mmap_mode='r').dtype}"
        for path in sorted(model.rglob("*.npy"))
        if path.stat().st_size > 128  # an empty one cannot be mapped, and its type says nothing
    ]
    layout = hashlib.sha256("\n".join([query("schema"), *arrays]).encode()).hexdigest()[:16]
    assert {FORMAT: layout} == LAYOUT
