"""From Wikidata's facts to the tidy tables: titles, years, people, codes; and an account of what is left out."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickflix.build.checks import check
from pickflix.catalogue.vocabulary import GENRES
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE, Tables
from pickflix.sources.wikidata import Wikidata
from pickflix.sources.wikidata.genres import codes
from pickflix.sources.wikidata.titles import plain
from tests.sources.servers import hurried, serving
from tests.sources.wikidata.query_service import (
    PORN,
    SHORT,
    TELEVISION,
    Fact,
    QueryService,
    World,
    film,
    person,
)

FRANCE, DOLLAR, EURO, MINUTE = "Q142", "Q4917", "Q4916", "Q7727"
PARASITE: list[Fact] = [
    ("class", "Q11424"),
    ("label", "Parasite (2019 film)", "en"),
    ("label", "Parasite (film, 2019)", "fr"),
    ("label", "기생충", "ko"),
    ("original", "기생충", "ko"),
    ("alias", "Gisaengchung", "en"),
    ("alias", "Les Parasites", "fr"),
    ("year", "2019-05-21T00:00:00Z"),
    ("year", "2019-06-05T00:00:00Z"),
    ("date", "2019-05-21T00:00:00Z", "11", "Q408"),
    ("date", "2019-06-05T00:00:00Z", "11", FRANCE),
    ("imdb", "tt6751668"),
    ("tmdb", "496243"),
    ("sitelinks", "80"),
    ("runtime", "+132", MINUTE),
    ("runtime", "2.25", "Q25235"),
    ("gross", "+262000000", DOLLAR),
    ("gross", "150000", DOLLAR),
    ("cost", "11000000", EURO),
    ("genre", "Q100"),
    ("genre", "Q101"),
    ("country", "Q884"),
    ("language", "Q9176"),
    ("subject", "Q102"),
    ("award", "Q103"),
    ("director", "Q10"),
    ("cast", "Q11", "2", "Ki-woo"),
    ("cast", "Q12", "1", "Ki-taek"),
    ("cast", "Q13"),
    ("cast", "Q14"),
    ("cast", "_:unknown"),
]
PEOPLE_KNOWN: dict[str, list[Fact]] = {
    "Q10": person(
        "Bong Joon-ho", ("born", "1969-09-14T00:00:00Z", "11"), ("gender", "Q6581097"), ("imdb", "nm0094435")
    ),
    "Q11": person("Choi Woo-shik", ("born", "1990-01-01T00:00:00Z", "9"), ("sitelinks", "30")),
    "Q12": [("label", "Song Kang-ho", "mul"), ("died", "_:unknown", "11")],
    "Q13": person("Little known", ("sitelinks", "2"), ("born", "1960-01-01T00:00:00Z", "8")),
    "Q14": person("Well known", ("sitelinks", "50"), ("gender", "Q6581072"), ("died", "2020-02-03T00:00:00Z", "11")),
}
THINGS_KNOWN: dict[str, list[Fact]] = {
    "Q100": person("comedy thriller film"),
    "Q101": person("black-and-white film"),
    "Q102": person("social inequality"),
    "Q103": person("Academy Award for Best Picture"),
    "Q884": person("South Korea", ("iso3166", "KR")),
    "Q9176": person("Korean", ("iso639-1", "ko")),
}


def read(world: World, folder: Path, years: range = range(2019, 2020)) -> Tables:
    """The tables of a world."""
    with serving(QueryService(world)) as server:
        source = Wikidata(
            folder, address=server.address, contact="me@x.example", years=years, manners=hurried(), today=today
        )
        source.fetch()
        tables = source.read()
    check(tables)
    return tables


def today() -> date:
    """The day of these tests."""
    return date(2026, 11, 30)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """One film that has everything."""
    return read(World({"Q1": PARASITE}, PEOPLE_KNOWN, THINGS_KNOWN), tmp_path_factory.mktemp("wikidata"))


def reasons(tables: Tables) -> dict[str, int]:
    """What the account tells, by reason."""
    return {each.reason: each.rows for each in (*tables.account.dropped, *tables.account.mended)}


def test_the_tables_have_the_columns_of_the_contract(tables: Tables) -> None:
    """In their order and of their types."""
    for table, columns in ((tables.films, FILMS), (tables.people, PEOPLE), (tables.credits, CREDITS)):
        assert table.schema == pl.Schema(columns)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "Parasite"),
        ("title_fr", "Parasite"),
        ("title_original", "기생충"),
        ("titles_other", ["Les Parasites", "Gisaengchung"]),
        ("year", 2019),
        ("released", date(2019, 6, 5)),
        ("imdb_id", "tt6751668"),
        ("tmdb_id", 496243),
        ("sitelinks", 80),
        ("runtime_min", 132),
        ("box_office_usd", 262_000_000),
        ("budget_usd", None),
        ("genres", ["comedie", "thriller"]),
        ("countries", ["KR"]),
        ("languages", ["ko"]),
        ("subjects", ["social inequality"]),
        ("awards", ["Academy Award for Best Picture"]),
        ("oscars_won", 1),
        ("origin", "wikidata"),
    ],
)
def test_a_film_that_has_everything(tables: Tables, column: str, value: object) -> None:
    """Every column comes from its facts: the French release, US dollars, the shorter cut, namesakes' brackets gone."""
    assert tables.films.row(0, named=True)[column] == value


