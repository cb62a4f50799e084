"""A wish that was read is a request."""

import pytest

from pickflix import Engine, Filters
from pickflix.errors import BadRequest
from pickflix.recommend.plain_words import Understood


def test_the_chips_are_filters(engine: Engine) -> None:
    """All that can be asked for, in one wish."""
    understood = engine.understand(
        "une comédie romantique italienne peu connue des années 60, oscarisée, pas trop longue, avec Mastroianni, "
        "sans Sophia Loren, pas d'horreur, pas américaine, en italien et pas en anglais"
    )
    people = understood.people
    assert [engine.library.person(person).name for person in people] == ["Marcello Mastroianni"]
    assert understood.filters() == Filters(
        all_genres=("comedie", "romance"),
        without_genres=("horreur",),
        homes=("IT",),
        without_countries=("US",),
        languages=("it",),
        without_languages=("en",),
        people=people,
        without_people=("sophia-loren",),
        year_from=1960,
        year_to=1969,
        runtime_max=120,
        less_known=2,
        oscar_winner=True,
    )


@pytest.mark.parametrize(
    ("token", "filters"),
    [
        ("genre:policier,thriller", Filters(genres=("policier", "thriller"))),
        ("pays:FR", Filters(countries=("FR",), languages=("fr",))),
        ("pays:GB", Filters(countries=("GB",))),
        ("pays:BE,JP", Filters(countries=("BE", "JP"))),
        ("pays:JP", Filters(homes=("JP",))),
        ("epoque:muet", Filters(year_to=1930)),
        ("avec:jean-gabin,lino-ventura", Filters(any_people=("jean-gabin", "lino-ventura"))),
        ("de:sergio-leone", Filters(makers=("sergio-leone",))),
        ("de:agnes-varda,jacques-demy", Filters(any_makers=("agnes-varda", "jacques-demy"))),
    ],
)
def test_a_chip_is_a_filter(token: str, filters: Filters) -> None:
    """Of several values one is enough; whose film it is counts where that can be told."""
    assert Understood.of([token]).filters() == filters


def test_films_are_seeds_and_dislikes(engine: Engine) -> None:
    """What it should be like, and unlike."""
    understood = engine.understand("comme Intouchables, mais pas comme Shining")
    assert [engine.film(seed).title_fr for seed in understood.seeds] == ["Intouchables"]
    assert [engine.film(film).title_fr for film in understood.dislikes] == ["Shining"]


def test_a_chip_can_be_taken_away(engine: Engine) -> None:
    """What is left is the address of the wish without it, and reads as the same chips."""
    understood = engine.understand("un western italien avec Clint Eastwood")
    left = understood.without("pays:IT")
    assert left == ("genre:western", "avec:clint-eastwood")
    assert Understood.of(left).tokens == left


@pytest.mark.parametrize(
    ("tokens", "filters"),
    [
        (("epoque:muet", "annees:1980-1989"), Filters(year_from=1980, year_to=1989)),
        (("annees:1990-", "annees:-1969"), Filters(year_to=1969)),
        (("duree:-60", "duree:120-"), Filters(runtime_min=120)),
        (("genre:horreur", "sans-genre:horreur"), Filters(without_genres=("horreur",))),
    ],
)
def test_of_a_contradiction_the_last_word_counts(tokens: tuple[str, ...], filters: Filters) -> None:
    """A wish that no film can answer is nobody's wish."""
    assert Understood.of(tokens).filters() == filters


def test_an_address_with_something_else_is_refused() -> None:
    """Whoever makes one by hand is told."""
    with pytest.raises(BadRequest, match="envie"):
        Understood.of(["genre:comedie", "couleur:rouge"])


def test_a_wish_brings_films_that_are_what_was_asked(engine: Engine) -> None:
    """From the words to the list."""
    filters = engine.understand("une comédie française des années 80 avec Pierre Richard").filters()
    films, found = engine.browse(filters)
    assert found == len(films) > 3
    for film in films:
        assert "comedie" in film.genres
        assert "FR" in film.countries
        assert 1980 <= (film.year or 0) <= 1989
