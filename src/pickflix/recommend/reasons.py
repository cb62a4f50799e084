"""Why a film is listed: facts that are true of that pair of films, heaviest first."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from math import log
from pathlib import Path
from typing import Self, TypeAlias

import numpy as np

from pickflix.catalogue.vocabulary import Language
from pickflix.recommend import phrases
from pickflix.recommend.arrays import Floats, Mask
from pickflix.recommend.content import TEXT, WEIGHTS, Content
from pickflix.recommend.kernels import UNKNOWN
from pickflix.recommend.labels import BLOCKS
from pickflix.recommend.portraits import UNKNOWN_YEAR, Portraits
from pickflix.recommend.recommender import Weighting, Wish, weighting_of
from pickflix.recommend.sagas import ALONE
from pickflix.recommend.table import FilmTable
from pickflix.recommend.text.words import TONGUES

MOST = 3  # reasons of one film
SEEDS_READ = 100  # of a longer list the first ones give reasons enough
SEEDS_NAMED = 3  # seeds most like the film, of which its reasons speak
COMMON = 0.15  # what holds for more of the films is no reason
COMMON_COMPANY = 0.012  # a big studio says nothing of a film
FAINT = 0.12  # of the heaviest reason: below that a reason would only be noise beside it
MOST_ALIKE = 2  # portraits among the reasons of one film
PEOPLE = ("director", "writer", "cast")
PEOPLE_NAMED = 2
# A player is known who plays in several films, or in one that is better known than all but few.
KNOWN_FILMS, KNOWN_FILM = 3, 0.9
HALF = 0.5
YEARS_APART = 2
COMPANY_OF_LIKES = 2.0  # what those who liked both weigh, times the logarithm of their number
COMMON_WORD = 0.01  # a word of more of the texts tells nothing of a story
WORDS_ENOUGH, WORDS_NAMED = 2, 3  # words that two texts must share to be a reason, and that it names
GROUP = 3.0  # what a common saga or title weighs: the score has no block for them

AlsoLiked: TypeAlias = Callable[[int, int], int]
Shares: TypeAlias = dict[int, float]  # label: what it adds to the score of the pair


@dataclass(frozen=True, slots=True)
class Reason:
    """One true thing that the film and the seed have in common, or that holds for the film itself.

    `seed` is the row of the seed it speaks of, None for the film itself. `values` by `kind`:
    director, writer, cast: person ids; company: its name; likeness, portrait, elsewhere:
    (genre, genre, country, decade), empty where not common to both; taste: origin, percent of entries here
    and in the country, place, year, publisher; year: the year of the film and
    how many years lie between; prizes: how many Oscars; known, unknown: a percentage; saga, title, oscars,
    praise, praised: nothing; also_liked: how many people liked both; words: what both texts say, each word in French,
    then in English, empty where no text says it in that language. `weight`: what the score owes to it, times
    how rare it is. `also` are other seeds of which the same is true.
    """

    kind: str
    seed: int | None
    values: tuple[str, ...]
    weight: float
    also: tuple[int, ...] = ()

    def text(self, language: Language, names: phrases.Names) -> str:
        """The reason in words, a sentence without its final stop."""
        return phrases.sentence(self.kind, self.values, self.seed, language, names)


def nobody(seed: int, row: int) -> int:  # noqa: ARG001 - deaf
    """How many people liked both, where nobody has said what they like."""
    return 0


class Explainer:
    """Finds the reasons, from the same numbers as the score of a Content model."""

    def __init__(self, content: Content, portraits: Portraits, also_liked: AlsoLiked = nobody) -> None:
        """`also_liked` says how many people liked two films, 0 where that is no more than chance."""
        self._also_liked = also_liked
        self._content = content
        self._labels = content.parts.labels
        self._portraits = portraits
        self._block_start = self._labels.block_start.tolist()

    @classmethod
    def train(cls, table: FilmTable, content: Content) -> Self:
        """The explainer of a model trained on the same table."""
        return cls(content, Portraits.train(table, content.parts.labels))

    def save(self, folder: Path) -> None:
        """Writes plain `.npy` files into `folder`, without the model's."""
        self._portraits.save(folder)

    @classmethod
    def load(cls, folder: Path, content: Content, also_liked: AlsoLiked = nobody) -> Self:
        """The explainer that `save` wrote; raises DamagedSnapshot."""
        return cls(content, Portraits.load(folder, content.parts.labels), also_liked)

    def explain(self, wish: Wish, rows: Sequence[int]) -> tuple[tuple[Reason, ...], ...]:
        """One to MOST reasons for each of those films, in the order of `rows`, heaviest first.

        They speak of the seeds of the wish; where a film has nothing in common with them, and where
        there are no seeds, of the film itself.
        """
        seeds = tuple(dict.fromkeys(wish.seeds))[:SEEDS_READ]
        weighting = weighting_of(wish.weighting, len(set(wish.seeds)))
        # In parts of the greatest: only their proportion counts, beside reasons that know no strength.
        greatest = max(wish.strengths, default=1.0)
        parts = [strength / greatest for strength in wish.strengths]
        strengths = dict(zip(wish.seeds, parts, strict=True)) if parts else {}
        bearers = self._bearers(seeds, strengths, weighting)
        return tuple(self._reasons(row, seeds, bearers, weighting) for row in map(int, rows))

    def same_saga(self, rows: Sequence[int]) -> Mask:
        """Which films (n_films,) are parts of the saga of one of those."""
        saga = self._portraits.facts["saga"]
        own = saga[list(rows)]
        return np.isin(saga, own[own != ALONE])

    def _bearers(
        self, seeds: tuple[int, ...], strengths: Mapping[int, float], weighting: Weighting
    ) -> dict[int, list[tuple[int, float]]]:
        """For each label the seeds that bear it, with what it weighs there."""
        weights = [WEIGHTS[weighting][name] for name in BLOCKS]
        bearers = defaultdict(list)
        for seed in seeds:
            for label, value in zip(*self._labels.of_film(seed), strict=True):
                bearers[label].append((seed, strengths.get(seed, 1.0) * value * weights[self._block(label)]))
        return bearers

    def _block(self, label: int) -> int:
        return bisect_right(self._block_start, label) - 1

    def _reasons(
        self, row: int, seeds: tuple[int, ...], bearers: dict[int, list[tuple[int, float]]], weighting: Weighting
    ) -> tuple[Reason, ...]:
        shared: dict[int, Shares] = {seed: {} for seed in seeds}
        for label, value in zip(*self._labels.of_film(row), strict=True):
            for seed, weight in bearers.get(label, ()):
                shared[seed][label] = weight * value
        nearest = nlargest(SEEDS_NAMED, seeds, key=lambda seed: sum(shared[seed].values()))
        found = [reason for seed in nearest for reason in self._of_pair(row, seed, shared[seed], weighting)]
        return _heaviest(_merged(found or [*self._last_resort(row, nearest)]))

    def _of_pair(self, row: int, seed: int, shares: Shares, weighting: Weighting) -> Iterator[Reason]:
        """What is rare enough to be said of the two."""
        for kind in ("saga", "title"):
            group = self._portraits.facts[kind]
            if group[row] == group[seed] != ALONE:
                yield Reason(kind, seed, (), GROUP * self._rarity(self._portraits.size(kind, row)))
        by_block: dict[str, list[int]] = defaultdict(list)
        for label in shares:
            by_block[BLOCKS[self._block(label)]].append(label)
        yield from self._people(seed, shares, by_block)
        if people := self._also_liked(seed, row):
            yield Reason("also_liked", seed, (str(people),), COMPANY_OF_LIKES * log(1 + people))
        if companies := [label for label in by_block["company"] if self._films(label) < self._few(COMMON_COMPANY)]:
            rarest = min(companies, key=self._films)
            weight = shares[rarest] * self._rarity(self._films(rarest))
            yield Reason("company", seed, (self._labels.texts[rarest],), weight)
        yield from self._in_both_texts(row, seed, weighting)
        portrait = self._portraits.common(row, seed)
        if portrait is not None and portrait.films < self._few(COMMON):
            weight = sum(shares.get(label, 0) for label in portrait.labels)
            if portrait.values[3]:
                closeness = self._content.parts.kernels["year"].between(row, seed)
                weight += WEIGHTS[weighting]["year"] * (closeness - UNKNOWN)
            # The parts of a combination are ordinary one by one: they share its rarity.
            parts = sum(map(bool, portrait.values))
            yield Reason("likeness", seed, portrait.values, weight * self._rarity(portrait.films) / parts)

    def _in_both_texts(self, row: int, seed: int, weighting: Weighting) -> Iterator[Reason]:
        """The rare words of the one that stand in the other."""
        parts = self._content.parts
        words = [word for word in parts.written.shared(row, seed) if parts.written.films(word) < self._few(COMMON_WORD)]
        if len(words) >= WORDS_ENOUGH:
            named = words[:WORDS_NAMED]
            owed = WEIGHTS[weighting][TEXT] * max(parts.gist.between(row, seed), 0.0)
            forms = tuple(parts.written.forms[tongue][word] for word in named for tongue in TONGUES)
            # As in a combination, the words share the rarity of the rarest.
            yield Reason("words", seed, forms, owed * self._rarity(parts.written.films(named[0])) / len(named))

    def _people(self, seed: int, shares: Shares, by_block: dict[str, list[int]]) -> Iterator[Reason]:
        """Who made both, each person once: as director before writer before cast."""
        people: dict[str, dict[str, float]] = {kind: {} for kind in PEOPLE}
        renown: dict[str, float] = {}
        for kind in PEOPLE:
            for label in by_block[kind]:
                person = self._labels.texts[label]
                if kind == "cast" and not self._is_known(label):
                    continue
                first = next((named for named in people.values() if person in named), people[kind])
                first[person] = first.get(person, 0) + shares[label] * self._rarity(self._films(label))
                renown[person] = max(renown.get(person, 0), self._renown(label))
        for kind, named in people.items():
            if named:
                best_known = sorted(named, key=lambda person: (-renown[person], person))[:PEOPLE_NAMED]
                yield Reason(kind, seed, tuple(best_known), sum(named.values()))

    def _last_resort(self, row: int, seeds: Sequence[int]) -> Iterator[Reason]:
        """What is left to say where nothing rare is common to both: rather true than striking."""
        facts = self._portraits.facts
        own = {name: int(facts[name][row]) for name in ("oscars", "praised", "year")}
        for seed in seeds:
            if own["oscars"] and facts["oscars"][seed]:
                yield Reason("oscars", seed, (), 3.0)
            if own["praised"] and facts["praised"][seed]:
                yield Reason("praise", seed, (), 2.0)
            apart = abs(own["year"] - int(facts["year"][seed]))
            if own["year"] != UNKNOWN_YEAR != facts["year"][seed] and apart <= YEARS_APART:
                yield Reason("year", seed, (str(own["year"]), str(apart)), 1.0 / (1 + apart))
        yield from self._of_film(row, own)

    def _of_film(self, row: int, own: Mapping[str, int]) -> Iterator[Reason]:
        """What holds for the film itself."""
        if own["oscars"]:
            yield Reason("prizes", None, (str(own["oscars"]),), 0.3)
        if own["praised"]:
            yield Reason("praised", None, (), 0.2)
        portrait = self._portraits.common(row)
        if portrait is not None and portrait.films < self._few(COMMON):
            yield Reason("portrait", None, portrait.values, 0.1)
            return
        share = float(self._content.popularity[row])
        kind, percent = ("known", share) if share >= HALF else ("unknown", 1 - share)
        yield Reason(kind, None, (str(int(100 * percent)),), 0.0)

    def _few(self, share: float) -> float:
        return share * self._labels.n_films

    def _films(self, label: int) -> int:
        return int(self._labels.label_start[label + 1] - self._labels.label_start[label])

    def _rarity(self, films: int) -> float:
        return log(self._labels.n_films / films)

    def _renown(self, label: int) -> float:
        """How known the films of a person are: one famous film counts for many obscure ones."""
        return float((self._popularity_of(label) ** 4).sum())

    def _is_known(self, label: int) -> bool:
        return self._films(label) >= KNOWN_FILMS or bool(self._popularity_of(label).max() >= KNOWN_FILM)

    def _popularity_of(self, label: int) -> Floats:
        start = self._labels.label_start
        return self._content.popularity[self._labels.label_rows[start[label] : start[label + 1]]]


def _merged(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """One reason for all seeds that give the same: the heaviest says it, and weighs as much as all."""
    same: dict[tuple[str, tuple[str, ...]], list[Reason]] = defaultdict(list)
    for reason in reasons:
        same[reason.kind, reason.values].append(reason)
    for alike in same.values():
        first, *others = sorted(alike, key=lambda reason: -reason.weight)
        also = tuple(dict.fromkeys(other.seed for other in others if other.seed not in {None, first.seed}))
        yield replace(first, weight=sum(reason.weight for reason in alike), also=also)


def _heaviest(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    ordered = sorted(reasons, key=lambda reason: (-reason.weight, reason.kind, reason.values))
    alike = [reason for reason in ordered if reason.kind == "likeness"]
    kept = (reason for reason in ordered if reason not in alike[MOST_ALIKE:])
    return tuple(reason for reason in kept if reason.weight >= FAINT * ordered[0].weight)[:MOST]
