"""Every source keeps what all sources promise."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from pickflix import bootstrap
from pickflix.sources.contract import Source
from pickflix.sources.embedded import Embedded
from pickflix.sources.imdb import Imdb
from pickflix.sources.promises import SourceContract
from pickflix.sources.tmdb.api import TmdbApi
from pickflix.sources.tmdb.dump import TmdbDump
from pickflix.sources.wikidata import Wikidata
from pickflix.sources.wikipedia import Wikipedia
from tests.sources.imdb import tiny_dump
from tests.sources.servers import Server, hurried, serving
from tests.sources.tmdb import written
from tests.sources.tmdb.own_tmdb import MATRIX, TOKEN, OwnTmdb, asked_for, catalogue
from tests.sources.wikidata import cinema as wikidata
from tests.sources.wikidata.query_service import QueryService
from tests.sources.wikipedia import mediawiki


class Served(SourceContract):
    """One that asks a server of ours."""

    server: Server

    @pytest.fixture(autouse=True)
    def _serving(self) -> Iterator[None]:
        with serving() as self.server:
            yield


class TestEmbedded(SourceContract):
    """The shipped catalogue."""

    kind: ClassVar = Embedded

    def source(self, folder: Path) -> Source:  # noqa: ARG002 - it brings its own
        """As it ships."""
        return Embedded()

    nowhere = source


class TestImdb(SourceContract):
    """A dump of a dozen titles, series among them."""

    kind: ClassVar = Imdb

    def source(self, folder: Path) -> Source:
        """With its terms accepted."""
        if not any(folder.iterdir()):
            tiny_dump.written(folder)
        return Imdb(folder, accepted=True, series=True)

    def nowhere(self, folder: Path) -> Source:
        """No file at all."""
        return Imdb(folder, accepted=True)


class TestWikidata(Served):
    """Three years of films by the query service."""

    kind: ClassVar = Wikidata

    def source(self, folder: Path) -> Source:
        """Fetched."""
        source = wikidata.Cinema(folder, QueryService(wikidata.world(60)), self.server).source()
        source.fetch()
        return source

    def nowhere(self, folder: Path) -> Source:
        """Not asked yet."""
        return wikidata.Cinema(folder, QueryService(wikidata.world(0)), self.server).source()


class TestWikipedia(Served):
    """Extracts of some articles."""

    kind: ClassVar = Wikipedia

    def source(self, folder: Path) -> Source:
        """Fetched."""
        host = mediawiki.Cinema(folder, mediawiki.made(), self.server)
        host.fetch()
        return host.source()

    def nowhere(self, folder: Path) -> Source:
        """Not asked yet."""
        return mediawiki.Cinema(folder, mediawiki.made(), self.server).source()


class TestTmdbDump(SourceContract):
    """A file of the million-row shape."""

    kind: ClassVar = TmdbDump

    def source(self, folder: Path) -> Source:
        """One film."""
        path = folder / "films.csv"
        return TmdbDump(path if path.exists() else written.dump(path, written.MILLION, written.LEON), training=True)

    def nowhere(self, folder: Path) -> Source:
        """No such file."""
        return TmdbDump(folder / "none.csv", training=True)


class TestTmdbApi(Served):
    """One film of its API."""

    kind: ClassVar = TmdbApi

    def source(self, folder: Path) -> Source:
        """Fetched."""
        source = self.nowhere(folder)
        self.server.ways[""] = [OwnTmdb.of(MATRIX)]
        source.fetch(films=catalogue(asked_for(MATRIX, "Q83495")))
        return source

    def nowhere(self, folder: Path) -> Source:
        """Not asked yet."""
        return TmdbApi(folder, token=TOKEN, training=False, address=f"{self.server.address}/3", manners=hurried())


def test_every_source_has_signed(tmp_path: Path) -> None:
    """One that a build can name and that promises nothing fails here."""
    settings = bootstrap.settings(data=tmp_path)
    offered = {type(bootstrap.source(settings, name)) for name in bootstrap.SOURCES} | {TmdbDump}
    signed = {TestEmbedded, TestImdb, TestWikidata, TestWikipedia, TestTmdbDump, TestTmdbApi}
    assert {each.kind for each in signed} == offered
