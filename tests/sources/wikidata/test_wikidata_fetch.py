"""The fetch goes on: after any fault of the query service, and after a kill."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from pickflix.errors import DiskFull, SourceError
from tests.sources.servers import Way, drip, hang, hang_up, json, late, page, refused
from tests.sources.wikidata.cinema import Cinema, everything
from tests.sources.wikidata.query_service import half

AFTER_A_MINUTE = refused(500, b"SPARQL-QUERY: ...\njava.util.concurrent.TimeoutException\n\tat java.base")


def test_nothing_is_asked_where_nobody_knows_what_a_film_is(cinema: Cinema) -> None:
    """The classes come first; without them every question would be a wrong one."""
    cinema.service.faults = [refused(503)] * 3
    with pytest.raises(SourceError, match="answers 503"):
        cinema.source().fetch()
    assert cinema.asked() == [["all"]] * 3


def test_all_films_come(cinema: Cinema) -> None:
    """With people and genres; classes, three years, three pages of films, one of people, one of things."""
    cinema.source().fetch()
    assert everything(cinema)
    assert [len(asked) for asked in cinema.asked()] == [1, 1, 1, 1, 150, 150, 150, 51, 1]


def test_the_service_learns_who_asks(cinema: Cinema) -> None:
    """Program and contact are in each request, the query in its body."""
    cinema.source(contact="https://cinema.example/contact").fetch()
    agents = {asked.headers["user-agent"].split(" httpx2")[0] for asked in cinema.server.asked}
    assert {agent.partition(" ")[2] for agent in agents} == {"(https://cinema.example/contact)"}
    assert {asked.method for asked in cinema.server.asked} == {"POST"}


def test_nobody_asks_without_a_contact(cinema: Cinema) -> None:
    """Wikidata's people want to know whom to write to."""
    assert cinema.source(contact="").state().state == "needs a setting"
    with pytest.raises(SourceError, match="PICKFLIX_CONTACT"):
        cinema.source(contact="").fetch()
    assert cinema.asked() == []


FAULTS: dict[str, Way] = {
    "half a JSON": half(b'{"head":{},"results":{"bindings":[{"item":{"type":"uri","value":"http'),
    "busy": refused(429, retry_after="3"),
    "a minute is over": AFTER_A_MINUTE,
    "a minute is over, and we have gone": late(AFTER_A_MINUTE, 0.8),
    "never": hang,
    "drip": drip(b'{"results"', every=0.6),
    "hangs up": hang_up,
    "a web page": page(),
    "bad gateway": refused(502),
    "maintenance": refused(503, retry_after="3"),
}


