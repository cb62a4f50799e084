"""Which film of one source is which of another: remakes and homonyms apart, precision and recall where ids tell."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.linking import BARE, EXPORTS, exports, found, noisy
from pickflix.catalogue.folding import fold
from pickflix.sources.contract import Tables
from pickflix.sources.embedded import Embedded
from pickflix.sources.joining.likeness import Doubt
from pickflix.sources.joining.linking import Links, link
from pickflix.sources.joining.titles import folded, spelled
from pickflix.sources.matching import spellings
from tests.sources.joining.small_sources import source

RINGU = {"id": "Q1", "title": "Ring", "title_original": "リング", "titles_other": ["The Ring"], "year": 1998}
NAKATA, VERBINSKI = {"directors": ["Hideo Nakata"]}, {"directors": ["Gore Verbinski"]}
STALKER = {"title": "Stalker", "year": 1979, "runtime_min": 163}
BIRDCAGE = {"title": "La Cage aux folles", "year": 1978, "directors": ["Édouard Molinaro"], "cast": ["Ugo Tognazzi"]}


@pytest.fixture(scope="module")
def embedded() -> Tables:
    """The shipped catalogue."""
    return Embedded().read()


def linked(ours: Tables, theirs: Tables) -> dict[str, str]:
    """Which film of ours each of theirs is."""
    return dict(link(ours, theirs).pairs.select("theirs", "ours").rows())


def alone(ours: dict[str, Any], theirs: dict[str, Any]) -> Links:
    """Linking one film to one film."""
    return link(source({"id": "ours"} | ours), source({"id": "theirs"} | theirs))


def test_a_noisy_copy_of_the_catalogue_finds_its_films(embedded: Tables) -> None:
    """Other titles, years beside, other spellings, names lost; a fifth of the films missing."""
    links = found(embedded, noisy(embedded))
    assert links.precision >= 0.9995
    assert links.recall >= 0.99
    assert links.there > 15_000


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the exports are not beside this checkout")
def test_wikidatas_exports_find_their_films(embedded: Tables) -> None:
    """With people, with a country, and with titles and years alone: then what is not found is listed, nearly all."""
    for what, hidden in exports():
        links = found(embedded, hidden)
        assert links.precision >= 0.995, what
        assert (links.seen if what == BARE else links.recall) >= 0.95, what
        assert links.recall >= 0.8, what


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (RINGU | NAKATA, {"title": "The Ring", "year": 2002} | VERBINSKI),
        ({"title": "Sabrina", "year": 1954}, {"title": "Sabrina", "year": 1995}),
        (BIRDCAGE, BIRDCAGE | {"year": 1996}),
        (
            {"title": "Capote", "year": 2005, "directors": ["Bennett Miller"], "cast": ["Philip Seymour Hoffman"]},
            {"title": "Capote", "year": 2005, "directors": ["Somebody Else"], "cast": ["Toby Jones"]},
        ),
        (
            {"title": "Whiplash", "year": 2013, "runtime_min": 18, "directors": ["Damien Chazelle"]},
            {"title": "Whiplash", "year": 2014, "runtime_min": 106, "directors": ["Damien Chazelle"]},
        ),
        (
            {"title": "Anna Christie", "year": 1930, "directors": ["Clarence Brown"], "cast": ["Greta Garbo"]},
            {"title": "Anna Christie", "year": 1930, "directors": ["Jacques Feyder"], "cast": ["Greta Garbo"]},
        ),
        (
            {
                "title": "Kill Bill: Volume 1",
                "titles_other": ["Kill Bill"],
                "year": 2003,
                "directors": ["Q. Tarantino"],
            },
            {
                "title": "Kill Bill: Volume 2",
                "titles_other": ["Kill Bill"],
                "year": 2004,
                "directors": ["Q. Tarantino"],
            },
        ),
        ({"title": "Home", "year": 2008}, {"title": "Home", "year": 2009}),
        ({"title": "Home", "year": None}, {"title": "Home", "year": 2009}),
        ({"title": "!!!", "year": 2008}, {"title": "...", "year": 2008}),
        (
            {"title": "Casino", "year": 1995, "imdb_id": "tt0112641"},
            {"title": "Casino", "year": 1995, "imdb_id": "tt9"},
        ),
        ({"id": "Q1", "title": "Casino", "year": 1995}, {"id": "Q2", "title": "Casino", "year": 1995}),
    ],
)
def test_remakes_homonyms_and_shorts_never_merge(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Other people, other years, other lengths, other parts or other numbers."""
    assert alone(ours, theirs).pairs.is_empty()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"title": "Home", "year": 2008, "languages": ["fr"]}, {"title": "HOME!", "year": 2008, "languages": ["fr"]}),
        (
            {"title": "The Young Ladies of Rochefort", "year": 1967},
            {"title": "Young Ladies of Rochefort, The", "year": 1967},
        ),
        (
            {"title": "The 317th Platoon", "year": 1965, "runtime_min": 100},
            {"title": "The 317th Platoon", "year": 1964, "runtime_min": 97},
        ),
        (
            {"title": "Amelie", "title_fr": "Le Fabuleux Destin", "year": 2001},
            {"title": "Amélie", "title_original": "Le Fabuleux destin", "year": 2001},
        ),
        # A state that is no more, and one of its heirs.
        ({"countries": ["SUHH"]} | STALKER, {"countries": ["RU"]} | STALKER),
        (
            {"title": "Home", "year": 2008, "directors": ["Ursula Meier"]},
            {"title": "Home", "year": 2010, "directors": ["MEIER Ursula"]},
        ),
        (
            {"title": "The Kitchen Brigade", "year": 2022, "directors": ["Louis-Julien Petit"]},
            {"title": "Kitchen Brigade", "year": 2022, "directors": ["Louis Julien Petit"]},
        ),
        ({"id": "Q1", "title": "Leto", "year": 2018}, {"id": "Q1", "title": "Summer", "year": 2019}),
        ({"former_ids": ["Q7"], "title": "Leto", "year": 2018}, {"id": "Q7", "title": "Summer", "year": 2019}),
        ({"imdb_id": "tt7342838", "title": "Leto", "year": 2018}, {"id": "tt7342838", "title": "Summer", "year": 2018}),
        ({"tmdb_id": 474051, "title": "Leto", "year": 2018}, {"tmdb_id": 474051, "title": "Summer", "year": 2018}),
        # Two items of Wikidata that were united since, for one IMDb number.
        (
            {"id": "Q1", "imdb_id": "tt1", "title": "Leto", "year": 2018},
            {"id": "Q2", "imdb_id": "tt1", "title": "Leto", "year": 2018},
        ),
    ],
)
def test_the_same_film_is_found(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """By number whatever it is called, else by title, year and people."""
    assert alone(ours, theirs).pairs.height == 1


def test_a_number_says_what_it_is_found_by() -> None:
    """Wikidata's, IMDb's, TMDB's, an id of our own, or the title."""
    ours = source(
        {"id": "Q1", "title": "One", "year": 2000},
        {"id": "Q2", "title": "Two", "year": 2000, "imdb_id": "tt0000002"},
        {"id": "Q3", "title": "Three", "year": 2000, "tmdb_id": 3},
        {"id": "c-four-2000", "title": "Four", "year": 2000},
        {"id": "c-five-2000", "title": "Five and twenty", "year": 2000},
    )
    theirs = source(
        {"id": "Q1", "title": "A", "year": 2000},
        {"id": "tt0000002", "title": "B", "year": 2000},
        {"id": "t3", "title": "C", "year": 2000, "tmdb_id": 3},
        {"id": "c-four-2000", "title": "D", "year": 2000},
        {"id": "t5", "title": "Five & Twenty", "year": 2000},
    )
    pairs = link(ours, theirs).pairs
    assert dict(pairs.select("theirs", "by").rows()) == {
        "Q1": "wikidata",
        "tt0000002": "imdb",
        "t3": "tmdb",
        "c-four-2000": "id",
        "t5": "title",
    }
    assert pairs.filter(by="title")["score"].to_list() == [6.0]


def test_a_number_that_two_films_bear_is_believed_for_neither() -> None:
    """Their titles decide, and the doubt is listed where they do not."""
    ours = source(
        {"id": "Q1", "title": "One", "year": 2000, "imdb_id": "tt0000001"},
        {"id": "Q2", "title": "Two of us all", "year": 2000, "imdb_id": "tt0000001"},
    )
    assert linked(ours, source({"id": "x", "title": "Two of us all", "year": 2000, "imdb_id": "tt0000001"})) == {
        "x": "Q2"
    }
    assert linked(ours, source({"id": "x", "title": "Three", "year": 2000, "imdb_id": "tt0000001"})) == {}


def test_numbers_that_lead_to_several_films_are_listed() -> None:
    """TMDB's number for a film whose IMDb number is another's is not believed."""
    ours = source({"id": "Q1", "title": "One", "year": 2000, "imdb_id": "tt0000001", "tmdb_id": 1})
    links = link(ours, source({"id": "x", "title": "Other", "year": 1990, "imdb_id": "tt0000002", "tmdb_id": 1}))
    assert links.pairs.is_empty()
    assert links.ambiguous["why"].to_list() == [Doubt.SHARED]


def test_homonyms_of_one_year_are_told_apart_by_their_people() -> None:
    """Each finds its own; of which nothing but title and year is known finds none, and is listed."""
    ours = source(
        {"id": "Q1", "title": "Beneath", "year": 2013, "directors": ["Larry Fessenden"]},
        {"id": "Q2", "title": "Beneath", "year": 2013, "directors": ["Ben Ketai"]},
    )
    told = source(
        {"id": "a", "title": "Beneath", "year": 2013, "directors": ["Ben Ketai"]},
        {"id": "b", "title": "Beneath", "year": 2013, "directors": ["Larry Fessenden"]},
    )
    assert linked(ours, told) == {"a": "Q2", "b": "Q1"}
    bare = link(ours, source({"id": "c", "title": "Beneath", "year": 2013}))
    assert bare.pairs.is_empty()
    assert bare.ambiguous.drop("score").rows() == [
        ("Q1", "c", "Beneath", "Beneath", 2013, 2013, Doubt.TITLE),
        ("Q2", "c", "Beneath", "Beneath", 2013, 2013, Doubt.TITLE),
    ]


def test_a_film_found_by_number_still_tempts_its_homonym() -> None:
    """That one of two is settled does not tell that the other is the other."""
    ours = source({"id": "Q1", "title": "Eden", "year": 2020}, {"id": "c-eden-2020", "title": "Eden", "year": 2020})
    theirs = source({"id": "Q1", "title": "Eden", "year": 2020}, {"id": "x", "title": "Eden", "year": 2020})
    assert linked(ours, theirs) == {"Q1": "Q1"}


def test_films_that_agree_but_for_their_numbers_are_listed() -> None:
    """Title, year and director are the same, IMDb's numbers are not: one of the two sources is wrong."""
    film = {"title": "Casino", "year": 1995, "directors": ["Martin Scorsese"]}
    links = alone(film | {"imdb_id": "tt0112641"}, film | {"imdb_id": "tt0112642"})
    assert links.pairs.is_empty()
    assert links.ambiguous["why"].to_list() == [Doubt.NUMBERS]


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(luck: Any) -> None:  # noqa: ANN401 - hypothesis's own kind of Random
    """Nor which of two homonyms comes first."""
    films = [
        {"id": f"Q{place}", "title": title, "year": year, "directors": [director] if director else []}
        for place, (title, year, director) in enumerate(
            (title, year, director)
            for title in ("Home", "The Home", "Homeland")
            for year in (2000, 2001)
            for director in ("", "Ann Bee", "Cee Dee")
        )
    ]
    others = [film | {"id": f"x{film['id']}"} for film in films]
    before = link(source(*films), source(*others))
    luck.shuffle(films)
    luck.shuffle(others)
    ours, theirs = source(*films), source(*others)
    after = link(Tables(ours.films.reverse(), ours.people, ours.credits.reverse()), theirs)
    assert after.pairs.equals(before.pairs)
    assert after.ambiguous.equals(before.ambiguous)
    assert after.pairs["ours"].is_unique().all()
    assert after.pairs["theirs"].is_unique().all()


@given(st.lists(st.text(max_size=30)))
def test_columns_fold_as_texts_do(texts: list[str]) -> None:
    """The folding of a column is that of each of its texts."""
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    assert frame.select(folded(pl.col("text")))["text"].to_list() == [fold(text) for text in texts]


@given(st.text(alphabet="Aé&(), theLx9", min_size=1, max_size=20))
def test_a_film_is_spelled_in_all_its_ways(title: str) -> None:
    """Brackets, trailing articles and ampersands, as in lists of ratings."""
    films = source({"id": "Q1", "title": title, "year": 2000}).films
    assert set(spellings(title)) <= set(spelled(films)["spelling"])
