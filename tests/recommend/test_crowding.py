"""Films in a crowd and lonely ones."""

import numpy as np

from pickflix.recommend.arrays import Floats, Rows
from pickflix.recommend.crowding import SAMPLE, crowding, sample_of

from .conftest import Cinema


def test_who_has_near_neighbours_is_in_a_crowd() -> None:
    """Four films side by side are in a crowd, the one apart is not; no film is its own neighbour."""
    place = np.array([0.0, 0.1, 0.2, 0.3, 9.0])

    def closeness(row: Rows) -> Floats:
        return np.asarray(-np.abs(place - place[row[0]]))

    found = crowding(np.arange(5), 5, closeness)
    assert found[:4].min() > found[4]
    assert np.allclose(found, [-0.1, -0.1, -0.1, -0.1, -8.7])


def test_a_film_without_any_other_is_in_no_crowd() -> None:
    """A catalogue of one film has nothing to compare."""
    assert crowding(sample_of(["Q1"]), 1, lambda _: np.ones(1)).tolist() == [0.0]


def test_one_film_more_changes_the_sample_by_one_at_most(cinema: Cinema) -> None:
    """The films that stand for all are chosen by their ids, so that they stay when others come."""
    before = {cinema.table.ids[row] for row in sample_of(cinema.table.ids).tolist()}
    ids = ("Q0-new", *cinema.table.ids)
    after = {ids[row] for row in sample_of(ids).tolist()}
    assert len(before) == len(after) == SAMPLE
    assert len(before - after) <= 1
