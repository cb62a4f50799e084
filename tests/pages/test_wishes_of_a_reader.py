"""The panel, and what a reader tells of films: each wish holds, and none that fails is silent."""

import dataclasses

import pytest

from pickflix.errors import BadRequest, UnknownFilm
from pickflix.pages.chosen import chosen_page, similar_films
from pickflix.pages.film import film_page
from pickflix.pages.refine import AMOUNTS, CERTIFICATES, PERIODS, RUNTIMES, WISH_OF, Refinement, choices
from pickflix.pages.told import MOST_FILMS, Told
from pickflix.recommend.engine import Engine
from pickflix.recommend.filters import LESS_KNOWN
from pickflix.recommend.request import Request

AMELIE, MATRIX, EASY_RIDER = "Q484048", "Q83495", "Q503046"
UNMET = {"genre": "western", "pays": "FR", "annees": "-1959", "connus": "3"}


def told(**asked: str) -> Told:
    """What an address with these parameters tells."""
    return Told.of([*asked.items()])


def test_the_panel_means_what_it_says(engine: Engine) -> None:
    """Each choice narrows the list to films that have it."""
    wanted = told(genre="comedie", pays="FR", duree="90-120", annees="1980-1999", sans_genre="drame", film="x")
    page = chosen_page(engine, [AMELIE], "fr", wanted)
    assert page.films
    assert page.aside.let_go == ()
    for film in page.films:
        assert "comedie" in film.genres
        assert "drame" not in film.genres
        assert "FR" in film.countries
        assert 90 <= (film.runtime_min or 0) <= 120
        assert 1980 <= (film.year or 0) <= 1999


def test_a_film_page_is_narrowed_too(engine: Engine) -> None:
    """Films like this one, not in its language, gross known."""
    page = film_page(engine, AMELIE, "fr", told=told(sans_langue="fr", recettes="100-"))
    assert page.similar
    for film in page.similar:
        assert "fr" not in film.languages
        assert (engine.library.facts(engine.film(film.id)).box_office_usd or 0) >= 100_000_000


def test_chosen_wishes_go_from_the_most_important_to_the_least() -> None:
    """So the chips above a list always stand in the same order; the old name of "less known" is still read."""
    assert [*told(oscars="1", pays="FR", genre="drame").refinement.chosen] == ["genre", "pays", "oscars"]
    assert told(moins_connus="1").refinement == Refinement(connus="2")
    assert not told(connus="0").refinement.chosen


@pytest.mark.parametrize(
    "name", ["duree", "annees", "genre", "pays", "langue", "sans_langue", "public", "budget", "connus"]
)
def test_a_choice_that_the_panel_does_not_have_is_refused(engine: Engine, name: str) -> None:
    """An address written by hand gets one clear sentence."""
    with pytest.raises(BadRequest):
        chosen_page(engine, [AMELIE], "fr", told(**{name: "x"}))


def test_all_choices_of_the_panel_exist(engine: Engine) -> None:
    """No option of a select leads to an error, and each wish may be chosen."""
    offered = choices(engine.offers, "fr")
    codes = {"genre": offered.genres, "pays": offered.countries, "langue": offered.languages}
    options = {name: [value for value, label in pairs if label] for name, pairs in codes.items()}
    options |= {f"sans_{name}": values for name, values in options.items()}
    options |= {"duree": [*RUNTIMES], "annees": [*PERIODS], "budget": [*AMOUNTS], "recettes": [*AMOUNTS]}
    options |= {"public": [*CERTIFICATES], "connus": [str(step) for step in range(len(LESS_KNOWN))], "oscars": ["1"]}
    assert {*options} == {*WISH_OF} == {field.name for field in dataclasses.fields(Refinement)}
    for name, values in options.items():
        for value in values:
            assert chosen_page(engine, [AMELIE], "fr", told(**{name: value})).films, (name, value)


def test_what_no_film_answers_is_not_offered(engine: Engine) -> None:
    """The embedded catalogue knows what films earned, not what they cost; the panel asks accordingly."""
    offered = choices(engine.offers, "fr")
    assert "box_office" in offered.numbers
    assert ("budget" in offered.numbers) == any(
        engine.recommend([AMELIE], 1, filters=told(budget=value).refinement.filters()) for value in AMOUNTS
    )


def test_an_impossible_combination_lets_a_wish_go_and_says_which(engine: Engine) -> None:
    """Some films come all the same; whoever insists gets none."""
    page = chosen_page(engine, [AMELIE], "fr", told(**UNMET))
    assert page.films
    assert page.aside.let_go
    assert {*page.aside.let_go} < {*UNMET}
    insisting = chosen_page(engine, [AMELIE], "fr", told(**UNMET, exact="1"))
    assert (insisting.films, insisting.aside.let_go) == ((), ())


def test_what_was_seen_or_disliked_does_not_come_back(engine: Engine) -> None:
    """Neither on the list of one film nor on that of several; and it stands beside, to be taken back."""
    first, second = (film.id for film in film_page(engine, AMELIE, "fr", 2).similar)
    page = film_page(engine, AMELIE, "fr", told=told(vu=first, pas=second))
    assert not {first, second} & {film.id for film in page.similar}
    assert page.aside is not None
    assert [film.id for film in (*page.aside.seen, *page.aside.disliked)] == [first, second]


def test_a_film_chosen_and_disliked_counts_as_chosen(engine: Engine) -> None:
    """Whoever adds a film after all has changed their mind; an unknown film is passed over."""
    page = chosen_page(engine, [AMELIE], "fr", Told(disliked=(AMELIE, "Q0"), seen=("Q0",)))
    assert page.films == chosen_page(engine, [AMELIE], "fr").films


def test_a_film_adored_counts_more(engine: Engine) -> None:
    """The list moves towards it."""
    both, leaning = (
        {film.id for film in chosen_page(engine, [AMELIE, MATRIX], "fr", asked).films}
        for asked in (Told(), Told(adored=(MATRIX,)))
    )
    like_it = {film.id for film in chosen_page(engine, [MATRIX], "fr", n=30).films}
    assert len(leaning & like_it) >= len(both & like_it)
    assert leaning != both


def test_a_surprise_comes_from_elsewhere(engine: Engine) -> None:
    """Another country, another decade, and the reasons say so."""
    page = film_page(engine, AMELIE, "fr", told=told(surprise="1"))
    assert page.similar
    for film in page.similar:
        assert not 2000 <= (film.year or 2000) <= 2009
        assert any("autre" in reason for reason in film.reasons)


def test_too_many_films_are_refused_by_the_name_of_their_parameter() -> None:
    """Fifty seen at most in one address."""
    with pytest.raises(BadRequest, match=f"vu: at most {MOST_FILMS}"):
        Told.of([("vu", f"Q{number}") for number in range(MOST_FILMS + 1)])


def test_the_api_asks_the_engine_as_it_is(engine: Engine) -> None:
    """There an unknown film is an error, and the wishes let go have the names of the filters."""
    answer = similar_films(engine, Request(seeds=(AMELIE,), filters=told(**UNMET).refinement.filters()), "fr")
    assert answer.films
    assert answer.let_go
    assert {*answer.let_go} <= {*WISH_OF.values()}
    with pytest.raises(UnknownFilm):
        similar_films(engine, Request(seeds=(AMELIE,), dislikes=("Q0",)), "fr")
