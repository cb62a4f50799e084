"""Measures how known the films are, and from it how known the people."""

import numpy as np

from pickflix.build.by_row import credits_by_row
from pickflix.build.pipeline import Workspace
from pickflix.catalogue.snapshot import MODEL
from pickflix.recommend.popularity import Popularity


def popularity(work: Workspace) -> None:
    """How known each film is, and from it how known each person is; saved for serving."""
    model = Popularity.train(work.films, work.interactions)
    model.save(work.folder / MODEL / Popularity.name)
    work.popularity = model.popularity
    credit = credits_by_row(work.tables)
    film, person = (credit[name].to_numpy() for name in ("film", "person"))
    # Somebody who had several hands in a film made it once.
    _, once = np.unique(film * np.int64(work.tables.people.height) + person, return_index=True)
    once.sort()
    # The square: ten films that nobody knows do not make one that everybody knows.
    worth = work.popularity[film[once]] ** 2
    renown = np.bincount(person[once], worth, minlength=work.tables.people.height)
    work.person_renown = _percentile(renown)


def _percentile(values: np.ndarray) -> np.ndarray:
    """The share of the others that are less (n,), 0 to 1."""
    ranked = np.sort(values)
    return np.searchsorted(ranked, values, side="left") / max(len(values) - 1, 1)
