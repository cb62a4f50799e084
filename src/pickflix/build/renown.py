"""Measures how known the films are, and from it how known the people."""

import numpy as np

from pickflix.build.pipeline import Workspace
from pickflix.catalogue.snapshot import MODEL
from pickflix.recommend.popularity import Popularity


def popularity(work: Workspace) -> None:
    """How known each film is, and from it how known each person is; saved for serving."""
    model = Popularity.train(work.films, work.interactions)
    model.save(work.folder / MODEL / Popularity.name)
    work.popularity = model.popularity
    row_of_film = {film: row for row, film in enumerate(work.films.ids)}
    row_of_person = {person: row for row, person in enumerate(work.tables.people["id"].to_list())}
    renown = np.zeros(len(row_of_person))
    for film_id, person_id in (
        work.tables.credits.select("film_id", "person_id").unique(maintain_order=True).iter_rows()
    ):
        # The square: ten films that nobody knows do not make one that everybody knows.
        renown[row_of_person[person_id]] += work.popularity[row_of_film[film_id]] ** 2
    work.person_renown = _percentile(renown)


def _percentile(values: np.ndarray) -> np.ndarray:
    """The share of the others that are less (n,), 0 to 1."""
    ranked = np.sort(values)
    return np.searchsorted(ranked, values, side="left") / max(len(values) - 1, 1)
