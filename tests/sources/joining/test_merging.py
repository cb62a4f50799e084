"""Several sources as one: whose word counts, which ids stay, and what became of every row."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pickflix.build.checks import check
from pickflix.errors import SourceError
from pickflix.sources.contract import Account, LeftOut, Tables
from pickflix.sources.embedded import Embedded
from pickflix.sources.joining.merging import Part, merge
from tests.sources.joining.small_sources import credited, of_two, source

LETO = {"title": "Leto", "year": 2018, "directors": ["Kirill Serebrennikov"]}


def one_film(*films: dict[str, Any], names: tuple[str, ...] = ("embedded", "wikidata", "imdb")) -> dict[str, Any]:
    """One film as several sources have it, merged."""
    parts = [
        Part(name, source({"id": "Q1", "title": "Leto", "year": 2018} | film))
        for name, film in zip(names, films, strict=False)
    ]
    (film,) = merge(parts).tables.films.rows(named=True)
    return film


def test_the_catalogue_merged_with_itself_is_the_catalogue() -> None:
    """No film, person or credit more or less; places in lists are counted anew."""
    shipped = Embedded().read()
    merged = of_two(shipped, shipped)
    assert_frame_equal(merged.films, shipped.films)
    assert_frame_equal(merged.people, shipped.people)
    assert_frame_equal(merged.credits.drop("position"), shipped.credits.drop("position"))
    check(merged)


def test_each_cell_is_of_the_first_source_that_knows() -> None:
    """A missing value or an empty list is filled by the next source; nothing is overwritten."""
    film = one_film(
        {"runtime_min": 126, "genres": [], "countries": ["RU"]},
        {"runtime_min": 128, "genres": ["drame"], "countries": ["FR"], "certificate": "U"},
    )
    assert (film["runtime_min"], film["genres"], film["countries"], film["certificate"]) == (
        126,
        ["drame"],
        ["RU"],
        "U",
    )


def test_a_french_title_of_our_own_hand_comes_first_then_imdbs() -> None:
    """Wikidata's label is often no title that a cinema ever showed."""
    titles = {"title_fr": "Nôtre"}, {"title_fr": "Étiquette"}, {"title_fr": "D'IMDb"}
    assert one_film(*titles)["title_fr"] == "Nôtre"
    film = one_film({}, *titles[1:])
    assert (film["title_fr"], film["titles_other"]) == ("D'IMDb", ["Étiquette"])


def test_a_mean_stays_with_its_votes_and_a_text_with_its_address() -> None:
    """Never the mean of one source beside the votes of another."""
    film = one_film(
        {"rating": 7.0, "text_from": "a", "text": "x"}, {"rating": 6.0, "votes": 9, "text": "y", "text_from": "b"}
    )
    assert (film["rating"], film["votes"], film["text"], film["text_from"]) == (7.0, None, "x", "a")
    film = one_film({}, {"overview": "y", "overview_from": "b"}, {"rating": 6.0, "votes": 9})
    assert (film["rating"], film["votes"], film["overview"], film["overview_from"]) == (6.0, 9, "y", "b")


def test_a_day_is_better_than_a_new_years_day_and_a_count_than_a_zero() -> None:
    """Sources write a year of which they know no day as its first of January, and what nobody counted as 0."""
    film = one_film({"released": date(2018, 1, 1), "oscars_won": 0}, {"released": date(2018, 12, 5), "oscars_won": 2})
    assert (film["released"], film["oscars_won"]) == (date(2018, 12, 5), 2)
    assert one_film({"released": date(2018, 1, 1)}, {})["released"] == date(2018, 1, 1)


def test_other_titles_are_those_that_do_not_stand_already() -> None:
    """Accents and case apart; the first source's own come first, and a film takes 24 of others at most."""
    film = one_film(
        {"title_fr": "L'Été", "titles_other": ["Summer"]},
        {"title": "SUMMER", "title_fr": "L'ete", "titles_other": ["Leto!", "Sommer", "Verano"]},
    )
    assert film["titles_other"] == ["Summer", "Sommer", "Verano"]
    assert len(one_film({}, {"titles_other": [f"Title {number}" for number in range(99)]})["titles_other"]) == 24


def test_the_first_id_stays_unless_a_later_source_knows_wikidatas() -> None:
    """Old addresses answer still: all other ids of a film are former ones."""
    ours = source({"id": "c-leto-2018", "former_ids": ["c-l-ete-2018"], **LETO})
    imdb = source({"id": "tt7342838", "imdb_id": "tt7342838", **LETO})
    wikidata = source({"id": "Q48416710", "imdb_id": "tt7342838", **LETO})
    films = of_two(ours, imdb).films
    assert films["id"].to_list() == ["c-leto-2018"]
    films = merge([Part("ours", ours), Part("imdb", imdb), Part("wikidata", wikidata)]).tables.films
    assert films["id"].to_list() == ["Q48416710"]
    assert films["former_ids"].to_list() == [["c-l-ete-2018", "c-leto-2018", "tt7342838"]]


