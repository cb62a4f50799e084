"""The classic recipe, against the library that most people would take for it."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.impute import SimpleImputer
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer, StandardScaler

from pickflix.recommend.contract import tiny_table
from pickflix.recommend.genre_knn import GenreKnn
from pickflix.recommend.recommender import Wish
from pickflix.recommend.table import FilmTable
from tests.recommend.conftest import Cinema


def test_the_stronger_seed_draws_more() -> None:
    """Of two seeds the one liked more has its own neighbours rise."""
    model = GenreKnn.train(tiny_table())
    even, uneven = (model.score([0, 9], [0, 9], strengths=strengths) for strengths in ((1, 1), (3, 1)))
    assert uneven[0] > even[0]
    assert uneven[1] < even[1]


def by_scikit_learn(table: FilmTable) -> tuple[NearestNeighbors, np.ndarray]:
    """The same recipe from the parts of scikit-learn, and its columns (n_films, n_columns)."""
    numbers = [
        [np.nan if value is None else float(value) for value in pair]
        for pair in zip(table.years, table.runtimes, strict=True)
    ]
    columns = np.hstack(
        [
            MultiLabelBinarizer().fit_transform(table.genres),
            MultiLabelBinarizer().fit_transform(table.countries),
            make_pipeline(SimpleImputer(strategy="median"), StandardScaler()).fit_transform(numbers),
        ]
    )
    return NearestNeighbors(metric="euclidean", algorithm="brute").fit(columns), columns


@pytest.mark.slow
def test_its_neighbours_are_those_of_scikit_learn(cinema: Cinema) -> None:
    """On the real catalogue the fifty nearest films are as far as those that NearestNeighbors finds."""
    model = GenreKnn.train(cinema.table)
    neighbours, columns = by_scikit_learn(cinema.table)
    for row in np.random.default_rng(7).integers(0, len(cinema.table), 30).tolist():
        found = model.recommend(Wish(seeds=(row,), n=50, diverse=False))
        distances, _ = neighbours.kneighbors(columns[[row]], 51)  # the film itself comes along
        assert 1 / found.scores - 1 == pytest.approx(np.sort(distances[0])[1:], abs=1e-5)


def test_a_table_of_no_numbers_is_no_error() -> None:
    """Where no film has a year nor a length, genres and countries decide."""
    table = replace(tiny_table(), years=(None,) * 24, runtimes=(None,) * 24)
    found = GenreKnn.train(table).recommend(Wish(seeds=(0,), n=3, diverse=False))
    assert all(table.genres[row] == table.genres[0] for row in found.rows.tolist())
    assert found.scores.tolist() == [1.0] * 3


@pytest.mark.parametrize("n", [0, 1])
def test_almost_no_films(n: int) -> None:
    """An empty catalogue and one of a single film give an empty list."""
    model = GenreKnn.train(tiny_table(n))
    assert not len(model.recommend(Wish(seeds=tuple(range(n)))).rows)
