"""The commands that list films: every part of a request may be asked for."""

import json
from pathlib import Path
from typing import Any

import pytest

from pickflix.cli import main

AMELIE, MATRIX = "Q484048", "Q83495"


@pytest.fixture(autouse=True)
def embedded(data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every command reads the embedded snapshot, from a folder without a pickflix.toml."""
    monkeypatch.setenv("PICKFLIX_DATA", str(data_dir))
    monkeypatch.chdir(tmp_path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401 - JSON
    """The data that a command prints."""
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_similar_is_narrowed(capsys: pytest.CaptureFixture[str]) -> None:
    """Filters, films seen and films disliked; a film given twice is one seed."""
    first, second = (film["id"] for film in printed(capsys, "similar", AMELIE, "-n", "2")["films"])
    asked = ("--seen", first, "--dislike", second, "--country", "FR", "--year-from", "2000", "--adored", AMELIE)
    found = printed(capsys, "similar", AMELIE, *asked)
    assert len(found["seeds"]) == 1
    assert not {first, second} & {film["id"] for film in found["films"]}
    assert all(film["year"] >= 2000 for film in found["films"])
    assert "let_go" not in found


def test_the_weighting_may_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    """One film is asked as "like this"; "for you" lists others."""
    first, same, other = (
        [film["id"] for film in printed(capsys, "similar", AMELIE, *asked)["films"]]
        for asked in ((), ("--weighting", "like-this"), ("--weighting", "for-you"))
    )
    assert first == same != other


def test_what_no_film_answers_is_let_go_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    """In the data, and on standard error beside the table."""
    asked = ("similar", AMELIE, "--genre", "western", "--country", "FR", "--year-to", "1959", "--less-known", "3")
    assert printed(capsys, *asked)["let_go"]
    assert main(asked) == 0
    assert "let go" in capsys.readouterr().err


def test_a_surprise_comes_from_another_decade(capsys: pytest.CaptureFixture[str]) -> None:
    """None of the films is of the 2000s."""
    films = printed(capsys, "similar", AMELIE, "--surprise")["films"]
    assert films
    assert not [film for film in films if 2000 <= film["year"] <= 2009]


def test_together_has_a_reason_for_each_person(capsys: pytest.CaptureFixture[str]) -> None:
    """Two people, the second with two films; one alone is refused."""
    found = printed(capsys, "together", "--person", AMELIE, "--person", MATRIX, "Q103569", "-n", "3")
    assert [len(films) for films in found["people"]] == [1, 2]
    assert len(found["films"]) == 3
    assert all(reason.startswith("personne ") for film in found["films"] for reason in film["reasons"])
    assert main(["together", "--person", AMELIE]) == 1
    assert "2 to 5" in capsys.readouterr().err


def test_a_wish_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    """The chips are printed as data, and said in words on standard error."""
    found = printed(capsys, "wish", "un", "western", "italien", "-n", "3")
    assert set(found["chips"]) == {"genre:western", "pays:IT"}
    assert len(found["films"]) == 3
    seen, disliked = (film["id"] for film in found["films"][:2])
    again = printed(capsys, "wish", "un", "western", "italien", "--seen", seen, "--dislike", disliked)
    assert not {seen, disliked} & {film["id"] for film in again["films"]}
    assert main(["wish", "zzzqqxx"]) == 0
    assert "nothing" in capsys.readouterr().err


def test_a_model_may_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    """One that the snapshot has; any other is refused with the names of those there are."""
    assert printed(capsys, "similar", AMELIE, "--model", "content", "-n", "1")["films"]
    assert main(["similar", AMELIE, "--model", "nonsense"]) == 1
    assert "content" in capsys.readouterr().err
