"""MovieLens as it is published: each shape as GroupLens writes it, and all that can be wrong with a download."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from pickflix.errors import SourceError
from pickflix.sources.interactions import RATINGS, RatingList, matched
from pickflix.sources.movielens_folder import MovieLensFolder

FLAGS = "|".join("0" * 19)
OLDEST = {
    "u.data": b"196\t12\t3\t881250949\n186\t13\t5\t891717742\n186\t12\t1\t891717743\n",
    "u.item": (
        f"12|Fabuleux destin d'Am\xe9lie Poulain, Le (2001)|01-Jan-2001||http://us.imdb.com/M|{FLAGS}\n"
        f"13|Matrix, The (1999)|01-Jan-1999||http://us.imdb.com/M|{FLAGS}\n"
        f"14|unknown||||{FLAGS}\n"
    ).encode("latin-1"),
    "u.user": b"186|24|M|technician|85711\n196|49|M|writer|55105\n",
    "u.info": b"2 users\n3 items\n3 ratings\n",
}
COLONS = {
    "ratings.dat": b"196::12::3::978300760\n186::13::5::978302109\n186::12::1::978301968\n",
    "movies.dat": (
        "12::Fabuleux destin d'Am\xe9lie Poulain, Le (2001)::Comedy|Romance\n13::Matrix, The (1999)::Action\n"
    ).encode("latin-1"),
    "users.dat": b"186::F::1::10::48067\n",
    "README": b"These files contain 3 anonymous ratings of approximately 3,900 movies\n",
}
HALVES = COLONS | {
    "ratings.dat": b"196::12::3::978300760\n186::13::5::978302109\n186::12::0.5::978301968\n",
    "movies.dat": COLONS["movies.dat"].decode("latin-1").encode(),
}
LATEST = {
    "ratings.csv": (
        b"userId,movieId,rating,timestamp\n196,12,3.0,1147880044\n186,13,5.0,1147868817\n186,12,0.5,1147868828\n"
    ),
    "movies.csv": (
        'movieId,title,genres\n12,"Fabuleux destin d\'Am\xe9lie Poulain, Le (2001)",Comedy|Romance\n'
        '13,"Matrix, The (1999)",Action|Sci-Fi\n99,Nobody rated this (1990),(no genres listed)\n'
    ).encode(),
    "links.csv": b"movieId,imdbId,tmdbId\n12,0211915,194\n13,0133093,603\n99,0000001,\n",
    "tags.csv": b"userId,movieId,tag,timestamp\n186,12,Paris,1439472355\n",
    "README.txt": b"It contains 3 ratings and 1 tag applications across 3 movies.\n",
}
SHAPES = pytest.mark.parametrize(
    ("files", "least"),
    [(OLDEST, 1.0), (COLONS, 1.0), (HALVES, 0.5), (LATEST, 0.5)],
    ids=["100k", "1m", "10m", "latest"],
)


def folder(path: Path, files: Mapping[str, bytes]) -> Path:
    """A folder of those files."""
    (path / "ml").mkdir()
    for name, content in files.items():
        (path / "ml" / name).write_bytes(content)
    return path / "ml"


def archive(path: Path, files: Mapping[str, bytes]) -> Path:
    """The same as it is downloaded."""
    with zipfile.ZipFile(path / "ml.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(f"ml/{name}", content)
    return path / "ml.zip"


def read(path: Path) -> RatingList:
    """What is read there."""
    recognised = MovieLensFolder.recognised(path)
    assert recognised is not None
    return recognised.read()


@SHAPES
@pytest.mark.parametrize("kept", [folder, archive])
def test_every_published_shape_gives_the_same_list(
    tmp_path: Path, kept: type, files: Mapping[str, bytes], least: float
) -> None:
    """Unpacked or not: ratings in their order, accents, years, half stars where there are any, only films rated."""
    found = read(kept(tmp_path, files))
    assert found.ratings.schema == pl.Schema(RATINGS)
    assert found.ratings.select("user", "film", "value").rows() == [
        ("196", "12", 3.0),
        ("186", "13", 5.0),
        ("186", "12", least),
    ]
    assert found.ratings["time"].min() > 800_000_000  # type: ignore[operator]
    assert [(film.key, film.title, film.year, film.ratings) for film in found.films] == [
        ("12", "Fabuleux destin d'Amélie Poulain, Le", 2001, 2),
        ("13", "Matrix, The", 1999, 1),
    ]
    assert (found.origin, found.catalogue, found.licence.serve) == ("movielens", True, False)
    assert "Harper" in found.attribution


@SHAPES
def test_its_films_are_found_in_the_catalogue(
    tmp_path: Path, films: pl.DataFrame, files: Mapping[str, bytes], least: float
) -> None:
    """By their number at IMDb where the set has them, else by title and year."""
    found = matched(read(folder(tmp_path, files)), films)
    assert dict(found.match.found) == {"12": "Q484048", "13": "Q83495"}
    assert found.ratings.select("user", "film", "value").rows() == [
        ("186", "Q484048", least),
        ("186", "Q83495", 5.0),
        ("196", "Q484048", 3.0),
    ]


def test_links_give_the_numbers_of_imdb(tmp_path: Path) -> None:
    """Filled up to seven digits, as IMDb writes them; eight stay eight."""
    links = b"movieId,imdbId,tmdbId\n12,211915,194\n13,10133093,603\n"
    found = read(folder(tmp_path, LATEST | {"links.csv": links}))
    assert [film.numbers for film in found.films] == [("tt0211915",), ("tt10133093",)]


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    """As an archive unpacked and saved there has them."""
    found = read(folder(tmp_path, {name: content.replace(b"\n", b"\r\n") for name, content in LATEST.items()}))
    assert found.ratings["time"].to_list() == [1_147_880_044, 1_147_868_817, 1_147_868_828]
    assert found.films[1].numbers == ("tt0133093",)


def test_more_users_than_are_foreseen_are_read(tmp_path: Path) -> None:
    """Numbers of nine digits too."""
    wide = LATEST["ratings.csv"].replace(b"196,", b"196000000,")
    assert read(folder(tmp_path, LATEST | {"ratings.csv": wide})).ratings["user"][0] == "196000000"


HTML = b"<!DOCTYPE html>\n<html><body>503 Service Unavailable</body></html>\n"
WRONG = [
    (OLDEST, "u.data", OLDEST["u.data"][:-1], r"u\.data is not what .* its line 3 is “186\s12\s1\s891717743”"),
    (OLDEST, "u.data", OLDEST["u.data"][:-14], r"u\.data .* line 3 "),
    (OLDEST, "u.data", HTML, r"u\.data .* its line 1 is “<!DOCTYPE html>”"),
    (OLDEST, "u.data", b"", r"u\.data holds no ratings"),
    (OLDEST, "u.item", OLDEST["u.item"][:-40], r"u\.item .* line 3 "),
    (OLDEST, "u.item", OLDEST["u.item"].split(b"\n")[0], r"u\.item lacks film 13, .* cut short"),
    (OLDEST, "u.item", None, r"u\.item is missing"),
    (COLONS, "ratings.dat", b"196\t12\t3\t978300760\n", r"ratings\.dat .* its line 1 is “196"),
    (
        COLONS,
        "ratings.dat",
        COLONS["ratings.dat"] + b"186::12::9::978301968\n",
        r"its line 4 is “186::12::9::978301968”",
    ),
    (COLONS, "ratings.dat", COLONS["ratings.dat"] + b"186::12::5::97\n", r"its line 4 is “186::12::5::97”"),
    (COLONS, "ratings.dat", COLONS["ratings.dat"] + b"\n186::12::5::978301968\n", r"its line 4 is “”"),
    (COLONS, "ratings.dat", COLONS["ratings.dat"][:44], r"ratings\.dat holds 2 ratings, README tells of 3"),
    (COLONS, "movies.dat", HTML, r"movies\.dat .* its line 1 is “<!DOCTYPE html>”"),
    (COLONS, "movies.dat", None, r"movies\.dat is missing"),
    (LATEST, "ratings.csv", HTML, r"ratings\.csv .* its line 1 is “<!DOCTYPE html>”"),
    (LATEST, "ratings.csv", LATEST["ratings.csv"].replace(b",", b";"), r"its line 1 is “userId;movieId;rating"),
    (LATEST, "ratings.csv", LATEST["ratings.csv"][:-3], r"ratings\.csv .* its line 4 is “186,12"),
    (LATEST, "ratings.csv", b"\0" * 5_000, r"ratings\.csv .* its line 1 "),
    (LATEST, "ratings.csv", None, r"ratings\.csv is missing"),
    (LATEST, "movies.csv", HTML, r"movies\.csv .* its line 1 is"),
    (LATEST, "movies.csv", LATEST["movies.csv"][:-67], r"movies\.csv .* its line 3 is"),
    (LATEST, "links.csv", LATEST["links.csv"][:-20], r"links\.csv .* its line 3 is “13,0"),
    (LATEST, "links.csv", None, r"links\.csv is missing"),
    (
        LATEST,
        "README.txt",
        b"It contains 25000095 ratings.",
        r"ratings\.csv holds 3 ratings, README\.txt tells of 25,000,095",
    ),
]


@pytest.mark.parametrize("kept", [folder, archive])
@pytest.mark.parametrize(("files", "name", "content", "words"), WRONG)
def test_a_set_that_is_not_whole_is_refused_in_a_sentence(
    tmp_path: Path, kept: type, files: Mapping[str, bytes], name: str, content: bytes | None, words: str
) -> None:
    """It names the folder, the file, the line and a way out."""
    given = {each: text for each, text in (dict(files) | {name: content}).items() if text is not None}
    with pytest.raises(SourceError, match=words) as refused:
        read(kept(tmp_path, given))
    assert str(tmp_path) in str(refused.value)
    assert "Download the archive again" in str(refused.value)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    """Its checksums tell, whatever it is that changed."""
    path = archive(tmp_path, LATEST)
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(bytes(content))
    with pytest.raises(
        SourceError, match=r"ratings\.csv cannot be read \(the archive is damaged\)|ratings\.csv is not what"
    ):
        read(path)


@pytest.mark.parametrize("files", [{"ratings.csv": b"user,film,value\n1,Q1,4\n"}, {"january.csv": b""}, {}])
def test_what_is_not_movielens_is_left_to_others(tmp_path: Path, files: Mapping[str, bytes]) -> None:
    """A cinema's own folder, file, or nothing at all."""
    path = folder(tmp_path, files)
    assert MovieLensFolder.recognised(path) is None
    assert MovieLensFolder.recognised(path / "ratings.csv") is None
    assert MovieLensFolder.recognised(archive(tmp_path, files)) is None


def test_a_set_without_its_movies_is_known_by_its_first_line(tmp_path: Path) -> None:
    """And so refused for what is missing, rather than for the names of its columns."""
    with pytest.raises(SourceError, match=r"links\.csv and movies\.csv is missing"):
        read(folder(tmp_path, {"ratings.csv": LATEST["ratings.csv"]}))
