"""How known and how praised a film is, whatever its source counts."""

from dataclasses import replace

import polars as pl
import pytest

from pickflix.build.fame_scales import on_one_scale
from pickflix.build.film_table import film_table
from pickflix.sources.embedded import Embedded


@pytest.fixture(scope="module")
def films() -> pl.DataFrame:
    """The embedded catalogue, with votes as if each review stood for thirty-six times its own number of them."""
    films = Embedded().read().films
    return films.with_columns(votes=(pl.col("reviews").cast(pl.Int64) ** 2 * 36).cast(pl.Int32))


def test_films_with_reviews_and_scores_keep_them(films: pl.DataFrame) -> None:
    """Whatever else is known of them."""
    known = pl.col("reviews").is_not_null() & pl.col("critics_score").is_not_null()
    assert on_one_scale(films).filter(known).equals(films.filter(known))


def test_votes_are_read_as_the_reviews_of_films_that_have_both(films: pl.DataFrame) -> None:
    """Half of the reviews are taken away, and come back out of the votes but for rounding."""
    half = films.with_columns(reviews=pl.when(pl.int_range(pl.len()) % 2 == 0).then("reviews"))
    found = on_one_scale(half)["reviews"]
    near = ((found - films["reviews"]).abs() <= 1 + films["reviews"] * 0.1).drop_nulls()
    assert near.sum() > 0.99 * len(near)


def test_models_compare_films_by_votes_where_nobody_counted_reviews() -> None:
    """A catalogue of IMDb has popular films and obscure ones."""
    tables = Embedded().read()
    films = tables.films.with_columns(reviews=None, votes=pl.lit(90_000, pl.Int32), rating=pl.lit(8.0, pl.Float32))
    table = film_table(replace(tables, films=films.with_columns(pl.lit(None, pl.Int32).alias("reviews"))))
    assert set(table.reviews) == {100}


@pytest.mark.parametrize("column", ["votes", "sitelinks"])
def test_without_any_reviews_the_order_is_that_of_the_other_number(films: pl.DataFrame, column: str) -> None:
    """As in a catalogue of IMDb, or of Wikidata, alone."""
    number = pl.Series([3, 50, 400, None, 10_000])
    alone = films.head(5).with_columns(
        reviews=None, votes=None, sitelinks=None, critics_score=None, tomatometer=None, rating=pl.lit(8.0)
    )
    found = on_one_scale(alone.with_columns(**{column: number}))
    reviews = found["reviews"].to_list()
    assert reviews[3] is None
    assert sorted(reviews[:3]) == reviews[:3] < reviews[4:]
    assert found["critics_score"].to_list() == [82] * 5
