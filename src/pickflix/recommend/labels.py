"""Likeness by label: genres, people, countries, certificate, company, words of the title, language and saga.

Each block of labels is weighted by rarity and normalised film by film on its own; were the joined row
normalised, films with few labels would be near to everything.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from pickflix.catalogue.folding import fold
from pickflix.recommend.arrays import Array, Floats, Mask, Rows, Texts, add_looked_up, runs, starts
from pickflix.recommend.columns import Coded, Codes
from pickflix.recommend.kinds import Kinds, product
from pickflix.recommend.sagas import ALONE, train_sagas
from pickflix.recommend.table import FilmTable

BLOCKS = ("genre", "director", "cast", "writer", "country", "certificate", "company", "title", "language", "saga")
# A label that one film alone bears says nothing of likeness, and in its norm would only dim the others.
SHARED_BY_TWO = frozenset({"director", "cast", "writer", "company", "title", "saga"})
# Few labels, on many films: what they weigh is computed once for all films that bear the same of them.
COMMON = frozenset({"genre", "country", "certificate", "language"})
# What the rarity of a label is raised to. A film is not first of all about its rarest genre: undamped, a
# school choir is only like other musicals, and a childhood in Provence like any film for families.
DAMPING = {"genre": 0.35}
# Words that stand in every third title say nothing of what a film is like, and cost most where films are many.
EMPTY = frozenset({"the", "of", "a", "an", "and", "in", "to", "on", "for"})
# "2" is no subject: without this, second parts of any series look alike.
_NUMERAL = re.compile(r"\d{1,2}|[ivx]+|part|episode|chapter|volume|vol")
ARRAYS = ("film_start", "film_labels", "film_values", "label_start", "label_rows", "label_values", "block_start")
TEXT_ARRAYS = ("label_letters", "label_letter_start")


def title_words(title: str) -> tuple[str, ...]:
    """The distinct folded words of a title, numerals of parts and empty words left out.

    >>> title_words("Toy Story 2: The Toys")
    ('toy', 'story', 'toys')
    """
    words = (word for word in fold(title).split() if not _NUMERAL.fullmatch(word))
    return tuple(dict.fromkeys(word for word in words if word not in EMPTY))


def labels_of(table: FilmTable) -> dict[str, Codes]:
    """The labels of each film, block by block."""
    return {
        "genre": table.genres,
        "director": table.directors,
        "cast": table.cast,
        "writer": table.writers,
        "country": table.countries,
        "certificate": Coded.of((mark,) if mark else () for mark in table.certificates),
        "company": table.companies,
        "title": Coded.of(map(title_words, table.titles)),
        "language": Coded.of(table.languages).firsts(),
        "saga": Coded.of((str(saga),) if saga != ALONE else () for saga in train_sagas(table).tolist()),
    }


@dataclass(frozen=True, slots=True)
class Labels:
    """The matrix of films by labels, kept both ways.

    Film f bears `film_labels[film_start[f]:film_start[f + 1]]`, ascending, with `film_values` (float32,
    norm 1 a block); label m stands on `label_rows[label_start[m]:label_start[m + 1]]`, ascending, with
    `label_values`. Block b holds the labels from `block_start[b]` to `block_start[b + 1]`; `kinds`
    hold those of COMMON once more.
    """

    film_start: Array
    film_labels: Array
    film_values: Array
    label_start: Array
    label_rows: Array
    label_values: Array
    block_start: Array
    texts: Texts
    kinds: Kinds

    @classmethod
    def train(cls, table: FilmTable) -> Self:
        """The labels of the table, weighted by ln((1 + N) / (1 + df)) + 1, damped, and normalised block by block."""
        columns = labels_of(table)
        blocks = [_Block.train(name, columns.pop(name), len(table)) for name in BLOCKS]
        block_start = starts(len(block.texts) for block in blocks)
        offsets = block_start.tolist()
        common = [(each, offset) for each, offset in zip(blocks, offsets, strict=False) if each.name in COMMON]
        rows = np.concatenate([block.rows for block, _ in common])
        labels = np.concatenate([block.codes + offset for block, offset in common])
        values = np.concatenate([block.values for block, _ in common])
        order = np.lexsort((labels, rows))
        return cls(
            *_by_film(blocks, offsets, len(table)),
            *_by_label(blocks),
            block_start,
            Texts.joined([block.texts for block in blocks]),
            Kinds.train(rows[order], labels[order], values[order], len(table), offsets[-1]),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """The labels that `arrays` returned."""
        texts = Texts(*(arrays[name] for name in TEXT_ARRAYS))
        return cls(**{name: arrays[name] for name in ARRAYS}, texts=texts, kinds=Kinds.from_arrays(arrays))

    def arrays(self) -> dict[str, Array]:
        """What to save: ARRAYS, TEXT_ARRAYS and those of the kinds."""
        own = {name: getattr(self, name) for name in ARRAYS}
        return own | dict(zip(TEXT_ARRAYS, (self.texts.letters, self.texts.start), strict=True)) | self.kinds.arrays()

    @property
    def n_films(self) -> int:
        """How many films."""
        return len(self.film_start) - 1

    def likeness(self, seeds: Rows, strengths: Floats, weights: Mapping[str, float]) -> Floats:
        """The sum over those rows of strength times the weighted product of each film with them, (n_films,)."""
        places = runs(self.film_start, seeds)
        present, which = np.unique(self.film_labels[places], return_inverse=True)
        strength = np.repeat(strengths, self.film_start[seeds + 1] - self.film_start[seeds])
        shares = np.bincount(which, self.film_values[places] * strength, minlength=len(present))
        # Without any label bincount gives whole numbers.
        return self._product(present, shares.astype(np.float64, copy=False), weights)

    def average_likeness(self, weights: Mapping[str, float]) -> Floats:
        """What `likeness` to all films is, each as strong as the others, (n_films,)."""
        total = np.bincount(self.film_labels, self.film_values, minlength=len(self.label_start) - 1)
        return self._product(np.arange(len(total)), total / max(self.n_films, 1), weights)

    def _product(self, labels: Rows, shares: Floats, weights: Mapping[str, float]) -> Floats:
        """The product of each film with those labels that have a weight."""
        block = np.searchsorted(self.block_start, labels, side="right") - 1
        shares = shares * np.array([weights[name] for name in BLOCKS])[block]
        weighed, common = shares != 0, _is_common(self.block_start, labels)
        kept = weighed & ~common
        total = product(self.label_start, self.label_rows, self.label_values, labels[kept], shares[kept], self.n_films)
        kept = weighed & common
        add_looked_up(total, self.kinds.product(labels[kept], shares[kept]), self.kinds.of_film)
        return total

    def of_film(self, row: int) -> tuple[list[int], list[float]]:
        """The labels of one film and their values."""
        place = slice(self.film_start[row], self.film_start[row + 1])
        return self.film_labels[place].tolist(), self.film_values[place].tolist()


def _is_common(block_start: Array, labels: Rows) -> Mask:
    blocks = np.array([name in COMMON for name in BLOCKS])
    return blocks[np.searchsorted(block_start, labels, side="right") - 1]


@dataclass(frozen=True, slots=True)
class _Block:
    """The entries of one block, ascending by film, then by label: the film, the number of the label, its value."""

    name: str
    texts: Texts
    rows: Array
    codes: Array
    values: Floats

    @classmethod
    def train(cls, name: str, column: Codes, n_films: int) -> Self:
        """The labels that enough films bear, in alphabetical order, once on each film."""
        coded = Coded.of(column)
        rows, codes = coded.pairs()
        films = np.bincount(codes, minlength=len(coded.words))
        enough = films >= (2 if name in SHARED_BY_TWO else 1)
        kept = enough[codes]
        few_rows, few_codes = rows[kept].astype(np.int32), (np.cumsum(enough, dtype=np.int32) - 1)[codes[kept]]
        values = _weighted(few_rows, few_codes, n_films, DAMPING.get(name, 1.0))
        return cls(name, coded.words.chosen(np.flatnonzero(enough)), few_rows, few_codes, values)


def _by_film(blocks: Sequence[_Block], offsets: Sequence[int], n_films: int) -> tuple[Rows, Array, Array]:
    """Where the labels of each film begin, the labels, their values: block behind block in each film."""
    sizes = [np.bincount(block.rows, minlength=n_films) for block in blocks]
    start = starts(np.sum(sizes, axis=0))
    labels, values = np.empty(start[-1], np.int32), np.empty(start[-1], np.float32)
    free = start[:-1].copy()
    for block, offset, size in zip(blocks, offsets, sizes, strict=False):
        places = np.arange(len(block.rows)) + np.repeat(free - (np.cumsum(size) - size), size)
        labels[places], values[places] = block.codes + offset, block.values
        free += size
    return start, labels, values


def _by_label(blocks: Sequence[_Block]) -> tuple[Rows, Array, Array]:
    """Where the films of each label begin, the films, the values."""
    orders = [np.argsort(block.codes, kind="stable") for block in blocks]
    sizes = [np.bincount(block.codes, minlength=len(block.texts)) for block in blocks]
    return (
        starts(np.concatenate(sizes)),
        np.concatenate([block.rows[order] for block, order in zip(blocks, orders, strict=True)]),
        np.concatenate([block.values[order].astype(np.float32) for block, order in zip(blocks, orders, strict=True)]),
    )


def _weighted(rows: Array, codes: Array, n_films: int, damping: float) -> Floats:
    """The values of one block, each film's of norm 1."""
    films = np.bincount(codes)
    rarity = (np.log((1 + n_films) / (1 + films)) + 1)[codes] ** damping
    norm = np.sqrt(np.bincount(rows, rarity**2, minlength=n_films))
    return np.asarray(rarity / norm[rows], np.float64)
