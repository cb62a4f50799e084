"""Builds the arrays of `pickflix.catalogue.postings`, some ten thousands of texts at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pickflix.catalogue.distinct_texts import Array, Numbers, Written, starts
from pickflix.catalogue.postings import BITS, PAIR, SHORT, SPACE, is_beginning

AT_ONCE = 65_536  # texts, so that two bytes tell them apart
NUMBER_BITS = 63  # of a whole number above 0


@dataclass(frozen=True, slots=True)
class Some:
    """The postings of some of the texts, from number `first` on.

    `owners`, counted from the first, are those of each of the `grams`, ascending; `counts` says how many each has.
    """

    first: int
    grams: Numbers
    counts: Numbers
    owners: NDArray[np.uint16]


def build_postings(texts: Written) -> dict[str, Array]:
    """The arrays of `Postings` for distinct texts in the order of their code points."""
    parts = [*_parts(texts)]
    grams = np.unique(np.concatenate([np.zeros(0, np.int64), *(part.grams for part in parts)]))
    counts = np.zeros(len(grams), np.int64)
    for part in parts:
        counts[np.searchsorted(grams, part.grams)] += part.counts
    rarity = np.log((1 + len(texts)) / (1 + counts)) + 0.1
    rarity[(grams >> (2 * BITS)) == 0] *= PAIR
    # Beginnings of words are asked for by single letters only: they say nothing of a text's size.
    whole = np.where(is_beginning(grams), 0.0, rarity)
    start = starts(counts)
    posting, weight = np.empty(start[-1], np.int32), np.zeros(len(texts), np.float32)
    free = start[:-1].copy()
    for part in parts:
        own = np.searchsorted(grams, part.grams)
        places = np.arange(len(part.owners)) + np.repeat(free[own] - starts(part.counts)[:-1], part.counts)
        posting[places] = part.owners.astype(np.int32) + part.first
        free[own] += part.counts
        weights = np.bincount(part.owners, np.repeat(whole[own], part.counts))
        weight[part.first : part.first + len(weights)] = weights
    return {
        "text": texts.letters,
        "offset": texts.offset,
        "gram": grams,
        "gram_start": start,
        "posting": posting,
        "rarity": rarity.astype(np.float32),
        "weight": weight,
    }


def _parts(texts: Written) -> Iterator[Some]:
    """The postings of some texts after the others."""
    letters = _letters(texts)
    # Gram and text are sorted as one number: with many letters, of fewer texts at once.
    bits = max(len(letters).bit_length(), 1)
    at_once = min(AT_ONCE, 1 << (NUMBER_BITS - 3 * bits))
    owner_bits = at_once.bit_length() - 1
    original = np.concatenate((np.zeros(1, np.int64), letters))
    for begin in range(0, len(texts), at_once):
        end = min(begin + at_once, len(texts))
        grams, owners = _grams(texts.some(begin, end), letters, bits)
        both = np.sort(grams << owner_bits | owners)
        # One posting for a text and a gram, however often it stands there.
        both = both[np.concatenate(([True], both[1:] != both[:-1]))] if len(both) else both
        gram = both >> owner_bits
        firsts = np.flatnonzero(np.concatenate((np.ones(min(1, len(gram)), np.bool_), gram[1:] != gram[:-1])))
        short = gram[firsts]
        parts = (short >> (2 * bits), short >> bits & ((1 << bits) - 1), short & ((1 << bits) - 1))
        one, two, three = (original[part] for part in parts)
        yield Some(
            begin,
            one << (2 * BITS) | two << BITS | three,
            np.diff(np.append(firsts, len(gram))),
            (both & (at_once - 1)).astype(np.uint16),
        )


def _letters(texts: Written) -> Numbers:
    """The code points that stand in the texts, and the space, ascending."""
    found = {" "}
    for begin in range(0, len(texts), AT_ONCE):
        found.update(texts.some(begin, min(begin + AT_ONCE, len(texts))))
    return np.array(sorted(map(ord, found - {"\n"})), np.int64)


def _grams(lines: str, letters: Numbers, bits: int) -> tuple[Numbers, Numbers]:
    """The grams of texts that each end with a line feed, their letters by their number, and the text of each.

    A text is cut at its spaces; each word has the trigrams of itself with a space on both sides, its beginning, and,
    in a short text, the pairs of letters side by side or with one between them.
    """
    points = np.frombuffer(f"\n{lines}".encode("utf-32-le"), np.uint32)
    ends = points == ord("\n")
    owner = np.cumsum(ends) - 1
    number = np.searchsorted(letters, points) + 1
    space = int(np.searchsorted(letters, SPACE)) + 1
    number[ends] = space
    inside = np.flatnonzero(number != space)
    before, here, behind = number[inside - 1], number[inside], number[inside + 1]
    trigrams = before << (2 * bits) | here << bits | behind
    begins = before == space
    starting = space << bits | here[begins]
    # Pairs do not mind the spaces of a short text, but they count for its length.
    first = np.flatnonzero(ends)
    short = (np.diff(first) - 1 <= SHORT)[owner[inside]]
    own, theirs = here[short], owner[inside][short]
    near, far = theirs[:-1] == theirs[1:], theirs[:-2] == theirs[2:]
    pairs = own[:-1][near] << bits | own[1:][near], own[:-2][far] << bits | own[2:][far]
    return (
        np.concatenate([trigrams, starting, *pairs]),
        np.concatenate([owner[inside], owner[inside][begins], theirs[:-1][near], theirs[:-2][far]]),
    )
