"""A cinema's own ratings: every way a spreadsheet writes them, and every way it gets them wrong."""

from pathlib import Path

import polars as pl
import pytest

from pickflix.errors import SourceError
from pickflix.sources.interactions import MOST_OF_ONE_USER, in_rows, matched
from pickflix.sources.ratings_csv import RatingsCsv

AMELIE = {"user": "1", "film": "Amélie (2001)", "value": 4.5}


def written(path: Path, text: str, encoding: str = "utf-8") -> RatingsCsv:
    """A file of that text."""
    path = path / "ratings.csv"
    path.write_bytes(text.encode(encoding))
    return RatingsCsv(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        "user,film,value\n1,Amélie (2001),4.5\n",
        'user,film,value\r\n1,"Amélie (2001)","4,5"\r\n',
        "USER;Film; Value \n1;Amélie (2001);4,5\n\n",
        "\nfilm\tnote\tvalue\tuser\nAmélie (2001)\tx\t4,5\t1\n",
        "user;film;value;time\n1;Amélie (2001);4,5\n",
    ],
)
def test_a_spreadsheet_writes_it_in_many_ways(tmp_path: Path, text: str, encoding: str) -> None:
    """Any separator, order of columns, decimal sign, end of line and encoding."""
    read = written(tmp_path, text, encoding).read()
    assert read.ratings.select(*AMELIE).to_dicts() == [AMELIE]
    assert read.ratings["time"].to_list() == [None]
    assert not read.skipped


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("1260759144", 1_260_759_144),
        ("2024-12-31", 1_735_603_200),
        ("31/12/2024", 1_735_603_200),
        ("2024-12-31T01:00:00+01:00", 1_735_603_200),
        ("2024-12-31 00:00:01", 1_735_603_201),
        ("0", None),
        ("", None),
    ],
)
def test_a_time_is_a_number_or_a_date(tmp_path: Path, time: str, seconds: int | None) -> None:
    """In UTC unless it says otherwise; unknown where the cell is empty."""
    read = written(tmp_path, f"user,film,value,time\n1,Q1,4,{time}\n").read()
    assert read.ratings["time"].to_list() == [seconds]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2,Q1,0", "“0” is no number of stars from 0.5 to 5"),
        ("2,Q1,9", "no number of stars"),
        ("2,Q1,nan", "no number of stars"),
        ("2,Q1,-inf", "no number of stars"),
        ("2,Q1,good", "no number of stars"),
        ("2,Q1,", "no number of stars"),
        (",Q1,4", "names no user"),
        ("2, ,4", "names no film"),
        ("2,Q1", "2 cells"),
        ("2,Q1,4,5,,7", "double quotes"),
        ('2,"Q1,4', "double quotes do not match"),
        ("2,Q1\0,4", "no text"),
        ("2,Q1,4,yesterday", "is no time"),
        ("2,Q1,4,1260759144000", "is no time"),
        ("2,Q1,4,2024", "is no time"),
        ("2,Q1,4,99/99/2024", "is no time"),
        ("2,Q1,4,1e999", "is no time"),
    ],
)
def test_a_line_that_cannot_be_read_is_skipped_and_told(tmp_path: Path, line: str, words: str) -> None:
    """By its number; the lines around it count."""
    read = written(tmp_path, f"user,film,value,time\n1,Q1,4,\n{line}\n3,Q1,4,\n").read()
    assert read.ratings["user"].to_list() == ["1", "3"]
    ((number, problem),) = ((skipped.line, skipped.problem) for skipped in read.skipped)
    assert number == 3
    assert words in problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "user, film, value"),
        ("1,Q1,4\n", "“1,Q1,4”"),
        ("userId,movieId,rating\n1,2,3\n", "userId"),
        ('"user,film,value\n', "user, film, value"),
        ("user,film,value\n", "there is none"),
        ("user,film,value\n1,Q1,8\n2,Q1,9\n", "line 2: “8” is no number of stars"),
    ],
)
def test_a_file_of_which_nothing_can_be_read_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """In one sentence that names the file."""
    with pytest.raises(SourceError, match=r"ratings\.csv") as refused:
        written(tmp_path, text).read()
    assert words in str(refused.value)


@pytest.mark.parametrize("content", [b"\xff\xfeu", b"\x89PNG\r\n\x1a\n\0\0", b"\0" * 4096])
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    """A picture, a hole in a disk, half a letter."""
    path = tmp_path / "ratings.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError):
        RatingsCsv(path).read()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Nor is a folder a file."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(SourceError, match="cannot be read"):
            RatingsCsv(path).read()


