"""Which films to show to whom, and why. Serving needs numpy alone; RECOMMENDERS are the models there are."""

from collections.abc import Mapping
from types import MappingProxyType

from pickflix.recommend.als import Als
from pickflix.recommend.bridge import Bridge
from pickflix.recommend.content import Content
from pickflix.recommend.ease import Ease
from pickflix.recommend.genre_knn import GenreKnn
from pickflix.recommend.hybrid import Hybrid
from pickflix.recommend.item_knn import ItemKnn
from pickflix.recommend.popularity import Popularity
from pickflix.recommend.recommender import Recommender

RECOMMENDERS: Mapping[str, type[Recommender]] = MappingProxyType(
    {model.name: model for model in (Popularity, GenreKnn, Content, ItemKnn, Ease, Als, Bridge, Hybrid)}
)
