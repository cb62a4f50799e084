"""The texts of the films as points of an encoder that the host keeps on disk, in place of their words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np

from pickflix.build.pipeline import Stage, Workspace
from pickflix.errors import MissingLibrary, NoEncoder
from pickflix.recommend.arrays import Array


class Encoder(Protocol):
    """What makes points of texts: near ones of texts about the same."""

    def encode(self, texts: Sequence[str]) -> Array:
        """One point a text, (n_texts, dimensions), finite."""
        ...


@dataclass(frozen=True, slots=True)
class Sentences:
    """A model of sentence-transformers, read from a folder and never from elsewhere."""

    folder: Path
    model: Any

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The model of that folder; raises NoEncoder, or MissingLibrary without the extra `embeddings`."""
        if not folder.is_dir():
            raise NoEncoder(folder, "it is no folder")
        try:
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds to import, for few builds
        except ImportError:
            raise MissingLibrary("sentence-transformers", "embeddings") from None
        try:
            return cls(folder, SentenceTransformer(str(folder.resolve()), device="cpu", local_files_only=True))
        except Exception as error:  # noqa: BLE001 - the readers below it each have errors of their own
            raise NoEncoder(folder, str(error).partition("\n")[0]) from None

    def encode(self, texts: Sequence[str]) -> Array:
        """One point a text, (n_texts, dimensions); raises NoEncoder where the model gives none."""
        points = np.asarray(self.model.encode([*texts], show_progress_bar=False), np.float32)
        if points.ndim != 2 or not np.isfinite(points).all():  # noqa: PLR2004 - texts by dimensions
            raise NoEncoder(self.folder, "its points are not finite numbers")
        return points


def reading_with(encoder: Encoder) -> Stage:
    """The stage, to run before any model is trained, that gives each film with a text its point."""

    def read(work: Workspace) -> None:
        rows = [row for row, text in enumerate(work.films.texts) if text]
        if not rows:
            return
        found = encoder.encode([work.films.texts[row] or "" for row in rows])
        points = np.zeros((len(work.films), found.shape[1]), np.float32)
        points[rows] = found
        work.films = replace(work.films, points=tuple(points))

    return Stage("Reading the texts", read)
