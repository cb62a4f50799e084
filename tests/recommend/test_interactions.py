"""Who liked what: a table that cannot be wrong once it exists."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickflix.recommend.interactions import BadInteractions, Interactions

RATED = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 8), st.sampled_from([0.5, 3.0, 4.0, 5.0]), st.integers(0, 9)),
    max_size=40,
)


def of(rated: list[tuple[int, int, float, int]]) -> Interactions:
    """The interactions of rows (user, film, value, time) among 9 films."""
    users, films, values, times = (np.array([row[place] for row in rated]) for place in range(4))
    return Interactions.of(users.astype(np.int64), films.astype(np.int64), values, times.astype(np.int64), 9)


@given(RATED)
def test_the_latest_word_counts(rated: list[tuple[int, int, float, int]]) -> None:
    """Whoever rated a film twice is known by the later rating, in whatever order the rows come."""
    told = of(rated)
    latest: dict[tuple[int, int], tuple[float, int]] = {}
    for user, film, value, time in rated:
        if (user, film) not in latest or latest[user, film][1] <= time:
            latest[user, film] = value, time
    assert dict(zip(zip(told.users.tolist(), told.films.tolist(), strict=True), told.values, strict=True)) == {
        pair: value for pair, (value, _) in latest.items()
    }


@given(RATED)
def test_both_ways_hold_the_same(rated: list[tuple[int, int, float, int]]) -> None:
    """Read by user or by film, the pairs are the same, and the likes are those of four stars or more."""
    told = of(rated)
    start, films, _ = told.by_user()
    by_user = {(user, film) for user in range(told.n_users) for film in films[start[user] : start[user + 1]].tolist()}
    start, users, _ = told.by_film()
    by_film = {(user, film) for film in range(9) for user in users[start[film] : start[film + 1]].tolist()}
    assert by_user == by_film
    assert len(told.liked()) == (told.values >= 4).sum()
    assert told.behind.sum() == len(told)


@pytest.mark.parametrize(
    ("users", "films", "values", "column"),
    [
        ([0, 0], [1, 2], [4.0, 9.0], "values"),
        ([0, 0], [1, 2], [4.0, float("nan")], "values"),
        ([0, 0], [1, 9], [4.0, 4.0], "films"),
        ([0, -1], [1, 2], [4.0, 4.0], "users"),
        ([0, 0], [2, 2], [4.0, 4.0], "users"),
        ([0, 0], [2], [4.0, 4.0], "films"),
    ],
)
def test_what_is_wrong_is_named(users: list[int], films: list[int], values: list[float], column: str) -> None:
    """A value out of range, a film that is none, a pair that stands twice: the column is named."""
    with pytest.raises(BadInteractions) as told:
        Interactions(
            users=np.array(users),
            films=np.array(films),
            values=np.array(values),
            times=np.zeros(len(users), np.int64),
            n_users=1,
            n_films=9,
        )
    assert told.value.column == column


@given(RATED, st.integers(1, 4))
def test_of_each_user_the_latest(rated: list[tuple[int, int, float, int]], most: int) -> None:
    """Of a user with too many ratings those stay that were given last; the others are not touched."""
    told = of(rated)
    kept = told.latest(most)
    for user in range(told.n_users):
        times = told.times[told.users == user]
        assert sorted(kept.times[kept.users == user]) == sorted(times)[-most:]