def test_people_are_known_by_their_number(tables: Tables) -> None:
    """Birth to the day or to the year, as Wikidata knows it; a decade is no year."""
    people = tables.people.select("id", "wikidata_id", "name", "born", "birth_year", "death_year", "gender", "imdb_id")
    assert people.rows() == [
        ("Q10", "Q10", "Bong Joon-ho", date(1969, 9, 14), 1969, None, "male", "nm0094435"),
        ("Q11", "Q11", "Choi Woo-shik", None, 1990, None, None, None),
        ("Q12", "Q12", "Song Kang-ho", None, None, None, None, None),
        ("Q13", "Q13", "Little known", None, None, None, None, None),
        ("Q14", "Q14", "Well known", None, None, 2020, "female", None),
    ]


def test_the_cast_is_in_billing_order_then_by_renown(tables: Tables) -> None:
    """Who has a place comes first; the others as they are known."""
    cast = tables.credits.filter(role="cast").sort("position").select("person_id", "position", "characters")
    assert cast.rows() == [("Q12", 0, ["Ki-taek"]), ("Q11", 1, ["Ki-woo"]), ("Q14", 2, []), ("Q13", 3, [])]


def test_what_has_no_code_is_counted(tables: Tables) -> None:
    """With the label, so that the table of genres can grow; so is money that is not in dollars."""
    (genre,) = (each for each in tables.account.mended if "genre" in each.reason)
    assert genre.examples == ("black-and-white film",)
    assert reasons(tables)["an amount in another money than US dollars"] == 1


def test_what_a_cinema_does_not_show_is_left_out_and_counted(tmp_path: Path) -> None:
    """By reason; a short film of known length stays, and a television film that is a film besides."""
    world = World(
        {
            "Q1": film("Kept", 2019),
            "Q2": film("Short", 2019, kind=SHORT),
            "Q3": film("Timed short", 2019, ("runtime", "12", MINUTE), kind=SHORT),
            "Q4": film("On television", 2019, kind=TELEVISION),
            "Q5": film("Of both", 2019, ("class", "Q11424"), kind=TELEVISION),
            "Q6": film("Pornographic", 2019, ("class", PORN)),
            "Q7": film("By genre", 2019, ("genre", PORN)),
            "Q8": [("class", "Q11424"), ("year", "2019-01-01T00:00:00Z"), ("label", "Nur deutsch", "de")],
        }
    )
    world.films["Q8"] = [fact for fact in world.films["Q8"] if fact[0] != "label"]
    found = read(world, tmp_path)
    assert found.films["title"].to_list() == ["Kept", "Timed short", "Of both"]
    assert reasons(found) == {
        "pornographic": 2,
        "made for television alone": 1,
        "a short film without a running time": 1,
        "without any title": 1,
    }
    assert found.account.read == {"films": 8}


def test_a_title_is_english_then_original_then_french(tmp_path: Path) -> None:
    """The label of all languages stands for English; a French title that is a copy of the original is kept."""
    world = World(
        {
            "Q1": [
                *film("", 2019)[2:],
                ("class", "Q11424"),
                ("label", "Amélie", "fr"),
                ("original", "Le Fabuleux", "fr"),
            ],
            "Q2": [*film("", 2019)[2:], ("class", "Q11424"), ("label", "Roma", "mul"), ("label", "Rome", "fr")],
            "Q3": [*film("", 2019)[2:], ("class", "Q11424"), ("label", "Ida", "fr")],
        }
    )
    found = read(world, tmp_path).films.select("title", "title_fr", "title_original")
    assert found.rows() == [("Le Fabuleux", "Amélie", "Le Fabuleux"), ("Roma", "Rome", None), ("Ida", "Ida", None)]


