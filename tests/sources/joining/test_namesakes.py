"""Which person of one source is which of another: numbers, films in common, names; and who is left apart."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from pickflix.sources.contract import Tables
from pickflix.sources.joining.merging import Merged, Part, merge
from pickflix.sources.joining.namesakes import Doubt
from tests.sources.joining.small_sources import credited, of_two, source

LETO = {"title": "Leto", "year": 2018, "directors": ["Kirill Serebrennikov"]}


def test_people_keep_their_address_and_gain_their_numbers() -> None:
    """The name of a source without numbers, and what the others know of who bears it."""
    ours = source({"id": "Q1", **LETO})
    theirs = source(
        {"id": "Q1", **LETO},
        {"id": "Q2", "title": "Tchaikovsky's Wife", "year": 2022, "directors": ["SEREBRENNIKOV Kirill"]},
        people={
            "kirill-serebrennikov": {"id": "Q959677", "birth_year": 1969, "born": date(1969, 9, 7), "gender": "male"},
            "serebrennikov-kirill": {"id": "Q959677x"},
        },
    )
    merged = of_two(ours, theirs)
    known = merged.people.filter(id="kirill-serebrennikov").row(0, named=True)
    assert known == {
        "id": "kirill-serebrennikov",
        "name": "Kirill Serebrennikov",
        "wikidata_id": "Q959677",
        "imdb_id": None,
        "born": date(1969, 9, 7),
        "birth_year": 1969,
        "death_year": None,
        "gender": "male",
    }
    assert credited(merged, "Q1", "director") == ["kirill-serebrennikov"]


def test_a_person_is_found_by_number_whatever_the_spelling() -> None:
    """Two sources that know IMDb's number need no film in common."""
    ours = source({"id": "Q1", **LETO}, people={"kirill-serebrennikov": {"imdb_id": "nm0785364"}})
    theirs = source(
        {"id": "Q2", "title": "Limonov", "year": 2024, "directors": ["K. S. Serebrennikov"]},
        people={"k-s-serebrennikov": {"id": "nm0785364"}},
    )
    merged = of_two(ours, theirs)
    assert merged.people["id"].to_list() == credited(merged, "Q2", "director") == ["kirill-serebrennikov"]


def test_namesakes_are_told_apart_by_their_films() -> None:
    """Who shares the film is the one; the other of that name is somebody else."""
    ours = source({"id": "Q1", "title": "Snowpiercer", "year": 2013, "cast": ["Chris Evans"]})
    theirs = source(
        {"id": "Q1", "title": "Snowpiercer", "year": 2013, "cast": ["Chris Evans"]},
        {"id": "Q2", "title": "Another", "year": 2013, "cast": ["Chris Evans"]},
        people={"chris-evans": {"id": "nm0262635"}},
    )
    other = theirs.people.with_columns(id=pl.lit("nm9"), name=pl.lit("Chris Evans"))
    credit = theirs.credits.with_columns(person_id=pl.when(film_id="Q2").then(pl.lit("nm9")).otherwise("person_id"))
    merged = of_two(ours, Tables(theirs.films, pl.concat([theirs.people, other]), credit))
    assert credited(merged, "Q1") == ["chris-evans"]
    assert credited(merged, "Q2") == ["nm9"]
    assert merged.people["imdb_id"].to_list() == ["nm0262635", "nm9"]


def of_a_name(ours: tuple[int, dict[str, Any]], *theirs: tuple[int, dict[str, Any]], role: str = "cast") -> Merged:
    """Somebody of ours with a film of one year, and namesakes with films of other years in another source."""
    films, people, credit = [], [], []
    for place, (year, known) in enumerate(theirs):
        told = source(
            {"id": f"Q{place + 2}", "title": f"Film {place}", "year": year, role: ["Jo Doe"]},
            people={"jo-doe": {"id": f"nm{place}"} | known},
        )
        films.append(told.films)
        people.append(told.people)
        credit.append(told.credits)
    year, known = ours
    first = source({"id": "Q1", "title": "Early", "year": year, "cast": ["Jo Doe"]}, people={"jo-doe": known})
    return merge([Part("ours", first), Part("theirs", Tables(pl.concat(films), pl.concat(people), pl.concat(credit)))])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ((1990, {}), (2010, {})),
        ((1990, {}), (2010, {"birth_year": 1970})),
        ((1980, {"birth_year": 1970}), (2020, {"birth_year": 1971})),
        ((1990, {"gender": "female"}), (2010, {"gender": "other"})),
    ],
)
def test_a_name_that_one_person_bears_is_that_person(ours: Any, theirs: Any) -> None:  # noqa: ANN401 - years with facts
    """Where nobody else bears it in either source and the years fit one life."""
    assert of_a_name(ours, theirs).tables.people["id"].to_list() == ["jo-doe"]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ((1990, {}), (2011, {})),
        ((1990, {}), (2000, {"birth_year": 1995})),
        ((1990, {}), (2000, {"birth_year": 1880})),
        ((1990, {"birth_year": 1950}), (2000, {"birth_year": 1952})),
    ],
)
def test_years_that_fit_no_life_are_two_people(ours: Any, theirs: Any) -> None:  # noqa: ANN401 - years with facts
    """A pause of decades, a film before the birth or a century after it, other births: left apart, and listed."""
    merged = of_a_name(ours, theirs)
    assert merged.tables.people["id"].to_list() == ["jo-doe", "nm0"]
    assert merged.linked[0].people.ambiguous["why"].to_list() == [Doubt.YEARS]


def test_other_numbers_are_two_people() -> None:
    """There is nothing to look up: IMDb itself tells them apart."""
    merged = of_a_name((1990, {"imdb_id": "nm77"}), (1991, {}))
    assert merged.tables.people["id"].to_list() == ["jo-doe", "nm0"]
    assert merged.linked[0].people.ambiguous.is_empty()


def test_a_woman_and_a_man_of_one_name_are_two_people() -> None:
    """Left apart and listed, whether or not both are named for one film."""
    woman, man = {"gender": "female"}, {"gender": "male"}
    merged = of_a_name((1990, woman), (1991, man))
    assert merged.tables.people["id"].to_list() == ["jo-doe", "nm0"]
    assert merged.linked[0].people.ambiguous["why"].to_list() == [Doubt.GENDER]
    slug = "kirill-serebrennikov"
    both = [
        source({"id": "Q1", **LETO}, people={slug: {"id": number} | of}) for number, of in (("a", woman), ("b", man))
    ]
    links = merge([Part("ours", both[0]), Part("theirs", both[1])]).linked[0].people
    assert links.pairs.is_empty()
    assert links.ambiguous.select("ours", "theirs", "why").rows() == [("a", "b", Doubt.GENDER)]


def test_a_name_is_believed_of_those_who_do_the_same_work() -> None:
    """Who plays and who directs may be two, where no film names both."""
    merged = of_a_name((1990, {}), (1991, {}), role="directors")
    assert merged.tables.people["id"].to_list() == ["jo-doe", "nm0"]
    assert merged.linked[0].people.ambiguous["why"].to_list() == [Doubt.ROLES]


def test_namesakes_whom_nothing_tells_apart_are_listed() -> None:
    """Two of one name, no film in common: either could be ours."""
    merged = of_a_name((1990, {}), (1995, {}), (1996, {}))
    assert merged.tables.people["id"].to_list() == ["jo-doe", "nm0", "nm1"]
    assert merged.linked[0].people.ambiguous.select("ours", "theirs", "why").rows() == [
        ("jo-doe", "nm0", Doubt.NAME),
        ("jo-doe", "nm1", Doubt.NAME),
    ]
