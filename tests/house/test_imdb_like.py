"""The files like those of IMDb, which the reader of IMDb is tested and measured on."""

import gzip
import hashlib
import json
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from bench.imdb_like import COLUMNS, Written, file_of, generate
from tests.house.tree import ROOT

SCALE = 0.0005
SEED = 7
NAMES = sorted(COLUMNS)
# The first lines of the public files, as their documentation gives the columns.
HEADERS = {
    "name.basics": "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
    "title.akas": "titleId ordering title region language types attributes isOriginalTitle",
    "title.basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
    "title.crew": "tconst directors writers",
    "title.episode": "tconst parentTconst seasonNumber episodeNumber",
    "title.principals": "tconst ordering nconst category job characters",
    "title.ratings": "tconst averageRating numVotes",
}
SCRIPTS = ("CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "THAI", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of this module are."""
    return tmp_path_factory.mktemp("imdb")


@pytest.fixture(scope="module")
def written(folder: Path) -> Written:
    """What was written there."""
    return generate(folder, SCALE, SEED)


@pytest.fixture(scope="module")
def tables(folder: Path, written: Written) -> dict[str, list[list[str]]]:
    """The cells of each file, its header left aside; read without any reader of tables."""
    assert written.rows
    return {name: [line.split("\t") for line in _lines(folder, name)[1:]] for name in NAMES}


def _lines(folder: Path, name: str) -> list[str]:
    return gzip.decompress((folder / file_of(name)).read_bytes()).decode().removesuffix("\n").split("\n")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_the_header_and_the_columns_of_the_real_one(
    name: str, folder: Path, written: Written, tables: dict[str, list[list[str]]]
) -> None:
    """The header is IMDb's, each row has as many cells, none is empty, and the rows told are there."""
    assert _lines(folder, name)[0] == "\t".join(HEADERS[name].split())
    rows = tables[name]
    assert len(rows) == written.rows[file_of(name)]
    assert {len(row) for row in rows} == {len(HEADERS[name].split())}
    assert all(cell for row in rows for cell in row)


def test_ids_have_seven_digits_or_eight(tables: dict[str, list[list[str]]]) -> None:
    """As many as it takes, at least seven, in the order of texts as IMDb sorts them."""
    for name, prefix in (("title.basics", "tt"), ("name.basics", "nm")):
        ids = [row[0] for row in tables[name]]
        assert {each[:2] for each in ids} == {prefix}
        assert {len(each) for each in ids} == {9, 10}
        assert all(each[2] != "0" for each in ids if len(each) > 9)
        assert ids == sorted(ids)
    assert tables["title.basics"][0][0] == "tt0000001"


def test_the_proportions_are_those_of_imdb(written: Written, tables: dict[str, list[list[str]]]) -> None:
    """So many rows of each file for a title, and mostly episodes among the titles."""
    true = {
        "name.basics": 15.1, "title.akas": 55, "title.basics": 12.3, "title.crew": 12.3, "title.episode": 9.4,
        "title.principals": 97.6, "title.ratings": 1.6,
    }  # fmt: skip
    for name, millions in true.items():
        assert written.rows[file_of(name)] == pytest.approx(millions * 1e6 * SCALE, rel=0.1), name
    kinds = Counter(row[1] for row in tables["title.basics"])
    assert kinds["tvEpisode"] / kinds.total() == pytest.approx(0.765, abs=0.02)
    assert kinds["movie"] / kinds.total() == pytest.approx(0.06, abs=0.01)
    assert len(written.films) == pytest.approx(130_000 * SCALE, rel=0.3)


def test_few_titles_have_most_of_the_votes(tables: dict[str, list[list[str]]]) -> None:
    """A tenth of the titles with votes has nine tenths of them."""
    votes = sorted((int(row[2]) for row in tables["title.ratings"] if row[2].isdecimal()), reverse=True)
    assert sum(votes[: len(votes) // 10]) > 0.8 * sum(votes)


@pytest.mark.parametrize("script", SCRIPTS)
def test_titles_are_in_every_script(script: str, tables: dict[str, list[list[str]]]) -> None:
    """Some title elsewhere has letters of that script."""
    letters = {letter for row in tables["title.akas"] for letter in row[2]}
    assert any(unicodedata.name(letter, "").startswith(script) for letter in letters)


def test_rows_of_people_begin_with_the_cast(tables: dict[str, list[list[str]]]) -> None:
    """The rows of a title count from 1, and the characters of the cast are JSON lists, but for those of the dirt."""
    orders: dict[str, list[int]] = {}
    broken = 0
    for title, order, *_, characters in tables["title.principals"]:
        orders.setdefault(title, []).append(int(order))
        try:
            assert characters == "\\N" or isinstance(json.loads(characters)[0], str)
        except (json.JSONDecodeError, KeyError):
            broken += 1
    assert broken == 4
    assert all(counted == list(range(1, len(counted) + 1)) for counted in orders.values())


def test_the_files_agree_on_who_directed(tables: dict[str, list[list[str]]]) -> None:
    """The directors of title.crew are those of title.principals."""
    directors: dict[str, set[str]] = {}
    for title, _, person, category, *_ in tables["title.principals"]:
        if category == "director":
            directors.setdefault(title, set()).add(person)
    told = {row[0]: set(row[1].split(",")) for row in tables["title.crew"] if row[1] != "\\N"}
    assert {title for title in told if told[title] != directors.get(title)} <= {
        row[0] for row in tables["title.crew"][-4:]
    }


def test_the_films_that_count_are_told(written: Written, tables: dict[str, list[list[str]]]) -> None:
    """Movies that are not adult, with fifty votes in one of their rows, and no others."""
    votes: dict[str, int] = {}
    for title, _, number in tables["title.ratings"]:
        if number.isdecimal():
            votes[title] = max(votes.get(title, 0), int(number))
    films = {row[0] for row in tables["title.basics"] if row[1] == "movie" and row[4] == "0"}
    assert written.films == tuple(sorted(title for title in films if votes.get(title, 0) >= 50))


def test_french_titles_stand_among_others(written: Written, tables: dict[str, list[list[str]]]) -> None:
    """A real film has its French title in a row of France, or where it has none, in a French row of Canada."""
    assert written.french["tt0211915"] == "Le Fabuleux Destin d'Amélie Poulain"
    names: dict[str, list[list[str]]] = {}
    for row in tables["title.akas"]:
        names.setdefault(row[0], []).append(row)
    regions = Counter(
        next(row[3] for row in names[film] if row[2] == title and row[3] in {"FR", "CA"})
        for film, title in written.french.items()
    )
    assert set(regions) == {"FR", "CA"}
    kinds = {row[5] for film in written.french for row in names[film] if row[3] == "FR"}
    assert {"imdbDisplay", "\\N", "alternative", "working", "dvd"} <= kinds


def test_a_file_holds_all_the_dirt_that_is_told(written: Written, tables: dict[str, list[list[str]]]) -> None:
    """Each kind occurs as often as it is counted."""
    titles, people = ({row[0] for row in tables[name]} for name in ("title.basics", "name.basics"))
    basics, ratings = tables["title.basics"], tables["title.ratings"]
    found = {
        "doubled_titles": len(basics) - len(titles),
        "doubled_people": len(tables["name.basics"]) - len(people),
        "doubled_ratings": len(ratings) - len({row[0] for row in ratings}),
        "bad_years": sum(row[5] in {"19x4", "abc", "-5", "99999"} for row in basics),
        "bad_lengths": sum(row[7] in {"abc", "-90", "99999", "1h30"} for row in basics),
        "bad_adult": sum(row[4] not in {"0", "1"} for row in basics),
        "bad_births": sum(row[2] in {"19x4", "abc", "-5", "99999"} for row in tables["name.basics"]),
        "bad_seasons": sum(row[2] in {"19x4", "abc", "-5", "99999"} for row in tables["title.episode"]),
        "bad_votes": sum(not row[2].isdecimal() for row in ratings),
        "bad_averages": sum(row[1] in {"abc", "-1.0", "99.9", "8,5"} for row in ratings),
        "unknown_kinds": sum(row[1] in {"tvPilot", "Movie"} for row in basics),
        "quoted_titles": sum(row[2].startswith('"') for row in basics),
        "quoted_akas": sum(row[2].startswith('"') for row in tables["title.akas"]),
        "control_titles": sum(any(sign in row[2] for sign in "\x01\x1f\x7f\u0085\u2028") for row in basics),
        "backslash_titles": sum("\\" in row[2] for row in basics),
        "dangling_people": sum(row[2] not in people for row in tables["title.principals"]),
        **{f"dangling_{name}": sum(row[0] not in titles for row in tables[f"title.{name}"])
           for name in ("akas", "ratings", "crew", "principals")},
        "dangling_episodes": sum(row[1] not in titles for row in tables["title.episode"]),
    }  # fmt: skip
    exactly = {kind: rows for kind, rows in written.dirt.items() if kind in found}
    rough = {"doubled_titles", "quoted_titles"}  # a doubled row may be dirty itself, and so twice
    assert {kind: found[kind] for kind in exactly if kind not in rough} == {
        kind: rows for kind, rows in exactly.items() if kind not in rough
    }
    assert all(found[kind] >= written.dirt[kind] for kind in rough)
    assert set(written.dirt) - set(found) == {"unsorted_ratings", "broken_characters"}
    assert min(written.dirt.values()) >= 4
    assert [row[0] for row in ratings] != sorted(row[0] for row in ratings)


def test_the_same_seed_writes_the_same_bytes(folder: Path, written: Written, tmp_path: Path) -> None:
    """In another process too; another seed writes others."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "bench.imdb_like",
        tmp_path / "again",
        "--scale",
        str(SCALE),
        "--seed",
        str(SEED),
    ]
    said = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    assert said["rows"] == written.rows
    generate(tmp_path / "other", SCALE, SEED + 1)

    def digests(where: Path) -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(where.iterdir())}

    assert digests(tmp_path / "again") == digests(folder)
    assert not set(digests(tmp_path / "other").values()) & set(digests(folder).values())


def test_keys_are_clean_where_that_is_asked(tmp_path: Path) -> None:
    """For tools that stop at a doubled key: none of the three tables with a key has one."""
    generate(tmp_path, SCALE, SEED, doubled=False)
    for name in ("name.basics", "title.basics", "title.ratings"):
        ids = [line.partition("\t")[0] for line in _lines(tmp_path, name)]
        assert len(ids) == len(set(ids))
