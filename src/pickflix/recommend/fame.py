"""How known and how praised a film is, on one scale for films with reviews and for curated ones."""

import numpy as np

from pickflix.recommend.arrays import Floats, Rows
from pickflix.recommend.columns import Figures, Numbers, once
from pickflix.recommend.table import FilmTable

# The share of the films of its time that a curated film of each mark is better known than.
RENOWN_QUANTILE = {1: 0.75, 2: 0.90, 3: 0.97}
OF_ITS_TIME = 600  # films nearest in year


def numbers(column: Numbers) -> Floats:
    """The column as floats (n_films,), NaN where the source says nothing."""
    if isinstance(column, Figures):
        return column.values
    return np.array([np.nan if value is None else value for value in column], np.float64)


def scores(table: FilmTable) -> Floats:
    """The critics' score (n_films,), 0 to 100: the mean of Metacritic and tomatometer, NaN without either."""
    both = np.stack([numbers(table.critics_scores), numbers(table.tomatometers)])
    known = np.isfinite(both)
    total = np.where(known, both, 0).sum(axis=0)
    return np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan)


@once
def review_counts(table: FilmTable) -> Floats:
    """The reviews of each film (n_films,), NaN where unknown.

    A film with a mark of renown has at least the count that the mark stands for among the films of its
    time, so that it is compared with films as known as itself: the reviews are American, and curated
    films have none.
    """
    counts, years, marks = numbers(table.reviews), numbers(table.years), numbers(table.renown)
    known = np.flatnonzero(np.isfinite(counts) & np.isfinite(years))
    known = known[np.argsort(years[known], kind="stable")]
    by_year = years[known]
    marked = np.flatnonzero(np.isfinite(years) & np.isfinite(marks))
    filled = counts.copy()
    for year, mark in np.unique(np.stack([years[marked], marks[marked]], axis=1), axis=0).tolist():
        own = marked[(years[marked] == year) & (marks[marked] == mark)]
        filled[own] = np.fmax(counts[own], _count(counts, known, by_year, year, int(mark)))
    return filled


@once
def in_its_time(table: FilmTable) -> Floats:
    """How known each film is (n_films,): the share of the films nearest in year that have fewer reviews.

    A half where the year is unknown.
    """
    reviews, years = np.nan_to_num(review_counts(table)), numbers(table.years)
    share = np.full(len(reviews), 0.5)
    by_year = np.argsort(years, kind="stable")
    for year in np.unique(years[np.isfinite(years)]):
        middle = int(np.searchsorted(years[by_year], year, "right") + np.searchsorted(years[by_year], year)) // 2
        near = np.sort(reviews[by_year[max(0, middle - OF_ITS_TIME // 2) : middle + OF_ITS_TIME // 2]])
        own = years == year
        share[own] = np.searchsorted(near, reviews[own]) / len(near)
    return share


def _count(counts: Floats, known: Rows, years: Floats, year: float, mark: int) -> float:
    """The count that the mark stands for, from the rows with count and year, by year, then by row, and their years."""
    if not len(known):
        return np.nan
    apart = 0
    begin, end = _between(years, year, apart)
    while end - begin < min(OF_ITS_TIME, len(known)):
        apart += 1
        begin, end = _between(years, year, apart)
    by_row = begin + np.argsort(known[begin:end])
    nearest = by_row[np.argsort(np.abs(years[by_row] - year), kind="stable")[:OF_ITS_TIME]]
    return float(np.round(np.quantile(counts[known[nearest]], RENOWN_QUANTILE[mark])))


def _between(years: Floats, year: float, apart: int) -> tuple[int, int]:
    begin, end = np.searchsorted(years, [year - apart, year + apart + 0.5])
    return int(begin), int(end)
