"""For two to five people: whose films they are, what is typed for them, and a reason for each."""

import pytest

from pickflix.catalogue.film import Film
from pickflix.errors import BadRequest, UnknownFilm
from pickflix.pages.together import Search, candidates, people_of, shared_films, together_page
from pickflix.pages.told import Told
from pickflix.recommend.engine import Engine
from pickflix.recommend.filters import Filters

AMELIE, MATRIX, TONTONS = "Q484048", "Q83495", "Q936425"
TWO = (("p1", AMELIE), ("p1", TONTONS), ("n1", " Jeanne  B. "), ("p2", MATRIX))


def test_two_people_are_there_from_the_start(engine: Engine) -> None:
    """Nobody has to ask for them; more come when asked for or once they have told a film; five are the most."""
    assert [person.label for person in people_of(engine, (), "fr")] == ["Personne 1", "Personne 2"]
    assert len(people_of(engine, (("personnes", "3"),), "fr")) == 3
    assert len(people_of(engine, (("personnes", "9"), ("p2", MATRIX)), "fr")) == 5
    assert len(people_of(engine, (("p4", MATRIX),), "en")) == 4


def test_each_has_a_name_and_films(engine: Engine) -> None:
    """A name is kept short and on one line; an unknown film is told apart."""
    jeanne, other = people_of(engine, (*TWO, ("p2", "Q0")), "fr")
    assert (jeanne.name, jeanne.label) == ("Jeanne B.", "Jeanne B.")
    assert [film.id for film in jeanne.films] == [AMELIE, TONTONS]
    assert other.unknown == ("Q0",)


def test_the_list_has_a_reason_for_each(engine: Engine) -> None:
    """Ten films, none of which anybody told, with one line a person in the order of the people."""
    page = together_page(engine, people_of(engine, TWO, "fr"), "fr", Told())
    assert page.ready
    assert len(page.films) == 10
    assert not {film.id for film in page.films} & {AMELIE, MATRIX, TONTONS}
    for film in page.films:
        assert [reason.split(" : ")[0].split(",")[0] for reason in film.reasons] in (
            ["Pour Jeanne B.", "Pour la personne 2"],
            ["Pour Jeanne B."],
            ["Pour la personne 2"],
        )


def test_of_several_films_the_reason_names_one(engine: Engine) -> None:
    """Jeanne told two films, so her reasons say which; the other told one, so there is no need to."""
    page = together_page(engine, people_of(engine, TWO, "fr"), "fr", Told())
    told = [reason for film in page.films for reason in film.reasons]
    assert any(reason.startswith("Pour Jeanne B., comme « ") for reason in told)
    assert not any(reason.startswith("Pour la personne 2, comme") for reason in told)


def test_one_person_alone_gets_no_list_yet(engine: Engine) -> None:
    """The page waits for the second; a wrong wish is said in any case."""
    alone = people_of(engine, TWO[:3], "fr")
    page = together_page(engine, alone, "fr", Told())
    assert (page.ready, page.films) == (False, ())
    with pytest.raises(BadRequest):
        together_page(engine, alone, "fr", Told.of([("duree", "x")]))


def test_what_is_seen_is_hidden_and_filters_hold(engine: Engine) -> None:
    """The panel narrows this list as any other."""
    people = people_of(engine, TWO, "fr")
    first = together_page(engine, people, "fr", Told()).films[0].id
    page = together_page(engine, people, "fr", Told.of([("vu", first), ("pays", "FR")]))
    assert first not in {film.id for film in page.films}
    assert page.films
    assert all("FR" in film.countries for film in page.films)


def test_an_impossible_wish_is_let_go_for_all(engine: Engine) -> None:
    """And named; whoever insists gets no film."""
    people = people_of(engine, TWO, "fr")
    unmet = [("genre", "western"), ("pays", "FR"), ("annees", "-1959"), ("connus", "3")]
    page = together_page(engine, people, "fr", Told.of(unmet))
    assert page.films
    assert page.aside.let_go
    assert together_page(engine, people, "fr", Told.of([*unmet, ("exact", "1")])).films == ()


def test_what_is_typed_is_the_film_or_those_it_may_be(engine: Engine) -> None:
    """A whole title needs no question; half of one, or nonsense, does."""
    sure = candidates(engine, 2, "les tontons flingueurs", "fr")
    assert isinstance(sure, Film)
    unsure = candidates(engine, 2, "fantome", "fr")
    assert isinstance(unsure, Search)
    assert unsure.number == 2
    assert unsure.films


def test_the_api_needs_two_people_and_known_films(engine: Engine) -> None:
    """What a page asks gently, the API refuses in one sentence."""
    both = shared_films(engine, TWO, "en", n=5, seen=(), filters=Filters())
    assert len(both.films) == 5
    assert both.films[0].reasons[0].startswith("For Jeanne B.")
    with pytest.raises(BadRequest):
        shared_films(engine, TWO[:3], "fr", n=5, seen=(), filters=Filters())
    with pytest.raises(UnknownFilm):
        shared_films(engine, (("p1", "Q0"),), "fr", n=5, seen=(), filters=Filters())


def test_a_name_is_taken_to_the_letter(engine: Engine) -> None:
    """Braces in a name are no pattern for us to fill in."""
    for name in ("{0}", "{x}", "{", "{0.__class__}"):
        first = people_of(engine, [("n1", name)], "fr")[0]
        assert (first.label, first.spoken) == (name, name)
