"""The command line as people and scripts use it: results on standard output, one sentence on standard error."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pickflix.bootstrap import check_address
from pickflix.cli import main, parser
from pickflix.errors import AddressRefused

PICKFLIX = str(Path(sys.executable).with_name("pickflix"))
COMMANDS = (
    "build",
    "serve",
    "search",
    "similar",
    "together",
    "wish",
    "export",
    "evaluate",
    "snapshot",
    "sources",
    "doctor",
)


@pytest.fixture(autouse=True)
def embedded(data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every command reads the embedded snapshot, from a folder without a pickflix.toml."""
    monkeypatch.setenv("PICKFLIX_DATA", str(data_dir))
    monkeypatch.chdir(tmp_path)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401 - JSON
    """The data that a command prints."""
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one sentence of a command that fails."""
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("pickflix: ")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def test_every_command_has_help_with_an_example() -> None:
    """And the help names every command."""
    for name in COMMANDS:
        assert name in parser().format_help()
        ran = subprocess.run([PICKFLIX, name, "--help"], capture_output=True, text=True, check=True)
        assert f"Example: pickflix {name}" in ran.stdout


def test_search_prints_films_and_people(capsys: pytest.CaptureFixture[str]) -> None:
    """Best first, with the words that were asked."""
    found = printed(capsys, "search", "amelie")
    assert found["query"] == "amelie"
    assert found["films"][0] == {
        "id": "Q484048",
        "title": "Amélie",
        "title_fr": "Le Fabuleux Destin d'Amélie Poulain",
        "year": 2001,
    }


def test_a_person_s_name_lists_their_films(capsys: pytest.CaptureFixture[str]) -> None:
    """What they directed first."""
    found = printed(capsys, "search", "truffaut", "-n", "5")
    assert found["people"][0]["id"] == "francois-truffaut"
    assert "The 400 Blows" in {film["title"] for film in found["films"]}
    assert len(found["films"]) == 5


def test_several_words_need_no_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    """`pickflix search la grande vadrouille`."""
    found = printed(capsys, "search", "la", "grande", "vadrouille")
    assert found["films"][0]["title_fr"] == "La Grande Vadrouille"


@pytest.mark.parametrize("seed", ["Amélie", "Q484048", "le fabuleux destin d'amelie poulain"])
def test_similar_takes_a_title_or_an_id(capsys: pytest.CaptureFixture[str], seed: str) -> None:
    """And prints ten films with a score and reasons."""
    found = printed(capsys, "similar", seed)
    assert [film["id"] for film in found["seeds"]] == ["Q484048"]
    assert len(found["films"]) == 10
    scores = [film["score"] for film in found["films"]]
    assert scores == sorted(scores, reverse=True)
    assert all(film["reasons"] and film["id"] != "Q484048" for film in found["films"])


def test_similar_takes_several_films(capsys: pytest.CaptureFixture[str]) -> None:
    """Their list is another one than each film's own."""
    both = printed(capsys, "similar", "Q484048", "Q83495", "-n", "3")
    assert len(both["seeds"]) == 2
    assert len(both["films"]) == 3


def test_an_ambiguous_title_lists_the_choices(capsys: pytest.CaptureFixture[str]) -> None:
    """With `--json` as data too, and exit code 1."""
    sentence = refused(capsys, "similar", "King Kong")
    assert "Q160215" in sentence
    assert main(["similar", "King Kong", "--json"]) == 1
    candidates = json.loads(capsys.readouterr().out)["candidates"]
    assert {"id": "Q160215", "label": "King Kong (2005)"} in candidates


