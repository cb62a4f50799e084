"""What is read of files like the whole IMDb's, against what their generator knows to be true."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from bench.imdb_like import Written, generate
from pickflix.sources.contract import Tables
from pickflix.sources.imdb import Imdb
from tests.sources.imdb.tiny_dump import cast_of

SCALE = 0.001  # of the whole IMDb


@dataclass(frozen=True)
class Read:
    """What was written, and what the sieve and Polars alone read of it."""

    written: Written
    tables: Tables
    plain: Tables


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """One world, of twelve thousand titles."""
    folder: Path = tmp_path_factory.mktemp("imdb")
    written = generate(folder, SCALE)
    return Read(written, Imdb(folder, accepted=True).read(), Imdb(folder, accepted=True, engine="polars").read())


def test_exactly_the_films_that_count_are_read(read: Read) -> None:
    """Movies with fifty votes in one of their rows, whatever is wrong with their other cells; no adult ones."""
    assert tuple(read.tables.films["id"]) == read.written.films


def test_french_titles_are_those_shown_in_france(read: Read) -> None:
    """Or, where there is none of France, in French Canada; never a working title or that of a DVD."""
    films = read.tables.films.filter(pl.col("id").is_in([*read.written.french]))
    assert dict(films.select("id", "title_fr").iter_rows()) == read.written.french


def test_people_are_in_billing_order(read: Read) -> None:
    """The cast and the directors of every real film, as they were written."""
    for role, told in (("cast", read.written.cast), ("director", read.written.directors)):
        found = read.tables.credits.filter(role=role).sort("film_id", "position")
        people = dict(found.group_by("film_id").agg("person_id").iter_rows())
        assert {film: tuple(people.get(film, ())) for film in told} == told
    assert cast_of(read.tables, "tt0211915", "director") == ["Jean-Pierre Jeunet"]


def test_every_credit_is_of_a_film_and_a_person_that_are_there(read: Read) -> None:
    """Nobody dangles, and nobody is in the table for nothing."""
    tables = read.tables
    assert set(tables.credits["film_id"]) <= set(tables.films["id"])
    assert set(tables.credits["person_id"]) == set(tables.people["id"])
    assert not tables.credits.select("film_id", "person_id", "role").is_duplicated().any()


def test_both_engines_read_the_same(read: Read) -> None:
    """Rows, order and account."""
    for one, other in (
        (read.tables.films, read.plain.films),
        (read.tables.people, read.plain.people),
        (read.tables.credits, read.plain.credits),
    ):
        assert one.equals(other)
    assert read.tables.account == read.plain.account


def test_every_row_is_accounted_for(read: Read) -> None:
    """As many are read as were written; of the titles each is a film or dropped for one reason."""
    account = read.tables.account
    assert account.read == read.written.rows
    dropped = sum(each.rows for each in account.dropped if each.file == "title.basics.tsv.gz")
    assert account.read["title.basics.tsv.gz"] - dropped == read.tables.films.height
