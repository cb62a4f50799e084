"""The fetch goes on: after any fault of the query service, after a kill, and when only some of it is out of date."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from pickflix.errors import SourceError
from pickflix.sources.wikidata import Wikidata
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
    refused,
    serving,
)
from tests.sources.wikidata.query_service import Fact, QueryService, World, film, half, keys, person

YEARS = range(2018, 2021)
DAY = date(2026, 11, 30)
AFTER_A_MINUTE = refused(500, b"SPARQL-QUERY: ...\njava.util.concurrent.TimeoutException\n\tat java.base")


def world(films: int = 450) -> World:
    """Films of three years, each with its director, its star and a genre."""
    made = {
        f"Q{number}": film(
            f"Film {number}",
            2018 + number % 3,
            ("director", f"Q{5000 + number % 50}"),
            ("cast", "Q6000"),
            ("genre", "Q7"),
        )
        for number in range(1, films + 1)
    }
    people: dict[str, list[Fact]] = {f"Q{5000 + number}": person(f"Director {number}") for number in range(50)}
    return World(made, people | {"Q6000": person("Star")}, {"Q7": person("drama film")})


class Cinema:
    """One host with its folder, against one query service."""

    def __init__(self, folder: Path, service: QueryService, server: Server) -> None:
        self.folder, self.service, self.server = folder, service, server
        self.pauses, self.today = Pauses(), DAY
        server.ways[""] = [service]

    def source(self, years: range = YEARS, contact: str = "me@x.example") -> Wikidata:
        """The source as of its day."""
        manners = hurried(self.pauses, attempts=3, heavy_attempts=2, read=0.3, backoff=1.0)
        return Wikidata(
            self.folder,
            address=f"{self.server.address}/sparql",
            contact=contact,
            years=years,
            manners=manners,
            today=lambda: self.today,
        )

    def asked(self) -> list[list[str]]:
        """The keys of each query since the last time."""
        found = [keys(each.form["query"]) for each in self.server.asked]
        self.server.asked.clear()
        return found


@pytest.fixture
def cinema(tmp_path: Path) -> Iterator[Cinema]:
    """A host who has fetched nothing yet, and a service in good health."""
    with serving() as server:
        yield Cinema(tmp_path, QueryService(world()), server)


def everything(cinema: Cinema) -> bool:
    """Whether all films are there with all that is known of them."""
    tables = cinema.source().read()
    whole = tables.films.filter(pl.col("title").str.starts_with("Film "), pl.col("genres").list.len() == 1)
    return whole.height == 450 and tables.people.height == 51 and tables.credits.height == 900


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
    "later than we wait": hang,
    "drip": drip(b'{"results"', every=0.6),
    "hangs up": hang_up,
    "a web page": page(),
    "bad gateway": refused(502),
    "maintenance": refused(503, retry_after="3"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_costs_nothing(cinema: Cinema, name: str) -> None:
    """Whichever it is, whichever query it meets (classes, days, films, people): in the end all films are there."""
    fault = FAULTS[name]
    cinema.service.faults = [fault, None, None, fault, None, None, None, fault, None, None, None, fault]
    cinema.source().fetch()
    assert everything(cinema)


def test_all_faults_in_a_row_cost_nothing(cinema: Cinema) -> None:
    """Between two good answers."""
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


def test_old_pages_stay_where_no_newer_ones_come(cinema: Cinema) -> None:
    """The catalogue is that of the day before, and its account says so."""
    cinema.source().fetch()
    before = cinema.source().read()
    cinema.today += timedelta(days=100)
    cinema.service.faults = [refused(503)] * 1000
    cinema.source().fetch()
    after = cinema.source().read()
    assert after.films.equals(before.films)
    assert any("could not be fetched anew" in each.reason for each in after.account.mended)
    cinema.service.faults = []
    cinema.source().fetch()
    assert not any("fetched anew" in each.reason for each in cinema.source().read().account.mended)


def test_nothing_is_asked_twice_a_day(cinema: Cinema) -> None:
    """What is here and young stays."""
    cinema.source().fetch()
    before = cinema.source().fingerprint()
    cinema.asked()
    cinema.source().fetch()
    assert cinema.asked() == []
    assert cinema.source().fingerprint() == before


def test_recent_films_are_asked_for_again_each_week(cinema: Cinema) -> None:
    """The lists of the last two years each day; all the rest each three months."""
    years = range(2025, 2027)
    cinema.service.world = World({"Q1": film("New", 2026), "Q2": film("Last year", 2025)})
    cinema.source(years).fetch()
    cinema.asked()
    expected = {1: ["2025", "2026"], 2: ["2025", "2026"], 8: ["2025", "2026", "Q1 Q2"]}
    for days, asked in expected.items():
        cinema.today = DAY + timedelta(days=days)
        cinema.source(years).fetch()
        assert [" ".join(each)[:5].removesuffix("-") for each in cinema.asked()] == asked


def test_a_new_film_comes_with_the_next_list(cinema: Cinema) -> None:
    """Only the list and the film itself are asked for, and whom nobody knew."""
    years = range(2026, 2027)
    cinema.service.world = World({"Q1": film("New", 2026, ("cast", "Q9"))}, {"Q9": person("Star")})
    cinema.source(years).fetch()
    before = cinema.source(years).fingerprint()
    cinema.asked()
    cinema.service.world.films["Q2"] = film("Newer", 2026, ("cast", "Q9"), ("director", "Q8"))
    cinema.service.world.people["Q8"] = person("Debutant")
    cinema.today += timedelta(days=1)
    cinema.source(years).fetch()
    assert [asked[0] for asked in cinema.asked()] == ["2026-01-01/2027-01-01", "Q2", "Q8"]
    assert cinema.source(years).read().films["title"].to_list() == ["New", "Newer"]
    assert cinema.source(years).fingerprint() != before


def test_a_changed_title_replaces_the_old_one(cinema: Cinema) -> None:
    """All that is told of a film is of the same day; the fingerprint tells that there is something new."""
    years = range(2026, 2027)
    cinema.service.world = World({"Q1": film("Working title", 2026)})
    cinema.source(years).fetch()
    before = cinema.source(years).fingerprint()
    cinema.service.world = World({"Q1": film("The Title", 2026)})
    cinema.today += timedelta(days=8)
    cinema.source(years).fetch()
    assert cinema.source(years).read().films["title"].to_list() == ["The Title"]
    assert cinema.source(years).fingerprint() != before


def test_a_film_that_wikidata_removed_goes(cinema: Cinema) -> None:
    """With the next list of its year."""
    years = range(2026, 2027)
    cinema.service.world = World({"Q1": film("Stays", 2026), "Q2": film("A hoax", 2026)})
    cinema.source(years).fetch()
    del cinema.service.world.films["Q2"]
    cinema.today += timedelta(days=1)
    cinema.source(years).fetch()
    assert cinema.source(years).read().films["title"].to_list() == ["Stays"]


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
        os.kill(process.pid, signal.SIGKILL)
    (cinema.folder / "pages" / "films" / "half.new").write_bytes(b"PAR1")
    cinema.asked()
    cinema.source().fetch()
    assert [len(asked) for asked in cinema.asked()] == [150, 150, 51, 1]
    assert everything(cinema)
    assert list(cinema.folder.rglob("*.new")) == []


def test_a_damaged_page_is_told_and_asked_for_again(cinema: Cinema) -> None:
    """A build refuses it; a fetch mends it."""
    cinema.source().fetch()
    damaged = next((cinema.folder / "pages" / "films").iterdir())
    damaged.write_bytes(damaged.read_bytes()[:100])
    with pytest.raises(SourceError, match=r"holds a page that cannot be read .*refresh"):
        cinema.source().read()
    cinema.asked()
    cinema.source().fetch()
    assert [len(asked) for asked in cinema.asked()] == [150]
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


def test_a_clock_that_was_wrong_hides_nothing(cinema: Cinema) -> None:
    """Pages from the future are asked for again."""
    cinema.source().fetch()
    cinema.asked()
    cinema.today -= timedelta(days=400)
    cinema.source().fetch()
    assert len(cinema.asked()) == 9


@pytest.mark.parametrize(
    "way", [json("{}"), json("[]"), json('{"results": 3}'), refused(400), refused(403), refused(404)]
)
def test_what_is_no_query_service_is_told(cinema: Cinema, way: Way) -> None:
    """In one sentence with its address."""
    cinema.server.ways[""] = [way]
    with pytest.raises(SourceError, match=r"^Source wikidata, http://127\.0\.0\.1:\d+/sparql: answers "):
        cinema.source().fetch()


def test_the_state_tells_date_and_films(cinema: Cinema) -> None:
    """Without reading the films."""
    before = cinema.source().state()
    cinema.source().fetch()
    after = cinema.source().state()
    assert (before.state, before.dated, before.films) == ("to fetch", None, None)
    assert (after.state, after.dated, after.films) == ("ready", DAY, 450)


def test_nothing_to_read_is_told(cinema: Cinema) -> None:
    """With the way out."""
    with pytest.raises(SourceError, match=r"holds no films yet. `pickflix refresh`"):
        cinema.source().read()
