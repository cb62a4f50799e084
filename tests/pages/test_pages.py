"""The pages as values, without HTTP."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

import pickflix.pages
from pickflix.errors import BadRequest, UnknownFilm, UnknownGenre, UnknownPerson
from pickflix.pages.about import about_page
from pickflix.pages.chosen import chosen_page
from pickflix.pages.film import film_page
from pickflix.pages.home import home_page
from pickflix.pages.person import person_page
from pickflix.pages.search import search_page, suggestions
from pickflix.pages.shelf import PAGE, shelf_page
from pickflix.pages.shelves import FAVOURITES, GENRE_SHELVES, SHELVES, Shelf, genre_shelf, shelf
from pickflix.pages.told import Told
from pickflix.recommend.engine import Engine
from pickflix.recommend.filters import Filters

AMELIE, MATRIX = "Q484048", "Q83495"


def page_values() -> Iterator[type]:
    """Every dataclass of pages/ that is shown: neither the table of shelves nor what an address tells."""
    for module in pkgutil.iter_modules(pickflix.pages.__path__, "pickflix.pages."):
        for value in vars(importlib.import_module(module.name)).values():
            if (
                is_dataclass(value)
                and isinstance(value, type)
                and value.__module__ == module.name
                and value not in {Shelf, Told}
            ):
                yield value


@pytest.mark.parametrize("value", tuple(page_values()), ids=lambda value: value.__name__)
def test_every_field_is_described(value: type) -> None:
    """The words beside a field are the documentation of the API."""
    assert is_dataclass(value)
    assert [field.name for field in fields(value) if not field.metadata.get("description")] == []


def test_home_shows_thirty_different_films(engine: Engine) -> None:
    """Five shelves of six, no film twice, and the films to try are the ones meant."""
    page = home_page(engine, "fr")
    shown = [film.id for preview in page.previews for film in preview.films]
    assert len(shown) == len(set(shown)) == 30
    assert [example.film.label for example in page.examples] == [
        "La Grande Vadrouille",
        "Le Fabuleux Destin d'Amélie Poulain",
        "Le Samouraï",
    ]


def test_a_film_has_its_people_and_ten_films_like_it(engine: Engine) -> None:
    """Facts of the film, and reasons in the language asked for."""
    page = film_page(engine, AMELIE, "fr")
    assert [person.name for person in page.directors] == ["Jean-Pierre Jeunet"]
    assert len(page.similar) == 10
    assert AMELIE not in {film.id for film in page.similar}
    assert all(film.reasons for film in page.similar)
    assert [film.score for film in page.similar] == sorted((film.score for film in page.similar), reverse=True)
    assert film_page(engine, AMELIE, "en").film.label == "Amélie"
    with pytest.raises(UnknownFilm):
        film_page(engine, "Q0", "fr")


def test_several_films_say_which_of_them_a_reason_speaks_of(engine: Engine) -> None:
    """With two seeds, a reason names one; with one, there is no need to."""
    both = chosen_page(engine, [AMELIE, MATRIX, AMELIE], "fr")
    assert [film.id for film in both.seeds] == [AMELIE, MATRIX]
    assert any(reason.startswith("Comme « ") for film in both.films for reason in film.reasons)
    told = [
        reason.split(" : ", 1)[1] for film in both.films for reason in film.reasons if reason.startswith("Comme « ")
    ]
    assert all(text[0] == text[0].lower() for text in told)
    alone = chosen_page(engine, [AMELIE], "fr")
    assert not any(reason.startswith("Comme « ") for film in alone.films for reason in film.reasons)


def test_an_empty_list_is_a_gentle_page(engine: Engine) -> None:
    """Without films there is nothing to list, and nothing fails."""
    page = chosen_page(engine, [], "fr")
    assert (page.seeds, page.films, page.unknown) == ((), (), ())


def test_too_many_films_are_refused(engine: Engine) -> None:
    """Fifty at most, said in one sentence."""
    with pytest.raises(BadRequest, match="at most 50"):
        chosen_page(engine, [f"Q{number}" for number in range(51)], "fr")


@pytest.mark.parametrize("each", [*SHELVES.values(), *GENRE_SHELVES.values()], ids=lambda each: each.slug)
def test_no_shelf_is_empty(engine: Engine, each: Shelf) -> None:
    """Whatever home links to has films, and a name in both languages."""
    page = shelf_page(engine, each, "fr")
    assert len(page.films) == min(PAGE, page.total) > 5
    assert each in page.others
    assert each.name("fr")
    assert each.name("en")


def test_pages_of_a_shelf_follow_each_other(engine: Engine) -> None:
    """No film twice, none between two pages lost, the last page the last."""
    first, second = (shelf_page(engine, shelf("oscars"), "fr", number) for number in (1, 2))
    assert not {film.id for film in first.films} & {film.id for film in second.films}
    last = shelf_page(engine, shelf("oscars"), "fr", first.last)
    assert PAGE * (first.last - 1) + len(last.films) == first.total
    for number in (0, first.last + 1):
        with pytest.raises(BadRequest):
            shelf_page(engine, shelf("oscars"), "fr", number)


def test_what_does_not_exist_is_told(engine: Engine) -> None:
    """Unknown people, shelves and genres raise their own error."""
    with pytest.raises(UnknownPerson):
        person_page(engine, "nobody", "fr")
    with pytest.raises(UnknownGenre, match="oscars"):
        shelf("oscar")
    with pytest.raises(UnknownGenre):
        genre_shelf("x")


def test_a_search_finds_films_and_people(engine: Engine) -> None:
    """A name brings the person with the films directed first; blank words bring nothing."""
    found = search_page(engine, "truffaut", "fr").people[0]
    directed = {part.film.id for part in person_page(engine, found.person.id, "fr").films if "director" in part.roles}
    assert found.person.name == "François Truffaut"
    assert found.total > len(found.films) == 12
    assert {film.id for film in found.films} <= directed
    assert search_page(engine, "  ", "fr").films == ()


def test_a_person_found_shows_the_best_known_films_first(engine: Engine) -> None:
    """The results page and `Engine.search` list the same; the person's own page stays chronological."""
    for name in ("truffaut", "louis de funès"):
        found = search_page(engine, name, "fr").people[0]
        assert [film.id for film in found.films] == [film.id for film in engine.search(name, 12)]
    films = [part.film for part in person_page(engine, "louis-de-funes", "fr").films]
    assert [film.year for film in films] == sorted((film.year or 0 for film in films), reverse=True)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("Westerns", "/genres/western"),
        ("comédie", "/genres/comedie"),
        ("les années 60", "/rayons/annees-60"),
        ("1966", "/rayons/annees-60"),
        ("italie", "/rayons/pays-it"),
        ("South Korea", "/rayons/pays-kr"),
        ("courts metrages", "/rayons/courts-metrages"),
    ],
)
def test_the_name_of_a_shelf_brings_the_shelf(engine: Engine, typed: str, path: str) -> None:
    """A genre, a decade, a year or a country leads to its films, however it is written."""
    found = search_page(engine, typed, "fr").shelf
    assert found is not None
    assert found.path == path


