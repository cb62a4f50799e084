"""What all protocols share, what is run on it, and one piece of that work, fit for a process of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Self

import numpy as np

from pickflix.evaluate.answers import Answers, answer
from pickflix.evaluate.contenders import Contender
from pickflix.evaluate.metrics import NONE, SHORT
from pickflix.evaluate.splits import SPLITS, Fold
from pickflix.evaluate.traits import Traits
from pickflix.recommend.arrays import Rows
from pickflix.recommend.content import Content
from pickflix.recommend.hybrid import Hybrid
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.recommender import Recommender, Wish
from pickflix.recommend.table import FilmTable

FILMS_ALONE = ("genre_knn", "content")  # learn nothing from ratings, so once is enough
LISTED = ("genre_knn", "content", "hybrid")  # models whose lists of films like each film are judged
LISTS = "lists"  # the course that asks for the films like each film


@dataclass(frozen=True, slots=True)
class Course:
    """One thing to run: a split or LISTS, who competes in it, how many folds or lists of it (None: all).

    `label` stands before the name of the protocol in the rows; `texts` asks for films with texts.
    """

    name: str
    contenders: tuple[Contender, ...]
    most: int | None = None
    label: str = ""
    texts: bool = False

    def titled(self, protocol: str) -> str:
        """The name of a protocol in the rows."""
        return f"{self.label} {protocol}".strip()

    def folds(self, ratings: Interactions) -> list[Fold]:
        """The folds that are run; the same ratings give the same."""
        return [*islice(SPLITS[self.name](ratings), self.most)]


@dataclass(frozen=True, slots=True)
class Bench:
    """The films, their ratings, and the models by name.

    `told` is the same table with texts of the films, None where there are none to measure with.
    """

    table: FilmTable
    ratings: Interactions
    models: Mapping[str, type[Recommender]]
    traits: Traits
    told: FilmTable | None = None
    kept: dict[tuple[str, bool], Recommender] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        table: FilmTable,
        ratings: Interactions,
        models: Mapping[str, type[Recommender]],
        told: FilmTable | None = None,
    ) -> Self:
        """The bench of those films and ratings."""
        return cls(table, ratings, dict(models), Traits.of(table, ratings), told)

    def fresh(self) -> Self:
        """The same without any model that is trained already."""
        return replace(self, kept={})

    def train(self, name: str, ratings: Interactions, *, texts: bool = False) -> Recommender:
        """The model of that name from those ratings; one that learns from the films alone is trained once."""
        if (name, texts) in self.kept:
            return self.kept[name, texts]
        table = self.told if texts and self.told else self.table
        if name == Hybrid.name:
            content = self.train(Content.name, ratings, texts=texts)
            assert isinstance(content, Content)  # noqa: S101 - its name says so
            return Hybrid.of(content, table, ratings)
        model = self.models[name].train(table, ratings)
        if name in FILMS_ALONE:
            self.kept[name, texts] = model
        return model

    def answers(self, contenders: Sequence[Contender], fold: Fold, *, texts: bool) -> dict[tuple[str, str], Answers]:
        """What each contender answers to the fold, by protocol and name."""
        found = {}
        for name, model in self._trained(contenders, fold.train, texts=texts):
            for contender in contenders:
                if contender.model == name:
                    competitor = contender.of(model)
                    for protocol, cases in fold.cases.items():
                        found[protocol, contender.name] = answer(competitor, cases)
        return found

    def lists(self, contender: Contender, rows: Rows) -> Rows:
        """The lists that the pages of those films show, (n_lists, SHORT), NONE where one is shorter."""
        model = contender.of(self.train(contender.model, self.ratings))
        lists = np.full((len(rows), SHORT), NONE, np.int64)
        for place, row in enumerate(rows.tolist()):
            found = model.recommend(Wish(seeds=(row,), n=SHORT)).rows
            lists[place, : len(found)] = found
        return lists

    def _trained(
        self, contenders: Sequence[Contender], ratings: Interactions, *, texts: bool
    ) -> Iterator[tuple[str, Recommender]]:
        """Each model that is wanted; those that the hybrid is made of are not trained again."""
        left = dict.fromkeys(contender.model for contender in contenders)
        if Hybrid.name in left:
            hybrid = self.train(Hybrid.name, ratings, texts=texts)
            assert isinstance(hybrid, Hybrid)  # noqa: S101 - its name says so
            for name, model in {Hybrid.name: hybrid, **hybrid.parts}.items():
                if name in left:
                    yield name, model
                    del left[name]
        for name in left:
            yield name, self.train(name, ratings, texts=texts)
