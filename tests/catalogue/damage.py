"""Snapshots that are damaged on purpose: by a disk, or by a build that wrote what no model can work with."""

from pathlib import Path

import numpy as np

from pickflix.catalogue.snapshot import Manifest

KINDS = ("cut", "gone", "flipped", "NaN")


def spoil_part(folder: Path, part: str, kind: str) -> None:
    """Damages every array of floats in `folder`/model/`part`, or its biggest array; NaN keeps the manifest right."""
    arrays = sorted((folder / "model" / part).rglob("*.npy"), key=lambda path: path.stat().st_size)
    match kind:
        case "cut":
            arrays[-1].write_bytes(arrays[-1].read_bytes()[:-8])
        case "gone":
            arrays[-1].unlink()
        case "flipped":
            letters = bytearray(arrays[-1].read_bytes())
            letters[-1] ^= 0xFF
            arrays[-1].write_bytes(letters)
        case _:
            path = next(path for path in reversed(arrays) if np.load(path).dtype.kind == "f")
            array = np.load(path)
            array.reshape(-1)[0] = np.nan
            np.save(path, array)
            rewrite_manifest(folder)


def rewrite_manifest(folder: Path) -> None:
    """Makes the manifest say what the files are now."""
    said = Manifest.read(folder)
    now = Manifest.of(folder, said.sources, said.counts)
    Manifest(**{name: getattr(said, name) for name in Manifest.__slots__} | {"files": now.files}).write(folder)


def add_part(folder: Path, part: str) -> None:
    """A part of the models that a snapshot may do without, as a build with ratings writes it."""
    (folder / "model" / part).mkdir()
    np.save(folder / "model" / part / "scores.npy", np.linspace(0, 1, 1000))
    rewrite_manifest(folder)
