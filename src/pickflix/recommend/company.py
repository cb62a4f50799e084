"""Films in company: how much more often than by chance the people who liked one film liked another.

Coarser than EASE, and better where one to five films are all that is known of somebody.
"""

import numpy as np

from pickflix.recommend.ease import Single, liked_by, most_liked, sparse
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.item_knn import Neighbours

# Chosen on inner folds of the training part of MovieLens.
KEPT = 300  # films in whose company each film is kept
CHANCE = 0.5  # how much of what chance would give is taken away
TALKATIVE = 10  # a user counts as 1 / sqrt(likes + this)
KNOWN = 2  # a seed counts as 1 / ln(likes + 1 + this): that somebody liked what everybody likes says little


def train_company(ratings: Interactions) -> Neighbours:
    """The company of each film, the KEPT greatest excesses over chance."""
    likes = ratings.liked().latest()
    films = most_liked(likes)
    if not len(films):
        return Neighbours.none(ratings.n_films)
    row, place, many = liked_by(likes, films)
    liked = np.zeros((len(many), len(films)), np.float32)
    liked[row, place] = ((many + TALKATIVE) ** -0.25)[row]
    alone = (liked * liked).sum(axis=0)
    together = liked.T @ liked.sum(axis=1)
    share = together / together.sum()
    worth = 1 / np.log1p(KNOWN + likes.behind[films])

    def some(rows: slice) -> Single:
        block = liked[:, rows].T @ liked
        block[np.arange(len(block)), np.arange(rows.start, rows.start + len(block))] = 0
        by_chance = CHANCE * (together - alone)[rows, None] * share
        excess: Single = (np.maximum(block - by_chance, 0) * worth[rows, None]).astype(np.float32)
        return excess

    return sparse(some, films, ratings.n_films, KEPT)
