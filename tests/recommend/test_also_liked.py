"""How many people liked two films: counted, never invented."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pickflix.recommend.also_liked import BEYOND_CHANCE, FEWEST, AlsoLiked
from pickflix.recommend.content import Content
from pickflix.recommend.contract import tiny_table
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.reasons import Explainer
from pickflix.recommend.recommender import Wish

N_FILMS, N_USERS = 24, 40


def ratings(seed: int) -> Interactions:
    """Forty people, who like the films of one half of the catalogue or of the other."""
    random = np.random.default_rng(seed)
    users, films = np.meshgrid(np.arange(N_USERS), np.arange(N_FILMS), indexing="ij")
    likely = np.where(users % 2 == films % 2, 0.6, 0.1)
    said = random.random(users.shape) < 0.8
    values = np.where(random.random(users.shape) < likely, 5.0, 2.0)
    columns = users[said], films[said], values[said]
    return Interactions.of(*columns, np.zeros(int(said.sum()), np.int64), N_FILMS)


def both(told: Interactions, first: int, second: int) -> int:
    """How many people liked the two films, counted one by one."""
    likes = told.liked()
    who = [{*likes.users[likes.films == film].tolist()} for film in (first, second)]
    return len(who[0] & who[1])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_number_is_that_of_the_people(seed: int) -> None:
    """Whatever is said of two films was counted, by enough people, and beyond what chance would give."""
    told = ratings(seed)
    also_liked, many = AlsoLiked.train(told), np.bincount(told.liked().films, minlength=N_FILMS)
    for first in range(N_FILMS):
        assert also_liked(first, first) == 0
        for second in range(N_FILMS):
            if people := also_liked(first, second):
                assert people == both(told, first, second) >= FEWEST
                assert people >= BEYOND_CHANCE * many[first] * many[second] / told.n_users


def test_it_is_a_reason(tmp_path: Path) -> None:
    """Two films liked by the same people are explained by them, with their number, in both languages."""
    told = ratings(3)
    AlsoLiked.train(told).save(tmp_path)
    also_liked, content = AlsoLiked.load(tmp_path), Content.train(tiny_table())
    Explainer.train(tiny_table(), content).save(tmp_path / "reasons")
    explainer = Explainer.load(tmp_path / "reasons", content, also_liked)
    said = 0
    for seed in range(N_FILMS):
        for row, reasons in enumerate(explainer.explain(Wish(seeds=(seed,)), range(N_FILMS))):
            for reason in reasons:
                if reason.kind == "also_liked":
                    assert reason.values == (str(both(told, seed, row)),)
                    assert reason.values[0] in reason.text("fr", None) + reason.text("en", None)  # type: ignore[arg-type]
                    said += 1
    assert said


def test_where_nobody_said_anything(tmp_path: Path) -> None:
    """Without likes there is nothing to say, before and after a way through the folder."""
    AlsoLiked.train(Interactions.none(N_FILMS)).save(tmp_path)
    also_liked = AlsoLiked.load(tmp_path)
    assert not any(also_liked(first, second) for first in range(N_FILMS) for second in range(N_FILMS))
