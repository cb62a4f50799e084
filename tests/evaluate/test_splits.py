"""What is hidden stays hidden: no split shows a model what it is asked."""

from itertools import islice

import numpy as np
import pytest

from pickflix.evaluate.bench import Bench
from pickflix.evaluate.splits import SPLITS, Case, Fold
from pickflix.recommend.interactions import LIKED, Interactions


def first(bench: Bench, split: str) -> Fold:
    """The first fold of a split."""
    return next(iter(SPLITS[split](bench.ratings)))


def pairs(ratings: Interactions) -> set[tuple[int, int]]:
    """Who rated what."""
    return {*zip(ratings.users.tolist(), ratings.films.tolist(), strict=True)}


def wanted(cases: tuple[Case, ...]) -> set[tuple[int, int]]:
    """Who is to be found to like what."""
    return {(case.user, film) for case in cases for film in case.positives.tolist()}


@pytest.mark.parametrize("split", SPLITS)
def test_no_model_sees_what_it_is_asked(bench: Bench, split: str) -> None:
    """Nor is a film asked for that was given, nor one that is not ranked."""
    fold = first(bench, split)
    known = pairs(fold.train)
    for cases in fold.cases.values():
        assert not wanted(cases) & known
        for case in cases:
            assert not np.isin(case.seeds, case.positives).any()
            assert np.isin(case.positives, case.candidates).all()
            assert not np.isin(case.seeds, case.candidates).any()


@pytest.mark.parametrize("split", SPLITS)
def test_what_is_asked_for_was_liked(bench: Bench, split: str) -> None:
    """Every positive has LIKED stars or more in the ratings."""
    liked = pairs(bench.ratings.keep(bench.ratings.values >= LIKED))
    assert all(wanted(cases) <= liked for cases in first(bench, split).cases.values())


@pytest.mark.parametrize("split", SPLITS)
def test_the_same_ratings_are_split_the_same(bench: Bench, split: str) -> None:
    """Luck has a fixed seed."""
    one, other = first(bench, split), first(bench, split)
    assert np.array_equal(one.train.films, other.train.films)
    for name, cases in one.cases.items():
        assert wanted(cases) == wanted(other.cases[name])


def test_warm_hides_a_fifth_of_each_spectator(bench: Bench) -> None:
    """To the nearest rating."""
    train = first(bench, "warm").train
    before, after = (np.bincount(each.users, minlength=bench.ratings.n_users) for each in (bench.ratings, train))
    assert np.array_equal(before - after, np.round(before / 5))


def test_newcomers_are_unknown_and_each_is_asked_once(bench: Bench) -> None:
    """Their model has no rating of theirs; over all folds everybody with ten likes is asked."""
    asked = []
    for fold in SPLITS["newcomer"](bench.ratings):
        for given in (1, 3, 5):
            cases = fold.cases[f"newcomer-{given}"]
            assert {len(case.seeds) for case in cases} == {given}
        users = {case.user for case in fold.cases["newcomer-1"]}
        assert not users & {*fold.train.users.tolist()}
        asked += sorted(users)
    likes = np.bincount(bench.ratings.liked().users)
    assert sorted(asked) == np.flatnonzero(likes >= 10).tolist()


def test_nobody_has_rated_a_cold_film(bench: Bench) -> None:
    """And the cold films of one draw are not those of another."""
    draws = [*islice(SPLITS["cold"](bench.ratings), 2)]
    for fold in draws:
        assert not fold.train.behind[fold.cases["cold"][0].pool].any()
    one, other = (fold.cases["cold"][0].pool for fold in draws)
    assert not np.intersect1d(one, other).size


def test_the_future_is_unknown(bench: Bench) -> None:
    """The model knows what came before a day, and a spectator is asked what came after all that was told."""
    fold = first(bench, "chronological")
    when = dict(zip(pairs_in_order(bench.ratings), bench.ratings.times.tolist(), strict=True))
    for case in fold.cases["chronological"]:
        asked = min(when[case.user, film] for film in case.positives.tolist())
        assert asked > fold.train.times.max()
        assert all(when[case.user, film] <= asked for film in case.seeds.tolist())


def pairs_in_order(ratings: Interactions) -> list[tuple[int, int]]:
    """Who rated what, in the order of the ratings."""
    return [*zip(ratings.users.tolist(), ratings.films.tolist(), strict=True)]


def test_no_ratings_are_no_cases() -> None:
    """An empty table is split without a fuss."""
    for split in SPLITS.values():
        assert not any(any(fold.cases.values()) for fold in split(Interactions.none(9)))
