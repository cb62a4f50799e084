"""How close the words of a query are to those of candidate texts, typing errors and order forgiven."""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

Numbers = NDArray[np.float64]
MOST_WORDS = 24  # of a query that are compared
CHANCE = 0.45  # likeness that two unrelated words reach easily: it counts for nothing
UNFINISHED = 0.93  # what a word counts that begins with the last one of a query that was sent
GLUED, GLUED_BEGUN = 0.15, 0.05  # share of the likeness as a whole, which tells the order of the words
# Words that many titles hold: matched they prove little, missing they cost little.
SMALL_WORDS = frozenset(
    (
        *("a", "au", "aux", "c", "d", "dans", "de", "des", "du", "en", "et", "il", "j", "l", "la", "le", "les", "n"),
        *("on", "ou", "par", "pour", "qu", "s", "sa", "ses", "son", "sur", "un", "une", "y", "an", "and", "at", "for"),
        *("from", "her", "his", "i", "in", "my", "of", "the", "to", "vs", "with", "el"),
    )
)
SMALL = 0.3


def closeness(query: str, texts: Sequence[str], *, begun: bool, rest: float) -> Numbers:
    """From 0 (nothing alike) to 1 (the same words in the same order) for each text, shape (n_texts,).

    `begun`: somebody is still typing, so that words that begin with the query's last one are that word.
    `rest` is what a text loses whose other words nobody asked for. Neither the query nor a text may be empty.
    """
    asked = query.split()[:MOST_WORDS]
    split = [text.split() for text in texts]
    starts = [0, *accumulate(map(len, split))][:-1]
    words = [word for its_words in split for word in its_words]
    alike = _alike(asked, words, unfinished=1.0 if begun else UNFINISHED)
    asked_weights, weights = _weights(asked), _weights(words)
    asked_found = asked_weights @ np.maximum.reduceat(alike, starts, axis=1) / asked_weights.sum()
    text_found = np.add.reduceat(alike.max(axis=0) * weights, starts) / np.add.reduceat(weights, starts)
    by_word = asked_found * (1 - rest + rest * text_found)
    # "spiderman", "oceans eleven": the letters without the spaces.
    glued = cdist([query.replace(" ", "")], [text.replace(" ", "") for text in texts], scorer=fuzz.ratio)[0] / 100
    share = GLUED_BEGUN if begun else GLUED
    close: Numbers = np.maximum((1 - share) * by_word + share * glued, 0.98 * _beyond_chance(glued))
    return close


def _alike(asked: Sequence[str], words: Sequence[str], *, unfinished: float) -> Numbers:
    """Likeness beyond chance of each asked word and each word, shape (n_asked, n_words)."""
    numbers: dict[str, int] = {}
    places = [numbers.setdefault(word, len(numbers)) for word in words]
    alike = cdist(asked, list(numbers), scorer=OSA.normalized_similarity, dtype=np.float32)
    beginnings = [word[: len(asked[-1])] for word in numbers]
    begun = cdist(asked[-1:], beginnings, scorer=OSA.normalized_similarity, dtype=np.float32)
    alike[-1] = np.maximum(alike[-1], unfinished * begun[0])
    return _beyond_chance(alike)[:, places]


def _beyond_chance(likeness: NDArray[np.float32]) -> Numbers:
    beyond: Numbers = np.clip((likeness.astype(np.float64) - CHANCE) / (1 - CHANCE), 0, 1)
    return beyond


def _weights(words: Sequence[str]) -> Numbers:
    return np.array([len(word) * (SMALL if word in SMALL_WORDS else 1) for word in words], np.float64)
