"""What kind of film each film is: genres, country and decade, and how rare that combination is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from pathlib import Path
from typing import Self

import numpy as np

from pickflix.recommend import fame
from pickflix.recommend.arrays import Array, load_arrays, save_arrays
from pickflix.recommend.labels import BLOCKS, Labels
from pickflix.recommend.nationality import homes
from pickflix.recommend.phrases import SAYABLE
from pickflix.recommend.sagas import ALONE, namesakes, train_sagas
from pickflix.recommend.table import FilmTable

UNKNOWN_YEAR = NOWHERE = -1
KINDS_KEPT = 4096
PRAISED_SCORE, PRAISED_REVIEWS = 88, 20  # from there on critics agree
# What a film is called first: a funny western is a western, a sad comedy a comedy.
LEADS = ("documentaire", "animation", "western", "horreur", "science-fiction", "comedie")
_GENRES, _COUNTRIES = BLOCKS.index("genre"), BLOCKS.index("country")
TRAITS = ("year", "oscars", "praised", "saga", "title", "home")


@dataclass(frozen=True, slots=True)
class Portrait:
    """One combination: (genre, genre, country, decade), empty where it says nothing of that, and the films it fits."""

    values: tuple[str, str, str, str]
    labels: tuple[int, ...]  # the genres and the country, as labels of the model
    films: int


class Portraits:
    """The facts of each film that reasons speak of, beside its labels.

    `facts`: year (UNKNOWN_YEAR where unknown), oscars (won), praised (0 or 1), saga and title (the least row of
    the same, sagas.ALONE without one), home (the label of the
    country that it is called after, or NOWHERE), each (n_films,).
    """

    def __init__(self, labels: Labels, facts: Mapping[str, Array], counts: Mapping[int, int]) -> None:
        self.facts = facts
        self.n_films = labels.n_films
        self._labels = labels
        self._counts = counts
        self._genres_end = int(labels.block_start[_GENRES + 1])
        self._country_start = int(labels.block_start[_COUNTRIES])
        self._codes = {place: labels.texts[place] for place in self._shown()}
        # Films of few kinds make most of the lists: their portraits are drawn once.
        self._rarest = lru_cache(maxsize=KINDS_KEPT)(self._rarest_of)
        self._kind_of = lru_cache(maxsize=KINDS_KEPT)(self._kind)
        self._sizes = {kind: np.bincount(facts[kind][facts[kind] != ALONE]) for kind in ("saga", "title")}
        self._leads = [place for code in LEADS for place in range(self._genres_end) if self._codes[place] == code]

    @classmethod
    def train(cls, table: FilmTable, labels: Labels) -> Self:
        """The facts of the table, whose films bear `labels`."""
        start = int(labels.block_start[_COUNTRIES])
        number = {labels.texts[place]: place for place in range(start, int(labels.block_start[_COUNTRIES + 1]))}
        reviewed = np.nan_to_num(fame.numbers(table.reviews)) >= PRAISED_REVIEWS
        facts: dict[str, Array] = {
            "year": np.nan_to_num(fame.numbers(table.years), nan=UNKNOWN_YEAR).astype(np.int32),
            "oscars": np.nan_to_num(fame.numbers(table.oscars_won)).astype(np.uint8),
            "praised": ((np.nan_to_num(fame.scores(table)) >= PRAISED_SCORE) & reviewed).astype(np.uint8),
            "saga": train_sagas(table),
            "title": namesakes(table),
            "home": np.array([NOWHERE if code is None else number[code] for code in homes(table)], np.int32),
        }
        bare = cls(labels, facts, {})
        counts = Counter[int]()
        for kind, films in Counter(bare._kind(row) for row in range(len(table))).items():
            for key, *_ in bare._combinations(*kind):
                counts[key] += films
        return cls(labels, facts, {key: films for key, films in counts.items() if films > 1})

    def save(self, folder: Path) -> None:
        """Writes plain `.npy` files into `folder`."""
        keys = np.array(sorted(self._counts), np.int64)
        films = np.array([self._counts[key] for key in keys.tolist()], np.int32)
        save_arrays(folder, {**self.facts, "portrait": keys, "portrait_films": films})

    @classmethod
    def load(cls, folder: Path, labels: Labels) -> Self:
        """What `save` wrote, over the labels it was trained with; raises DamagedSnapshot."""
        arrays = load_arrays(folder, (*TRAITS, "portrait", "portrait_films"))
        counts = dict(zip(arrays["portrait"].tolist(), arrays["portrait_films"].tolist(), strict=True))
        return cls(labels, {name: arrays[name] for name in TRAITS}, counts)

    def common(self, row: int, other: int | None = None) -> Portrait | None:
        """The rarest combination that fits the film, or both; None where none does."""
        genres, home, decade = self._kind_of(row)
        if other is not None:
            theirs = self._kind_of(other)
            genres = tuple(place for place in genres if place in theirs[0])
            home = home if home == theirs[1] else NOWHERE
            decade = decade if decade == theirs[2] else UNKNOWN_YEAR
        return self._rarest(genres, home, decade)

    def _rarest_of(self, genres: tuple[int, ...], home: int, decade: int) -> Portrait | None:
        leads = self._called_by(genres)
        # Of equally rare ones the longest says most.
        found = [
            (self._counts.get(key, 1), -len(nouns) - (home >= 0) - (when >= 0), nouns, home, when)
            for key, nouns, home, when in self._combinations(genres, home, decade)
            if leads <= {*nouns}
        ]
        if not found:
            return None
        films, _, nouns, home, when = min(found)
        first, second = (*(self._codes[place] for place in nouns), "", "")[:2]
        country = self._codes[home] if home >= 0 else ""
        values = (first, second, country, str(when) if when >= 0 else "")
        return Portrait(values, nouns + ((home,) if home >= 0 else ()), films)

    def size(self, kind: str, row: int) -> int:
        """How many films are in the group (saga or title) of a film that is in one."""
        return int(self._sizes[kind][self.facts[kind][row]])

    def _called_by(self, genres: tuple[int, ...]) -> set[int]:
        """The genres that must stand in the name of a film of these."""
        leads = [place for place in self._leads if place in genres][:2]
        sayable = tuple(sorted(self._codes[place] for place in leads)) in SAYABLE
        return {*leads} if sayable else {*leads[:1]}

    def _kind(self, row: int) -> tuple[tuple[int, ...], int, int]:
        labels, start = self._labels, self._labels.film_start[row]
        # Genres are the first block and labels ascend: they stand at the head of the film's labels.
        head = labels.film_labels[start : min(labels.film_start[row + 1], start + self._genres_end)].tolist()
        year, home = int(self.facts["year"][row]), int(self.facts["home"][row])
        genres = tuple(place for place in head if place < self._genres_end)
        return genres, home, year // 10 * 10 if year >= 0 else year

    def _combinations(
        self, genres: Sequence[int], country: int, decade: int
    ) -> Iterator[tuple[int, tuple[int, ...], int, int]]:
        """Key, genres, country or -1, decade or -1 of each combination that can be said."""
        nouns = [*((place,) for place in genres), *combinations(genres, 2)]
        said = [(), *(noun for noun in nouns if tuple(sorted(self._codes[place] for place in noun)) in SAYABLE)]
        for noun in said:
            for home in {NOWHERE, country}:
                for when in {UNKNOWN_YEAR, decade}:
                    if noun or home >= 0 or when >= 0:
                        yield self._key(noun, home, when), noun, home, when

    def _key(self, noun: tuple[int, ...], home: int, when: int) -> int:
        first, second = (*(place + 1 for place in noun), 0, 0)[:2]
        country = home - self._country_start + 1 if home >= 0 else 0
        return ((first * 64 + second) * 1024 + country) * 4096 + when + 1

    def _shown(self) -> Iterable[int]:
        countries = range(self._country_start, int(self._labels.block_start[_COUNTRIES + 1]))
        return chain(range(self._genres_end), countries)
