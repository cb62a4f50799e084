"""The queries of a snapshot: each keeps its own promises, and films and people are found by id."""

import re
import sqlite3
from pathlib import Path

import pytest

import pickflix.catalogue
from pickflix.catalogue.library import Library, query
from pickflix.errors import DamagedSnapshot, UnknownFilm, UnknownPerson
from pickflix.recommend.engine import Engine

SQL = Path(pickflix.catalogue.__file__).parent / "sql"
QUERIES = sorted(path.stem for path in SQL.glob("*.sql") if path.stem != "schema")
AMELIE, VADROUILLE = "Q484048", "c-la-grande-vadrouille-1966"


@pytest.fixture
def empty() -> sqlite3.Connection:
    """A database with the tables and no row."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(query("schema"))
    return connection


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_says_what_it_is_and_runs_on_empty_tables(name: str, empty: sqlite3.Connection) -> None:
    """Its header names it, its grain, the tables it reads and its parameters, all of them true."""
    text = query(name)
    header = " ".join(line.removeprefix("-- ") for line in text.splitlines() if line.startswith("--"))
    assert header.startswith(f"{name}: ")
    assert "Grain: " in header
    body = re.sub(r"--.*", "", text)
    read = set(re.findall(r"(?:from|join) (films|people|credits|former_ids)\b", body))
    assert {
        table for table in ("films", "people", "credits", "former_ids") if re.search(rf"Reads:[^.]*\b{table}\b", header)
    } == read
    parameters = set(re.findall(r":(\w+)", body))
    assert all(f":{parameter}" in header for parameter in parameters)
    assert "order by" in body
    assert empty.execute(text, dict.fromkeys(parameters, "[]")).fetchall() == []


def test_no_row_comes_twice_from_a_list_of_films(engine: Engine) -> None:
    """The order asked for is kept."""
    rows = engine.library.rows([VADROUILLE, AMELIE])
    assert [film.row for film in engine.library.films(rows)] == list(rows)


def test_the_credits_of_a_film_name_nobody_twice_in_a_role(engine: Engine) -> None:
    """Directors first, then writers, then the cast."""
    credits_ = engine.library.facts(engine.film(AMELIE)).credits
    assert len(set(credits_)) == len(credits_)
    roles = [credit.role for credit in credits_]
    assert roles == sorted(roles, key=["director", "writer", "cast"].index)
    assert credits_[0].person.name == "Jean-Pierre Jeunet"


def test_the_best_known_of_a_cast_that_the_source_lists_by_the_alphabet_come_first(engine: Engine) -> None:
    """And a curated cast keeps its billing order."""
    cast = [
        credit.person.name for credit in engine.library.facts(engine.film("Q83495")).credits if credit.role == "cast"
    ]
    assert "Keanu Reeves" in cast[:3]
    billed = [
        credit.person.name for credit in engine.library.facts(engine.film(VADROUILLE)).credits if credit.role == "cast"
    ]
    assert billed[:2] == ["Bourvil", "Louis de Funès"]


def test_a_filmography_has_each_film_once_with_all_roles_the_newest_first(engine: Engine) -> None:
    """Truffaut directed, wrote and played in some of his films."""
    films = engine.library.filmography("francois-truffaut")
    assert len({film.id for film, _ in films}) == len(films)
    years = [film.year or 0 for film, _ in films]
    assert years == sorted(years, reverse=True)
    assert any(set(roles) == {"director", "writer", "cast"} for _, roles in films)


def test_what_does_not_exist_is_refused(engine: Engine) -> None:
    """By the name that was asked."""
    with pytest.raises(UnknownFilm, match="Q0"):
        engine.library.rows([AMELIE, "Q0"])
    with pytest.raises(UnknownPerson, match="nobody"):
        engine.library.person("nobody")
    with pytest.raises(UnknownPerson):
        engine.library.filmography("nobody")


def test_an_id_that_a_film_had_before_still_finds_it(engine: Engine) -> None:
    """A curated film's own id, once its number is confirmed."""
    film = engine.film(VADROUILLE)
    assert re.fullmatch(r"Q\d+", film.id)
    assert engine.film(film.id) == film
    assert VADROUILLE not in {item.film.id for item in engine.recommend([VADROUILLE])}


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
def test_a_database_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    """With what mends it."""
    database = tmp_path / "films.sqlite"
    if content is not None:
        database.write_bytes(content)
    with pytest.raises(DamagedSnapshot, match=r"films\.sqlite"):
        Library(database).film(AMELIE)
