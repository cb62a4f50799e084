"""One scale for how known and how praised films are, whatever source says so: reviews and critics' scores.

Models compare films by the number of their reviews and by critics' scores. IMDb has votes and a rating instead,
Wikidata the number of Wikipedias with an article.
"""

import numpy as np
import polars as pl

ENOUGH = 200  # films that have both numbers: from then on one is read off the other
STEPS = np.linspace(0, 1, 101)
# Where too few films have both, rough guesses that keep the order: ten times the votes are three times the reviews, for
# critics are few, however many have seen a film.
REVIEWS_A_ROOT_OF_VOTES, REVIEWS_A_SITELINK = 1 / 3, 4.0
# Viewers are kinder than critics, and agree more: a point of theirs is worth more than ten of a hundred.
SCORES_A_POINT, SCORE_OF_NOUGHT = 14.0, -30.0


def on_one_scale(films: pl.DataFrame) -> pl.DataFrame:
    """The films with `reviews` and `critics_score` also where their source has votes, a rating or sitelinks instead."""
    reviews = films["reviews"].cast(pl.Float64)
    votes = _read_off(films["votes"], reviews, films["votes"].cast(pl.Float64).sqrt() * REVIEWS_A_ROOT_OF_VOTES)
    links = _read_off(films["sitelinks"], reviews, films["sitelinks"].cast(pl.Float64) * REVIEWS_A_SITELINK)
    score = (pl.col("rating") * SCORES_A_POINT + SCORE_OF_NOUGHT).round().clip(0, 100).cast(pl.UInt8)
    judged = pl.col("critics_score").is_null() & pl.col("tomatometer").is_null()
    return films.with_columns(
        reviews=pl.Series(reviews).fill_null(votes).fill_null(links).round().cast(pl.Int32),
        critics_score=pl.when(judged).then(score).otherwise("critics_score"),
    )


def _read_off(known: pl.Series, reviews: pl.Series, otherwise: pl.Series) -> pl.Series:
    """The reviews that films with such a number have: those at the same quantile, of the films that have both."""
    both = known.is_not_null() & reviews.is_not_null()
    if both.sum() < ENOUGH:
        return otherwise
    theirs, ours = (np.quantile(each.filter(both).to_numpy(), STEPS) for each in (known, reviews))
    read = pl.Series(np.interp(known.cast(pl.Float64).fill_null(np.nan).to_numpy(), theirs, ours))
    return read.fill_nan(None)
