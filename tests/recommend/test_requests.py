"""The whole request, through the engine: surprises, strengths, several people, wishes that are let go."""

from dataclasses import replace

import pytest

from pickflix import BadRequest, Engine, Filters, Request
from pickflix.recommend.nationality import home_country


def film(engine: Engine, title: str) -> str:
    """The id of the film of that title."""
    return engine.search(title, 1)[0].id


@pytest.mark.parametrize("title", ["amelie", "la grande vadrouille", "matrix", "les choristes"])
def test_a_surprise_is_of_elsewhere(engine: Engine, title: str) -> None:
    """Each film comes from another country and another decade than the one liked, says so, and shares its kind."""
    seed = engine.film(film(engine, title))
    listed = engine.recommend([seed.id], 20, surprise=True)
    assert len(listed) == 20
    for each in listed:
        home = home_country(each.film.countries, each.film.languages)
        assert home is not None
        assert not {*each.film.countries} & {*seed.countries}
        assert (each.film.year or 0) // 10 != (seed.year or 0) // 10
        assert {*each.film.genres} & {*seed.genres}
        assert each.reasons[-1].kind == "elsewhere"
        assert "Un autre pays, une autre époque" in engine.reason_text(each.reasons[-1], "fr")


def test_a_surprise_goes_around_the_world(engine: Engine) -> None:
    """Though most films are American, no country has more than a third of the list."""
    listed = [each.film for each in engine.recommend([film(engine, "amelie")], 10, surprise=True)]
    homes = [home_country(each.countries, each.languages) for each in listed]
    assert len({*homes}) >= 4
    assert max(map(homes.count, homes)) <= 3


def test_what_one_loves_most_weighs_most(engine: Engine) -> None:
    """Of two films liked, the list goes towards the one that was loved."""
    seeds = [film(engine, "toy story"), film(engine, "alien")]
    towards = [
        sum("animation" in each.film.genres for each in engine.recommend(seeds, 10, strengths=strengths))
        for strengths in ((1.0, 9.0), (9.0, 1.0))
    ]
    assert towards[0] < towards[1]


def test_strengths_are_as_many_as_films(engine: Engine) -> None:
    """Two films and three strengths, or a strength of nothing, are refused in one sentence."""
    seeds = (film(engine, "toy story"), film(engine, "alien"))
    for strengths in ((1.0, 2.0, 3.0), (0.0, 1.0), (-1.0, 1.0), (float("nan"), 1.0)):
        with pytest.raises(BadRequest, match="strengths"):
            engine.recommend(seeds, strengths=strengths)
    with pytest.raises(BadRequest, match="strengths"):
        engine.recommend(seeds, strengths=("much", "little"))


@pytest.mark.parametrize("strength", [1e308, 1e-320])
def test_only_the_proportion_of_strengths_counts(engine: Engine, strength: float) -> None:
    """As large or as small as numbers can be, equal strengths are equal strengths."""
    seeds = (film(engine, "toy story"), film(engine, "alien"))
    assert engine.recommend(seeds, strengths=(strength, strength)) == engine.recommend(seeds)


def test_what_is_liked_and_disliked_is_named(engine: Engine) -> None:
    """The error says which film it is, not in which row it stands."""
    seed = film(engine, "toy story")
    with pytest.raises(BadRequest, match="Toy Story"):
        engine.recommend([seed], dislikes=(seed,))


def test_a_list_for_several_may_be_as_long_as_the_catalogue(engine: Engine) -> None:
    """Each film that nobody named, once; beyond what anybody reads the list is not made diverse."""
    people = [[film(engine, title)] for title in ("amelie", "matrix")]
    found = engine.recommend_together(people, 20_000).films
    assert len({each.film.id for each in found}) == len(found) == engine.browse()[1] - 2


def test_together_nobody_is_miserable(engine: Engine) -> None:
    """Each film is for each of three people; its score is their mean, and each has a reason."""
    people = [[film(engine, title)] for title in ("amelie", "matrix", "toy story")]
    found = engine.recommend_together(people, 10).films
    assert len(found) == 10
    for shared in found:
        assert shared.score == pytest.approx(sum(shared.pleasures) / 3)
        assert min(shared.pleasures) > 0.1  # within the first third of that person's own list
        assert len(shared.reasons) == 3
        assert all(shared.reasons)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    given = {liked for person in people for liked in person}
    assert not given & {each.film.id for each in found}


def test_two_of_one_taste_get_the_list_of_that_taste(engine: Engine) -> None:
    """Whoever likes the same film agrees: the list is full of what each alone would be shown."""
    liked = film(engine, "la grande vadrouille")
    together = {each.film.id for each in engine.recommend_together([[liked], [liked]], 10).films}
    alone = {each.film.id for each in engine.recommend([liked], 10)}
    assert len(together & alone) >= 8


@pytest.mark.parametrize("people", [[], [["Q484048"]], [["Q484048"]] * 6, [["Q484048"], []]])
def test_two_to_five_choose_together(engine: Engine, people: list[list[str]]) -> None:
    """One alone, six, or somebody without a film: one clear sentence."""
    with pytest.raises(BadRequest, match="people"):
        engine.recommend_together(people)


