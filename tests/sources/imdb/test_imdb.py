"""IMDb's dump as a source: its terms, its state, its fingerprint, how it is fetched."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pickflix.errors import SourceError, SourceUnreachable, TermsNotAccepted
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE
from pickflix.sources.imdb import Imdb
from pickflix.sources.imdb.dump import COLUMNS, RATINGS
from tests.sources.imdb.tiny_dump import ROWS, written
from tests.sources.servers import EXCUSE, Server, file, hurried, refused, serving

DAY = datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp()


def dated(folder: Path, **days: int) -> Path:
    """The tiny dump, all of one day; `title_ratings=4` is so many days younger."""
    written(folder)
    for name in ROWS:
        when = DAY + 86_400 * days.get(name.removesuffix(".tsv.gz").replace(".", "_"), 0)
        os.utime(folder / name, (when, when))
    return folder


def test_nothing_is_read_or_asked_before_the_terms_are_accepted(tmp_path: Path) -> None:
    """Neither the files nor the server; the error quotes the terms, their address and the setting."""
    with serving() as server:
        source = Imdb(written(tmp_path), accepted=False, address=server.address, fetches=True)
        for forbidden in (source.fetch, source.read, source.fingerprint):
            with pytest.raises(TermsNotAccepted, match="personal and non-commercial") as refused:
                forbidden()
            assert "PICKFLIX_IMDB_TERMS=accepted" in str(refused.value)
            assert source.licence.url in str(refused.value)
        assert not server.asked
    assert source.state().state == "terms not accepted"
    assert source.terms is not None
    assert not source.terms.accepted


def test_its_rows_may_be_read_and_learnt_from_and_no_more(tmp_path: Path) -> None:
    """Not served to the public, not republished."""
    licence = Imdb(tmp_path, accepted=True).licence
    assert (licence.read, licence.train, licence.serve, licence.republish) == (True, True, False, False)


def test_its_state_is_the_day_of_its_newest_file(tmp_path: Path) -> None:
    """Without reading one; where one is missing, all are to be fetched."""
    source = Imdb(dated(tmp_path, title_akas=1), accepted=True)
    state = source.state()
    assert (state.dated, state.films, state.state) == (date(2026, 3, 3), None, "ready")
    assert "IMDb" in state.attribution
    (tmp_path / RATINGS).unlink()
    assert source.state().state == "to fetch"
    assert Imdb(tmp_path / "nowhere", accepted=True).state().dated is None


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Also that of the episodes, which gives no film."""
    written(tmp_path)
    (tmp_path / "title.episode.tsv.gz").unlink()
    for look in (Imdb(tmp_path, accepted=True).read, Imdb(tmp_path, accepted=True).fetch):
        with pytest.raises(SourceError, match=r"no title\.episode\.tsv\.gz\. Put all seven"):
            look()


def test_files_of_two_days_are_refused(tmp_path: Path) -> None:
    """Both named, with their days; the days of a download that took a weekend are one."""
    Imdb(dated(tmp_path, title_akas=3), accepted=True).read()
    both = r"title\.ratings\.tsv\.gz is of 2026-03-02, title\.akas\.tsv\.gz of 2026-03-06"
    with pytest.raises(SourceError, match=both):
        Imdb(dated(tmp_path, title_akas=4), accepted=True).read()


def test_a_file_without_a_date_is_of_no_other_day(tmp_path: Path) -> None:
    """As archives leave them that keep none."""
    folder = dated(tmp_path)
    os.utime(folder / RATINGS, (0, 0))
    assert not Imdb(folder, accepted=True).read().films.is_empty()


def test_its_tables_are_those_of_the_contract(tmp_path: Path) -> None:
    """Columns, types, keys, references."""
    tables = Imdb(written(tmp_path), accepted=True).read()
    for frame, columns in ((tables.films, FILMS), (tables.people, PEOPLE), (tables.credits, CREDITS)):
        assert dict(frame.schema) == dict(columns)
    assert tables.films["id"].is_unique().all()
    assert tables.films["id"].equals(tables.films["imdb_id"])
    assert tables.credits.select("film_id", "person_id", "role").is_unique().all()
    assert set(tables.credits["person_id"]) == set(tables.people["id"])
    assert set(tables.credits["film_id"]) <= set(tables.films["id"])


def test_the_fingerprint_follows_the_files_and_what_makes_a_film(tmp_path: Path) -> None:
    """Not the engine, which changes nothing of what is read."""
    folder = dated(tmp_path)
    first = Imdb(folder, accepted=True).fingerprint()
    assert Imdb(folder, accepted=True, engine="polars").fingerprint() == first
    others = [
        Imdb(folder, accepted=True, min_votes=51).fingerprint(),
        Imdb(folder, accepted=True, series=True).fingerprint(),
        Imdb(dated(folder, name_basics=1), accepted=True).fingerprint(),
    ]
    assert len({first, *others}) == 4
    assert Imdb(dated(folder), accepted=True).fingerprint() == first


def test_whoever_looks_on_is_told_how_far_it_is(tmp_path: Path) -> None:
    """In bytes of all seven files, up to the last."""
    told: list[tuple[str, int, int, str]] = []
    Imdb(written(tmp_path), accepted=True).read(lambda *step: told.append((*step, "")[:4]))
    total = sum((tmp_path / name).stat().st_size for name in COLUMNS)
    assert [step[1] for step in told] == sorted(step[1] for step in told)
    assert told[-1][1:] == (total, total, "bytes")


def fetching(folder: Path, server: Server) -> Imdb:
    """A source that fetches from a server, in a hurry."""
    return Imdb(folder, accepted=True, address=f"{server.address}/", fetches=True, manners=hurried())


def test_the_files_are_fetched_once_and_asked_after_again(tmp_path: Path) -> None:
    """All seven, with the day that the server gives them; what has not changed does not come twice."""
    day = {"last_modified": "Mon, 02 Mar 2026 12:00:00 GMT"}
    bodies = {name: (written(tmp_path / "there") / name).read_bytes() for name in ROWS}
    with serving() as server:
        server.ways = {f"/{name}": [file(body, also=day)] for name, body in bodies.items()}
        source = fetching(tmp_path / "here", server)
        assert source.state().state == "to fetch"
        source.fetch()
        assert source.state().dated == date(2026, 3, 2)
        assert {name: (tmp_path / "here" / name).read_bytes() for name in ROWS} == bodies
        before = source.fingerprint()
        source.fetch()
        assert source.fingerprint() == before
        assert [each.path for each in server.asked] == [f"/{name}" for name in COLUMNS] * 2


def test_a_page_of_excuses_is_not_kept_for_a_file(tmp_path: Path) -> None:
    """Nor does it take the place of the one that is here."""
    folder = written(tmp_path)
    with serving(file(EXCUSE)) as server, pytest.raises(SourceError, match="a web page"):
        fetching(folder, server).fetch()
    assert (folder / RATINGS).read_bytes()[:2] == b"\x1f\x8b"
    assert sorted(path.name for path in folder.iterdir()) == sorted(COLUMNS)


def test_what_is_here_is_read_where_the_server_is_not(tmp_path: Path) -> None:
    """A night without the network costs nothing but its news; with a file missing it is told."""
    folder = written(tmp_path)
    with serving(refused(503)) as server:
        fetching(folder, server).fetch()
        (folder / RATINGS).unlink()
        with pytest.raises(SourceUnreachable):
            fetching(folder, server).fetch()
