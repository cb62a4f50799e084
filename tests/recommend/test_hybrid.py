"""The ladder: content alone, then the voices of others as evidence grows."""

from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from pickflix.recommend.bridge import Bridge
from pickflix.recommend.content import Content
from pickflix.recommend.contract import same, tiny_ratings, tiny_table
from pickflix.recommend.ease import Ease
from pickflix.recommend.hybrid import Hybrid
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.recommender import Weighting, Wish

WEIGHTINGS: tuple[Weighting, ...] = ("like-this", "for-you", "surprise")


class TestLadder:
    """What the hybrid is made of, by what is known."""

    table: ClassVar = tiny_table()

    @pytest.mark.parametrize("weighting", WEIGHTINGS)
    @pytest.mark.parametrize("ratings", [None, Interactions.none(24)])
    def test_without_ratings_it_is_content(self, weighting: Weighting, ratings: Interactions | None) -> None:
        """Where nobody has rated anything, films and scores are those of the content model, to the last bit."""
        hybrid, content = Hybrid.train(self.table, ratings), Content.train(self.table)
        for wish in (
            Wish(n=24),
            Wish(seeds=(3,), weighting=weighting, n=24),
            Wish(seeds=(1, 8, 2), strengths=(1.0, 2.0, 3.0), dislikes=(5,), weighting=weighting, n=24),
        ):
            assert same(hybrid.recommend(wish), content.recommend(wish))

    def test_ratings_that_are_no_likes_change_nothing(self) -> None:
        """A film that people rated low lends nobody a voice."""
        ratings = tiny_ratings()
        hybrid = Hybrid.train(self.table, ratings.keep(ratings.values < 4))
        assert hybrid.evidence == 0
        wish = Wish(seeds=(3, 4), n=24)
        assert same(hybrid.recommend(wish), Content.train(self.table).recommend(wish))

    def test_one_like_moves_a_list_a_little(self) -> None:
        """The more likes there are, the further the scores are from those of content."""
        ratings, content = tiny_ratings(), Content.train(self.table)
        alone = content.score([3, 4], range(24), "for-you")
        moved = [
            np.abs(
                Hybrid.of(content, self.table, ratings.keep(ratings.users < n)).score([3, 4], range(24), "for-you")
                - alone
            ).sum()
            for n in (0, 1, 4, 12)
        ]
        assert moved[0] == 0
        assert 0 < moved[1] < moved[3]

    def test_a_surprise_is_left_to_content(self) -> None:
        """What other people like together is what one finds anyway: a surprise comes from the films alone."""
        hybrid = Hybrid.train(self.table, tiny_ratings())
        wish = Wish(seeds=(3, 4), weighting="surprise", n=24)
        assert same(hybrid.recommend(wish), hybrid.content.recommend(wish))

    def test_a_film_that_many_like_is_not_pushed_away_for_that(self) -> None:
        """A dislike takes away from what is like it; it says nothing of how many people like a film."""
        hybrid = Hybrid.train(self.table, tiny_ratings())
        scores = hybrid.score([3], range(24), "for-you")
        assert not np.array_equal(scores, hybrid.score([3], range(24), "for-you", dislikes=[4]))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A hybrid of the tiny catalogue, in a folder."""
    Hybrid.train(tiny_table(), tiny_ratings()).save(tmp_path)
    return tmp_path


def test_each_part_lies_in_a_folder_of_its_name(saved: Path) -> None:
    """The content model and the voices are read by themselves too."""
    assert {folder.name for folder in saved.iterdir()} >= {"content", "ease", "bridge", "hybrid"}
    assert Content.load(saved / "content").n_films == Ease.load(saved / "ease").n_films == 24


@pytest.mark.parametrize("part", ["ease", "als", "bridge"])
def test_a_damaged_voice_is_left_out(saved: Path, part: str) -> None:
    """Without one of the voices there is still a list, and the model says which one it lacks."""
    if not (saved / part).is_dir():
        pytest.skip("the library that trains it is not installed")
    next((saved / part).glob("*.npy")).write_bytes(b"")
    hybrid = Hybrid.load(saved)
    assert hybrid.missing == (part,)
    assert len(hybrid.recommend(Wish(seeds=(1, 2), n=9)).rows) == 9


def test_a_voice_that_is_not_wanted_is_left_out(saved: Path) -> None:
    """Who knows already that a part is damaged says so."""
    assert set(Hybrid.load(saved, without=("ease", "bridge")).missing) >= {"ease", "bridge"}


def test_a_film_nobody_rated_is_told_by_what_it_is() -> None:
    """Westerns are liked by those who like westerns: one that nobody rated comes before an unrated comedy."""
    table = tiny_table(60)
    users = np.repeat(np.arange(40), 8)
    kind = users % 2 * 2  # comedies (row % 3 == 0) or westerns (row % 3 == 2)
    films = np.tile(np.arange(8), 40) * 3 + kind
    seen = films < 42
    ratings = Interactions.of(users[seen], films[seen], np.full(seen.sum(), 5.0), users[seen], 60)
    bridge = Bridge.train(table, ratings)
    comedies, westerns = np.arange(45, 60, 3), np.arange(47, 60, 3)
    assert bridge.score([2, 5], westerns).mean() > bridge.score([2, 5], comedies).mean()
