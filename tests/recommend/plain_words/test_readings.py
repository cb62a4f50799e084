"""Wishes are read as the two tables say: the one of before the rules, and the one they were worked out on."""

import pytest

from bench.plain_words import HELD_OUT, WORKED, Wished, chips_of, rest_of, score, table
from pickflix import Engine

LEAST, LEAST_HELD_OUT = 150, 75
# Raise them when the rules get better, never lower them.
EXACT, EXACT_WITH_REST, PRECISION, RECALL = 0.95, 0.93, 0.98, 0.97


def test_there_are_enough_wishes_and_none_stands_twice() -> None:
    """At least 150, at least half of them from before the rules."""
    texts = [wish.text for name in (HELD_OUT, WORKED) for wish in table(name)]
    assert len(texts) == len({*texts}) >= LEAST
    assert len(table(HELD_OUT)) >= LEAST_HELD_OUT


@pytest.mark.parametrize("wish", table(WORKED), ids=lambda wish: wish.text or "nothing")
def test_a_wish_is_read_as_the_table_says(wish: Wished, engine: Engine) -> None:
    """All its chips and no other, and the words that are left."""
    understood = engine.understand(wish.text, wish.language)
    assert (chips_of(understood, engine), rest_of(understood)) == (wish.chips, wish.rest)


def test_wishes_that_nobody_had_in_mind_are_read_too(engine: Engine) -> None:
    """The table of before the rules is read about as well; which of its wishes fail is not shown on purpose."""
    found = score(table(HELD_OUT), engine)
    assert found.exact >= EXACT
    assert found.exact_with_rest >= EXACT_WITH_REST
    assert found.precision >= PRECISION
    assert found.recall >= RECALL
