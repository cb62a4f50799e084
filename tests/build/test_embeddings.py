"""An encoder of the host's own in a build: its points become the block of texts, and it is never fetched."""

import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pickflix import bootstrap
from pickflix.build.embeddings import Sentences, reading_with
from pickflix.build.pipeline import Workspace
from pickflix.build.stages import read
from pickflix.errors import MissingLibrary, NoEncoder
from pickflix.recommend.arrays import Array
from pickflix.recommend.content import Content
from pickflix.recommend.contract import tiny_table
from pickflix.settings import Settings
from pickflix.sources.contract import unwatched
from pickflix.sources.embedded import Embedded


class Letters:
    """An encoder that counts letters: texts of the same letters are near."""

    def encode(self, texts: Sequence[str]) -> Array:
        """How often each letter of the alphabet comes."""
        return np.array([[text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts])


@pytest.fixture
def work(tmp_path: Path) -> Workspace:
    """A build at its beginning, a few of whose films have a text."""
    work = read(tmp_path, Embedded())
    films = tiny_table(6)
    work.films = replace(films, texts=("banana", "bandana", "zoo", None, None, ""))
    return work


def test_the_points_of_the_encoder_are_learnt_and_saved(work: Workspace, tmp_path: Path) -> None:
    """Near for the encoder, near in the model that is served; a film without a text has no point."""
    reading_with(Letters()).run(work)
    Content.train(work.films).save(tmp_path / "model")
    gist = Content.load(tmp_path / "model").parts.gist
    assert gist.points.shape == (6, 26)
    assert gist.between(0, 1) > 0.9
    assert gist.between(0, 2) == 0
    assert not gist.points[3:].any()


def test_without_texts_nobody_is_asked(work: Workspace) -> None:
    """The films stay as they were."""
    work.films = tiny_table(0)
    reading_with(Letters()).run(work)
    assert work.films.points == ()


def test_a_folder_that_is_none_is_refused_before_the_build(tmp_path: Path) -> None:
    """And the sentence says where a model should be; the name is not looked for elsewhere."""
    settings = Settings(data=tmp_path / "var", embeddings=tmp_path / "all-MiniLM-L6-v2")
    with pytest.raises(NoEncoder, match="it is no folder"):
        bootstrap.build(settings, [Embedded()], unwatched)
    assert not (tmp_path / "var").exists()


@pytest.mark.skipif(importlib.util.find_spec("sentence_transformers") is not None, reason="the library is installed")
def test_the_extra_is_named_where_it_is_missing(tmp_path: Path) -> None:
    """Who sets a folder without the library reads what to install."""
    with pytest.raises(MissingLibrary, match=r"pickflix\[embeddings\]"):
        Sentences.load(tmp_path)
