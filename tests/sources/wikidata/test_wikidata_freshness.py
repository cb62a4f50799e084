"""What is fetched again, when, and what stands in the meantime."""

from datetime import timedelta

import pytest

from pickflix.errors import SourceError
from tests.sources.servers import refused
from tests.sources.wikidata.cinema import DAY, Cinema
from tests.sources.wikidata.query_service import World, film, person


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


def test_a_clock_that_was_wrong_hides_nothing(cinema: Cinema) -> None:
    """Pages from the future are asked for again."""
    cinema.source().fetch()
    cinema.asked()
    cinema.today -= timedelta(days=400)
    cinema.source().fetch()
    assert len(cinema.asked()) == 9


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
