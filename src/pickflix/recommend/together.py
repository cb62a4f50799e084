"""One list for two to five people: what they will like on average, without anybody's misery.

Source: J. Masthoff, Group modeling: selecting a sequence of television items to suit a group of viewers,
User Modeling and User-Adapted Interaction 14 (2004): "average without misery".
"""

import numpy as np

from pickflix.recommend.arrays import Floats, Mask, Rows

LEAST_PEOPLE, MOST_PEOPLE = 2, 5
# Nobody is shown a film that stands beyond this share of the catalogue on their own list; where too few films are
# left, the next share is tried.
MISERY = (0.03, 0.1, 0.3, 1.0)
SPREAD = 0.3  # the scores of a group, brought to the range of a likeness, for which the diversity rule is made


def pleasure(values: Floats) -> Floats:
    """How early each film comes on each person's own list, 0 to 1, from their likeness (n_people, n_films).

    Likenesses of two people cannot be compared, places can: the first film has 1, the last 0, and
    tenfold further back always costs the same.
    """
    early = 1 - np.log(np.arange(1, values.shape[1] + 1)) / np.log(max(values.shape[1], 2))
    return np.stack([early[_places(own)] for own in values])


def _places(values: Floats) -> Rows:
    """The place of each film, from 0; films of one value share the first of theirs, so that no order decides."""
    order = np.argsort(-values)
    descending = values[order]
    first = np.where(np.diff(descending, prepend=np.inf) != 0, np.arange(len(values)), 0)
    places = np.empty(len(values), np.int64)
    places[order] = np.maximum.accumulate(first)
    return places


def without_misery(pleasures: Floats, listable: Mask, n: int) -> Rows:
    """The rows, ascending, that may be listed and that nobody would suffer from; at least `n` where there are."""
    n_films = pleasures.shape[1]
    worst, bearable = pleasures.min(axis=0), listable
    for share in MISERY:
        bearable = listable & (worst >= 1 - np.log(max(share * n_films, 1)) / np.log(max(n_films, 2)))
        if bearable.sum() >= n:
            break
    return np.flatnonzero(bearable)