# Faults that show only to those who do not wait for long.
HASTY = {"a minute is over, and we have gone", "never", "drip"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_costs_nothing(cinema: Cinema, name: str) -> None:
    """Whichever it is, whichever query it meets (classes, days, films, people): in the end all films are there."""
    fault = FAULTS[name]
    cinema.patience = 0.5 if name in HASTY else cinema.patience
    cinema.service.faults = [fault, None, None, fault, None, None, None, fault, None, None, None, fault]
    cinema.source().fetch()
    assert everything(cinema)


def test_all_faults_in_a_row_cost_nothing(cinema: Cinema) -> None:
    """Between two good answers."""
    cinema.patience = 0.5
    cinema.service.faults = [each for name in FAULTS for each in (None, FAULTS[name])]
    cinema.source().fetch()
    assert everything(cinema)


def test_a_busy_service_is_waited_for(cinema: Cinema) -> None:
    """As long as it asks for."""
    cinema.service.faults = [None, refused(429, retry_after="30")]
    cinema.source().fetch()
    assert cinema.pauses.seconds == [30.0]


@pytest.mark.parametrize("heavy", [None, AFTER_A_MINUTE, refused(504)])
def test_what_is_too_much_is_halved(cinema: Cinema, heavy: Way | None) -> None:
    """Down to what the service can do within its minute; nothing is asked twice in vain."""
    cinema.service.too_much, cinema.service.heavy = (lambda asked: len(asked) > 40), heavy
    cinema.source().fetch()
    assert everything(cinema)
    sizes = [len(asked) for asked in cinema.asked()]
    assert sizes.count(150) == 3
    assert max(size for size in sizes if size not in {150, 75, 51}) <= 38


def test_a_year_that_is_too_much_is_asked_in_parts(cinema: Cinema) -> None:
    """And when the parts are out of date, they are asked for at once."""
    cinema.service.too_much = lambda asked: (
        asked[0].startswith("2019") and asked[0].endswith("2020-01-01") and "-07-" not in asked[0]
    )
    cinema.source().fetch()
    assert everything(cinema)
    assert [asked[0] for asked in cinema.asked() if "/" in asked[0]] == [
        "2018-01-01/2019-01-01",
        "2019-01-01/2020-01-01",
        "2019-01-01/2019-07-02",
        "2019-07-02/2020-01-01",
        "2020-01-01/2021-01-01",
    ]


def test_a_film_that_is_too_much_alone_is_told_and_the_others_come(cinema: Cinema) -> None:
    """The catalogue does without it, and the account says so."""
    cinema.service.too_much = lambda asked: "Q77" in asked
    cinema.source().fetch()
    tables = cinema.source().read()
    assert tables.films.height == 449
    (line,) = (each for each in tables.account.mended if each.file == "films" and "fetched anew" in each.reason)
    assert line.examples == ("Q77",)
    assert [(each.reason, each.examples) for each in tables.account.dropped] == [
        ("nothing is known of them yet", ("Q77",))
    ]


def test_a_year_that_never_comes_is_told_at_the_end(cinema: Cinema) -> None:
    """The other years have come by then; the next fetch asks for what is missing alone."""
    cinema.service.too_much = lambda asked: asked[0][:10] <= "2019-12-31" < asked[0][11:]
    with pytest.raises(SourceError, match=r"days 2019-12-31/2020-01-01: 1 could not be had") as told:
        cinema.source().fetch()
    assert "Traceback" not in str(told.value)
    assert cinema.source().state().state == "to fetch"
    cinema.asked()
    cinema.service.too_much = lambda _: False
    cinema.source().fetch()
    assert [asked[0] for asked in cinema.asked()] == ["2019-12-31/2020-01-01"]
    assert everything(cinema)


def test_a_service_that_is_away_is_left_alone(cinema: Cinema) -> None:
    """After a few times nothing more is asked, and what came is kept."""
    cinema.service.faults = [None] * 6 + [refused(503)] * 1000
    with pytest.raises(SourceError, match=r"^Source wikidata, films Q.* could not be had .*fetch again\.$"):
        cinema.source().fetch()
    assert len(cinema.asked()) == 6 + 9
    cinema.service.faults = []
    cinema.source().fetch()
    assert [len(asked) for asked in cinema.asked()] == [150, 51, 1]
    assert everything(cinema)


def test_a_fetch_that_was_killed_goes_on(cinema: Cinema) -> None:
    """What was answered before is not asked again, and no temporary file stays."""
    cinema.service.faults = [None] * 5 + [hang]
    script = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from pickflix.sources.wikidata import Wikidata; from pickflix.sources.visiting import Manners\n"
        "Wikidata(Path(sys.argv[1]), address=sys.argv[2], contact='me', years=range(2018, 2021),\n"
        "    manners=Manners(a_second=1e9), today=lambda: date(2026, 11, 30)).fetch()"
    )
    address = f"{cinema.server.address}/sparql"
    with subprocess.Popen([sys.executable, "-c", script, str(cinema.folder), address]) as process:
        while len(cinema.server.asked) < 6:
            assert process.poll() is None
            cinema.server.over.wait(0.01)
        os.kill(process.pid, signal.SIGKILL)
    (cinema.folder / "pages" / "films" / "half.new").write_bytes(b"PAR1")
    cinema.asked()
    cinema.source().fetch()
    assert [len(asked) for asked in cinema.asked()] == [150, 150, 51, 1]
    assert everything(cinema)
    assert list(cinema.folder.rglob("*.new")) == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda page: page[:100],
        lambda _: b"",
        lambda page: page[:300] + bytes([page[300] ^ 1]) + page[301:],
        lambda page: page[::-1],
    ],
)
def test_a_damaged_page_is_told_and_asked_for_again(cinema: Cinema, harm: Callable[[bytes], bytes]) -> None:
    """A build refuses it; a fetch mends it."""
    cinema.source().fetch()
    damaged = next((cinema.folder / "pages" / "films").iterdir())
    damaged.write_bytes(harm(damaged.read_bytes()))
    with pytest.raises(SourceError, match=r"holds a page that cannot be read .*refresh"):
        cinema.source().read()
    cinema.asked()
    cinema.source().fetch()
    assert [len(asked) for asked in cinema.asked()] == [150]
    assert everything(cinema)


def test_a_full_disk_is_told_and_nothing_is_lost(cinema: Cinema) -> None:
    """The device that is always full stands for the disk; with some room, the fetch goes on."""
    name = hashlib.sha256(b"2018-01-01/2019-01-01").hexdigest()[:20]

    def full(label: str, *_: object) -> None:
        if label == "wikidata: films of 2018":
            (cinema.folder / "pages" / "days").mkdir()
            (cinema.folder / "pages" / "days" / f"{name}.new").symlink_to("/dev/full")

    with pytest.raises(DiskFull, match=r"The disk of .* is full"):
        cinema.source().fetch(full)
    assert [path.name for path in cinema.folder.rglob("*.new")] == []
    cinema.source().fetch()
    assert everything(cinema)


def test_two_fetches_at_once_are_one_too_many(cinema: Cinema) -> None:
    """The second is told, and asks nothing."""
    second: list[str] = []

    def meanwhile(*_: object) -> None:
        with pytest.raises(SourceError, match="filled by another PickFlix") as told:
            cinema.source().fetch()
        second.append(str(told.value))

    cinema.source().fetch(meanwhile)
    assert second
    assert everything(cinema)


@pytest.mark.parametrize(
    "way", [json("{}"), json("[]"), json('{"results": 3}'), refused(400), refused(403), refused(404)]
)
def test_what_is_no_query_service_is_told(cinema: Cinema, way: Way) -> None:
    """In one sentence with its address."""
    cinema.server.ways[""] = [way]
    with pytest.raises(SourceError, match=r"^Source wikidata, http://127\.0\.0\.1:\d+/sparql: answers "):
        cinema.source().fetch()
