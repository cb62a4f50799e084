"""Lists that are not all by one director, of one saga, one decade, one country."""

from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest

from pickflix.recommend.content import Content
from pickflix.recommend.recommender import Wish
from pickflix.recommend.sagas import ALONE, saga_name, train_sagas
from pickflix.recommend.table import FilmTable

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


def test_other_decades_and_countries_are_met(cinema: Cinema) -> None:
    """With the rule lists hold more decades and more countries than without, and begin with the same three films."""
    plain = replace(cinema.content.diversity, era=0.0, place=0.0)
    rows = np.random.default_rng(7).choice(len(cinema.table), 200, replace=False).tolist()
    met = {"rule": 0, "plain": 0}
    for row in rows:
        values = cinema.content.score([row], range(len(cinema.table)))
        pool = np.argsort(-values, kind="stable")[1:160]
        firsts = []
        for name, rule in (("rule", cinema.content.diversity), ("plain", plain)):
            listed = rule.choose(pool, values[pool], 10)[0].tolist()
            firsts.append(listed[:3])
            met[name] += len({(cinema.table.years[film] or 0) // 10 for film in listed})
            met[name] += len({country for film in listed for country in cinema.table.countries[film]})
        assert firsts[0] == firsts[1]
    assert met["rule"] > 1.05 * met["plain"]


def test_a_film_more_in_the_catalogue_leaves_the_lists(cinema: Cinema) -> None:
    """Of a hundred lists at least ninety-eight hold the films they held, though everything was learnt anew."""
    table, new = cinema.table, len(cinema.table) // 2
    whole = {field.name: column for field in fields(table) if (column := getattr(table, field.name))}
    one = {"ids": "Q0-new", "titles": "Zyzzogeton", "years": 1987, "genres": ("documentaire",), "countries": ("IS",)}
    lone = {name: () if isinstance(column[0], tuple) else None for name, column in whole.items()} | one
    longer = FilmTable(**{name: (*column[:new], lone[name], *column[new:]) for name, column in whole.items()})
    after, same = Content.train(longer), 0
    for row in np.random.default_rng(7).choice(len(table), 100, replace=False).tolist():
        listed = cinema.content.recommend(Wish(seeds=(row,))).rows
        again = after.recommend(Wish(seeds=(row + (row >= new),))).rows
        same += {*(listed + (listed >= new)).tolist()} == {*again.tolist()}
    assert same >= 98


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
