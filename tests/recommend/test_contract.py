"""Every recommender keeps the shipped promises."""

from typing import ClassVar

from pickflix.recommend import RECOMMENDERS
from pickflix.recommend.als import Als
from pickflix.recommend.bridge import Bridge
from pickflix.recommend.content import Content
from pickflix.recommend.contract import RecommenderContract
from pickflix.recommend.ease import Ease
from pickflix.recommend.genre_knn import GenreKnn
from pickflix.recommend.hybrid import Hybrid
from pickflix.recommend.item_knn import ItemKnn
from pickflix.recommend.popularity import Popularity
from pickflix.recommend.recommender import Recommender


class TestPopularity(RecommenderContract):
    """The popularity list."""

    model: ClassVar[type[Recommender]] = Popularity

    def test_is_deaf(self) -> None:
        """The list is the same for all, but for the films that one named."""
        model = self.trained()
        assert model.score([0], range(24)).tolist() == model.score([], range(24)).tolist()


class TestContent(RecommenderContract):
    """Films like these."""

    model: ClassVar[type[Recommender]] = Content

    def test_a_film_is_most_like_itself(self) -> None:
        """Of all films none is more like a film than the film."""
        model = self.trained()
        for row in range(24):
            assert model.score([row], range(24)).argmax() == row


class TestGenreKnn(RecommenderContract):
    """Nearest neighbours by genres, countries, year and running time."""

    model: ClassVar[type[Recommender]] = GenreKnn

    def test_a_film_is_nearest_to_itself(self) -> None:
        """No film is nearer to a film than the film."""
        model = self.trained()
        for row in range(24):
            assert model.score([row], range(24)).argmax() == row


class TestItemKnn(RecommenderContract):
    """Films liked by the same people."""

    model: ClassVar[type[Recommender]] = ItemKnn


class TestAls(RecommenderContract):
    """Tastes as a few numbers."""

    model: ClassVar[type[Recommender]] = Als


class TestEase(RecommenderContract):
    """What people who like a film like besides."""

    model: ClassVar[type[Recommender]] = Ease


class TestBridge(RecommenderContract):
    """From the facts of a film to whose taste it is."""

    model: ClassVar[type[Recommender]] = Bridge


class TestHybrid(RecommenderContract):
    """Content and the voices of others."""

    model: ClassVar[type[Recommender]] = Hybrid
    vital: ClassVar[str] = "hybrid/popularity.npy"


def test_every_recommender_has_signed() -> None:
    """A recommender without a contract class fails here."""
    assert {contract.model for contract in RecommenderContract.__subclasses__()} == {*RECOMMENDERS.values()}
