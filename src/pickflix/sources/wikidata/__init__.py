"""Wikidata, live: the films of some years by its query service, under CC0."""

from pickflix.sources.wikidata.source import Wikidata

__all__ = ["Wikidata"]
