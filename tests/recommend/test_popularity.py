"""The list for somebody of whom nothing is known."""

import numpy as np

from pickflix.recommend import fame
from pickflix.recommend.recommender import Wish

from .conftest import Cinema


def test_french_and_foreign_films_both(cinema: Cinema) -> None:
    """A French spectator finds French films and foreign ones among the forty best known."""
    rows = cinema.content.recommend(Wish(n=40)).rows.tolist()
    french = sum("FR" in cinema.table.countries[row] for row in rows)
    assert 10 <= french <= 30


def test_it_is_a_share(cinema: Cinema) -> None:
    """Popularity is the share of films less popular: from 0 on, below 1, no two alike."""
    popularity = cinema.content.popularity
    assert np.array_equal(np.sort(popularity), np.arange(len(cinema.table)) / len(cinema.table))


def test_everybody_knows_them(cinema: Cinema) -> None:
    """The films that everybody knows are among the best known twentieth, reviewed or curated."""
    films = (
        ("La Grande Vadrouille", 1966),
        ("Le Fabuleux Destin d'Amélie Poulain", 2001),
        ("Casablanca", 1942),
        ("Matrix", 1999),
    )
    assert min(cinema.content.popularity[cinema.row(*film)] for film in films) > 0.95


def test_renown_stands_for_reviews_of_its_time(cinema: Cinema) -> None:
    """A curated film that everybody knows is as known as the best known films of its years."""
    row = cinema.row("La Grande Vadrouille", 1966)
    near = [
        reviews
        for reviews, year in zip(cinema.table.reviews, cinema.table.years, strict=True)
        if reviews is not None and year is not None and abs(year - 1966) <= 2
    ]
    assert np.mean(np.array(near) < fame.review_counts(cinema.table)[row]) > 0.9


def test_the_score_is_the_mean_of_what_there_is(cinema: Cinema) -> None:
    """Metacritic and tomatometer count alike; one alone is the score, none is unknown."""
    scores = fame.scores(cinema.table)
    for row in range(0, len(cinema.table), 500):
        known = [n for n in (cinema.table.critics_scores[row], cinema.table.tomatometers[row]) if n is not None]
        assert np.isnan(scores[row]) if not known else scores[row] == sum(known) / len(known)
