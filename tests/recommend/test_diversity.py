"""Lists that are not all by one director nor of one saga."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from pickflix.recommend.recommender import Wish
from pickflix.recommend.sagas import ALONE, saga_name, train_sagas

from .conftest import Cinema

SAGAS = (
    (("The Godfather", 1972), ("Le Parrain, 2e partie", 1974)),
    (("Toy Story", 1995), ("Toy Story 3", 2010)),
    (("Les Bronzés", 1978), ("Les Bronzés font du ski", 1979)),
    (("Les Bronzés", 1978), ("Les Bronzés 3 : Amis pour la vie", 2006)),
    (("Le Gendarme de Saint-Tropez", 1964), ("Le Gendarme à New York", 1965)),
    (("Taxi", 1998), ("Taxi 4", 2007)),
    (("Astérix le Gaulois", 1967), ("Astérix chez les Bretons", 1986)),
    (("Astérix et Obélix contre César", 1999), ("Astérix et Obélix : Mission Cléopâtre", 2002)),
)


def test_no_director_fills_a_list(cinema: Cinema) -> None:
    """Of ten films like one by Hitchcock, three at most are his; asked otherwise, more are."""
    wish = Wish(seeds=tuple(cinema.row(*film) for film in (("Psycho", 1960), ("Vertigo", 1958), ("Rear Window", 1954))))
    diverse, plain = (
        Counter(
            person for row in cinema.content.recommend(asked).rows.tolist() for person in cinema.table.directors[row]
        )["alfred-hitchcock"]
        for asked in (wish, replace(wish, diverse=False))
    )
    assert diverse <= 3 < plain


def test_a_director_comes_where_there_is_nobody_else(cinema: Cinema) -> None:
    """The rule puts others first, it hides nothing: of Hitchcock's films alone, ten are listed."""
    his = np.array(["alfred-hitchcock" in people for people in cinema.table.directors])
    found = cinema.content.recommend(Wish(seeds=(cinema.row("Psycho", 1960),), allowed=his))
    assert len(found.rows) == 10
    assert (np.diff(found.scores) <= 0).all()


def test_the_rule_can_be_tuned(cinema: Cinema) -> None:
    """With no room for repetition, no director and no saga stands twice."""
    strict = replace(cinema.content.diversity, share=0.1)
    values = cinema.content.score([cinema.row("Toy Story", 1995)], range(len(cinema.table)))
    pool = np.argsort(-values, kind="stable")[1:200]
    rows, _ = strict.choose(pool, values[pool], 10)
    people = Counter(person for row in rows.tolist() for person in cinema.table.directors[row])
    assert max(people.values()) == 1


@pytest.mark.parametrize(("first", "second"), SAGAS, ids=[second[0] for _, second in SAGAS])
def test_parts_of_a_saga_are_found(cinema: Cinema, first: tuple[str, int], second: tuple[str, int]) -> None:
    """Sequels are known by their titles and their people."""
    saga = train_sagas(cinema.table)
    assert saga[cinema.row(*first)] == saga[cinema.row(*second)] != ALONE


def test_a_word_that_begins_many_titles_names_no_saga(cinema: Cinema) -> None:
    """Two films of the same people are no saga for both being "American", in whichever language the word is rare."""
    saga = train_sagas(cinema.table)
    pie, dreamz = (cinema.row(*film) for film in (("American Pie", 1999), ("American Dreamz", 2006)))
    assert saga[pie] != saga[dreamz]


def test_a_remake_is_no_saga(cinema: Cinema) -> None:
    """Two films of one title tell one story twice."""
    saga = train_sagas(cinema.table)
    assert (
        saga[cinema.row("King Kong", 1976)] == ALONE
        or saga[cinema.row("King Kong", 1976)] != saga[cinema.row("King Kong", 2005)]
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Godfather Part III", "godfather"),
        ("Star Wars Episode IV: A New Hope", "star war"),
        ("Rocky II", "rocky"),
        ("2001: A Space Odyssey", "2001"),
        ("I", "i"),
        ("", ""),
    ],
)
def test_saga_names(title: str, name: str) -> None:
    """What the titles of a saga have in common."""
    assert saga_name(title) == name
