"""The source: what it may be used for, where its pages are, when they are fetched, what they give."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from pickflix.errors import SourceError
from pickflix.sources.contract import CC0, SourceState, Tables, Terms, Watch, unwatched
from pickflix.sources.pages import Page, Pages, alone, readable, this_day
from pickflix.sources.visiting import Manners, Visitor
from pickflix.sources.wikidata.asking import KINDS, Service
from pickflix.sources.wikidata.days import begins, missing
from pickflix.sources.wikidata.reading import tables
from pickflix.sources.wikidata.refresh import Refresh, listed, lost

ADDRESS: Final = "https://query.wikidata.org/sparql"
# The service works for a minute on a query, and for a minute a minute for each who asks.
MANNERS: Final = Manners(a_second=0.5, read=75.0, whole=180.0, attempts=6, heavy_attempts=3, backoff=5.0, longest=600.0)


class Wikidata:
    """The films of some years, as a Source; its pages are in `folder`, one fetch at a time.

    `contact` is an address by which Wikidata's people reach the host, as they ask of every program.
    """

    name = "wikidata"
    licence = CC0
    terms: Terms | None = None
    adds_films = True
    freshness: timedelta | None = None

    def __init__(
        self,
        folder: Path,
        *,
        address: str = ADDRESS,
        contact: str,
        years: range,
        manners: Manners = MANNERS,
        today: Callable[[], date] = this_day,
    ) -> None:
        self.folder, self.years = folder, years
        self._address, self._today = address, today
        self._manners = replace(manners, contact=contact)
        self._pages = Pages(folder / "pages")

    def state(self) -> SourceState:
        """The date of the newest list of films, and how many films the lists have."""
        with readable(self.folder, self.name):
            lists = [page for page in self._pages.of("days") if begins(page.keys[0]).year in self.years]
        dated = max((page.asked for page in lists), default=None)
        films = sum(page.rows for page in lists) if lists else None
        whole = not any(missing(year, {page.keys[0] for page in lists}, []) for year in self.years)
        return SourceState(
            self.name,
            self.licence,
            dated,
            films,
            "Wikidata contributors",
            "ready" if whole and lists else "to fetch" if self._manners.contact else "needs a setting",
        )

    def fetch(self, watch: Watch = unwatched, films: pl.DataFrame | None = None) -> None:  # noqa: ARG002 - adds films
        """Asks for what is missing or too old: lists daily, recent films weekly, all else every three months."""
        if not self._manners.contact:
            problem = "wants to know whom it deals with. Set PICKFLIX_CONTACT to a mail address or a web site of yours."
            raise SourceError(self.name, self._address, problem)
        with alone(self.folder, self.name), Visitor(self.name, self._manners) as visitor:
            self._pages.tidy()
            service = Service(self.name, self._address, visitor)
            Refresh(self._pages, service, self.years, self._today(), watch).run()

    def fingerprint(self) -> str:
        """A digest of what the pages say, whenever they were asked for, and of the years."""
        with readable(self.folder, self.name):
            pages = [page for kind in KINDS for page in self._pages.of(kind)]
            said = (self.years, sorted(map(_content, pages)), lost(self._pages.folder))
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def read(self, watch: Watch = unwatched) -> Tables:  # noqa: ARG002 - seconds
        """The tables of the films that the pages tell of."""
        with readable(self.folder, self.name):
            films = listed(self._pages, self.years)
            if not films:
                raise SourceError(self.name, str(self.folder), "holds no films yet. `pickflix refresh` fetches them.")
            return tables(self._pages, films, lost(self._pages.folder), self._today())


def _content(page: Page) -> tuple[str, tuple[str, ...], str]:
    return page.kind, page.keys, page.content
