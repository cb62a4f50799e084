"""A cinema stays current: `pickflix refresh` brings the films of the last years, through whatever the service does."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from pickflix import bootstrap
from pickflix.catalogue.store import SnapshotStore
from pickflix.recommend.engine import Engine
from pickflix.sources.contract import unwatched
from pickflix.sources.embedded import Embedded
from pickflix.sources.wikidata import Wikidata
from tests.sources.servers import Server, hurried, refused, serving
from tests.sources.wikidata.query_service import Fact, QueryService, World, film, person
from tests.sources.wikidata.test_wikidata_real_films import FAULTS, FILMS, YEARS, world

PICKFLIX = str(Path(sys.executable).with_name("pickflix"))
PEOPLE: dict[str, list[Fact]] = {
    "Q314502": person("Jean-Pierre Jeunet", ("born", "1953-09-03T00:00:00Z", "11"), ("gender", "Q6581097")),
    "Q950001": person("Thomas Cailley"),
}


def this_year() -> World:
    """Two films of 2025, one of them by somebody whom the embedded catalogue knows."""
    return World(
        {
            "Q990001": film(
                "The Animal Kingdom Returns",
                2025,
                ("label", "Le Règne animal revient", "fr"),
                ("alias", "Animalia 2", "es"),
                ("alias", "Règne animal 2", "fr"),
                ("director", "Q950001"),
            ),
            "Q990002": film("Big Bug Strikes Back", 2025, ("director", "Q314502")),
        },
        PEOPLE,
    )


@dataclass
class Cinema:
    """A host's data folder, and what the command is told."""

    folder: Path
    server: Server

    def refresh(self, **settings: str) -> subprocess.CompletedProcess[str]:
        """`pickflix refresh`, as cron starts it."""
        own = {
            "PICKFLIX_DATA": str(self.folder),
            "PICKFLIX_WIKIDATA_ADDRESS": f"{self.server.address}/sparql",
            "PICKFLIX_WIKIDATA_FROM": "2025",
            "PICKFLIX_CONTACT": "mailto:projection@cinema.example",
        }
        command = [PICKFLIX, "refresh"]
        return subprocess.run(command, env=os.environ | own | settings, capture_output=True, text=True, check=False)

    def engine(self) -> Engine:
        """What is served of it."""
        return Engine.open(SnapshotStore(self.folder))


@pytest.fixture
def cinema(tmp_path: Path) -> Iterator[Cinema]:
    """Nothing built yet, and a query service that knows two films."""
    with serving() as server:
        server.ways[""] = [QueryService(this_year())]
        yield Cinema(tmp_path, server)


@pytest.mark.slow
def test_a_refresh_adds_the_films_of_this_year(cinema: Cinema) -> None:
    """Beside all those of the embedded catalogue; people whom both know are one; twice is nothing new."""
    first = cinema.refresh()
    assert first.returncode == 0, first.stderr
    engine = cinema.engine()
    assert engine.snapshot.manifest.counts["films"] == Embedded().read().films.height + 2
    assert not engine.snapshot.manifest.private
    for typed in ("le regne animal revient", "animal kingdom returns", "regne animal 2"):
        assert engine.search(typed)[0].id == "Q990001"
    films = {film.id for film, _ in engine.library.filmography("jean-pierre-jeunet")}
    assert {"Q484048", "Q990002"} <= films
    again = cinema.refresh()
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert "Nothing has changed" in again.stderr


@pytest.mark.slow
def test_without_a_contact_nobody_is_asked(cinema: Cinema) -> None:
    """Wikidata's rules ask for one; the sentence names the setting."""
    ran = cinema.refresh(PICKFLIX_CONTACT="")
    assert ran.returncode == 1
    assert "PICKFLIX_CONTACT" in ran.stderr.splitlines()[-1]
    assert not cinema.server.asked


@pytest.mark.slow
def test_a_service_that_fails_leaves_the_last_snapshot(cinema: Cinema) -> None:
    """One sentence; what was built of the sources before is served."""
    subprocess.run([PICKFLIX, "build"], env=os.environ | {"PICKFLIX_DATA": str(cinema.folder)}, check=True)
    cinema.server.ways[""] = [refused(403)]
    ran = cinema.refresh()
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert ran.stderr.splitlines()[-1].startswith("pickflix: Source wikidata")
    assert cinema.engine().search("amelie")[0].id == "Q484048"


@pytest.mark.slow
@pytest.mark.skipif(not FILMS.exists(), reason="the films are not at hand")
def test_the_real_films_of_ten_years_join_the_embedded_catalogue(tmp_path: Path) -> None:
    """Each once, through faults of every kind; what people type still finds what it found, in each language."""
    rows = pl.read_csv(FILMS, infer_schema=False)
    service = QueryService(world(rows))
    service.faults = [way for fault in FAULTS for way in (fault, None, None)]
    with serving(service) as server:
        wikidata = Wikidata(
            tmp_path / "wikidata",
            address=server.address,
            contact="me@x.example",
            years=YEARS,
            manners=hurried(attempts=6, heavy_attempts=4, whole=30.0, read=30.0),
        )
        settings = bootstrap.settings(data=tmp_path / "var")
        bootstrap.build(settings, [Embedded(), wikidata], unwatched)
    engine = Engine.open(SnapshotStore(tmp_path / "var"))
    films = pl.read_parquet(engine.snapshot.folder / "films.parquet")
    assert set(rows["wikidata_id"]) <= set(films["id"])
    embedded = Embedded().read().films
    ids = set(films["id"]) | set(films["former_ids"].explode().drop_nulls())
    assert set(embedded["id"]) <= ids
    # Films of the last years that were written down by hand, and are now known by their number, are not there twice.
    both = films.join(embedded, on=["title", "year"]).filter(pl.col("year") >= YEARS[0])
    twice = both.group_by("title", "year").len().filter(pl.col("len") > 1)
    assert twice.height <= 0.02 * both.height
    for typed in ("amelie", "le fabuleux destin d'amelie poulain", "amélie"):
        assert engine.search(typed)[0].id == "Q484048"
    assert engine.search("jaws")[0].id == engine.search("les dents de la mer")[0].id
    assert engine.search("gisaengchung")[0].id == engine.search("parasite 2019")[0].id
