"""The ladder: what films are, then what people like, as evidence grows.

Content speaks of every film. Beside it stand voices that learnt from ratings: EASE, the company that films keep, the
tastes of ALS, and how many people like a film. How loud each is depends on how many films somebody named, and
was learnt on inner folds; a film with few ratings behind it is spoken of by the bridge instead. Without any
rating the hybrid is the content model, to the last bit.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from pickflix.errors import DamagedSnapshot, MissingLibrary
from pickflix.recommend import blend
from pickflix.recommend.als import Als, train_tastes
from pickflix.recommend.arrays import Array, Floats, Rows, load_arrays, save_arrays
from pickflix.recommend.bridge import Bridge
from pickflix.recommend.company import train_company
from pickflix.recommend.content import WEIGHTS, Content
from pickflix.recommend.ease import Ease, train_ease
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.item_knn import ARRAYS as NEIGHBOURS
from pickflix.recommend.item_knn import Neighbours
from pickflix.recommend.popularity import appeal, with_likes
from pickflix.recommend.recommender import DISLIKE, Recommender, Weighting, weighting_of
from pickflix.recommend.table import FilmTable

PARTS: Mapping[str, type[Recommender]] = {"ease": Ease, "als": Als, "bridge": Bridge}
OWN = ("weights", "behind", "appeal", "crowd", "evidence")
# With so many likes in all the voices of others count half.
ENOUGH = 300
# With so many ratings behind a film, half of what is said of it comes from them, half from the bridge.
RATED = 1
BRIDGE = 1.0  # how loud the bridge is where content counts 1
UNRATED = 1.0  # what a film loses that nobody has rated: most films that people like are among the rated
# "Like this film" asks for likeness, which others' taste only seconds: of each voice, and of the bridge.
LIKE_THIS = {"ease": 0.5, "company": 0.0, "als": 0.1, "popularity": 0.0, "crowd": 0.0, "bridge": 0.1}
HIDDEN = 0.2  # of the people, and in turn of everybody's ratings, when the weights are learnt
SEED = 11


class Hybrid(Recommender):
    """Content and the voices of others, weighted by what is known; `missing` are the parts that it does without."""

    name: ClassVar[str] = "hybrid"

    def __init__(
        self,
        content: Content,
        popularity: Floats,
        parts: Mapping[str, Recommender],
        company: Neighbours,
        own: Mapping[str, Array],
    ) -> None:
        """`own` are the arrays OWN: weights of `blend`; ratings behind, appeal, crowd of each film; evidence (1,)."""
        super().__init__(popularity, content.diversity)
        self.content = content
        self.parts = dict(parts)
        self._company = company
        self._own = own
        self._rated = np.flatnonzero(own["behind"])
        behind = np.asarray(own["behind"])[self._rated]
        als = self.parts.get(Als.name)
        self._tastes = als.tastes if isinstance(als, Als) else None
        self._lie = None if self._tastes is None else self._tastes.factors[self._rated]
        self._trust = behind / (behind + RATED)
        self._crowd = -np.asarray(own["crowd"])[self._rated]
        self._appeal = _standard(np.log(np.asarray(own["appeal"]))[self._rated])

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that were not trained or could not be read."""
        return tuple(name for name in PARTS if name not in self.parts)

    def without(self, part: str) -> Self:
        """The same less one of PARTS or of `blend.VOICES`, the other weights as they are: what that one is worth."""
        heard = np.array([voice != part for voice in blend.VOICES])
        parts = {name: model for name, model in self.parts.items() if name != part}
        own = {**self._own, "weights": self.weights * heard}
        return type(self)(self.content, self.popularity, parts, self._company, own)

    @property
    def weights(self) -> Array:
        """What `blend` learnt, (n_steps, n_voices)."""
        return self._own["weights"]

    @property
    def evidence(self) -> float:
        """How much the voices of others count, from 0 (nobody has rated anything) to 1."""
        return float(self._own["evidence"][0])

    @classmethod
    def train(cls, table: FilmTable, interactions: Interactions | None = None) -> Self:
        """Learns from the films, the ratings and, on inner folds, how to weigh them."""
        return cls.of(Content.train(table), table, interactions or Interactions.none(len(table)))

    @classmethod
    def of(cls, content: Content, table: FilmTable, ratings: Interactions) -> Self:
        """The ladder on a content model that is trained already."""
        if not len(ratings.liked()):
            return cls._voiced(content, ratings, blend.DEFAULT)
        learnt = cls._voiced(content, ratings, blend.learn(cls._questions(content, ratings)))
        ease = learnt.parts[Ease.name]
        if isinstance(ease, Ease):
            learnt.parts[Bridge.name] = Bridge.to(ease, table, ratings, content.parts.labels)
        return learnt

    @classmethod
    def _voiced(cls, content: Content, ratings: Interactions, weights: Floats) -> Self:
        """The voices that learn from those ratings, with those weights, without the bridge."""
        likes = len(ratings.liked())
        popularity = with_likes(content.popularity, ratings)
        parts: dict[str, Recommender] = {}
        if likes:
            parts[Ease.name] = Ease(popularity, content.diversity, train_ease(ratings))
            with suppress(MissingLibrary):  # the other voices speak for it
                parts[Als.name] = Als(popularity, content.diversity, train_tastes(ratings.liked().latest()))
        own = {
            "weights": weights,
            "behind": ratings.behind,
            "appeal": appeal(content.popularity, ratings),
            "crowd": _crowd(content, ratings),
            "evidence": np.array([likes / (likes + ENOUGH)]),
        }
        return cls(content, popularity, parts, train_company(ratings), own)

    def save(self, folder: Path) -> None:
        """Writes each part into a folder of its name, and what is the hybrid's own into `hybrid`."""
        self.content.save(folder / Content.name)
        for name, part in self.parts.items():
            part.save(folder / name)
        save_arrays(folder / self.name, {**super().arrays(), **self._company.arrays(), **self._own})

    @classmethod
    def load(cls, folder: Path, without: Collection[str] = ()) -> Self:
        """The model that `save` wrote; a part that is damaged, or named in `without`, is left out.

        Raises DamagedSnapshot where content or what is the hybrid's own is damaged.
        """
        return cls.over(Content.load(folder / Content.name), folder, without)

    @classmethod
    def over(cls, content: Content, folder: Path, without: Collection[str] = ()) -> Self:
        """The same on a content model that is loaded already."""
        own = folder / cls.name
        popularity, _ = cls.load_base(own)
        company, arrays = Neighbours.from_arrays(load_arrays(own, NEIGHBOURS)), load_arrays(own, OWN)
        parts = {}
        for name in (name for name in PARTS if name not in without and (folder / name).is_dir()):
            with suppress(DamagedSnapshot):  # `missing` tells
                parts[name] = PARTS[name].load(folder / name)
        return cls(content, popularity, parts, company, arrays)

    def _likeness(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:
        return self._blended(seeds, strengths, weighting, liked=True)

    def _values(self, seeds: Rows, strengths: Floats, dislikes: Rows, weighting: Weighting | None) -> Floats:
        values = super()._values(seeds, strengths, dislikes[:0], weighting)
        if not len(seeds) or not len(dislikes):
            return values
        alike = np.full(len(dislikes), 1 / len(dislikes))
        chosen = weighting_of(weighting, len(seeds))
        # What many like is not the less liked for being like what somebody dislikes.
        return values - DISLIKE * self._blended(dislikes, alike, chosen, liked=False)

    def _blended(self, seeds: Rows, strengths: Floats, weighting: Weighting, *, liked: bool) -> Floats:
        content = self._of_content(seeds, strengths, weighting)
        if not self.evidence or weighting == "surprise":
            return content
        share = np.array([LIKE_THIS[voice] if weighting == "like-this" else 1.0 for voice in blend.VOICES])
        weights = blend.at(self.weights, len(seeds)) * share * self.evidence
        weights[-1] *= liked
        likeness = LIKE_THIS["bridge"] if weighting == "like-this" else 1.0
        said = self._bridged(seeds, strengths) * (likeness * self.evidence)
        voices = self._voices(seeds, strengths, float(content.std())) @ weights
        said[self._rated] = self._trust * voices + (1 - self._trust) * said[self._rated]
        # In the units of content, whatever else speaks: a repetition in the list costs what it always costs.
        return content + float(content.std()) * said

    def _of_content(self, seeds: Rows, strengths: Floats, weighting: Weighting) -> Floats:
        return self.content._likeness(seeds, strengths, weighting)  # noqa: SLF001 - the hybrid is content, and more

    def _bridged(self, seeds: Rows, strengths: Floats) -> Floats:
        """What the bridge says, (n_films,), in units of its own spread."""
        bridge = self.parts.get(Bridge.name)
        if not isinstance(bridge, Bridge):
            return np.zeros(self.n_films)
        return BRIDGE * _standard(bridge.likeness(seeds, strengths)) - UNRATED

    def _voices(self, seeds: Rows, strengths: Floats, unit: float) -> Floats:
        """What each of VOICES says of the rated films, (n_rated, n_voices), each in units of its own spread.

        The crowd speaks of content, and so in its `unit`.
        """
        ease = self.parts.get(Ease.name)
        said = [
            ease.told.likeness(seeds, strengths)[self._rated] if isinstance(ease, Ease) else None,
            self._company.likeness(seeds, strengths)[self._rated],
            self._tasted(seeds, strengths),
            self._appeal,
        ]
        spoken = [np.zeros(len(self._rated)) if one is None else _standard(one) for one in said]
        return np.stack([*spoken, self._crowd / (unit or 1.0)], axis=1)

    def _tasted(self, seeds: Rows, strengths: Floats) -> Floats | None:
        """What ALS says of the rated films, (n_rated,), None without it."""
        if self._tastes is None or self._lie is None:
            return None
        taste = self._tastes.place(seeds, strengths * len(seeds)).astype(np.float32)
        # By one thread: so small a product is not worth waking others for.
        likeness: Floats = np.einsum("fk,k->f", self._lie, taste).astype(np.float64)
        return likeness

    @classmethod
    def _questions(cls, content: Content, ratings: Interactions) -> list[list[blend.Question]]:
        """What people are asked of whom, or of whose likes, the models that answer know nothing: a list a step."""
        luck = np.random.default_rng(SEED)
        newcomers = (luck.random(ratings.n_users) < HIDDEN)[ratings.users]
        asked: list[list[blend.Question]] = [[] for _ in blend.STEPS]
        for hidden in (newcomers, luck.random(len(ratings)) < HIDDEN):
            train, likes = ratings.keep(~hidden), ratings.keep(hidden).liked()
            if not len(train.liked()):
                continue
            model = cls._voiced(content, train, blend.DEFAULT)
            told = (
                blend.newcomers(likes, luck) if hidden is newcomers else blend.acquaintances(train.liked(), likes, luck)
            )
            for step, seeds, wanted in told:
                asked[step].append(model.question(seeds, wanted))
        return asked

    def question(self, seeds: Rows, wanted: Rows) -> blend.Question:
        """What each voice says to somebody who likes the seeds (n,), and which rated films are `wanted`."""
        strengths = np.full(len(seeds), 1 / len(seeds))
        content = self._of_content(seeds, strengths, "for-you")
        others = self._voices(seeds, strengths, float(content.std()))
        voices = np.concatenate([_standard(content)[self._rated, None], others], axis=1)
        candidates = ~np.isin(self._rated, seeds)
        return blend.Question.of(voices[candidates], np.isin(self._rated, wanted)[candidates])


def _crowd(content: Content, ratings: Interactions) -> Floats:
    """How like each film is to what everybody likes, (n_films,), less the mean."""
    likes = ratings.liked().behind
    liked = np.flatnonzero(likes)
    if not len(liked):
        return np.zeros(len(likes))
    likeness = content.parts.likeness(liked, likes[liked] / likes.sum(), WEIGHTS["for-you"])
    likeness -= likeness.mean()
    return likeness


def _standard(values: Floats) -> Floats:
    """The values (n,) less their mean, in units of their spread; zeros where they do not differ."""
    spread = float(values.std()) if len(values) else 0.0
    return (values - values.mean()) / spread if spread else np.zeros(len(values))