def test_a_film_spoken_in_french_bears_its_french_title_at_home(tmp_path: Path) -> None:
    """Where Wikidata states no original title; one in two languages may have another."""
    named, french, english = ("label", "Le Règne animal", "fr"), ("language", "Q150"), ("language", "Q1860")
    world = World({"Q1": film("A", 2019, named, french), "Q2": film("B", 2019, named, french, english)})
    world.things = {"Q150": person("French"), "Q1860": person("English")}
    found = read(world, tmp_path).films
    assert found.select("title_original", "languages").rows() == [
        ("Le Règne animal", ["fr"]),
        (None, ["en", "fr"]),
    ]


def test_a_number_that_two_films_have_is_believed_of_neither(tmp_path: Path) -> None:
    """One of them is wrong, and nobody knows which; nor is nonsense taken."""
    world = World(
        {
            "Q1": film("One", 2019, ("imdb", "tt0000001")),
            "Q2": film("Two", 2019, ("imdb", "tt0000001")),
            "Q3": film("Three", 2019, ("imdb", "nm0000001"), ("tmdb", "7")),
        }
    )
    found = read(world, tmp_path)
    assert found.films.select("imdb_id", "tmdb_id").rows() == [(None, None), (None, None), (None, 7)]
    assert reasons(found) == {"a number of imdb that several films have": 2, "no number of imdb": 1}


def test_doubtful_years_are_counted(tmp_path: Path) -> None:
    """A date before films, and a first date long before the next."""
    world = World(
        {
            "Q1": film("Odd", 2019, ("year", "2031-01-01T00:00:00Z"), ("year", "3019-01-01T00:00:00Z")),
            "Q2": film("Right", 2019, ("year", "2020-01-01T00:00:00Z")),
        }
    )
    found = read(world, tmp_path)
    assert found.films["year"].to_list() == [2019, 2019]
    assert reasons(found) == {"an implausible date": 1, "a first year long before the next, taken all the same": 1}


def test_a_running_time_of_no_unit_is_none(tmp_path: Path) -> None:
    """Nor one of no time at all."""
    world = World({"Q1": film("Odd", 2019, ("runtime", "90", "Q199"), ("runtime", "0", MINUTE))})
    found = read(world, tmp_path)
    assert found.films["runtime_min"].to_list() == [None]
    assert reasons(found) == {"a running time that cannot be, or of no known unit": 2}


def test_the_films_of_each_year_come(tmp_path: Path) -> None:
    """Those of the years asked for, each once, whatever its later dates."""
    late = ("year", "2020-05-05T00:00:00Z")
    world = World({"Q1": film("A", 2018), "Q2": film("B", 2019, late), "Q3": film("C", 2020), "Q4": film("D", 2021)})
    found = read(world, tmp_path, range(2019, 2021)).films.select("id", "year")
    assert found.rows() == [("Q2", 2019), ("Q3", 2020)]


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("Suspiria (2018 film)", "Suspiria"),
        ("Les Misérables (film, 2019)", "Les Misérables"),
        ("Les Misérables (film de 2019)", "Les Misérables"),
        ("Titane (film français)", "Titane"),
        ("Up (2009 American animated film)", "Up"),
        ("Rambo (film)", "Rambo"),
        ("Birdman or (The Unexpected Virtue of Ignorance)", "Birdman or (The Unexpected Virtue of Ignorance)"),
        ("South Park (The Film)", "South Park (The Film)"),
        ("(500) Days of Summer", "(500) Days of Summer"),
        ("Film", "Film"),
    ],
)
def test_brackets_that_tell_namesakes_apart_go(label: str, title: str) -> None:
    """Those that are part of a title stay."""
    assert plain(label) == title


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("drama film", ("drame",)),
        ("science fiction film", ("science-fiction",)),
        ("science_fiction", ("science-fiction",)),
        ("romantic comedy", ("romance", "comedie")),
        ("animated film", ("animation",)),
        ("crime thriller film", ("policier", "thriller")),
        ("family drama", ("drame",)),
        ("children's film", ("famille",)),
        ("LGBT-related film", ()),
        ("independent film", ()),
    ],
)
def test_genres_have_the_codes_of_the_site(label: str, expected: tuple[str, ...]) -> None:
    """By what their names say."""
    assert codes(label) == expected


@given(st.text(max_size=40))
def test_no_label_gives_a_code_that_does_not_exist(label: str) -> None:
    """Whatever Wikidata calls a genre, the vocabulary holds its codes, each once."""
    found = codes(f"{label} film noir western")
    assert set(found) <= set(GENRES)
    assert len(set(found)) == len(found)
