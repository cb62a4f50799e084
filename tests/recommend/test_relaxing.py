"""An impossible combination lets go of what matters least."""

from dataclasses import replace

import pytest

from pickflix.recommend.filters import Filters
from pickflix.recommend.relaxing import asked_for, relaxed

from .conftest import Cinema


def relax(cinema: Cinema, filters: Filters) -> tuple[Filters, tuple[str, ...]]:
    """The filters relaxed over the real catalogue."""
    return relaxed(filters, lambda tried: bool(cinema.filters.mask(tried).any()))


def test_what_can_be_answered_stays(cinema: Cinema) -> None:
    """Nothing is let go of a wish that films answer."""
    asked = Filters(genres=("comedie",), countries=("FR",), year_from=1960, year_to=1969)
    assert relax(cinema, asked) == (asked, ())


def test_one_wish_is_enough_where_it_helps(cinema: Cinema) -> None:
    """French westerns that won an Oscar do not exist: the Oscar goes, the French western stays."""
    asked = Filters(genres=("western",), countries=("FR",), oscar_winner=True)
    kept, gone = relax(cinema, asked)
    assert gone == ("oscar_winner",)
    assert kept == replace(asked, oscar_winner=False)


def test_the_one_that_stands_in_the_way_goes(cinema: Cinema) -> None:
    """Where the length is what no film has, the length goes and the Oscar stays."""
    asked = Filters(genres=("comedie",), runtime_min=9000, oscar_winner=True)
    assert relax(cinema, asked)[1] == ("runtime",)


@pytest.mark.parametrize(
    "asked",
    [
        Filters(runtime_min=9000, year_from=2190),
        Filters(genres=("western",), countries=("JP",), languages=("sv",), year_to=1920, less_known=3),
        Filters(year_from=2190, box_office_min=10**15, genres=("drame",)),
    ],
)
def test_the_list_is_never_empty(cinema: Cinema, asked: Filters) -> None:
    """Whatever is asked, what is left of it has an answer, and each wish is either kept or named."""
    kept, gone = relax(cinema, asked)
    assert gone
    assert cinema.filters.mask(kept).any()
    assert {*asked_for(kept), *gone} == {*asked_for(asked)}
