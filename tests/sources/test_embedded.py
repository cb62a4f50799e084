"""The shipped catalogue: what its files say, and that they can be made again."""

from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest

from pickflix.catalogue.vocabulary import GENRES, country_name, language_name
from pickflix.errors import SourceError
from pickflix.sources import bokeh_movies
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE, Tables
from pickflix.sources.embedded import Embedded, data_folder

MEGABYTE = 2**20


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The tidy tables of the shipped catalogue."""
    return Embedded().read()


def film(tables: Tables, film_id: str) -> dict[str, object]:
    """One row of films."""
    return tables.films.row(by_predicate=pl.col("id") == film_id, named=True)


def cast(tables: Tables, film_id: str, role: str) -> list[str]:
    """The names of the people of a film."""
    credit = tables.credits.filter((pl.col("film_id") == film_id) & (pl.col("role") == role)).sort("position")
    return credit.join(tables.people, left_on="person_id", right_on="id", maintain_order="left")["name"].to_list()


def test_the_tables_have_the_columns_and_types_of_the_contract(tables: Tables) -> None:
    """Also where a column is empty in one of the files."""
    assert dict(tables.films.schema) == dict(FILMS)
    assert dict(tables.people.schema) == dict(PEOPLE)
    assert dict(tables.credits.schema) == dict(CREDITS)


def test_every_film_of_wikidata_and_every_curated_film_is_there(tables: Tables) -> None:
    """17,472 of the first, at least 600 of the second."""
    origins = dict(tables.films["origin"].value_counts().iter_rows())
    assert origins["wikidata"] == 17_472
    assert origins["curated"] >= 600
    assert tables.films["id"].is_unique().all()


def test_a_missing_value_is_null_never_empty(tables: Tables) -> None:
    """The origin writes an empty string."""
    texts = tables.films.select(pl.col(pl.String))
    assert (texts.select((pl.all() == "").sum()).sum_horizontal()[0]) == 0
    assert (tables.people["name"] == "").sum() == 0


def test_a_name_may_hold_a_comma(tables: Tables) -> None:
    """Names are joined by commas in the origin, and some hold one."""
    assert "Ed Begley, Jr." in tables.people["name"]
    assert "Jr." not in tables.people["name"]


def test_two_films_never_bear_the_same_imdb_number(tables: Tables) -> None:
    """Where the origin says so, neither is believed."""
    assert tables.films["imdb_id"].drop_nulls().is_unique().all()


def test_the_first_of_january_stands_for_a_year_only(tables: Tables) -> None:
    """So no release day is the first of January."""
    released = tables.films["released"].drop_nulls()
    assert not ((released.dt.month() == 1) & (released.dt.day() == 1)).any()
    assert released.len() > 5_000


def test_codes_are_of_the_vocabulary_and_have_names(tables: Tables) -> None:
    """Genres are ours, countries and languages have a French name but for a few tongues."""
    genres, countries, languages = (
        set(tables.films[name].explode().drop_nulls()) for name in ("genres", "countries", "languages")
    )
    assert genres <= set(GENRES)
    assert [code for code in countries if country_name(code, "fr") == code] == []
    spoken_by_many = (
        tables.films["languages"].explode().value_counts().filter(pl.col("count") > 3)["languages"].drop_nulls()
    )
    assert [code for code in spoken_by_many if language_name(code, "fr") == code] == []
    assert len(languages) > 100


def test_known_films_are_as_one_knows_them(tables: Tables) -> None:
    """Facts of a Wikidata film and of its French title."""
    amelie = film(tables, "Q484048")
    assert amelie["title_fr"] == "Le Fabuleux Destin d'Amélie Poulain" == amelie["title_original"]
    assert (amelie["year"], amelie["imdb_id"], amelie["runtime_min"]) == (2001, "tt0211915", 122)
    assert cast(tables, "Q484048", "director") == ["Jean-Pierre Jeunet"]
    assert film(tables, "Q83495")["title_fr"] == "Matrix"


@pytest.mark.parametrize(
    ("title", "year", "director", "actor"),
    [
        ("La Grande Vadrouille", 1966, "Gérard Oury", "Louis de Funès"),
        ("Les Bronzés", 1978, "Patrice Leconte", "Michel Blanc"),
        ("Le Gendarme de Saint-Tropez", 1964, "Jean Girault", "Louis de Funès"),
        ("Taxi", 1998, "Gérard Pirès", "Samy Naceri"),
        ("Camping", 2006, "Fabien Onteniente", "Franck Dubosc"),
        ("Les Tontons flingueurs", 1963, "Georges Lautner", "Lino Ventura"),
        ("Anatomie d'une chute", 2023, "Justine Triet", "Sandra Hüller"),
    ],
)
def test_the_films_that_people_type_first_are_there(
    tables: Tables, title: str, year: int, director: str, actor: str
) -> None:
    """With their makers."""
    (found,) = tables.films.filter((pl.col("title_fr") == title) & (pl.col("year") == year))["id"]
    assert director in cast(tables, found, "director")
    assert actor in cast(tables, found, "cast")


def test_the_shipped_file_is_small() -> None:
    """At most 3 MB in the repository."""
    assert (data_folder() / "catalogue.parquet").stat().st_size <= 3 * MEGABYTE


@pytest.mark.skipif(find_spec("bokeh_sampledata") is None, reason="the origin comes with the development extra")
def test_regenerating_gives_the_shipped_content(tmp_path: Path) -> None:
    """`make data` would change nothing."""
    provenance = bokeh_movies.regenerate(bokeh_movies.shipped(), tmp_path)
    assert pl.read_parquet(tmp_path / "catalogue.parquet").equals(pl.read_parquet(data_folder() / "catalogue.parquet"))
    assert (tmp_path / "catalogue.json").read_text() == (data_folder() / "catalogue.json").read_text()
    assert provenance["films"] == 17_472


@pytest.mark.parametrize("name", ["catalogue.parquet", "titles_fr.csv", "films_curated.csv"])
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe garbage \x00", b"a,b\n1,2\n"])
def test_a_file_that_is_not_what_it_should_be_is_named(tmp_path: Path, name: str, content: bytes | None) -> None:
    """One sentence with the name of the file."""
    for path in data_folder().iterdir():
        if path.name != name:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=name):
        Embedded(tmp_path).read()
