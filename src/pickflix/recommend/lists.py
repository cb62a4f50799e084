"""From rows to lists: the models of one snapshot, its filters, its local taste, and why each film is listed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from pickflix.catalogue.snapshot import MODEL, Snapshot
from pickflix.errors import BadRequest
from pickflix.recommend import RECOMMENDERS
from pickflix.recommend.also_liked import AlsoLiked
from pickflix.recommend.arrays import Floats, Mask, Rows
from pickflix.recommend.content import Content
from pickflix.recommend.filters import UNKNOWN, FilterIndex
from pickflix.recommend.hybrid import Hybrid
from pickflix.recommend.popularity import Popularity
from pickflix.recommend.reasons import MOST, Explainer, Reason, nobody
from pickflix.recommend.recommender import LONGEST_DIVERSE, POOL, Ranking, Recommender, Wish, top, weighting_of
from pickflix.recommend.taste import LocalTaste
from pickflix.recommend.together import SPREAD, pleasure, without_misery

DECADE = 10  # years
LIKED_BY_MANY = 0.2  # of a likeness
# Most films are American: of a surprise no country has more than this share, found in a list so many times longer.
SHARE_OF_A_COUNTRY, AROUND = 0.3, 10
# What a text that speaks of the words of a wish weighs, beside a likeness and beside the popularity.
SPOKEN_OF, SPOKEN_OF_ALONE = 0.3, 2.0
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

    def __init__(self, snapshot: Snapshot, *, local_taste: bool) -> None:
        """Reads the models of a snapshot; those that a request names, when first asked for. Raises DamagedSnapshot.

        Without the content model, or the file of popularity, the other one answers; without what explains
        lists, they come without reasons.
        """
        content = self._content = snapshot.part(Content.name, Content.load)
        self._snapshot = snapshot
        self.best = self._best(content)
        self.filters = FilterIndex.load(snapshot.folder / MODEL / "filters")
        self.popularity = self.best.popularity
        self.by_popularity = np.argsort(-self.popularity, kind="stable")
        self._explainer = self._explaining(content) if content else None
        self._taste = snapshot.part("taste", LocalTaste.load) if content and local_taste else None
        self._leaning = None if self._taste is None else self._taste.leaning()
        # Without any rating the hybrid is the content model, and answers to its name.
        self._read: dict[str, Recommender | None] = {self.best.name: self.best, Hybrid.name: self.best}

    def _best(self, content: Content | None) -> Recommender:
        """The highest step of the ladder that this snapshot has."""
        if content is None:
            return Popularity.load(self._snapshot.folder / MODEL / Popularity.name)
        if not self._has(Hybrid.name):
            return content
        over = self._snapshot.part(
            Hybrid.name, lambda own: Hybrid.over(content, own.parent, without=self._snapshot.lost)
        )
        return over or content

    def _has(self, name: str) -> bool:
        return name not in self._snapshot.lost and (self._snapshot.folder / MODEL / name).is_dir()

    def _explaining(self, content: Content) -> Explainer | None:
        """What explains the lists; it knows who liked what only where people said so."""
        also_liked = self._snapshot.part("also_liked", AlsoLiked.load) if self._has("also_liked") else None
        load = partial(Explainer.load, content=content, also_liked=also_liked or nobody)
        return self._snapshot.part("reasons", load)

    @property
    def names(self) -> tuple[str, ...]:
        """The models that a request may name, the best first."""
        return tuple(dict.fromkeys((Hybrid.name, *(name for name in RECOMMENDERS if self._has(name)))))

    def named(self, name: str) -> Recommender:
        """A model by its name; raises BadRequest where the snapshot has none of that name, or a damaged one."""
        if name in self.names and name not in self._read:
            self._read[name] = self._snapshot.part(name, RECOMMENDERS[name].load)
        if found := self._read.get(name):
            return found
        raise BadRequest("model", f"{name!r} is none of {', '.join(self.names)}.")

    def choose(self, wish: Wish, model: str | None, words: str) -> tuple[Ranking, tuple[Reasons, ...]]:
        """The list of a wish by that model, the best one where it is None, and the reasons of each film.

        The local taste leans only where several films tell a taste: "like this film" asks for likeness.
        """
        weighting = weighting_of(wish.weighting, len(set(wish.seeds)))
        tasteful = self._leaning is not None and bool(wish.seeds) and weighting == "for-you"
        leaning = np.zeros(len(self.popularity))
        if self._leaning is not None and tasteful:
            leaning += self._leaning
        if weighting == "surprise":
            # Far from what one knows, a film that many like is the better surprise.
            leaning += LIKED_BY_MANY * self.popularity
        if words and self._content is not None:
            leaning += (SPOKEN_OF if wish.seeds else SPOKEN_OF_ALONE) * self._content.text_likeness(words)
        chosen = self.best if model is None else self.named(model)
        wider = wish.n * AROUND if weighting == "surprise" else wish.n
        ranking = chosen.recommend(replace(wish, n=wider, leaning=leaning if leaning.any() else wish.leaning))
        if weighting == "surprise":
            ranking = self._around_the_world(ranking, wish.n)
        rows = ranking.rows.tolist()
        reasons = self._explained(wish, rows)
        if weighting == "surprise":
            reasons = tuple((*said[: MOST - 1], self._away(row)) for row, said in zip(rows, reasons, strict=True))
        if tasteful:
            reasons = tuple(self._with_taste(row, said) for row, said in zip(rows, reasons, strict=True))
        return ranking, reasons

    def speaks_of(self, words: str) -> bool:
        """Whether those words can move a list: where no text holds them, or there are no texts, they cannot."""
        return self._content is not None and self._content.speaks_of(words)

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
        diverse = n <= LONGEST_DIVERSE
        rows = top(average, bearable, min(len(bearable), n + POOL if diverse else n))
        if diverse:
            rows, _ = self.best.diversity.choose(rows, average[rows] * SPREAD, n)
        rows = rows[np.argsort(-average[rows], kind="stable")]
        reasons = [self._explained(wish, rows.tolist()) for wish in wishes]
        return Together(
            rows,
            tuple(average[rows].tolist()),
            tuple(map(tuple, pleasures[:, rows].T.tolist())),
            tuple(zip(*reasons, strict=True)),
        )

    def _explained(self, wish: Wish, rows: Sequence[int]) -> tuple[Reasons, ...]:
        """The reasons of each film, none where what knows them is damaged."""
        return ((),) * len(rows) if self._explainer is None else self._explainer.explain(wish, rows)

    def _around_the_world(self, ranking: Ranking, n: int) -> Ranking:
        """The first `n` films of a list of which no country has more than its share; what is left fills it up."""
        homes = self.filters.home_of(ranking.rows)
        order = np.argsort(homes, kind="stable")
        first = np.searchsorted(homes[order], homes[order])
        of_its_country = np.empty(len(homes), np.int64)
        of_its_country[order] = np.arange(len(homes)) - first
        beyond = of_its_country >= max(1, round(SHARE_OF_A_COUNTRY * n))
        kept = np.sort(np.argsort(beyond, kind="stable")[:n])
        return Ranking(ranking.rows[kept], ranking.scores[kept])

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
        years = self.filters.years
        away: Mask = (self.filters.home_of(np.arange(len(years))) != UNKNOWN) & (years != UNKNOWN)
        decades, counts = np.unique((years // DECADE)[list(seeds)], return_counts=True)
        away &= ~np.isin(years // DECADE, decades[counts == counts.max()])
        away &= ~self.filters.of_a_country_of(seeds)
        return away if self._explainer is None else away & ~self._explainer.same_saga(seeds)
