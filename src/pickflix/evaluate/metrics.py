"""What is measured of a list: plain functions of arrays, one value a case.

A list is a row of `lists` (n_cases, n_listed), rows of films, best first; `hits` (n_cases, n_listed) tells
which of them the spectator likes, `wanted` (n_cases,) how many likes there were to find. Shorter lists end in NONE.
"""

import numpy as np

from pickflix.recommend.arrays import Array, Floats, Mask, Rows

SHORT, LONG = 10, 20  # films in a list on the page, and after "more"
NONE = -1  # no film: the list is shorter
SAME_DIRECTOR = 5  # films by one director from which on a list is said to be theirs


def ndcg(hits: Mask, wanted: Rows, k: int = SHORT) -> Floats:
    """The discounted gain of the first `k` as a share of the greatest that could be reached, (n_cases,).

    >>> ndcg(np.array([[True, False, True]]), np.array([2]), 3).round(3).tolist()
    [0.92]
    """
    gain = 1 / np.log2(np.arange(2, k + 2))
    best = np.concatenate(([1.0], np.cumsum(gain)))  # without a like to find nothing can be gained: 0 of 1
    found: Floats = hits[:, :k] @ gain[: hits.shape[1]] / best[np.minimum(wanted, k)]
    return found


def recall(hits: Mask, wanted: Rows, k: int = LONG) -> Floats:
    """The share of the likes that stand among the first `k`, (n_cases,)."""
    found: Floats = hits[:, :k].sum(axis=1) / np.maximum(wanted, 1)
    return found


def auc(scores: Floats, liked: Mask) -> float:
    """How often a liked film scores above another, an equal score counting half; NaN without both kinds.

    `scores` and `liked` (n_candidates,).

    >>> auc(np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, True, False, False]))
    0.875
    """
    ordered = np.sort(scores)
    rank = (np.searchsorted(ordered, scores[liked], "left") + np.searchsorted(ordered, scores[liked], "right")) / 2
    ours, others = len(rank), len(scores) - len(rank)
    if not ours or not others:
        return float("nan")
    return float((rank.sum() - ours * ours / 2) / (ours * others))


def novelty(lists: Rows, users_of_film: Rows, n_users: int) -> Floats:
    """The mean surprise of a list in bits, (n_cases,): 1 for a film that half of the spectators rated, 2 for a quarter.

    `users_of_film` (n_films,) counts who rated each film; one that nobody did counts as rated by one.
    """
    bits = np.log2(max(n_users, 1) / np.maximum(users_of_film, 1))
    return _mean_over(bits[lists], lists != NONE)


def intra_list_diversity(lists: Rows, traits: Array) -> Floats:
    """The mean distance of two films of a list, (n_cases,): the share of the traits of both that only one has.

    `traits` (n_films, n_traits) is 1 where a film has a trait, as numbers.
    """
    there = lists != NONE
    own = traits[lists] * there[:, :, None]
    both = own @ own.transpose(0, 2, 1)
    many = own.sum(axis=2)
    either = many[:, :, None] + many[:, None, :] - both
    pair = there[:, :, None] & there[:, None, :] & ~np.eye(lists.shape[1], dtype=bool)
    far = np.where(pair, 1 - both / np.maximum(either, 1), 0)
    distance: Floats = far.sum(axis=(1, 2)) / np.maximum(pair.sum(axis=(1, 2)), 1)
    return distance


def by_one_director(lists: Rows, directors: Rows) -> Rows:
    """How many films of each list are by the director who has most of them, (n_cases,).

    `directors` (n_films, most) are numbers of people, NONE where a film has fewer.
    """
    people = np.where((lists != NONE)[:, :, None], directors[lists], NONE)
    people = people.reshape(len(lists), lists.shape[1] * directors.shape[1])
    people = np.sort(people, axis=1)
    longest = np.zeros(len(lists), np.int64)
    run = np.zeros(len(lists), np.int64)
    for place in range(people.shape[1]):
        same = people[:, place] == people[:, place - 1] if place else np.zeros(len(lists), np.bool_)
        run = np.where(people[:, place] == NONE, 0, np.where(same, run + 1, 1))
        longest = np.maximum(longest, run)
    return longest


def shown(lists: Rows, n_films: int, weights: Floats | None = None) -> Floats:
    """In how many lists each film stands, (n_films,); a list counts as often as `weights` (n_cases,) says."""
    there = lists != NONE
    often = np.ones(len(lists)) if weights is None else weights
    each: Floats = np.broadcast_to(often[:, None], lists.shape)[there]
    counts: Floats = np.bincount(lists[there], each, minlength=n_films).astype(np.float64)
    return counts


def coverage(counts: Floats, n_candidates: int) -> float:
    """The share of the candidates that stand in a list; `counts` as of `shown`."""
    return float((counts > 0).sum() / max(n_candidates, 1))


def never_shown(counts: Floats, n_candidates: int) -> float:
    """The share of the candidates that no list shows."""
    return 1 - coverage(counts, n_candidates)


def top_hub(counts: Floats, n_candidates: int) -> float:  # noqa: ARG001 - called like the others
    """How many lists show the film that is shown most."""
    return float(counts.max(initial=0))


def top_1_percent(counts: Floats, n_candidates: int) -> float:
    """The share of all places that the most shown hundredth of the candidates takes."""
    most = max(round(n_candidates / 100), 1)
    return float(np.sort(counts)[-most:].sum() / max(counts.sum(), 1))


def _mean_over(values: Floats, there: Mask) -> Floats:
    mean: Floats = np.where(there, values, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    return mean
