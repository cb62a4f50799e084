"""From rows to lists: the models of one snapshot, its filters, its local taste, and why each film is listed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from pickflix.errors import BadRequest
from pickflix.recommend import RECOMMENDERS
from pickflix.recommend.arrays import Floats, Mask, Rows
from pickflix.recommend.content import Content
from pickflix.recommend.filters import UNKNOWN, FilterIndex
from pickflix.recommend.reasons import MOST, Explainer, Reason
from pickflix.recommend.recommender import POOL, Ranking, Recommender, Wish, top, weighting_of
from pickflix.recommend.taste import LocalTaste
from pickflix.recommend.together import SPREAD, pleasure, without_misery

DECADE = 10  # years
LIKED_BY_MANY = 0.2  # of a likeness
Reasons = tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """A list for several people: rows (k,), their mean pleasure, the pleasure of each person, a reason for each."""

    rows: Rows
    scores: tuple[float, ...]
    pleasures: tuple[tuple[float, ...], ...]
    reasons: tuple[tuple[Reasons, ...], ...]


class Lists:
    """The models of a snapshot, and what narrows, leans and explains their lists."""

    def __init__(
        self, model: Path, content: Content, filters: FilterIndex, explainer: Explainer, taste: LocalTaste | None
    ) -> None:
        """`model` is the folder of the models; those that a request names are read when first asked for."""
        self.best: Recommender = content
        self.filters = filters
        self.popularity = content.popularity
        self.by_popularity = np.argsort(-self.popularity, kind="stable")
        self._model = model
        self._content = content
        self._explainer = explainer
        self._taste = taste
        self._leaning = None if taste is None else taste.leaning()
        self._read: dict[str, Recommender] = {content.name: content}
        self.names = tuple(dict.fromkeys((self.best.name, *(name for name in RECOMMENDERS if (model / name).is_dir()))))

    @classmethod
    def load(cls, model: Path, *, local_taste: bool) -> Self:
        """Reads the folder `model` of a snapshot; raises DamagedSnapshot."""
        content = Content.load(model / Content.name)
        taste = LocalTaste.load(model / "taste") if local_taste else None
        explainer = Explainer.load(model / "reasons", content)
        return cls(model, content, FilterIndex.load(model / "filters"), explainer, taste)

    def named(self, name: str) -> Recommender:
        """A model by its name; raises BadRequest where the snapshot has none of that name."""
        if name not in self.names:
            raise BadRequest("model", f"{name!r} is none of {', '.join(self.names)}.")
        if name not in self._read:
            self._read[name] = RECOMMENDERS[name].load(self._model / name)
        return self._read[name]

    def choose(self, wish: Wish, model: str | None, words: str) -> tuple[Ranking, tuple[Reasons, ...]]:
        """The list of a wish by that model, the best one where it is None, and the reasons of each film.

        The local taste leans only where several films tell a taste: "like this film" asks for likeness.
        """
        weighting = weighting_of(wish.weighting, len(set(wish.seeds)))
        if self._leaning is not None and wish.seeds and weighting == "for-you":
            wish = replace(wish, leaning=self._leaning)
        if weighting == "surprise":
            # Far from what one knows, a film that many like is the better surprise.
            wish = replace(wish, leaning=LIKED_BY_MANY * self.popularity)
        chosen = self.best if model is None else self.named(model)
        ranking = chosen.recommend(wish)
        rows = ranking.rows.tolist()
        reasons = self._explainer.explain(wish, rows)
        if weighting == "surprise":
            reasons = tuple((*said[: MOST - 1], self._away(row)) for row, said in zip(rows, reasons, strict=True))
        if wish.leaning is self._leaning is not None:
            reasons = tuple(self._with_taste(row, said) for row, said in zip(rows, reasons, strict=True))
        return ranking, reasons

    def together(self, people: Sequence[Sequence[int]], hidden: Sequence[int], allowed: Mask, n: int) -> Together:
        """The list for several people, each given by the rows of films they liked."""
        everything = np.arange(len(self.popularity))
        wishes = [Wish(seeds=tuple(seeds)) for seeds in people]
        likeness = [self.best.score(seeds, everything, weighting_of(None, len(set(seeds)))) for seeds in people]
        pleasures = pleasure(np.stack(likeness))
        listable = allowed.copy()
        listable[[*hidden, *(row for seeds in people for row in seeds)]] = False
        average: Floats = pleasures.mean(axis=0)
        bearable = without_misery(pleasures, listable, n)
        pool = top(average, bearable, min(len(bearable), n + POOL))
        rows, _ = self.best.diversity.choose(pool, average[pool] * SPREAD, n)
        rows = rows[np.argsort(-average[rows], kind="stable")]
        reasons = [self._explainer.explain(wish, rows.tolist()) for wish in wishes]
        return Together(
            rows,
            tuple(average[rows].tolist()),
            tuple(map(tuple, pleasures[:, rows].T.tolist())),
            tuple(zip(*reasons, strict=True)),
        )

    def _away(self, row: int) -> Reason:
        """Where and when a surprise takes one."""
        decade = int(self.filters.years[row]) // DECADE * DECADE
        return Reason("elsewhere", None, ("", "", self.filters.home_code(row), str(decade)), 0.0)

    def _with_taste(self, row: int, said: Reasons) -> Reasons:
        """The reasons of a film and, where the local taste lifted it and room is left, that it did."""
        favoured = () if self._taste is None else self._taste.favoured(row)
        return (*said, Reason("taste", None, favoured, 0.0)) if favoured and len(said) < MOST else said

    def elsewhere(self, seeds: Sequence[int]) -> Mask:
        """Films of another country, another decade and another saga than most of the seeds; unknown is left out."""
        everything = np.arange(len(self.popularity))
        homes, decades = self.filters.home_of(everything), self.filters.years // DECADE
        away: Mask = (homes != UNKNOWN) & (self.filters.years != UNKNOWN)
        for of in (homes, decades):
            values, counts = np.unique(of[list(seeds)], return_counts=True)
            away &= ~np.isin(of, values[counts == counts.max()])
        return away & ~self._explainer.same_saga(seeds)