@pytest.mark.parametrize("text", ["qqqqzzzzxxxx", "Q99999999999", "(", "\u202e", "\x00", "💥" * 400])
def test_an_unknown_film_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Whatever was typed."""
    assert "No film" in refused(capsys, "similar", text)


def test_nothing_found_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    """The list is empty, the words say so."""
    assert printed(capsys, "search", "qqqqzzzzxxxx")["films"] == []
    assert main(["search", "qqqqzzzzxxxx"]) == 0
    assert "Nothing found" in capsys.readouterr().err


def test_a_table_for_people_shows_both_titles(capsys: pytest.CaptureFixture[str]) -> None:
    """And why each film is there."""
    assert main(["similar", "Amélie", "-n", "3"]) == 0
    out = capsys.readouterr().out
    assert "Un long dimanche de fiançailles" in out
    assert "Jean-Pierre" in out


@pytest.mark.parametrize("arguments", [["-n", "-1"], ["-n", "-99999999999999999999"]])
def test_a_negative_number_is_refused(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """0 is none, and more than there are is all there are."""
    assert "0 or more" in refused(capsys, "similar", "Q484048", *arguments)


@pytest.mark.parametrize(
    "arguments", [[], ["serch"], ["search"], ["similar"], ["similar", "x", "-n", "ten"], ["snapshot", "burn"], ["--no"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With one sentence that tells where the help is."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "--help" in said


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    """`pickflix search the | head -1`."""
    ran = subprocess.run(
        ["/bin/sh", "-c", f"{PICKFLIX} search the -n 5000 | head -1"], capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""


def test_export_writes_the_tables_it_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One file a line, how many rows beside it; what they hold is proved with the export itself."""
    out = tmp_path / "out"
    assert main(["export", "--format", "parquet", "--tables", "films", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{out / 'films.parquet'}\n"
    films = pl.read_parquet(out / "films.parquet")
    assert films.height > 18_000
    assert said.err == f"{films.height:,} films\n"
    assert "CC0" in (out / "LICENCE.txt").read_text()


def test_export_chooses_by_a_condition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And tells as data what became of it."""
    where = "year >= 1960 and 'FR' = any(countries)"
    told = printed(capsys, "export", "--format", "sqlite", "--where", where, "--out", str(tmp_path / "out"))
    assert told["written"] == [str(tmp_path / "out" / "pickflix.sqlite")]
    assert 0 < told["rows"]["films"] < 18_000
    assert told["rows"].keys() == {"films", "people", "credits"}
    assert (told["left_out"], told["for_this_disk"]) == ([], False)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--tables", "actors"], "actors"),
        (["--tables", "series"], "has no series"),
        (["--format", "xls"], "xls"),
        (["--where", "yeer > 1960"], "Did you mean year"),
        (["--out", "/proc/nowhere"], "/proc/nowhere"),
    ],
)
def test_an_export_that_cannot_be_is_refused(
    arguments: list[str], word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is written."""
    assert word in refused(capsys, "export", "--out", str(tmp_path / "out"), *arguments)
    assert not (tmp_path / "out" / "films.parquet").exists()


def test_sources_name_their_licence(capsys: pytest.CaptureFixture[str]) -> None:
    """What a host must know before serving the rows; and which setting a source still needs."""
    found = {each["name"]: each for each in printed(capsys, "sources")["sources"]}
    assert {"embedded", "imdb", "wikidata", "wikipedia", "tmdb", "movielens"} == found.keys()
    assert found["embedded"]["licence"]["name"] == "CC0 1.0"
    assert found["embedded"]["dated"] == "2026-10-18"
    assert (found["imdb"]["licence"]["serve"], found["imdb"]["state"]) == (False, "terms not accepted")
    assert found["imdb"]["needs"] == "PICKFLIX_IMDB_TERMS=accepted"
    assert found["wikidata"]["needs"] == "PICKFLIX_CONTACT"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["nope"], "there is none called “nope”"),
        (["embeded"], "Did you mean embedded?"),
        (["embedded", "somewhere"], "embedded takes no path"),
        (["imdb", "here", "there"], "takes one path, not 2"),
        (["embedded", "--source", "embedded"], "named twice"),
    ],
)
def test_a_source_that_is_named_wrongly_is_wrong_usage(
    given: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, and nothing is built."""
    assert main(["build", "--source", *given]) == 2
    assert words in capsys.readouterr().err


def test_a_result_that_cannot_be_written_is_told() -> None:
    """As a log on a full disk: one sentence, no traceback."""
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([PICKFLIX, "sources"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr == "pickflix: cannot read or write (No space left on device).\n"


def test_snapshots_are_listed_with_the_current_one_marked(capsys: pytest.CaptureFixture[str]) -> None:
    """Dates in UTC."""
    (only,) = printed(capsys, "snapshot", "list")["snapshots"]
    assert only["current"]
    assert only["created"].endswith("+00:00")
    assert main(["snapshot", "list"]) == 0
    assert capsys.readouterr().out.startswith(f"* {only['name']}")


def test_a_rollback_with_nothing_to_go_back_to_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """And changes nothing."""
    assert "No older snapshot" in refused(capsys, "snapshot", "rollback")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("PICKFLIX_PORTT", "1", "PICKFLIX_PORT"),
        ("PICKFLIX_PORT", "eighty", "PICKFLIX_PORT"),
        ("PICKFLIX_PORT", "99999", "PICKFLIX_PORT"),
        ("PICKFLIX_PUBLIC_URL", "example", "https://pickflix.mon-cinema.example"),
        ("PICKFLIX_PUBLIC_URL", "https://x.example/folder", "without a folder"),
        ("PICKFLIX_PUBLIC_URL", 'https://x.example"onload=', "PICKFLIX_PUBLIC_URL"),
        ("PICKFLIX_HOST", "nonsuch.example", "in figures"),
        ("PICKFLIX_HOST", "", "in figures"),
    ],
)
def test_a_wrong_setting_is_named(
    name: str, value: str, word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the name that was probably meant."""
    monkeypatch.setenv(name, value)
    assert word in refused(capsys, "sources")


@pytest.mark.parametrize("text", [b"portt = 8000", b"port = 'eighty'", b"port = ", b"[data", b"# caf\xe9"])
def test_a_wrong_line_of_the_file_is_named(text: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`pickflix.toml` of the folder where the command runs."""
    (tmp_path / "pickflix.toml").write_bytes(text)
    assert "Setting" in refused(capsys, "sources")


def test_an_occupied_port_is_told_with_another_one() -> None:
    """Before any worker starts."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = subprocess.run([PICKFLIX, "serve", "--port", str(port)], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert f"127.0.0.1:{port}: it is already in use" in ran.stderr
    assert f"--port {port + 1}" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(("host", "problem"), [("192.0.2.1", "an address of this machine"), ("127.0.0.1", "in use")])
def test_an_address_that_cannot_be_had_is_told_as_it_is(host: str, problem: str) -> None:
    """Another program holds it, or it is not this machine's."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(AddressRefused, match=problem):
            check_address(host, taken.getsockname()[1])


def test_bytes_that_are_no_text_are_wrong_usage() -> None:
    """No traceback, whatever the terminal sends."""
    ran = subprocess.run([PICKFLIX.encode(), b"search", b"\xff"], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "UTF-8" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_the_first_command_builds_the_snapshot_and_an_interrupted_one_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl+C during the build: one sentence, no half-built folder, and the next build works."""
    environment = os.environ | {"PICKFLIX_DATA": str(tmp_path / "var")}
    with subprocess.Popen([PICKFLIX, "build"], env=environment, stderr=subprocess.PIPE, text=True) as building:
        assert building.stderr is not None
        building.stderr.readline()  # a stage was told: the build runs
        building.send_signal(signal.SIGINT)
        said = building.stderr.read()
    assert building.returncode == 1
    assert "interrupted" in said
    assert "Traceback" not in said
    assert list((tmp_path / "var" / "snapshots").iterdir()) == []
    ran = subprocess.run(
        [PICKFLIX, "search", "amelie", "--json"], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout)["films"][0]["id"] == "Q484048"
