"""What may be listed."""

from pathlib import Path

import pytest

from pickflix.errors import BadRequest, UnknownGenre
from pickflix.recommend.contract import tiny_table
from pickflix.recommend.filters import FilterIndex, Filters

from .conftest import Cinema


def test_without_filters_everything(cinema: Cinema) -> None:
    """Who asks for nothing gets all films."""
    assert cinema.filters.mask(Filters()).all()


def test_all_that_is_asked_holds(cinema: Cinema) -> None:
    """Each film that passes is what was asked, and none that is was left out."""
    asked = Filters(
        genres=("comedie", "western"),
        without_genres=("drame",),
        countries=("FR", "BE"),
        without_countries=("US",),
        languages=("fr",),
        year_from=1960,
        year_to=1999,
        runtime_min=60,
        runtime_max=110,
    )
    table = cinema.table
    expected = [
        bool({"comedie", "western"} & {*table.genres[row]})
        and "drame" not in table.genres[row]
        and bool({"FR", "BE"} & {*table.countries[row]})
        and "US" not in table.countries[row]
        and "fr" in table.languages[row]
        and 1960 <= (table.years[row] or 0) <= 1999
        and 60 <= (table.runtimes[row] or 0) <= 110
        for row in range(len(table))
    ]
    assert sum(expected) > 20
    assert cinema.filters.mask(asked).tolist() == expected


def test_of_all_genres_each_stands_on_the_film(cinema: Cinema) -> None:
    """A romantic comedy is a comedy and a romance."""
    mask = cinema.filters.mask(Filters(all_genres=("comedie", "romance")))
    assert mask.tolist() == [{"comedie", "romance"} <= {*genres} for genres in cinema.table.genres]


def test_a_home_that_no_film_has_is_no_error(cinema: Cinema) -> None:
    """Nothing passes where no film is called after that country."""
    assert not cinema.filters.mask(Filters(homes=("VA",))).any()


def test_a_bound_leaves_out_what_is_unknown() -> None:
    """A film without a year is not promised to be of before 2100."""
    table = tiny_table()
    mask = FilterIndex.train(table).mask(Filters(year_to=2100))
    assert mask.tolist() == [year is not None for year in table.years]


def test_less_known_goes_by_fame_and_not_by_praise(cinema: Cinema) -> None:
    """Who has seen it all is spared the better known half, and what an editor marked; a praised rarity stays."""
    mask = cinema.filters.mask(Filters(less_known=2))
    assert 0.4 < mask.mean() <= 0.5
    assert max(mark or 0 for row, mark in enumerate(cinema.table.renown) if mask[row]) == 1
    assert cinema.content.popularity[mask].max() > 0.75
    assert not mask[cinema.row("Intouchables", 2011)]


def test_home_is_the_country_that_a_film_is_called_after(cinema: Cinema) -> None:
    """Other countries that put money in do not make a film theirs."""
    mask = cinema.filters.mask(Filters(homes=("IT",)))
    assert mask[cinema.row("Huit et demi", 1963)]
    assert not mask[cinema.row("Le Samouraï", 1967)]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (Filters(genres=("comedi",)), "comedie"),
        (Filters(countries=("XX",)), "country"),
        (Filters(languages=("",)), "language"),
    ],
)
def test_an_unknown_code_is_refused(cinema: Cinema, asked: Filters, hint: str) -> None:
    """A code that no film bears is told, with the near ones."""
    with pytest.raises(UnknownGenre, match=hint):
        cinema.filters.mask(asked)


def test_an_impossible_range_is_refused() -> None:
    """From 2000 to 1990 there is nothing, and below zero neither."""
    with pytest.raises(BadRequest, match="2000 to 1990"):
        Filters(year_from=2000, year_to=1990)
    with pytest.raises(BadRequest, match="running time"):
        Filters(runtime_min=-1)


def test_saved_and_loaded_is_the_same(tmp_path: Path) -> None:
    """The index answers as before after a way through its folder."""
    index = FilterIndex.train(tiny_table())
    index.save(tmp_path)
    asked = Filters(genres=("western",), without_countries=("FR",), runtime_max=100)
    assert FilterIndex.load(tmp_path).mask(asked).tolist() == index.mask(asked).tolist()
