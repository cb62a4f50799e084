"""Wikidata and two Wikipedias of our own, as far as MediaWiki's API is asked; and a host who asks them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from pickflix.sources.contract import Tables
from pickflix.sources.wikipedia import Wikipedia
from tests.sources.servers import Answers, Pauses, Server, Way, hurried, refused

DAY = date(2026, 11, 30)


def text(of: str) -> str:
    """A first paragraph."""
    return f"{of} est un film français réalisé par quelqu'un, sorti une certaine année ( ; ) dans les salles."


@dataclass
class MediaWiki:
    """Wikidata and two Wikipedias on one address, as far as the API is asked; `faults` are ways that come first."""

    links: dict[str, dict[str, str]]
    articles: dict[str, dict[str, str]]
    moved: dict[str, dict[str, str]] = field(default_factory=dict)
    namesakes: set[str] = field(default_factory=set)
    scheme: str = "https"
    at_once: int = 100  # extracts in one answer; the rest comes with `continue`
    faults: list[Way | None] = field(default_factory=list)
    too_much: Callable[[Sequence[str]], bool] = lambda _: False

    def __call__(self, to: Answers) -> None:
        """One request."""
        fault = self.faults.pop(0) if self.faults else None
        form = to.asked.form
        if fault is None and self.too_much(form.get("ids", form.get("titles", "")).split("|")):
            fault = refused(500)
        if fault is not None:
            fault(to)
            return
        asked = self.entities(form) if form["action"] == "wbgetentities" else self.query(form, to.asked.path[1:3])
        to.answer(200, json.dumps(asked).encode(), content_type="application/json; charset=utf-8")

    def entities(self, form: dict[str, str]) -> dict[str, Any]:
        """The articles of items; one that never was refuses the whole question, one that was deleted is missing."""
        items = form["ids"].split("|")
        assert len(items) <= 50
        if "Q999999999" in items:
            return {"error": {"code": "no-such-entity", "info": "Could not find an entity", "id": "Q999999999"}}
        found = {item: self.entity(item, form["sitefilter"].split("|")) for item in items}
        return {"entities": found, "success": 1}

    def entity(self, item: str, sites: list[str]) -> dict[str, Any]:
        """One item with its articles."""
        if item not in self.links:
            return {"id": item, "missing": True}
        links = {f"{language}wiki": title for language, title in self.links[item].items()}
        shown = {site: {"site": site, "title": links[site], "badges": []} for site in sites if site in links}
        return {"type": "item", "id": item, "sitelinks": shown}

    def query(self, form: dict[str, str], language: str) -> dict[str, Any]:
        """The beginnings of articles, redirects followed, some at a time."""
        titles = form["titles"].split("|")
        assert len(titles) <= 20
        assert form["maxlag"] == "5"
        normalized = [{"from": title, "to": title.replace("_", " ")} for title in titles if "_" in title]
        steps: list[dict[str, str]] = []
        ends = []
        for title in (title.replace("_", " ") for title in titles):
            if (target := self.moved.get(language, {}).get(title)) is not None:
                target, _, part = target.partition("#")
                steps.append({"from": title, "to": target, **({"tofragment": part} if part else {})})
            ends.append(target or title)
        begin = int(form.get("excontinue", "0"))
        pages = [self.page(language, title, begin <= place < begin + self.at_once) for place, title in enumerate(ends)]
        answer: dict[str, Any] = {"query": {"normalized": normalized, "redirects": steps, "pages": pages}}
        if begin + self.at_once < len(ends):
            answer["continue"] = {"excontinue": begin + self.at_once, "continue": "||info|pageprops"}
        else:
            answer["batchcomplete"] = True
        return answer

    def page(self, language: str, title: str, extracted: bool) -> dict[str, Any]:  # noqa: FBT001 - of the answer
        """One article as `formatversion=2` writes it."""
        if title not in self.articles.get(language, {}):
            return {"ns": 0, "title": title, "missing": True}
        props = {"pageprops": {"disambiguation": ""}} if title in self.namesakes else {}
        extract = {"extract": self.articles[language][title]} if extracted else {}
        at = f"{self.scheme}://{language}.wiki.test/wiki/{quote(title.replace(' ', '_'))}"
        return {"pageid": 7, "ns": 0, "title": title, "lastrevid": 123, "canonicalurl": at, **props, **extract}


class Cinema:
    """One host with its folder, against one MediaWiki."""

    def __init__(self, folder: Path, wiki: MediaWiki, server: Server) -> None:
        self.folder, self.wiki, self.server = folder, wiki, server
        self.pauses, self.today, self.patience = Pauses(), DAY, 10.0
        server.ways[""] = [wiki]

    def source(self, contact: str = "me@x.example") -> Wikipedia:
        """The source as of its day."""
        return Wikipedia(
            self.folder,
            contact=contact,
            wikipedias={language: f"{self.server.address}/{language}/w/api.php" for language in ("fr", "en")},
            wikidata=f"{self.server.address}/w/api.php",
            manners=hurried(self.pauses, attempts=3, heavy_attempts=2, read=self.patience),
            today=lambda: self.today,
        )

    def fetch(self, *items: str) -> Tables:
        """The texts of films, after a fetch."""
        films = pl.DataFrame({"id": [*items] or sorted(self.wiki.links)})
        self.source().fetch(films=films)
        return self.source().read()

    def asked(self) -> list[tuple[str, int]]:
        """Where each request since the last time went, and for how many films."""
        found = [
            (each.path.split("/")[1], len(each.form.get("ids", each.form.get("titles", "")).split("|")))
            for each in self.server.asked
        ]
        self.server.asked.clear()
        return found


def made(films: int = 60) -> MediaWiki:
    """Films of which one in three has a French article, one in three an English one, one in three both."""
    links = {
        f"Q{number}": {
            language: f"Film {number} ({language})" for language in ("fr", "en") if number % 3 != (language == "fr")
        }
        for number in range(1, films + 1)
    }
    articles = {
        language: {titles[language]: text(titles[language]) for titles in links.values() if language in titles}
        for language in ("fr", "en")
    }
    return MediaWiki(links, articles)
