"""TMDB's names become those of the site, in English, in their own language, or as codes."""

import json
from pathlib import Path

import pytest

from pickflix.catalogue.vocabulary import GENRES
from pickflix.sources.tmdb.names import GENRE_OF_NUMBER, country, genre, language

RECORDED = Path(__file__).parents[4] / "shared" / "data" / "tmdb"
recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recordings lie with the developers")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("United States of America", "US"),
        ("United Kingdom", "GB"),
        ("Czech Republic", "CZ"),
        ("Trinidad and Tobago", "TT"),
        ("Saint Lucia", "LC"),
        ("Soviet Union", "SUHH"),
        ("East Germany", "DDDE"),
        ("XC", "CSHH"),
        ("FR", "FR"),
        ("Netherlands Antilles", None),
    ],
)
def test_a_country_has_its_code(name: str, code: str | None) -> None:
    """Those that are no more have theirs."""
    assert country(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("French", "fr"),
        ("Français", "fr"),
        ("日本語", "ja"),
        ("P\N{CYRILLIC SMALL LETTER U}сский", "ru"),
        ("广州话 / 廣州話", "yue"),
        ("cn", "yue"),
        ("xx", None),
        ("No Language", None),
        ("??????", None),
    ],
)
def test_a_language_has_its_code(name: str, code: str | None) -> None:
    """By whichever name; a film without words has none."""
    assert language(name) == code


@pytest.mark.parametrize("read", [country, language, genre])
def test_a_name_that_nobody_knows_is_no_guess(read: object) -> None:
    """It is counted by whoever asks."""
    assert callable(read)
    with pytest.raises(KeyError):
        read("Ruritanian")


@pytest.mark.parametrize("code", ["QX", "9999"])
def test_a_code_that_nobody_gave_is_none(code: str) -> None:
    """Neither of a country, nor of a genre."""
    with pytest.raises(KeyError):
        (genre if code.isdecimal() else country)(code)


@recorded
def test_every_language_of_theirs_is_known() -> None:
    """By its code, its name in English and its own, but two languages of one name."""
    (path,) = RECORDED.glob("configuration_languages__200__*.json")
    for said in json.loads(path.read_bytes())["body"]:
        for name in filter(None, (said["english_name"], said["name"].strip("?"))):
            if said["iso_639_1"] != "nr":
                assert language(name) == language(said["iso_639_1"])


@recorded
def test_every_genre_of_theirs_is_known() -> None:
    """By its number in any language, and by its English name."""
    lists = [json.loads(path.read_bytes()) for path in RECORDED.glob("genre_movie_list__200__*.json")]
    assert {said["id"] for each in lists for said in each["body"]["genres"]} <= set(GENRE_OF_NUMBER)
    for said in (said for each in lists if not each["request"]["params"] for said in each["body"]["genres"]):
        assert genre(said["name"]) == GENRE_OF_NUMBER[said["id"]]
    assert {code for code in GENRE_OF_NUMBER.values() if code} <= set(GENRES)