@pytest.mark.parametrize("typed", ["amelie", "1895", "2199", "les", "²"])
def test_other_words_bring_no_shelf(engine: Engine, typed: str) -> None:
    """A title is no shelf, nor is a year before and after all films."""
    assert search_page(engine, typed, "fr").shelf is None


def test_a_search_tells_with_which_year_the_catalogue_begins(engine: Engine) -> None:
    """It is the year of the oldest film."""
    oldest = search_page(engine, "zzzzqqq", "fr").first_year
    assert oldest is not None
    assert engine.browse(Filters(year_to=oldest))[1] > 0
    assert engine.browse(Filters(year_to=oldest - 1))[1] == 0


def test_the_french_shelf_opens_with_what_everybody_loves(engine: Engine) -> None:
    """On its own page as at home, each of the favourites once."""
    opened = shelf_page(engine, shelf("films-francais"), "fr").films
    assert [film.id for film in opened[: len(FAVOURITES)]] == [engine.find(title).films[0].id for title in FAVOURITES]
    assert len({film.id for film in opened}) == PAGE
    assert home_page(engine, "fr").previews[0].films == opened[:6]


def test_the_italian_shelf_holds_italian_films(engine: Engine) -> None:
    """A French film that Italian money helped to make is not of the golden age of Italian cinema."""
    titles = {film.label for film in shelf_page(engine, shelf("italie-annees-60"), "fr").films}
    assert {"Le Voleur de bicyclette", "Huit et demi"} <= titles
    assert not titles & {"Le Samouraï", "Le Mépris", "Plein Soleil", "Le Cercle rouge"}


def test_hidden_gems_are_little_known(engine: Engine) -> None:
    """Nothing that many have reviewed, nor what an editor marked as known, is called a hidden gem."""
    for film in engine.browse(shelf("pepites").filters)[0]:
        facts = engine.library.facts(film)
        assert facts.reviews is None or facts.reviews < 100, film
        assert facts.oscars_won == 0, film


def test_short_films_have_a_length_that_can_be(engine: Engine) -> None:
    """A length under five minutes is a slip of the source; at home stories stand before documentaries."""
    films, _ = engine.browse(shelf("courts-metrages").filters, 100)
    assert min(film.runtime_min or 0 for film in films) >= 5
    shown = next(each for each in home_page(engine, "fr").previews if each.shelf.slug == "courts-metrages")
    assert not [film.label for film in shown.films if "documentaire" in film.genres]


def test_suggestions_come_while_typing(engine: Engine) -> None:
    """Half a title is enough, and there are never more than asked for."""
    found = suggestions(engine, "la grande vadr", "fr", 5)
    assert found.suggestions[0].label == "La Grande Vadrouille"
    assert len(found.suggestions) <= 5
    assert suggestions(engine, "", "fr").suggestions == ()


def test_the_sources_are_named_with_their_licences(engine: Engine) -> None:
    """What the manifest says of each source reaches the page."""
    page = about_page(engine, posters=False)
    assert [source.licence for source in page.sources if "Wikidata" in source.attribution] == ["CC0 1.0"]
    assert page.snapshot == engine.snapshot.manifest.name
    assert page.ratings is None  # nobody has rated anything yet
