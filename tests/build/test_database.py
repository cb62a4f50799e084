"""The serving store: what is written of the tables, letter by letter."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import polars as pl

from pickflix.build.database import database
from pickflix.build.film_table import film_table
from pickflix.build.pipeline import Workspace
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE, Tables, fitted

STRANGE = ['a "quoted" one', "back\\slash", "tab\tline\nend", "é羅\U0001f3ac", "\x01", "', '"]


def test_any_letter_of_a_name_comes_back(tmp_path: Path) -> None:
    """Lists are JSON, whatever stands in their words, in their order, empty ones too; people stand in their places."""
    films = pl.DataFrame(
        {
            "id": ["Q1", "Q2"],
            "former_ids": [["c-b", "c-a"], []],
            "title": STRANGE[:2],
            "companies": [STRANGE, []],
            "origin": "curated",
        }
    )
    people = pl.DataFrame({"id": [f"P{place}" for place in range(len(STRANGE))], "name": STRANGE})
    credit = pl.DataFrame(
        {"film_id": "Q2", "person_id": people["id"].reverse(), "role": "director", "position": range(len(STRANGE))}
    )
    tables = Tables(fitted(films, FILMS), fitted(people, PEOPLE), fitted(credit, CREDITS))
    database(Workspace(tmp_path, tables, film_table(tables), private=False))
    with closing(sqlite3.connect(tmp_path / "films.sqlite")) as store:
        found = store.execute("select title, companies, directors, oscars_won from films order by row").fetchall()
        named = store.execute("select position, name from credits join people on row = person_row where film_row = 1")
        assert found == [
            (STRANGE[0], json.dumps(STRANGE, ensure_ascii=False), "[]", 0),
            (STRANGE[1], "[]", json.dumps(STRANGE[::-1], ensure_ascii=False), 0),
        ]
        assert named.fetchall() == [*enumerate(STRANGE[::-1])]
        assert store.execute("select * from former_ids").fetchall() == [("c-a", 0), ("c-b", 0)]
