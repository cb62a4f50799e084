"""A dump of TMDB in any of its shapes, clean or not, becomes films; every row and every bad cell is accounted for."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickflix.build.checks import check
from pickflix.errors import SourceError
from pickflix.sources.contract import LeftOut, Tables
from pickflix.sources.tmdb.dump import TmdbDump
from tests.sources.tmdb.written import (
    CREDITS,
    FIVE_THOUSAND,
    LEON,
    LEON_CREDITS,
    LEON_OF_5000,
    MILLION,
    dump,
    export,
    stored,
)

WANTED: Mapping[str, Any] = {
    "id": "tmdb-101",
    "tmdb_id": 101,
    "imdb_id": "tt0110413",
    "title": "Léon: The Professional",
    "title_fr": "Léon",
    "title_original": "Léon",
    "released": date(1994, 9, 14),
    "year": 1994,
    "runtime_min": 110,
    "genres": ["thriller", "policier", "drame"],
    "countries": ["FR", "US"],
    "languages": ["fr", "en", "it"],
    "companies": ["Les Films du Dauphin", "Gaumont", "Somebody"],
    "subjects": ["corruption", "hitman"],
    "votes": 13000,
    "box_office_usd": 45284974,
    "budget_usd": 16000000,
    "overview": 'A killer, a girl,\nand a "plant".',
    "overview_from": "https://www.themoviedb.org/movie/101",
    "origin": "tmdb",
}


def read(path: Path) -> Tables:
    """What the source makes of a file, fit for a build."""
    tables = TmdbDump(path, training=True).read()
    check(tables)
    for file, rows in tables.account.read.items():
        kept = tables.films.height if file == path.name else tables.credits["film_id"].n_unique()
        assert rows == kept + sum(left.rows for left in tables.account.dropped if left.file == file)
    return tables


def one(path: Path, column: str) -> object:
    """A cell of its only film."""
    (cell,) = read(path).films[column].to_list()
    return cell


def reasons(left_out: Sequence[LeftOut]) -> dict[str, int]:
    """How many rows for which reason."""
    return {each.reason: each.rows for each in left_out}


@pytest.mark.parametrize("name", ["TMDB_movie_dataset.csv", "TMDB_movie_dataset.csv.gz"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_million_row_shape(tmp_path: Path, name: str, encoding: str, end: str) -> None:
    """Lists parted by commas; names of countries and languages in English, or in their own."""
    path = dump(tmp_path / name, MILLION, LEON, {**LEON, "id": 102, "imdb_id": ""}, encoding=encoding, end=end)
    read_ = read(path)
    assert read_.films.select(*WANTED).row(0, named=True) == WANTED
    assert read_.films["rating"][0] == pytest.approx(8.3)
    assert bool(read_.account.mended) == (encoding == "cp1252")


def test_the_five_thousand_film_shape_with_its_credits(tmp_path: Path) -> None:
    """JSON inside cells; the file of casts is the one beside it."""
    dump(tmp_path / "tmdb_5000_credits.csv", CREDITS, LEON_CREDITS)
    tables = read(dump(tmp_path / "tmdb_5000_movies.csv", FIVE_THOUSAND, LEON_OF_5000))
    wanted = {**WANTED, "companies": ["Gaumont"], "imdb_id": None}
    assert tables.films.select(*wanted).to_dicts() == [wanted]
    assert tables.credits.sort("role", "position").rows() == [
        ("tmdb-101", "tmdb-person-1003", "cast", 0, ["Léon"]),
        ("tmdb-101", "tmdb-person-64", "cast", 1, ["Stansfield", "Norman"]),
        ("tmdb-101", "tmdb-person-524", "cast", 2, ["Mathilda"]),
        ("tmdb-101", "tmdb-person-59", "director", 0, []),
        ("tmdb-101", "tmdb-person-59", "writer", 0, []),
    ]
    assert tables.people.select("name", "gender").rows() == [
        ("Luc Besson", "male"),
        ("Gary Oldman", None),
        ("Natalie Portman", "female"),
        ("Jean Reno", "male"),
    ]


def test_the_daily_ids(tmp_path: Path) -> None:
    """One object a line, with little more than a title; a line that is none is counted."""
    films: list[dict[str, Any]] = [
        {"adult": False, "id": 101, "original_title": "Léon", "popularity": 25.1, "video": False},
        {"adult": True, "id": 102, "original_title": "Nothing for a cinema", "popularity": 0.6, "video": False},
        {"adult": False, "id": 103, "original_title": "A clip", "popularity": 0.6, "video": True},
    ]
    path = export(tmp_path / "movie_ids_11_30_2026.json", *films)
    clean = read(path)
    assert clean.films.select("id", "tmdb_id", "title").rows() == [("tmdb-101", 101, "Léon")]
    assert reasons(clean.account.dropped) == {"adult": 1, "a video, not a film": 1}
    packed = stored(tmp_path / "movie_ids_11_29_2026.json.gz", path.read_bytes() + b'{"adult": fal\n[1]\n\n')
    assert reasons(read(packed).account.dropped)["the line is no JSON object"] == 2


def test_columns_stand_in_any_order_between_others(tmp_path: Path) -> None:
    """A column that is not there is missing for every film; one that nobody knows is passed over."""
    columns = [name for name in reversed(MILLION) if name not in {"runtime", "title"}]
    path = dump(tmp_path / "films.csv", ["", "Unnamed: 0", *columns, "surplus", "id"][:-1], LEON)
    film = read(path).films.row(0, named=True)
    assert (film["title"], film["runtime_min"], film["year"]) == ("Léon", None, 1994)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"adult": "True"}, "adult"),
        ({"adult": "1"}, "adult"),
        ({"status": "Post Production"}, "not released"),
        ({"status": "Canceled"}, "not released"),
        ({"title": "  ", "original_title": ""}, "no title"),
        ({"id": ""}, "no TMDB id"),
        ({"id": "tt0110413"}, "no TMDB id"),
        ({"id": "-1"}, "no TMDB id"),
        ({"id": "1.5"}, "no TMDB id"),
        ({"id": "0"}, "no TMDB id"),
        ({"id": "99999999999"}, "no TMDB id"),
        ({}, "doubled id"),
    ],
)
def test_a_row_that_is_no_film_is_dropped_and_told(tmp_path: Path, cells: Mapping[str, Any], why: str) -> None:
    """By its reason, with what it looked like."""
    tables = read(dump(tmp_path / "films.csv", MILLION, LEON, {**LEON, **cells}))
    assert tables.films["id"].to_list() == ["tmdb-101"]
    assert reasons(tables.account.dropped) == {why: 1}
    assert len(tables.account.dropped[0].examples) == 1


@pytest.mark.parametrize(
    ("column", "cell", "to", "wanted"),
    [
        ("runtime", "110.0", "runtime_min", 110),
        ("runtime", "1h50", "runtime_min", None),
        ("runtime", "-5", "runtime_min", None),
        ("runtime", "9999999", "runtime_min", None),
        ("budget", "16 million", "budget_usd", None),
        ("revenue", "nan", "box_office_usd", None),
        ("vote_average", "83", "rating", None),
        ("vote_count", "many", "votes", None),
        ("release_date", "1994-09-14 00:00:00", "released", date(1994, 9, 14)),
        ("release_date", "1994-02-31", "released", None),
        ("release_date", "14/09/1994", "released", None),
        ("release_date", "0994-09-14", "year", None),
        ("imdb_id", "0110413", "imdb_id", None),
        ("genres", '[{"id": 53, "na', "genres", []),
        ("genres", '{"id": 53}', "genres", []),
        ("genres", "[53]", "genres", []),
        ("genres", "Thriller, Nonsense, Crime", "genres", ["thriller", "policier"]),
        ("production_countries", "France, Ruritania", "countries", ["FR"]),
        ("spoken_languages", "Volapük of old, English", "languages", ["fr", "en"]),
    ],
)
def test_a_bad_cell_is_missing_and_told(tmp_path: Path, column: str, cell: str, to: str, wanted: object) -> None:
    """The film stays, with all the rest of it."""
    tables = read(dump(tmp_path / "films.csv", MILLION, {**LEON, column: cell}))
    assert tables.films[to].to_list() == [wanted]
    fine = cell in {"110.0", "1994-09-14 00:00:00"}
    assert [(left.rows, left.examples) for left in tables.account.mended] == (
        [] if fine else [(1, (f"“101: {cell}”",))]
    )


def test_a_number_of_imdb_that_two_films_bear_is_believed_for_neither(tmp_path: Path) -> None:
    """Both films stay, and both are told."""
    tables = read(dump(tmp_path / "films.csv", MILLION, LEON, {**LEON, "id": 102}, {**LEON, "id": 103, "imdb_id": ""}))
    assert tables.films["imdb_id"].to_list() == [None, None, None]
    assert reasons(tables.account.mended) == {"an imdb_id of several films": 2}


@pytest.mark.parametrize(
    ("column", "to"),
    [
        ("budget", "budget_usd"),
        ("revenue", "box_office_usd"),
        ("runtime", "runtime_min"),
        ("vote_average", "rating"),
    ],
)
def test_a_zero_says_that_nobody_knows(tmp_path: Path, column: str, to: str) -> None:
    """And is no mistake."""
    tables = read(dump(tmp_path / "films.csv", MILLION, {**LEON, column: 0}))
    assert tables.films[to].to_list() == [None]
    assert not tables.account.mended


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('102,"a quote that never ends', "its double quotes do not match"),
        ("102,Title,Title,2001-01-01,surplus", "more cells than columns"),
        ("no film at all", "no TMDB id"),
    ],
)
def test_a_line_that_is_written_wrongly_spoils_no_other(tmp_path: Path, line: str, why: str) -> None:
    """Whatever stands before and after it is read."""
    good = [
        f'{number},"Film, the {number}th","Film ""{number}""\nin two lines",2001-01-01' for number in range(1, 2000)
    ]
    lines = ["id,title,original_title,release_date", *good[:900], line, *good[900:], ""]
    tables = read(stored(tmp_path / "films.csv", "\n".join(lines).encode()))
    assert reasons(tables.account.dropped) == {why: 1}
    assert tables.films.height == 1999
    assert tables.films["title_original"][1998] == 'Film "1999"\nin two lines'


def test_quotes_within_a_cell_that_nobody_doubled(tmp_path: Path) -> None:
    """A strict parser refuses them, a patient one does not; empty lines are no films."""
    lines = 'id,title,original_title\n1,Le "Samouraï",x\n\n2,"Quai" des brumes,y\n\0\n3,Z,z\n'
    assert read(stored(tmp_path / "films.csv", lines.encode())).films["id"].len() == 3


def test_letters_of_another_code_page_are_read_as_such(tmp_path: Path) -> None:
    """Line by line: a file may be pasted from several."""
    text = b"id,title,original_title\n1,Am\xe9lie,a\n2,Am\xc3\xa9lie,a\n"
    tables = read(stored(tmp_path / "films.csv", text))
    assert tables.films["title"].to_list() == ["Amélie", "Amélie"]
    assert reasons(tables.account.mended) == {"letters that are not UTF-8, taken for Windows-1252": 1}


def test_credits_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """Of no film, broken JSON, entries that name nobody; the film stands without them."""
    wrong: list[dict[str, Any]] = [
        {**LEON_CREDITS, "movie_id": 9},
        {**LEON_CREDITS, "cast": '[{"id": 10'},
        {**LEON_CREDITS, "movie_id": 102, "cast": '[{"id": 5}, 3, {"id": 7, "name": "Anna"}]', "crew": ""},
        {**LEON_CREDITS, "movie_id": 103, "cast": '{"id": 5}'},
    ]
    dump(tmp_path / "tmdb_5000_credits.csv", CREDITS, *wrong)
    films = [{**LEON_OF_5000, "id": number} for number in (101, 102, 103)]
    tables = read(dump(tmp_path / "tmdb_5000_movies.csv", FIVE_THOUSAND, *films))
    assert tables.credits.select("film_id", "person_id").rows() == [("tmdb-102", "tmdb-person-7")]
    assert reasons(tables.account.dropped) == {
        "cast or crew is no list": 2,
        "credits of no film of the list, or of one for the second time": 1,
    }
    assert reasons(tables.account.mended) == {"an entry of cast or crew names nobody": 1}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"id,title,original_title\n", "holds no film"),
        (b"<!DOCTYPE html><title>Sorry</title>", "names no column id"),
        (b"movie_id,title,cast,crew\n", "names no column id"),
        (b"\x89PNG\r\n\x1a\n\0\0", "names no column id"),
        (b"\xff\xfei\0d\0,\0", "names no column id"),
        (b"{}\n", "holds no film"),
    ],
)
def test_a_file_that_is_no_dump_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    """In one sentence that names it."""
    path = stored(tmp_path / "films.csv", content)
    with pytest.raises(SourceError, match=rf"films\.csv: .*{words}") as refused:
        TmdbDump(path, training=True).read()
    assert "\n" not in str(refused.value)


def test_gzip_that_is_cut_or_damaged_is_refused(tmp_path: Path) -> None:
    """To its last byte; and a file that is not there."""
    noise = [{**LEON, "id": number, "imdb_id": "", "overview": f"{number**70:x}"} for number in range(1, 500)]
    whole = dump(tmp_path / "whole.csv.gz", MILLION, *noise).read_bytes()
    assert read(tmp_path / "whole.csv.gz").films.height == 499
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 4
    for content in (whole[:-1], whole[: len(whole) // 2], bytes(flipped), whole + b"and more"):
        (tmp_path / "films.csv.gz").write_bytes(content)
        with pytest.raises(SourceError, match="cannot be read to its end"):
            TmdbDump(tmp_path / "films.csv.gz", training=True).read()
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(SourceError, match="cannot be read to its end"):
            TmdbDump(path, training=True).read()


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@settings(deadline=None, max_examples=60)
@given(films=st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), min_size=1, max_size=8))
def test_whatever_the_cells_hold_no_row_is_lost(
    tmp_path_factory: pytest.TempPathFactory, films: list[tuple[str, str, str, str]]
) -> None:
    """A row that was written by the book is a film, or counted among the dropped."""
    rows = [
        {
            **LEON,
            "id": number,
            "imdb_id": "",
            "title": title,
            "overview": overview,
            "genres": genres,
            "spoken_languages": languages,
        }
        for number, (title, overview, genres, languages) in enumerate(films, 1)
    ]
    tables = read(dump(tmp_path_factory.mktemp("dump") / "films.csv", MILLION, *rows))
    assert tables.account.read == {"films.csv": len(films)}
    assert tables.films.height == len(films)


@pytest.mark.slow
def test_a_record_is_whole_wherever_a_block_ends(tmp_path: Path) -> None:
    """Files larger than one block, with line ends and quotes inside cells, lose and break nothing."""
    story = 'He said: "go,\nand never come back".\n' * 80
    films = [{**LEON, "id": number, "imdb_id": "", "overview": f"{number} {story}"} for number in range(1, 12_001)]
    for name in ("films.csv", "films.csv.gz"):
        tables = read(dump(tmp_path / name, MILLION, *films))
        assert tables.films.height == 12_000
        assert tables.films.filter(
            pl.col("overview") != pl.format("{} {}", "tmdb_id", pl.lit(story.strip()))
        ).is_empty()
        assert not tables.account.dropped
