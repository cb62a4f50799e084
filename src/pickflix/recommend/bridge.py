"""Films that nobody has rated, through what they are like: from the facts of a film to whose taste it is.

What EASE says of the rated films is summed up in a few directions of taste. A ridge regression learns where a
film lies in them from its labels and numbers, and so places every film of the catalogue, rated or not.
"""

from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from pickflix.recommend import fame
from pickflix.recommend.arrays import Array, Floats, Rows, load_arrays, runs
from pickflix.recommend.diversity import Diversity
from pickflix.recommend.ease import Ease, Single, like_matrix, most_liked, train_ease
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.item_knn import Neighbours
from pickflix.recommend.labels import Labels
from pickflix.recommend.popularity import train_popularity
from pickflix.recommend.recommender import Recommender, Weighting
from pickflix.recommend.sagas import train_sagas
from pickflix.recommend.table import FilmTable

# Chosen on inner folds of the training part of MovieLens.
DIRECTIONS = 48
RIDGE = 100.0
MOST_LABELS = 2_000  # those that most rated films bear
MOST_USERS = 2_000  # whose tastes the directions sum up
AT_ONCE = 2_000  # films whose facts are held in memory
UNSPOKEN = 1e-4
ARRAYS = ("speaks", "heard")
YEARS = (1940, 1955, 1970, 1980, 1990, 1995, 2000, 2005, 2010, 2014)
SCORES = (20, 35, 50, 65, 80, 95)
REVIEWS = (0, 0.8, 1.7, 2.5, 3.3, 4.1, 5.0, 5.8)  # ln(1 + reviews)
SHARES = (0, 0.2, 0.4, 0.6, 0.8, 1)  # of the films of its time that are less known