def test_an_id_that_two_films_had_leads_to_neither() -> None:
    """Nobody knows which was meant; an id that a film has today leads to that film alone."""
    ours = source(
        {"id": "Q1", "title": "One", "year": 2000, "former_ids": ["c-x"]},
        {"id": "Q2", "title": "Two", "year": 2000, "former_ids": ["c-x", "Q1", "c-two"]},
    )
    assert of_two(ours, ours).films["former_ids"].to_list() == [[], ["c-two"]]


def test_the_people_of_a_film_are_those_of_one_source() -> None:
    """Never two spellings side by side: the first source with a cast gives it, the next the writers it lacks."""
    ours = source({"id": "Q1", "cast": ["Irina Starshenbaum", "Roma Zver"], **LETO})
    theirs = source({"id": "Q1", **LETO, "cast": ["I. Starshenbaum"], "writers": ["Lili Idova"], "directors": ["KS"]})
    theirs = Tables(theirs.films, theirs.people, theirs.credits.with_columns(position=pl.lit(7, pl.Int16)))
    merged = of_two(ours, theirs)
    assert credited(merged, "Q1") == ["irina-starshenbaum", "roma-zver"]
    assert credited(merged, "Q1", "director") == ["kirill-serebrennikov"]
    assert merged.credits.filter(role="writer").select("person_id", "position").rows() == [("lili-idova", 0)]
    assert "i-starshenbaum" not in merged.people["id"]


def test_who_plays_whom_is_taken_from_the_source_that_knows() -> None:
    """The first source names the cast, a later one their parts."""
    film = {"id": "Q1", "cast": ["Teo Yoo"], **LETO}
    theirs = source(film)
    theirs = Tables(theirs.films, theirs.people, theirs.credits.with_columns(characters=pl.lit(["Viktor"])))
    assert of_two(source(film), theirs).credits.filter(role="cast")["characters"].to_list() == [["Viktor"]]


def test_a_source_that_adds_no_films_only_tells_more_of_those_there_are() -> None:
    """By its number or its title; of other films it is not heard, nor of their people."""
    ours = source({"id": "c-leto-2018", **LETO})
    theirs = source(
        {"id": "x", "overview": "Un été.", "overview_from": "a", **LETO},
        {"id": "y", "title": "Other", "year": 2018, "directors": ["Jo Doe"]},
    )
    # Whatever its place: there is nothing to add to before the others are there.
    merged = merge([Part("theirs", theirs, adds_films=False), Part("ours", ours)]).tables
    assert merged.films.select("id", "overview").rows() == [("c-leto-2018", "Un été.")]
    assert merged.people["id"].to_list() == ["kirill-serebrennikov"]
    reasons = {each.reason: each.examples for each in merged.account.dropped if each.file == "theirs"}
    assert reasons["a film of no source that adds films"] == ("y",)


def test_what_may_only_be_shown_brings_nothing_that_models_read() -> None:
    """No title, no genre, no person, no film, no id: an overview, and TMDB's number."""
    ours = source({"id": "c-leto-2018", "genres": [], **LETO})
    theirs = source(
        {"id": "Q48416710", "tmdb_id": 474051, "overview": "Un été.", "overview_from": "a", "genres": ["drame"]}
        | LETO
        | {"title_fr": "L'Été", "cast": ["Teo Yoo"]},
        {"id": "Q2", "title": "Other", "year": 2018},
    )
    merged = of_two(ours, theirs, shown_only=True)
    told = {"tmdb_id": 474051, "overview": "Un été.", "overview_from": "a"}
    columns = {name: pl.lit(value).cast(ours.films.schema[name]) for name, value in told.items()}
    assert_frame_equal(merged.films, ours.films.with_columns(**columns))
    assert_frame_equal(merged.people, ours.people)


def test_series_name_their_people_as_films_do() -> None:
    """Who plays in both has one id, so that the two can be compared."""
    series = source({"id": "tt9", "title": "A series", "year": 2019, "cast": ["Teo Yoo"]})
    film = {"id": "Q1", "cast": ["Teo Yoo"], **LETO}
    theirs = source(film, people={"teo-yoo": {"id": "nm3"}})
    people, credit = series.people.with_columns(id=pl.lit("nm3")), series.credits.with_columns(person_id=pl.lit("nm3"))
    with_series = Tables(theirs.films, theirs.people, theirs.credits, series=Tables(series.films, people, credit))
    merged = of_two(source(film), with_series)
    assert merged.series is not None
    assert merged.series.people["id"].to_list() == merged.series.credits["person_id"].to_list() == ["teo-yoo"]


