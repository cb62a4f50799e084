"""Whom and what the names in a wish mean."""

import pytest

from pickflix import Engine


@pytest.mark.parametrize(
    ("name", "behind", "person"),
    [
        ("Truffaut", True, "francois-truffaut"),
        ("Francois Trufaut", True, "francois-truffaut"),
        ("de Funès", False, "louis-de-funes"),
        ("Bergman", True, "ingmar-bergman"),
        ("Mastroianni", False, "marcello-mastroianni"),
    ],
)
def test_a_family_name_means_who_has_most_films(name: str, *, behind: bool, person: str, engine: Engine) -> None:
    """Behind the camera where a director is asked for."""
    found = engine.names.person(name, behind=behind)
    assert found is not None
    assert found.id == person


@pytest.mark.parametrize("name", ["James Bond", "Xyzzy Plugh", "", "   ", "!?"])
def test_who_is_not_there_is_nobody(name: str, engine: Engine) -> None:
    """Not James Bond III either."""
    assert engine.names.person(name, behind=False) is None


def test_a_director_is_told_from_an_actor(engine: Engine) -> None:
    """By the parts they have in their films; small parts of a director do not count."""
    directs = {name: engine.names.person(name, behind=True) for name in ("Alfred Hitchcock", "Jean Gabin")}
    assert {name: found is not None and found.directs for name, found in directs.items()} == {
        "Alfred Hitchcock": True,
        "Jean Gabin": False,
    }


def test_a_title_may_be_mistyped_but_not_when_it_must_be_sure(engine: Engine) -> None:
    """Whoever loves the mountains names no film."""
    film = engine.names.film("intouchable", surely=False)
    assert film is not None
    assert engine.names.film_title(film, "fr") == "Intouchables"
    assert engine.names.film("la montagne", surely=True) is None
    assert engine.names.film("", surely=False) is None
