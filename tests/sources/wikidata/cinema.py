"""A host with its folder, a query service, and the films of three years."""

from datetime import date
from pathlib import Path

import polars as pl

from pickflix.sources.wikidata import Wikidata
from tests.sources.servers import Pauses, Server, hurried
from tests.sources.wikidata.query_service import Fact, QueryService, World, film, keys, person

YEARS = range(2018, 2021)
DAY = date(2026, 11, 30)


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
        self.pauses, self.today, self.patience = Pauses(), DAY, 10.0
        server.ways[""] = [service]

    def source(self, years: range = YEARS, contact: str = "me@x.example") -> Wikidata:
        """The source as of its day."""
        manners = hurried(self.pauses, attempts=3, heavy_attempts=2, read=self.patience, backoff=1.0)
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


def everything(cinema: Cinema) -> bool:
    """Whether all films are there with all that is known of them."""
    tables = cinema.source().read()
    whole = tables.films.filter(pl.col("title").str.starts_with("Film "), pl.col("genres").list.len() == 1)
    return whole.height == 450 and tables.people.height == 51 and tables.credits.height == 900