class Bridge(Recommender):
    """What EASE would say, had the films been rated; without any rating the popular ones."""

    name: ClassVar[str] = "bridge"

    def __init__(self, popularity: Floats, rule: Diversity, speaks: Array, heard: Array) -> None:
        """`speaks` (n_films, k): what liking a film says of a taste; `heard` (n_films, k): whose taste it is."""
        super().__init__(popularity, rule)
        self._speaks = speaks
        self._heard = heard

    @classmethod
    def train(cls, table: FilmTable, interactions: Interactions | None = None) -> Self:
        """Learns from the facts of the films and from the likes."""
        ratings = interactions or Interactions.none(len(table))
        rule = Diversity.train(table, train_sagas(table))
        ease = Ease(train_popularity(table, ratings), rule, train_ease(ratings))
        return cls.to(ease, table, ratings, Labels.train(table))

    @classmethod
    def to(cls, ease: Ease, table: FilmTable, ratings: Interactions, labels: Labels) -> Self:
        """The bridge to an EASE that was trained on those ratings."""
        return cls(ease.popularity, ease.diversity, *_train(table, ratings, ease.told, labels))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The model that `save` wrote; raises DamagedSnapshot."""
        arrays = load_arrays(folder, ARRAYS)
        return cls(*cls.load_base(folder), *(arrays[name] for name in ARRAYS))

    def arrays(self) -> dict[str, Array]:
        """What `save` writes."""
        return super().arrays() | dict(zip(ARRAYS, (self._speaks, self._heard), strict=True))

    def likeness(self, seeds: Rows, strengths: Floats) -> Floats:
        """What EASE would say of each film, (n_films,)."""
        taste = strengths.astype(np.float32) @ self._speaks[seeds]
        # A sum of products by one thread: so small a product is not worth waking others for.
        likeness: Floats = np.einsum("fk,k->f", self._heard, taste).astype(np.float64)
        return likeness

    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:  # noqa: ARG002 - one likeness
        return self.likeness(seeds, strengths) + UNSPOKEN * self.popularity


def _train(table: FilmTable, ratings: Interactions, ease: Neighbours, labels: Labels) -> tuple[Single, Single]:
    likes = ratings.liked().latest()
    rated = most_liked(likes)
    if not len(rated):
        return np.zeros((len(table), 1), np.float32), np.zeros((len(table), 1), np.float32)
    directions, spoken = _directions(likes, rated, ease)
    facts = _Facts(table, labels, rated)
    known = facts.of(rated)
    middle = known.mean(axis=0)
    known -= middle
    wanted = np.concatenate([directions, spoken], axis=1)
    system = known.T @ known + np.float32(RIDGE) * np.eye(known.shape[1], dtype=np.float32)
    weights = np.linalg.solve(system, known.T @ (wanted - wanted.mean(axis=0)))
    placed = np.concatenate(
        [
            (facts.of(np.arange(first, min(first + AT_ONCE, len(table)))) - middle) @ weights
            for first in range(0, len(table), AT_ONCE)
        ]
    ) + wanted.mean(axis=0)
    heard, speaks = placed[:, : directions.shape[1]], placed[:, directions.shape[1] :].copy()
    # What a rated film says of a taste is known, not guessed.
    speaks[rated] = spoken
    return speaks.astype(np.float32), np.ascontiguousarray(heard, np.float32)


def _directions(likes: Interactions, rated: Rows, ease: Neighbours) -> tuple[Single, Single]:
    """Where each rated film lies among the tastes of the users, (n_rated, k), and what it says of one, idem."""
    told = _dense(ease, rated)
    scores = like_matrix(likes, rated, MOST_USERS) @ told
    values, vectors = np.linalg.eigh(scores @ scores.T)
    main = np.argsort(-values)[: min(DIRECTIONS, len(values))]
    main = main[values[main] > 1e-6 * max(values.max(), 1e-12)]
    directions = scores.T @ (vectors[:, main] / np.sqrt(values[main]))
    return directions, told @ directions


def _dense(ease: Neighbours, rated: Rows) -> Single:
    place = np.full(len(ease.seed_start) - 1, -1)
    place[rated] = np.arange(len(rated))
    told = np.zeros((len(rated), len(rated)), np.float32)
    many = np.diff(ease.seed_start)[rated]
    where = runs(ease.seed_start, rated)
    told[np.repeat(np.arange(len(rated)), many), place[ease.near[where]]] = ease.closeness[where]
    return told


class _Facts:
    """What is known of each film, as numbers: the labels that rated films share, and when, how known, how praised."""

    def __init__(self, table: FilmTable, labels: Labels, rated: Rows) -> None:
        bearers = np.bincount(labels.film_labels[runs(labels.film_start, rated)], minlength=len(labels.label_start) - 1)
        common = np.sort(np.argsort(-bearers, kind="stable")[:MOST_LABELS])
        self._labels = labels
        self._column = np.full(len(bearers), -1)
        self._column[common] = np.arange(len(common))
        self._n_labels = len(common)
        self._numbers = _numbers(table)

    def of(self, rows: Rows) -> Single:
        """The facts of those films, (n_rows, n_facts)."""
        facts = np.zeros((len(rows), self._n_labels), np.float32)
        where = runs(self._labels.film_start, rows)
        column = self._column[self._labels.film_labels[where]]
        row = np.repeat(np.arange(len(rows)), np.diff(self._labels.film_start)[rows])
        facts[row[column >= 0], column[column >= 0]] = self._labels.film_values[where][column >= 0]
        return np.concatenate([facts, self._numbers[rows]], axis=1)


def _numbers(table: FilmTable) -> Single:
    """When each film came, how known and how praised it is, (n_films, n_steps)."""
    years, reviews = fame.numbers(table.years), np.nan_to_num(fame.review_counts(table))
    share, scores = fame.in_its_time(table), fame.scores(table)
    known = np.isfinite(scores)
    praised = np.where(known, scores, scores[known].mean() if known.any() else 0)
    parts = [
        _steps(np.nan_to_num(years, nan=YEARS[len(YEARS) // 2]), YEARS),
        _steps(np.log1p(reviews), REVIEWS),
        _steps(praised, SCORES),
        _steps(share, SHARES),
        # How praised says more of a film that many know.
        _steps(share, SHARES) * ((praised - 60) / 20)[:, None],
        (reviews == 0)[:, None],
    ]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _steps(values: Floats, knots: tuple[float, ...]) -> Floats:
    """Each value as its nearness to the knots on both sides, (n, n_knots), rows of sum 1."""
    return np.stack([np.interp(values, knots, hat) for hat in np.eye(len(knots))], axis=1)
