"""One cell that is no good costs that cell, or that row, and never the build: the checks have nothing to refuse."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from pickflix.build.checks import check
from pickflix.sources.contract import Tables
from pickflix.sources.imdb.dump import BASICS, CREW, NAMES, PRINCIPALS, RATINGS
from pickflix.sources.imdb.source import EngineName
from tests.sources.imdb.test_engines import ENGINES, same
from tests.sources.imdb.tiny_dump import (
    AMELIE,
    ATHLETE,
    HOOP,
    JEUNET,
    KEANU,
    MATRIX,
    NO,
    NOBODY,
    ROWS,
    cast_of,
    film,
    read,
    text_of,
    written,
)

ARABIC = "\u0663" * 7  # figures, and none of an id
BAD_FILMS = ("tt1", "tt000001", "xx0000001", "tt 000001", f"tt{ARABIC}", "tt0000001x")
BAD_PEOPLE = ("nm1", "xx0000001", "nm 000001", f"nm{ARABIC}")


def read_with(folder: Path, more: Mapping[str, tuple[str, ...]], engine: EngineName = "sieve") -> Tables:
    """The tiny dump with more rows, read and checked."""
    texts = {name: text_of(name, (*ROWS[name], *rows)) for name, rows in more.items()}
    named = {name.removesuffix(".tsv.gz").replace(".", "_"): text for name, text in texts.items()}
    tables = read(written(folder, **named), engine=engine)
    check(tables)
    return tables


def dropped(tables: Tables, file: str, reason: str) -> tuple[int, tuple[str, ...]]:
    """How many rows of a file were dropped for a reason, and their ids as they are shown."""
    (found,) = (each for each in tables.account.dropped if (each.file, each.reason) == (file, reason))
    return found.rows, tuple(example.split("\t")[0] for example in found.examples)


def test_who_wrote_long_ago_has_the_years_of_a_life(tmp_path: Path) -> None:
    """Shakespeare and Ovid; what is before all years, or far ahead, is missing."""
    lives = {
        "nm0000636": ("William Shakespeare", "1564", "1616", (1564, 1616)),
        "nm0654210": ("Ovid", "1", "17", (1, 17)),
        "nm0000002": ("Nobody's year", "0", "-5", (None, None)),
        "nm0000003": ("Far ahead", "2101", "9999", (None, None)),
    }
    more = {
        NAMES: tuple(f"{each}|{name}|{born}|{died}|writer|{AMELIE}" for each, (name, born, died, _) in lives.items()),
        PRINCIPALS: tuple(f"{AMELIE}|{10 + place}|{each}|actor|{NO}|{NO}" for place, each in enumerate(lives)),
    }
    people = read_with(tmp_path, more).people
    found = {each: (born, died) for each, born, died in people.select("id", "birth_year", "death_year").rows()}
    assert {each: found[each] for each in lives} == {each: years for each, (*_, years) in lives.items()}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_film_whose_id_is_none_is_dropped_and_counted(tmp_path: Path, engine: EngineName) -> None:
    """However many votes it has."""
    more = {
        RATINGS: tuple(f"{each}|7.0|900" for each in BAD_FILMS),
        BASICS: tuple(f"{each}|movie|Odd|Odd|0|1999|{NO}|90|Drama" for each in BAD_FILMS),
    }
    tables = read_with(tmp_path / "odd", more, engine)
    assert tables.films.equals(read(written(tmp_path / "plain")).films)
    assert dropped(tables, RATINGS, "id is not written as one") == (len(BAD_FILMS), BAD_FILMS[:5])


def test_a_person_whose_id_is_none_goes_with_their_credits(tmp_path: Path) -> None:
    """Of both files, by either engine alike."""
    more = {
        NAMES: tuple(f"{each}|Odd|1950|{NO}|actor|{HOOP}" for each in BAD_PEOPLE),
        PRINCIPALS: tuple(f"{MATRIX}|{20 + place}|{each}|actor|{NO}|{NO}" for place, each in enumerate(BAD_PEOPLE)),
        CREW: (f"tt0000011|{','.join(BAD_PEOPLE)}|{NO}",),
    }
    tables, plain = (read_with(tmp_path / engine, more, engine) for engine in ENGINES)
    assert same(tables, plain)
    assert tables.people.equals(read(written(tmp_path / "plain")).people)
    assert dropped(tables, NAMES, "id is not written as one") == (len(BAD_PEOPLE), BAD_PEOPLE)
    assert dropped(tables, PRINCIPALS, "nobody of that id")[0] == len(BAD_PEOPLE) + 1  # and the one of the tiny dump


def test_a_crew_of_nobody_hides_no_director(tmp_path: Path) -> None:
    """Whom title.principals names counts where all those of title.crew are unknown; not where one of them is known."""
    crew = tuple(row.replace(f"|{JEUNET}|", f"|{NOBODY}|") for row in ROWS[CREW])
    principals = (*ROWS[PRINCIPALS], f"{AMELIE}|3|{JEUNET}|director|{NO}|{NO}")
    texts = {"title_crew": text_of(CREW, crew), "title_principals": text_of(PRINCIPALS, principals)}
    tables = read(written(tmp_path, **texts))
    check(tables)
    assert cast_of(tables, AMELIE, "director") == ["Jean-Pierre Jeunet"]
    assert cast_of(tables, MATRIX, "director") == ["Lana Wachowski", "Lilly Wachowski"]


def test_an_actor_who_does_not_exist_hides_nobody(tmp_path: Path) -> None:
    """A documentary keeps those who appear as themselves; beside an actor who exists they go, with their row."""
    ghost = f"{HOOP}|2|{NOBODY}|actor|{NO}|{NO}"
    tables = read_with(tmp_path / "ghost", {PRINCIPALS: (ghost,)})
    assert cast_of(tables, HOOP) == ["William Gates"]
    tables = read_with(tmp_path / "actor", {PRINCIPALS: (ghost.replace(NOBODY, KEANU),)})
    assert cast_of(tables, HOOP) == ["Keanu Reeves"]
    assert dropped(tables, NAMES, "of nobody whose credits are kept") == (1, (ATHLETE,))
    assert film(tables, HOOP)["title"] == "Hoop Dreams"
