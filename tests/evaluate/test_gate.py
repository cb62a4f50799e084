"""A worse model is refused, a better one passes."""

from dataclasses import replace

import pytest

from pickflix.evaluate.gate import WorseThanAccepted, check
from pickflix.evaluate.report import Row

ACCEPTED = (
    Row("warm", "hybrid", "ndcg@10", 0.28, 0.27, 0.29, 600),
    Row("lists", "content", "same_director_lists", 0.01, 0.005, 0.02, 1500),
    Row("warm", "hybrid", "novelty", 3.0, 2.9, 3.1, 600),
)


def but(place: int, value: float) -> list[Row]:
    """The accepted figures, one of them changed."""
    return [replace(row, value=value) if at == place else row for at, row in enumerate(ACCEPTED)]


def test_the_accepted_figures_pass() -> None:
    """So do better ones, and any within the interval."""
    check(ACCEPTED, ACCEPTED)
    check(but(0, 0.5), ACCEPTED)
    check(but(0, 0.271), ACCEPTED)
    check(but(1, 0.0), ACCEPTED)


@pytest.mark.parametrize(("place", "value"), [(0, 0.269), (1, 0.021)])
def test_a_figure_beyond_its_interval_is_refused(place: int, value: float) -> None:
    """Less of what is good, more of what is not; the sentence names it."""
    with pytest.raises(WorseThanAccepted, match=ACCEPTED[place].metric) as caught:
        check(but(place, value), ACCEPTED)
    assert [fallen.accepted for fallen in caught.value.fallen] == [ACCEPTED[place]]


def test_what_is_neither_good_nor_bad_may_move() -> None:
    """Novelty is a trait, not a virtue."""
    check(but(2, 0.1), ACCEPTED)


def test_a_model_that_is_measured_no_more_is_refused() -> None:
    """Leaving a model out is no way through the gate."""
    with pytest.raises(WorseThanAccepted, match="not measured"):
        check(ACCEPTED[1:], ACCEPTED)