def test_ratings_find_their_films_by_id_imdb_number_or_title(films: pl.DataFrame, tmp_path: Path) -> None:
    """Of two by one user for one film the later counts, or the one further down where no time is given."""
    text = """user,film,value,time
ana,Q484048,2,2024-01-02
ana,Amélie (2001),5,2024-01-03
ana,"Fabuleux Destin d'Amélie Poulain, Le (2001)",3,2024-01-01
bea,tt0133093,4,
bea,Q83495,3.5,
bea,Nothing of the kind (1901),3.5,
"""
    found = matched(written(tmp_path, text).read(), films)
    assert found.ratings.select("user", "film", "value").rows() == [("ana", "Q484048", 5.0), ("bea", "Q83495", 3.5)]
    assert (found.match.ratings, found.match.ratings_found) == (6, 5)
    assert "Nothing of the kind (1901)" in "\n".join(found.report())


def test_ratings_of_films_that_nobody_knows_are_refused(films: pl.DataFrame, tmp_path: Path) -> None:
    """A list without a single film in common is the wrong list."""
    with pytest.raises(SourceError, match=r"no film of it is in the catalogue \(Nil \(1990\), Q0"):
        matched(written(tmp_path, "user,film,value\n1,Q0,4\n1,Nil (1990),4\n").read(), films)


def test_a_user_who_rated_more_than_a_person_can_is_left_out(films: pl.DataFrame, tmp_path: Path) -> None:
    """And named; fifty thousand clicks on one film are one rating."""
    robot = "".join(f"robot,{film},5\n" for film in films["id"])
    clicks = "clicks,Q484048,5\n" * 50_000
    found = matched(written(tmp_path, f"user,film,value\n{robot}{clicks}1,Q83495,4\n").read(), films)
    assert films.height > MOST_OF_ONE_USER
    assert found.excessive == ("robot",)
    assert found.ratings["user"].to_list() == ["1", "clicks"]
    assert "robot" in "\n".join(found.report())
    with pytest.raises(SourceError, match="more than 5,000 ratings"):
        matched(written(tmp_path, f"user,film,value\n{robot}").read(), films)


def test_rows_follow_the_order_of_the_ids(films: pl.DataFrame, tmp_path: Path) -> None:
    """Users from 0, films by their row, one entry a pair; a film without a row is left out."""
    text = "user,film,value,time\nb,Q83495,4,2024-12-31\na,Q484048,5,\na,Q83495,1,\n"
    ratings = matched(written(tmp_path, text).read(), films).ratings
    rows = in_rows(ratings, ["Q1", "Q484048", "Q83495"])
    assert (rows.users.tolist(), rows.films.tolist(), rows.values.tolist()) == ([0, 0, 1], [1, 2, 2], [5.0, 1.0, 4.0])
    assert rows.times.tolist() == [0, 0, 1_735_603_200]
    assert (rows.n_users, rows.n_films) == (2, 3)
    fewer = in_rows(ratings, ["Q484048"])
    assert (fewer.users.tolist(), fewer.n_users) == ([0], 1)
    nobody = in_rows(ratings, ["Q2"])
    assert (len(nobody.users), nobody.n_users, nobody.users.dtype.kind) == (0, 0, "i")


def test_a_folder_is_read_file_by_file(films: pl.DataFrame, tmp_path: Path) -> None:
    """One a month, each as its spreadsheet wrote it, in the order of their names; a month may be empty."""
    (tmp_path / "2024-02.CSV").write_bytes(
        "sep=;\r\nuser;film;value\r\nana;Amélie (2001);5\r\nbea;Q83495;9\r\n".encode("cp1252")
    )
    (tmp_path / "2024-01.csv").write_bytes("user,film,value\nana,Q484048,2\n".encode("utf-16"))
    (tmp_path / "2024-03.txt").write_text("value\tuser\tfilm\n3,5\tbea\ttt0133093\n")
    (tmp_path / "2024-08.csv").write_text("user,film,value\n")
    for beside in ("~$2024-02.csv", "._2024-02.csv", "notes.docx"):
        (tmp_path / beside).write_bytes(b"\0\0")
    read = RatingsCsv(tmp_path).read()
    assert [str(skipped) for skipped in read.skipped] == [
        "2024-02.CSV, line 4: “9” is no number of stars from 0.5 to 5"
    ]
    found = matched(read, films).ratings
    assert found.select("user", "film", "value").rows() == [("ana", "Q484048", 5.0), ("bea", "Q83495", 3.5)]


def test_a_folder_with_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    """It is named; a month must not get lost unseen."""
    (tmp_path / "1.csv").write_text("user,film,value\nana,Q484048,2\n")
    (tmp_path / "2.csv").write_text("<!DOCTYPE html>\n")
    with pytest.raises(SourceError, match=r"2\.csv: its first line is “<!DOCTYPE html>”"):
        RatingsCsv(tmp_path).read()
