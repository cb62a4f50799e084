"""Which titles of a dump are films, and what is told of each."""

from pathlib import Path

import pytest

from pickflix.sources.contract import Account, Tables
from pickflix.sources.imdb.dump import BASICS, RATINGS
from tests.sources.imdb.tiny_dump import (
    ADULT,
    AMELIE,
    DOUBLED,
    EIGHT,
    FEW,
    HOOP,
    LONG,
    MATRIX,
    PLAIN,
    ROWS,
    SERIES,
    SHORT,
    SILENT,
    cast_of,
    film,
    read,
    text_of,
    written,
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """What is read of the tiny dump."""
    return read(written(tmp_path_factory.mktemp("imdb")))


def reasons(account: Account, file: str) -> dict[str, int]:
    """Why rows of a file were dropped, and how many."""
    return {each.reason: each.rows for each in account.dropped if each.file == file}


def test_a_film_is_no_series_no_short_not_adult_and_has_enough_votes(tables: Tables) -> None:
    """Fifty are enough; a film whose votes cannot be read has none."""
    assert set(tables.films["id"]) == {MATRIX, AMELIE, LONG, PLAIN, DOUBLED, EIGHT, HOOP}
    assert reasons(tables.account, BASICS) == {
        "fewer than 50 votes, or none": 2,
        "not a film": 2,
        "adult": 1,
        "doubled": 1,
    }


def test_an_adult_title_is_nowhere(tables: Tables, tmp_path: Path) -> None:
    """Whatever else is asked for, and where nobody says whether it is one, neither."""
    unsure = tuple(row.replace("Long|0|", "Long|?|") for row in ROWS[BASICS])
    other = read(written(tmp_path, title_basics=text_of(BASICS, unsure)), series=True, min_votes=0)
    assert other.series is not None
    assert ADULT not in {*tables.films["id"], *other.films["id"], *other.series.films["id"]}
    assert LONG in set(tables.films["id"])
    assert LONG not in set(other.films["id"])


def test_of_doubled_rows_the_one_with_most_votes_counts(tables: Tables) -> None:
    """And of title.basics the first."""
    found = film(tables, DOUBLED)
    assert (found["votes"], found["rating"], found["title"], found["year"]) == (90, 6.5, "First", 1950)


def test_a_year_a_length_or_a_genre_that_is_no_good_is_missing(tables: Tables) -> None:
    """The film stays, and the account tells of the cell."""
    found = film(tables, LONG)
    assert (found["year"], found["runtime_min"], found["genres"]) == (None, None, ["drame"])
    nothing = film(tables, PLAIN)
    assert (nothing["year"], nothing["runtime_min"], nothing["genres"], nothing["rating"]) == (None, None, [], None)
    mended = {(each.file, each.reason.split()[0]): (each.rows, each.examples) for each in tables.account.mended}
    assert (
        mended[BASICS, "startYear"][0]
        == mended[BASICS, "runtimeMinutes"][0]
        == mended[RATINGS, "averageRating"][0]
        == 1
    )
    assert mended[BASICS, "startYear"][1][0].startswith(f"{LONG}\tmovie\tLong")


def test_film_noir_is_a_way_to_tell_of_crime(tables: Tables) -> None:
    """A genre stands once."""
    assert film(tables, DOUBLED)["genres"] == ["policier"]


def test_quotes_mean_nothing_and_a_missing_title_is_the_original(tables: Tables) -> None:
    """IMDb's files have no quoting."""
    assert film(tables, PLAIN)["title"] == 'Just "quoted'
    assert film(tables, EIGHT)["title"] == film(tables, EIGHT)["title_original"] == "七人の侍"


def test_directors_and_writers_come_from_the_crew_then_from_the_principals(tables: Tables) -> None:
    """Each role for itself."""
    assert cast_of(tables, MATRIX, "director") == ["Lana Wachowski", "Lilly Wachowski"]
    assert cast_of(tables, MATRIX, "writer") == ["Lilly Wachowski", "Lana Wachowski"]
    assert cast_of(tables, AMELIE, "director") == cast_of(tables, AMELIE, "writer") == ["Jean-Pierre Jeunet"]


def test_the_cast_is_in_billing_order_with_its_characters(tables: Tables) -> None:
    """The tenth after the second; who is named twice plays once; who does not exist does not play."""
    assert cast_of(tables, MATRIX) == ["Keanu Reeves", "Carrie-Anne Moss"]
    played = tables.credits.filter(film_id=MATRIX, role="cast").sort("position")
    assert played["position"].to_list() == [0, 1]
    assert played["characters"].to_list() == [["Neo", 'Thomas "Tom" Anderson'], ["Trinity"]]


def test_characters_that_are_no_list_are_missing(tables: Tables) -> None:
    """And counted."""
    assert tables.credits.filter(film_id=AMELIE, role="cast")["characters"].to_list() == [[]]
    assert any("characters" in each.reason and each.rows == 1 for each in tables.account.mended)


def test_who_appears_as_themselves_is_the_cast_of_a_film_without_actors(tables: Tables) -> None:
    """Of a documentary, and not of The Matrix."""
    assert cast_of(tables, HOOP) == ["William Gates"]
    assert "William Gates" not in cast_of(tables, MATRIX)


def test_years_of_a_life_are_those_that_may_be(tables: Tables) -> None:
    """Nobody dies before being born."""
    years = {name: (born, died) for name, born, died in tables.people.select("name", "birth_year", "death_year").rows()}
    assert years["Keanu Reeves"] == (1964, None)
    assert years["Carrie-Anne Moss"] == (None, None)
    assert years["Lana Wachowski"] == (1965, None)
    assert years["William Gates"] == (1971, 2020)
    assert "Fred Astaire" not in years


def test_every_row_is_accounted_for(tables: Tables) -> None:
    """What was read of a file is what is in the tables and what was dropped for a reason, with examples."""
    account = tables.account
    assert account.read == {name: len(rows) for name, rows in ROWS.items()}
    films = tables.films
    # Of title.principals come the casts, and the writer of Amélie, of whom title.crew says nothing.
    played = tables.credits.filter(role="cast").height + len(cast_of(tables, AMELIE, "writer"))
    kept = {
        "title.ratings.tsv.gz": films.height,
        "title.basics.tsv.gz": films.height,
        "title.akas.tsv.gz": films["title_fr"].count() + films["titles_other"].list.len().sum(),
        "title.crew.tsv.gz": 4,
        "title.principals.tsv.gz": played,
        "name.basics.tsv.gz": tables.people.height,
        "title.episode.tsv.gz": 0,
    }
    assert {name: kept[name] + sum(reasons(account, name).values()) for name in kept} == account.read
    assert all(each.examples and len(each.examples) <= 5 for each in account.dropped)


def test_series_are_read_for_comparison_where_asked(tmp_path: Path) -> None:
    """In tables of their own; their rows are no films."""
    both = read(written(tmp_path), series=True)
    assert both.series is not None
    assert both.series.films["id"].to_list() == [SERIES]
    assert SERIES not in set(both.films["id"])
    assert read(written(tmp_path)).series is None


def test_fewer_votes_may_be_asked_for(tmp_path: Path) -> None:
    """A film without a vote that can be read is none all the same."""
    films = set(read(written(tmp_path), min_votes=49).films["id"])
    assert FEW in films
    assert not {SILENT, SHORT} & films
