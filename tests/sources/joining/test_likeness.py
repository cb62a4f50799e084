"""What makes two films look the same, and what keeps them apart all the same: people, countries, lengths, years."""

from typing import Any

import pytest

from pickflix.sources.embedded import Embedded
from pickflix.sources.joining.likeness import Doubt
from pickflix.sources.joining.linking import Links, link
from tests.sources.joining.small_sources import source

ROBIN = {"title": "Robin Hood", "year": 1991}
BY_IRVIN = ROBIN | {"directors": ["John Irvin"], "countries": ["GB"], "genres": ["aventure"], "runtime_min": 104}


def alone(ours: dict[str, Any], theirs: dict[str, Any]) -> Links:
    """Linking one film to one film."""
    return link(source({"id": "ours"} | ours), source({"id": "theirs"} | theirs))


@pytest.mark.parametrize(
    ("ours", "theirs", "why"),
    [
        # Of the same cast and length, by others.
        (
            ROBIN | {"directors": ["John Irvin"], "cast": ["Jürgen Prochnow"], "runtime_min": 59},
            ROBIN | {"directors": ["Kevin Reynolds"], "cast": ["Jürgen Prochnow"], "runtime_min": 60},
            Doubt.DIRECTORS,
        ),
        (BY_IRVIN, ROBIN | {"countries": ["US"], "genres": ["comedie"]}, Doubt.FACTS),
        (BY_IRVIN, ROBIN | {"countries": ["US"], "runtime_min": 104}, Doubt.FACTS),
        (BY_IRVIN, ROBIN | {"countries": ["GB"], "runtime_min": 143}, Doubt.FACTS),
        (
            {"title": "Snow White and the Huntsman", "year": 2012, "cast": ["Jo Doe"], "runtime_min": 90},
            {"title": "Snow White and the Huntsman", "year": 2012, "cast": ["Ann Bee"], "runtime_min": 90},
            Doubt.ACTORS,
        ),
        (BY_IRVIN, ROBIN | {"year": 1992, "countries": ["GB"]}, Doubt.LITTLE),
        (BY_IRVIN, ROBIN, Doubt.TITLE),
        ({"title": "Home", "year": 2008}, {"title": "HOME!", "year": 2008}, Doubt.TITLE),
        (
            {"title": "The Three Musketeers", "year": 2011, "directors": ["Paul W. S. Anderson"]},
            {"title": "The Three Musketeers", "year": 2012},
            Doubt.YEARS,
        ),
        (
            {"title": "Around the World in Eighty Days", "year": 1956, "countries": ["US"]},
            {"title": "Around the World in Eighty Days", "year": 1957},
            Doubt.YEARS,
        ),
    ],
)
def test_what_agrees_in_title_alone_is_left_apart_and_listed(
    ours: dict[str, Any], theirs: dict[str, Any], why: Doubt
) -> None:
    """Whatever speaks for it: other directors, countries, lengths or years speak louder, and a short title too low."""
    links = alone(ours, theirs)
    assert links.pairs.is_empty()
    assert links.ambiguous.select("ours", "theirs", "why").rows() == [("ours", "theirs", why)]


@pytest.mark.parametrize("also", [{"countries": ["GB"]}, {"languages": ["en"]}, {"runtime_min": 106}])
def test_a_short_title_is_believed_where_one_more_fact_agrees(also: dict[str, Any]) -> None:
    """A country, a language or the length; but not where the genres are others."""
    film = BY_IRVIN | {"languages": ["en"]}
    assert alone(film, ROBIN | also).pairs.height == 1
    assert alone(film, ROBIN | also | {"runtime_min": None, "genres": ["comedie"]}).pairs.is_empty()


def test_people_outweigh_countries_and_lengths() -> None:
    """Another cut of a film, of which sources name other countries, is still by the same director."""
    assert alone(BY_IRVIN, BY_IRVIN | {"countries": ["US"], "runtime_min": 150}).pairs.height == 1


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Quentin Tarantino", "Q. Tarantino"),
        ("Melvin Van Peebles Jr.", "Melvin Van Peebles"),
        ("Sergei Mikhailovich Eisenstein", "Sergey Mikhailovich Eisenstein"),
        ("Paul W. S. Anderson", "Paul William Scott Anderson"),
    ],
)
def test_a_director_is_known_by_any_near_spelling(ours: str, theirs: str) -> None:
    """Initials, generations, a letter: it is one director, so that the film is one."""
    film = {"title": "Home", "year": 2008}
    assert alone(film | {"directors": [ours]}, film | {"directors": [theirs]}).pairs.height == 1


@pytest.mark.parametrize("other", ["Alfred Reynolds", "K. Costner", "J. R."])
def test_another_director_is_not_a_near_spelling(other: str) -> None:
    """A first name, a surname or initials alone in common are not enough."""
    film = {"title": "Home", "year": 2008, "cast": ["Jo Doe"]}
    links = alone(film | {"directors": ["Kevin Reynolds"]}, film | {"directors": [other]})
    assert links.ambiguous["why"].to_list() == [Doubt.DIRECTORS]


def test_a_short_title_is_rare_only_among_many() -> None:
    """Of all the films of a catalogue one is called so: the year is enough; of a title that another bears it is not."""
    embedded = Embedded().read()
    rare = embedded.films.filter(title="Zoolander").row(0, named=True)
    links = link(embedded, source({"id": "x", "title": rare["title"], "year": rare["year"]}))
    assert links.pairs.select("ours", "by").rows() == [(rare["id"], "title")]
    common = embedded.films.filter(title="Robin Hood").row(0, named=True)
    links = link(embedded, source({"id": "x", "title": "Robin Hood", "year": common["year"]}))
    assert links.pairs.is_empty()
    assert Doubt.TITLE in links.ambiguous["why"].to_list()


def test_films_of_which_the_same_is_known_are_listed() -> None:
    """Two of one title, year and language: either could be the one."""
    film = {"title": "Beneath", "year": 2013, "languages": ["en"]}
    links = link(source({"id": "Q1"} | film, {"id": "Q2"} | film), source({"id": "x"} | film))
    assert links.pairs.is_empty()
    assert links.ambiguous.select("ours", "why").rows() == [("Q1", Doubt.SEVERAL), ("Q2", Doubt.SEVERAL)]
