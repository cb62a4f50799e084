"""The films that most people know and like: the list for somebody of whom nothing is known."""

from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from pickflix.recommend import fame
from pickflix.recommend.arrays import Floats, Rows
from pickflix.recommend.columns import once
from pickflix.recommend.diversity import Diversity
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.nationality import homes
from pickflix.recommend.recommender import Recommender, Weighting
from pickflix.recommend.sagas import train_sagas
from pickflix.recommend.table import FilmTable

# A score of few reviews says little: it counts as if this many more had given the mean of all films.
DOUBT = 30
# What an editor's mark says of how much a film is liked, before any critic does; what lasted is liked.
RENOWN_SCORE = {1: 62.0, 2: 67.0, 3: 72.0}
LASTING, LASTED = 0.3, 60  # points for each year since, of at most so many years
# For a French public: a French film passes before a foreign one that is a little better known.
WEIGHTS = {
    "fame": 0.15,
    "fame_in_its_time": 0.40,
    "score": 0.50,
    "oscars": 0.10,
    "age": -0.02,
    "french": 0.10,
}
AGE_UNKNOWN = 50  # years
OSCARS_FULL = 7  # Oscars from which more add nothing
# What the catalogue says counts as this many likes: one neighbour's like moves a list a little, fifty rule it.
PRIOR = 0.5
STEEP = 6.0  # the first film of the catalogue is expected to get exp(STEEP) times the likes of the last


def train_popularity(table: FilmTable, interactions: Interactions | None = None) -> Floats:
    """The popularity of each film (n_films,): the share of films that are less so, 0 to 1, no two alike.

    Where there are ratings it is by `appeal`.
    """
    share = _by_catalogue(table)
    return with_likes(share, interactions) if interactions else share


def with_likes(share: Floats, interactions: Interactions) -> Floats:
    """The popularity of each film (n_films,) whose `share` by the catalogue is known, where there are likes too."""
    return _share(appeal(share, interactions)) if len(interactions.liked()) else share


def appeal(share: Floats, interactions: Interactions) -> Floats:
    """How many likes each film may expect, (n_films,), from those it has and from its `share` in the catalogue.

    The mean of a Gamma-Poisson model: volume times mean, drawn to what the catalogue expects where there are
    few ratings; without any it is in the order of `share`.
    """
    likes = interactions.liked().behind
    expected = np.exp(STEEP * share)
    expected *= max(int(likes.sum()), 1) / max(expected.sum(), 1)
    rate: Floats = expected * (likes + PRIOR) / (expected + PRIOR)
    return rate


def _share(values: Floats) -> Floats:
    """The share of films of less value (n_films,), 0 to 1; of two equals the lower row has the greater value."""
    place = np.lexsort((-np.arange(len(values)), values))
    share = np.empty(len(values))
    share[place] = np.arange(len(values)) / max(len(values), 1)
    return share


@once
def _by_catalogue(table: FilmTable) -> Floats:
    """The popularity by what the catalogue knows of each film."""
    if not len(table):
        return np.zeros(0)
    years = fame.numbers(table.years)
    reviews = np.nan_to_num(fame.review_counts(table))
    ages = np.nan_to_num(np.nanmax(years, initial=0) - years, nan=AGE_UNKNOWN)
    parts = {
        "fame": np.log1p(reviews) / max(np.log1p(reviews.max()), 1),
        "fame_in_its_time": fame.in_its_time(table),
        "score": _liked(table, ages) / 100,
        "oscars": np.minimum(np.log1p(_oscars(table)) / np.log1p(OSCARS_FULL), 1),
        "age": ages / 100,
        "french": np.array([home == "FR" for home in homes(table)], np.float64),
    }
    return _share(sum((WEIGHTS[name] * part for name, part in parts.items()), np.zeros(len(table))))


def _liked(table: FilmTable, ages: Floats) -> Floats:
    """The critics' score, 0 to 100, drawn to what is expected of the film where few reviews made it.

    Expected is what the editor's mark says, and without one the mean of all films.
    """
    scores, reviews = fame.scores(table), np.nan_to_num(fame.numbers(table.reviews))
    known = np.isfinite(scores)
    mean = scores[known].mean() if known.any() else 50.0
    marked = np.full(len(table), np.nan)
    for mark, score in RENOWN_SCORE.items():
        marked[fame.numbers(table.renown) == mark] = score
    expected = np.where(np.isnan(marked), mean, marked + LASTING * np.minimum(ages, LASTED))
    reviews = np.where(known, reviews, 0)
    shrunk: Floats = (reviews * np.nan_to_num(scores) + DOUBT * expected) / (reviews + DOUBT)
    return shrunk


def _oscars(table: FilmTable) -> Floats:
    return np.nan_to_num(fame.numbers(table.oscars_won)) + np.nan_to_num(fame.numbers(table.oscar_nominations)) / 4


class Popularity(Recommender):
    """The same films for all, whatever the seeds: what every other model must beat."""

    name: ClassVar[str] = "popularity"

    @classmethod
    def train(cls, table: FilmTable, interactions: Interactions | None = None) -> Self:
        """Learns from the table and from the likes."""
        return cls(train_popularity(table, interactions), Diversity.train(table, train_sagas(table)))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The model that `save` wrote; raises DamagedSnapshot."""
        return cls(*cls.load_base(folder))

    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:  # noqa: ARG002 - deaf
        return self.popularity