def test_every_row_is_accounted_for() -> None:
    """Those of each source under its name, and those that are no rows of their own any more."""
    ours, theirs = (
        source({"id": "Q1", **LETO}, {"id": f"Q{name}", "title": f"Film {name}", "year": 2000}) for name in (2, 3)
    )
    dropped = (LeftOut("films", "too short", 4),)
    theirs = Tables(theirs.films, theirs.people, theirs.credits, Account({"films": 6}, dropped))
    account = of_two(ours, theirs).account
    assert account.read == {"ours: films": 2, "theirs: films": 6}
    assert {(each.file, each.rows) for each in account.dropped if each.reason == "too short"} == {("theirs: films", 4)}
    lost = {each.reason.split(" which")[0]: (each.rows, each.examples) for each in account.dropped}
    assert lost["the same film as one of a source named before,"] == (1, ("Q1",))
    assert lost["the same person as one of a source named before"] == (1, ("kirill-serebrennikov",))
    assert lost["credits of films whose people a source named before tells"] == (1, ("Q1",))


def test_a_source_whose_ids_are_not_unique_is_refused() -> None:
    """Nobody could tell which of the two a credit is of."""
    film = {"id": "Q1", **LETO}
    with pytest.raises(SourceError, match="theirs, films: two rows bear the id Q1"):
        of_two(source(film), source(film, film))


FILMS_OF_FEW_WORDS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(1, 30).map(lambda number: f"Q{number}"),
            "title": st.sampled_from(["Home", "The Home", "Le foyer", "Home, sweet home"]),
            "title_fr": st.sampled_from([None, "Le foyer", "Chez nous"]),
            "titles_other": st.lists(st.sampled_from(["Heim", "Hogar"]), unique=True),
            "year": st.sampled_from([2000, 2001]),
            "imdb_id": st.sampled_from([None, "tt0000001", "tt0000002"]),
            "directors": st.lists(st.sampled_from(["Ann Bee", "Bee Ann", "Cee Dee"]), unique=True),
            "cast": st.lists(st.sampled_from(["Ann Bee", "Eff Gee", "Aitch"]), unique=True),
        }
    ),
    max_size=8,
    unique_by=lambda film: str(film["id"]),
)


@settings(max_examples=30)
@given(FILMS_OF_FEW_WORDS)
def test_any_table_merged_with_itself_stays(films: list[dict[str, Any]]) -> None:
    """Homonyms, numbers that two films bear and all."""
    tables = source(*films)
    merged = of_two(tables, tables)
    assert_frame_equal(merged.films, tables.films)
    assert_frame_equal(merged.people, tables.people)
    assert_frame_equal(merged.credits, tables.credits)


def shuffle(tables: Tables, seed: int) -> Tables:
    """The same tables, their rows in another order."""
    films, people, credit = (
        rows.sample(fraction=1, shuffle=True, seed=seed) for rows in (tables.films, tables.people, tables.credits)
    )
    return Tables(films, people, credit)


@settings(max_examples=30)
@given(FILMS_OF_FEW_WORDS, FILMS_OF_FEW_WORDS, st.integers(0, 99))
def test_the_order_of_rows_does_not_matter_and_keys_hold(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]], seed: int
) -> None:
    """One row a film, a person, a credit; no credit of nobody; and every id of either source leads somewhere."""
    one, other = source(*ours), source(*theirs, people={"ann-bee": {"id": "nm1", "imdb_id": "nm1"}})
    merged = of_two(one, other)
    shuffled = of_two(*(shuffle(tables, seed) for tables in (one, other)))
    for before, after in zip(
        (merged.films, merged.people, merged.credits), (shuffled.films, shuffled.people, shuffled.credits), strict=True
    ):
        assert_frame_equal(before, after)
    films, people, credit = merged.films, merged.people, merged.credits
    assert films["id"].is_unique().all()
    assert people["id"].is_unique().all()
    assert not credit.select("film_id", "person_id", "role").is_duplicated().any()
    assert credit.join(films, left_on="film_id", right_on="id", how="anti").is_empty()
    assert credit.join(people, left_on="person_id", right_on="id", how="anti").is_empty()
    resolved = [*films["id"], *films["former_ids"].explode().drop_nulls()]
    assert len(set(resolved)) == len(resolved)
    assert {*one.films["id"], *other.films["id"]} <= set(resolved)
