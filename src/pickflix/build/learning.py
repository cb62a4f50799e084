"""The models beside content: the classic recipe always, the collaborative ones where people said what they like."""

import logging

from pickflix.build.pipeline import Stage, Workspace
from pickflix.catalogue.snapshot import MODEL
from pickflix.errors import MissingLibrary
from pickflix.recommend.als import Als
from pickflix.recommend.also_liked import AlsoLiked
from pickflix.recommend.bridge import Bridge
from pickflix.recommend.ease import Ease
from pickflix.recommend.genre_knn import GenreKnn
from pickflix.recommend.item_knn import ItemKnn

COLLABORATIVE = (ItemKnn, Ease, Als, Bridge)

log = logging.getLogger("pickflix")


def learn(work: Workspace) -> None:
    """Trains and saves each model; one whose library is not installed is left out, and said."""
    GenreKnn.train(work.films).save(work.folder / MODEL / GenreKnn.name)
    if not len(work.interactions):
        return
    for model in COLLABORATIVE:
        try:
            model.train(work.films, work.interactions).save(work.folder / MODEL / model.name)
        except MissingLibrary as missing:
            log.warning("The model %s is left out: %s", model.name, missing)
    AlsoLiked.train(work.interactions).save(work.folder / MODEL / "also_liked")


LEARNING = Stage("Learning from what people like", learn)
