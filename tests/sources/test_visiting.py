"""Small answers are asked for politely: who we are, how fast, how often again, and when it is enough."""

import time
from collections.abc import Iterator
from email.utils import formatdate

import pytest

from pickflix.errors import SourceError, SourceUnreachable
from pickflix.sources.visiting import Visitor
from tests.sources.servers import (
    Pauses,
    Server,
    Way,
    drip,
    hang,
    hang_up,
    hurried,
    json,
    page,
    redirect,
    refused,
    serving,
)

GOOD = json('{"films": 3}')
HALF = json('{"films": [1, 2,\njava.util.concurrent.TimeoutException\n\tat java.base')


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that has nothing yet."""
    with serving() as server:
        yield server


def ask(server: Server, *ways: Way, pauses: Pauses | None = None, **manners: float) -> object:
    """The JSON of a server that answers in these ways."""
    server.ways["/films"] = list(ways)
    with Visitor("tmdb", hurried(pauses, **manners)) as visitor:
        return visitor.get(f"{server.address}/films", {"language": "fr"}).content


@pytest.mark.parametrize(
    "way", [refused(429), refused(500), refused(502), refused(503), refused(504), HALF, page(), hang_up, hang]
)
def test_what_passes_is_asked_again(server: Server, way: Way) -> None:
    """A failure that may pass costs one attempt."""
    assert ask(server, way, GOOD, read=1.0 if way is hang else 10.0) == {"films": 3}
    assert [asked.query for asked in server.asked] == [{"language": "fr"}] * 2


@pytest.mark.parametrize("way", [refused(429), HALF, page(), hang_up, hang])
def test_what_does_not_pass_ends_in_one_sentence(server: Server, way: Way) -> None:
    """It names the source and the address, not the query, and tells how often it was tried."""
    with pytest.raises(
        SourceUnreachable, match=r"^Source tmdb, http://127\.0\.0\.1:\d+/films: .* after 4 attempts\. Try"
    ):
        ask(server, way, read=0.05 if way is hang else 10.0)
    assert len(server.asked) == 4


def test_a_drip_is_no_answer(server: Server) -> None:
    """Each byte comes in time, the whole does not."""
    with pytest.raises(SourceUnreachable, match=r"has not answered wholly in 0\.1 s"):
        ask(server, drip(b'{"films": 3}'), whole=0.1, attempts=2)


def test_nobody_at_home(server: Server) -> None:
    """A port that nobody holds is told as such."""
    server.server_close()
    with pytest.raises(SourceUnreachable, match="cannot be reached"):
        ask(server, GOOD)


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refusal_is_an_answer(server: Server, status: int) -> None:
    """Who asked knows what it means; its words come along, where they are JSON."""
    server.ways["/films"] = [json('{"status_code": 7}', status), refused(status, b"no")]
    with Visitor("tmdb", hurried()) as visitor:
        answers = [visitor.get(f"{server.address}/films") for _ in range(2)]
    assert [(answer.status, answer.content) for answer in answers] == [(status, {"status_code": 7}), (status, None)]


def test_waits_grow(server: Server) -> None:
    """Each at most twice the one before, and shorter by chance, so that visitors do not come back together."""
    pauses = Pauses()
    assert ask(server, *[refused(500)] * 5, GOOD, pauses=pauses, attempts=6, longest=5.0)
    bounds = [(0.5, 1), (1, 2), (2, 4), (2.5, 5), (2.5, 5)]
    assert [low <= wait <= high for wait, (low, high) in zip(pauses.seconds, bounds, strict=True)] == [True] * 5


def test_retry_after_in_seconds_is_kept(server: Server) -> None:
    """The server says how long."""
    pauses = Pauses()
    ask(server, refused(429, retry_after="7"), GOOD, pauses=pauses)
    assert pauses.seconds == [7.0]


def test_retry_after_as_a_date_is_kept(server: Server) -> None:
    """The server says until when; a moment that has gone by is now."""
    pauses = Pauses()
    later, gone = formatdate(time.time() + 100, usegmt=True), formatdate(0, usegmt=True)
    ask(server, refused(503, retry_after=later), refused(503, retry_after=gone), GOOD, pauses=pauses)
    assert 90 < pauses.seconds[0] <= 100
    assert pauses.seconds[1] == 0


def test_who_asks_for_too_long_is_given_up(server: Server) -> None:
    """Nobody waits for a day; nor does anybody come back earlier than told."""
    pauses = Pauses()
    with pytest.raises(SourceUnreachable, match="asks to wait 86400 s, at the first attempt"):
        ask(server, refused(429, retry_after="86400"), pauses=pauses)
    assert pauses.seconds == []


def test_what_is_too_heavy_is_told_sooner(server: Server) -> None:
    """Who can ask for less learns it after two attempts; a server that is only busy is waited for as ever."""
    with pytest.raises(SourceUnreachable, match="after 3 attempts") as error:
        ask(server, refused(500), refused(429), HALF, GOOD, heavy_attempts=2)
    assert error.value.heavy


def test_no_more_requests_a_second_than_allowed(server: Server) -> None:
    """The pace is kept from the first request to the last, by waiting before the next."""
    pauses = Pauses()
    server.ways["/films"] = [GOOD]
    with Visitor("tmdb", hurried(pauses, a_second=0.01)) as visitor:
        for _ in range(3):
            visitor.get(f"{server.address}/films")
    assert [round(wait / 100) for wait in pauses.seconds] == [1, 2]  # nobody slept, so the debt grows


def test_a_flood_is_refused(server: Server) -> None:
    """Memory is bounded whatever a server sends."""
    with pytest.raises(SourceError, match="answers more than 1,000 bytes"):
        ask(server, json("9" * 5_000), largest=1_000)


def test_a_key_in_the_query_is_never_told(server: Server) -> None:
    """Messages end up in logs."""
    server.ways["/films"] = [hang_up]
    with pytest.raises(SourceUnreachable) as error, Visitor("tmdb", hurried()) as visitor:
        visitor.get(f"{server.address}/films", {"api_key": "hidden"})
    assert "hidden" not in str(error.value)


def test_a_form_is_posted_again_whole(server: Server) -> None:
    """A question too long for an address survives a failure."""
    server.ways["/films"] = [refused(503), GOOD]
    with Visitor("wikidata", hurried()) as visitor:
        answer = visitor.post(f"{server.address}/films", {"query": "select é"})
    assert answer.content == {"films": 3}
    assert [asked.form for asked in server.asked] == [{"query": "select é"}] * 2


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/films", "http://127.0.0.1:99999/", "no address"])
def test_no_address_is_told(address: str) -> None:
    """In one sentence, whatever was typed."""
    with pytest.raises(SourceError), Visitor("tmdb", hurried()) as visitor:
        visitor.get(address)


def test_a_redirect_to_a_file_is_refused(server: Server) -> None:
    """Only http and https are followed."""
    with pytest.raises(SourceError, match="neither http nor https"):
        ask(server, redirect("file:///etc/passwd"))


def test_half_a_letter_is_a_question_mark(server: Server) -> None:
    """JSON may hold one, and no table does; a whole letter that was written in two halves is one."""
    assert ask(server, json(r'{"\ud83d": ["\uD83D", "a\ud83d\ude00", "\\ud83d"]}')) == {"?": ["?", "a😀", r"\ud83d"]}


def test_brackets_without_end_are_no_answer(server: Server) -> None:
    """However many there are."""
    with pytest.raises(SourceUnreachable, match="no whole JSON"):
        ask(server, json("[" * 200_000))
