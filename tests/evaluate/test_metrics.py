"""Each metric against the plain definition, written out, on lists of every length."""

import math

import numpy as np
import pytest

from pickflix.evaluate import metrics
from pickflix.evaluate.metrics import NONE

LUCK = np.random.default_rng(3)
LISTS = np.stack([LUCK.permutation(60)[:20] for _ in range(40)])
WANTED_FILMS = [LUCK.permutation(60)[: LUCK.integers(1, 30)] for _ in range(40)]
HITS = np.array([np.isin(films, wanted) for films, wanted in zip(LISTS, WANTED_FILMS, strict=True)])
WANTED = np.array([len(films) for films in WANTED_FILMS])


def test_ndcg_is_the_discounted_gain_over_the_best_there_could_be() -> None:
    """Of as many likes as there are to find."""
    expected = []
    for hits, wanted in zip(HITS, WANTED, strict=True):
        gained = sum(1 / math.log2(place + 2) for place in range(10) if hits[place])
        expected.append(gained / sum(1 / math.log2(place + 2) for place in range(min(wanted, 10))))
    assert metrics.ndcg(HITS, WANTED) == pytest.approx(expected)


def test_a_perfect_list_has_all() -> None:
    """However few likes there are."""
    perfect = np.arange(20) < WANTED[:, None]
    assert metrics.ndcg(perfect, WANTED) == pytest.approx(1)
    assert metrics.recall(perfect, WANTED)[WANTED <= 20] == pytest.approx(1)


def test_recall_is_the_share_found() -> None:
    """Among twenty."""
    assert metrics.recall(HITS, WANTED) == pytest.approx([hits.sum() / n for hits, n in zip(HITS, WANTED, strict=True)])


def test_auc_is_the_share_of_pairs_in_order() -> None:
    """A tie is half a pair."""
    scores, liked = np.round(LUCK.random(80), 1), LUCK.random(80) < 0.3
    pairs = [(a > b) + (a == b) / 2 for a in scores[liked] for b in scores[~liked]]
    assert metrics.auc(scores, liked) == pytest.approx(np.mean(pairs))


def test_auc_without_both_kinds_is_no_number() -> None:
    """Somebody who likes all, or nothing, tells nothing."""
    assert math.isnan(metrics.auc(np.ones(3), np.ones(3, np.bool_)))
    assert math.isnan(metrics.auc(np.ones(3), np.zeros(3, np.bool_)))


def test_novelty_counts_bits() -> None:
    """Half of the spectators: one bit; a quarter: two; a place without a film does not count."""
    found = metrics.novelty(np.array([[0, 1], [1, NONE]]), np.array([8, 4]), 16)
    assert found.tolist() == [1.5, 2.0]


def test_diversity_is_the_mean_distance_of_two_films() -> None:
    """One minus the shared traits over the traits of both, over all pairs."""
    traits = (LUCK.random((60, 12)) < 0.4).astype(np.float32)
    expected = []
    for films in LISTS[:, :10]:
        far = []
        for one in range(10):
            for other in range(one):
                a, b = traits[films[one]], traits[films[other]]
                far.append(1 - (a * b).sum() / max(np.maximum(a, b).sum(), 1))
        expected.append(np.mean(far))
    assert metrics.intra_list_diversity(LISTS[:, :10], traits) == pytest.approx(expected)


def test_a_list_of_one_film_has_no_diversity() -> None:
    """There is no pair in it."""
    assert metrics.intra_list_diversity(np.array([[3, NONE, NONE]]), np.ones((9, 2))).tolist() == [0]


def test_the_director_of_most_films_is_counted() -> None:
    """A film may have several directors, or none."""
    directors = np.array([[1, 2], [1, NONE], [2, 1], [NONE, NONE]])
    assert metrics.by_one_director(np.array([[0, 1, 2], [0, 3, NONE], [3, 3, NONE]]), directors).tolist() == [3, 1, 0]


def test_counts_of_what_is_shown() -> None:
    """How often, how much of the catalogue, by whom the places are taken."""
    counts = metrics.shown(np.array([[0, 1], [0, NONE]]), 200)
    assert counts[:3].tolist() == [2, 1, 0]
    assert metrics.coverage(counts, 200) == 0.01
    assert metrics.never_shown(counts, 200) == 0.99
    assert metrics.top_hub(counts, 200) == 2
    assert metrics.top_1_percent(counts, 200) == 1
    assert metrics.shown(np.array([[0, 1], [0, NONE]]), 200, np.array([3.0, 0.0]))[:2].tolist() == [3, 3]
