"""Whatever TMDB answers, or does not: another attempt, or one sentence, and the token is in none."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pickflix.errors import PickflixError, SourceError, SourceUnreachable
from pickflix.sources.tmdb.api import MANNERS, TmdbApi
from tests.sources.servers import Pauses, Server, Way, drip, hang, hang_up, hurried, json, page, refused, serving
from tests.sources.tmdb.own_tmdb import MATRIX, NIKITA, SAMOURAI, TOKEN, OwnTmdb, asked_for, busy, catalogue

OWN = OwnTmdb.of(MATRIX, NIKITA, SAMOURAI)
FILMS = [asked_for(film, f"Q{film.id}", tmdb_id=film.id) for film in (MATRIX, NIKITA, SAMOURAI)]
THREE = catalogue(*FILMS)
HALF = json('{"adult": false, "backdrop_path": "/beh')
MATRIX_PATH = f"/3/movie/{MATRIX.id}"


@pytest.fixture
def server() -> Iterator[Server]:
    """Our TMDB, with three films."""
    with serving(OWN) as server:
        yield server


def api(server: Server, folder: Path, token: str = TOKEN, **manners: Any) -> TmdbApi:
    """The source, in a hurry."""
    return TmdbApi(
        folder,
        token=token,
        address=f"{server.address}/3",
        training=False,
        manners=hurried(**{"attempts": 3, "read": 0.2, **manners}),
    )


def test_where_too_much_was_asked_it_waits_as_long_as_it_is_told(server: Server, tmp_path: Path) -> None:
    """429 with Retry-After: the same film again, after those seconds."""
    server.ways[MATRIX_PATH] = [busy, busy, OWN]
    pauses = Pauses()
    source = api(server, tmp_path, pauses=pauses)
    source.fetch(films=THREE)
    assert source.read().films.height == 3
    assert [wait for wait in pauses.seconds if wait >= 1] == [7.0, 7.0]


def test_it_asks_no_more_often_than_its_manners_allow(server: Server, tmp_path: Path) -> None:
    """By themselves they keep well below the forty a second that TMDB bears."""
    pauses = Pauses()
    api(server, tmp_path, pauses=pauses, a_second=0.01).fetch(films=THREE.head(2))
    assert max(pauses.seconds) == pytest.approx(100, abs=5)
    assert MANNERS.a_second <= 20


@pytest.mark.parametrize("way", [refused(500), refused(502), refused(503), refused(504), hang, hang_up, HALF, page()])
def test_a_failure_that_passes_is_not_seen(server: Server, tmp_path: Path, way: Way) -> None:
    """Another attempt brings the answer."""
    server.ways[MATRIX_PATH] = [way, OWN]
    source = api(server, tmp_path)
    source.fetch(films=THREE.head(1))
    assert source.read().films["tmdb_id"].to_list() == [MATRIX.id]


@pytest.mark.parametrize(
    "way", [refused(500), HALF, page(), json("[]"), json("{}"), json('{"id": 1}'), refused(418), drip(b"{" * 99)]
)
def test_one_film_that_fails_for_ever_stops_no_other(server: Server, tmp_path: Path, way: Way) -> None:
    """It is left for the next time."""
    server.ways[MATRIX_PATH] = [way]
    source = api(server, tmp_path)
    source.fetch(films=THREE)
    assert source.read().films["tmdb_id"].sort().to_list() == sorted([NIKITA.id, SAMOURAI.id])
    server.ways[MATRIX_PATH] = [OWN]
    source.fetch(films=THREE)
    assert source.read().films.height == 3


def test_a_film_that_fails_for_ever_does_not_use_up_a_bounded_fetch(server: Server, tmp_path: Path) -> None:
    """The films after it have their turn."""
    server.ways[MATRIX_PATH] = [refused(500)]
    source = TmdbApi(
        tmp_path, token=TOKEN, address=f"{server.address}/3", training=False, at_most=1, manners=hurried(attempts=1)
    )
    for known in (1, 2, 2):
        source.fetch(films=THREE)
        assert source.state().films == known


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (refused(500), "answers 500"),
        (hang, "does not answer in time"),
        (HALF, "no whole JSON"),
        (json('{"movies": []}'), "something else than TMDB does"),
        (page(), "no whole JSON"),
    ],
)
def test_a_server_that_fails_for_all_is_given_up(tmp_path: Path, way: Way, words: str) -> None:
    """In one sentence."""
    with serving(way) as server, pytest.raises(SourceError, match=words) as ended:
        api(server, tmp_path).fetch(films=THREE)
    assert "\n" not in str(ended.value)


def test_what_came_before_is_kept(server: Server, tmp_path: Path) -> None:
    """A connection that breaks ends the fetch at once; the next one goes on."""
    server.ways[f"/3/movie/{NIKITA.id}"] = [hang_up]
    source = api(server, tmp_path)
    with pytest.raises(SourceUnreachable, match="broke off"):
        source.fetch(films=THREE)
    assert source.state().films == 1


def test_nobody_listens(tmp_path: Path) -> None:
    """The sentence says what cannot be reached."""
    with serving() as server:
        source = api(server, tmp_path)
        server.server_close()
        with pytest.raises(SourceUnreachable, match="cannot be reached"):
            source.fetch(films=THREE)


def test_a_key_that_is_not_valid_ends_it_at_once(server: Server, tmp_path: Path) -> None:
    """TMDB's code 7: the sentence names the setting, and no other film is asked for."""
    with pytest.raises(SourceError, match=r"PICKFLIX_TMDB_TOKEN: is not accepted") as refusal:
        api(server, tmp_path, token="another-token").fetch(films=THREE)  # noqa: S106 - opens nothing
    assert len(server.asked) == 1
    assert "another-token" not in str(refusal.value)


@pytest.mark.parametrize("token", ["", "  ", "two words", "line\nbreak", "clé", "null\0"])
def test_what_is_no_token_is_never_sent(server: Server, tmp_path: Path, token: str) -> None:
    """The sentence names the setting and does not repeat it."""
    source = api(server, tmp_path, token=token)
    with pytest.raises(SourceError, match="holds no token") as refusal:
        source.fetch(films=THREE)
    assert not server.asked
    assert not token.strip() or token not in str(refusal.value)


def test_without_a_token_the_state_asks_for_it(server: Server, tmp_path: Path) -> None:
    """With one there is something to fetch."""
    assert api(server, tmp_path, token="").state().state == "needs a setting"
    assert api(server, tmp_path).state().state == "to fetch"


@pytest.mark.parametrize("way", [OWN, busy, refused(500), hang_up, HALF, json("{}"), refused(401), refused(404), hang])
def test_the_token_is_in_no_message_log_or_file(tmp_path: Path, way: Way) -> None:
    """However it ends, and however talkative the log is."""
    said = io.StringIO()
    handler, root = logging.StreamHandler(said), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    with serving(way) as server:
        try:
            api(server, tmp_path).fetch(films=THREE)
        except PickflixError as error:
            said.write(f"{error!r} {error.__cause__!r} {error}")
        finally:
            root.removeHandler(handler)
            root.setLevel(level)
        assert any(asked.headers["authorization"] == f"Bearer {TOKEN}" for asked in server.asked)
    written = "".join(path.read_bytes().decode("latin-1") for path in tmp_path.iterdir())
    assert TOKEN not in said.getvalue() + written
