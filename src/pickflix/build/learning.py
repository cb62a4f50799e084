"""The models: content and the classic recipe always, the hybrid and its voices where people said what they like."""

import logging

from pickflix.build.pipeline import Stage, Workspace
from pickflix.catalogue.snapshot import MODEL
from pickflix.recommend.also_liked import AlsoLiked
from pickflix.recommend.content import Content
from pickflix.recommend.genre_knn import GenreKnn
from pickflix.recommend.hybrid import Hybrid
from pickflix.recommend.item_knn import ItemKnn
from pickflix.recommend.reasons import Explainer

log = logging.getLogger("pickflix")


def learn(work: Workspace) -> None:
    """Trains and saves the models, and what explains their lists; says which voice of the hybrid is left out."""
    model = work.folder / MODEL
    content = Content.train(work.films)
    Explainer.train(work.films, content).save(model / "reasons")
    GenreKnn.train(work.films).save(model / GenreKnn.name)
    if not len(work.interactions):
        content.save(model / Content.name)
        return
    ItemKnn.train(work.films, work.interactions).save(model / ItemKnn.name)
    AlsoLiked.train(work.interactions).save(model / "also_liked")
    hybrid = Hybrid.of(content, work.films, work.interactions)
    hybrid.save(model)  # content too
    if hybrid.missing:
        log.warning("The lists do without %s: `pip install 'pickflix[train]'` brings it.", ", ".join(hybrid.missing))


LEARNING = Stage("Training the models", learn, kept=True)