def test_together_keeps_to_the_filters(engine: Engine) -> None:
    """A group's filters hold, and one that no film answers is let go and told."""
    people = [[film(engine, "amelie")], [film(engine, "matrix")]]
    french = engine.recommend_together(people, 5, filters=Filters(countries=("FR",))).films
    assert all("FR" in each.film.countries for each in french)
    answer = engine.recommend_together(people, 5, filters=Filters(countries=("FR",), runtime_min=9000))
    assert answer.let_go == ("runtime",)
    assert all("FR" in each.film.countries for each in answer.films)


def test_an_impossible_wish_is_let_go_and_told(engine: Engine) -> None:
    """A Japanese western with an Oscar does not exist: the Oscar goes, and the answer says so."""
    asked = Filters(genres=("western",), countries=("JP",), oscar_winner=True)
    seed = film(engine, "amelie")
    answer = engine.answer(Request(seeds=(seed,), filters=asked))
    assert answer.let_go == ("oscar_winner",)
    assert answer.films
    assert all("JP" in each.film.countries for each in answer.films)
    assert not engine.recommend([seed], filters=asked)


def test_a_surprise_that_nothing_answers_is_let_go(engine: Engine) -> None:
    """Where the filters ask for the country of the film itself, there is no other country to go to."""
    seed = film(engine, "amelie")
    answer = engine.answer(Request(seeds=(seed,), surprise=True, filters=Filters(homes=("FR",))))
    assert answer.let_go == ("surprise",)
    assert len(answer.films) == 10


def test_with_somebody(engine: Engine) -> None:
    """Of two people asked for, both stand on each film."""
    de_funes = engine.find("louis de funès").people[0].id
    bourvil = engine.find("bourvil").people[0].id
    listed = engine.recommend([], 20, filters=Filters(people=(de_funes, bourvil)))
    assert "La Grande Vadrouille" in {each.film.label("fr") for each in listed}
    for each in listed:
        assert {de_funes, bourvil} <= {credit.person.id for credit in engine.library.facts(each.film).credits}


def test_without_somebody(engine: Engine) -> None:
    """Comedies of the sixties that are adventures too, and none with Louis de Funès."""
    de_funes = engine.find("louis de funès").people[0].id
    asked = Filters(all_genres=("comedie", "aventure"), countries=("FR",), year_from=1960, year_to=1969)
    every = engine.recommend([], 100, filters=asked)
    others = engine.recommend([], 100, filters=replace(asked, without_people=(de_funes,)))
    assert 0 < len(others) < len(every)
    for each in others:
        assert {"comedie", "aventure"} <= {*each.film.genres}
        assert de_funes not in {credit.person.id for credit in engine.library.facts(each.film).credits}


def test_only_what_can_be_answered_is_offered(engine: Engine) -> None:
    """The embedded catalogue knows box office and no budget; each code offered stands on a film."""
    assert "box_office" in engine.offers.numbers
    assert "budget" not in engine.offers.numbers
    for country in engine.offers.countries[::9]:
        assert engine.recommend([], 1, filters=Filters(countries=(country,)))


def test_a_model_is_chosen_by_name(engine: Engine) -> None:
    """The popularity list is deaf to what one likes; one that the snapshot has not is refused."""
    seed = film(engine, "alien")
    deaf = [each.film.id for each in engine.recommend([seed], 5, model="popularity")]
    assert deaf == [each.film.id for each in engine.recommend([], 5, model="popularity")]
    with pytest.raises(BadRequest, match="popularity"):
        engine.recommend([seed], model="magic")


def test_who_is_not_wanted_is_in_no_film(engine: Engine) -> None:
    """With Pierre Richard and without Gérard Depardieu: none of the three comedies that both play in."""
    wanted, unwanted = "pierre-richard", "gerard-depardieu"
    films, _ = engine.browse(Filters(people=(wanted,), without_people=(unwanted,)), 100)
    made = {person: {film.id for film, _ in engine.library.filmography(person)} for person in (wanted, unwanted)}
    assert {film.id for film in films} == made[wanted] - made[unwanted] != made[wanted]


def test_of_any_people_one_is_enough(engine: Engine) -> None:
    """With Gabin or Ventura: the films of both, together."""
    either = ("jean-gabin", "lino-ventura")
    films, _ = engine.browse(Filters(any_people=either), 1000)
    assert {film.id for film in films} == {film.id for who in either for film, _ in engine.library.filmography(who)}


def test_a_film_by_somebody_is_not_one_with_them(engine: Engine) -> None:
    """Eastwood plays for Leone; a film by Eastwood is one that he directed or wrote."""
    eastwood = engine.find("clint eastwood").people[0].id
    parts = {film.id: roles for film, roles in engine.library.filmography(eastwood)}
    by, _ = engine.browse(Filters(makers=(eastwood,)), 1000)
    assert {film.id for film in by} == {film for film, roles in parts.items() if {*roles} & {"director", "writer"}}
    assert len(by) < len(parts)
