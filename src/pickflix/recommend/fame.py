"""How known and how praised a film is, on one scale for films with reviews and for curated ones."""

import numpy as np

from pickflix.recommend.arrays import Floats
from pickflix.recommend.table import FilmTable, Numbers

# The share of the films of its time that a curated film of each mark is better known than.
RENOWN_QUANTILE = {1: 0.75, 2: 0.90, 3: 0.97}
OF_ITS_TIME = 600  # films nearest in year


def numbers(column: Numbers) -> Floats:
    """The column as floats (n_films,), NaN where the source says nothing."""
    return np.array([np.nan if value is None else value for value in column], np.float64)


def scores(table: FilmTable) -> Floats:
    """The critics' score (n_films,), 0 to 100: the mean of Metacritic and tomatometer, NaN without either."""
    both = np.stack([numbers(table.critics_scores), numbers(table.tomatometers)])
    known = np.isfinite(both)
    total = np.where(known, both, 0).sum(axis=0)
    return np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan)


def review_counts(table: FilmTable) -> Floats:
    """The reviews of each film (n_films,), NaN where unknown.

    A film with a mark of renown has at least the count that the mark stands for among the films of its
    time, so that it is compared with films as known as itself: the reviews are American, and curated
    films have none.
    """
    counts, years = numbers(table.reviews), numbers(table.years)
    known = np.flatnonzero(np.isfinite(counts) & np.isfinite(years))
    stands_for: dict[tuple[int, int], float] = {}
    filled = counts.copy()
    for row, (year, mark) in enumerate(zip(table.years, table.renown, strict=True)):
        if year is None or mark is None:
            continue
        if (year, mark) not in stands_for:
            stands_for[year, mark] = _count(counts[known], years[known], year, mark)
        filled[row] = np.fmax(counts[row], stands_for[year, mark])
    return filled


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


def _count(counts: Floats, years: Floats, year: int, mark: int) -> float:
    if not len(counts):
        return np.nan
    apart = np.abs(years - year)
    if len(apart) > OF_ITS_TIME:
        within = np.flatnonzero(apart <= np.partition(apart, OF_ITS_TIME - 1)[OF_ITS_TIME - 1])
        nearest = within[np.argsort(apart[within], kind="stable")[:OF_ITS_TIME]]
    else:
        nearest = np.arange(len(apart))
    return float(np.round(np.quantile(counts[nearest], RENOWN_QUANTILE[mark])))
