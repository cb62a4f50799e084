"""The source: what it may be used for, which films it is asked about, what is kept and for how long."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from pickflix.errors import SourceError, SourceUnreachable
from pickflix.sources.contract import (
    CREDITS,
    EXAMPLES,
    FILMS,
    PEOPLE,
    Account,
    LeftOut,
    Licence,
    SourceState,
    Tables,
    Terms,
    Watch,
    fitted,
    unwatched,
)
from pickflix.sources.pages import Fact, Page, Pages, alone, keep_whole, readable, this_day
from pickflix.sources.visiting import Manners, Visitor
from pickflix.sources.wikipedia.mediawiki import ENTITIES, TITLES, articles, extracts, later

CC_BY_SA = Licence(
    "CC BY-SA 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/",
    read=True,
    train=True,
    serve=True,
    republish=True,
)
WIKIDATA: Final = "https://www.wikidata.org/w/api.php"
WIKIPEDIAS: Mapping[str, str] = {each: f"https://{each}.wikipedia.org/w/api.php" for each in ("fr", "en")}
MANNERS: Final = Manners(a_second=1.0, attempts=6, heavy_attempts=2, backoff=5.0, longest=600.0)
KEPT, NONE_KEPT = 90, 14  # days; the second for a film without an article: a new film may have one soon
ENOUGH: Final = 3  # single films in a row that fail, after which nothing more is asked
ARTICLES: Final = "articles"
NUMBER = re.compile(r"Q\d+")
REASONS: Mapping[str, str] = {
    "missing": "the article is gone",
    "namesakes": "the article only lists namesakes",
    "short": "the article says too little",
    "nowhere": "the article has no address on the web",
}


class Wikipedia:
    """Texts of the films of other sources, as a Source; its pages are in `folder`, one fetch at a time."""

    name = "wikipedia"
    licence = CC_BY_SA
    terms: Terms | None = None
    adds_films = False
    freshness: timedelta | None = None

    def __init__(
        self,
        folder: Path,
        *,
        contact: str,
        wikipedias: Mapping[str, str] = WIKIPEDIAS,
        wikidata: str = WIKIDATA,
        manners: Manners = MANNERS,
        today: Callable[[], date] = this_day,
    ) -> None:
        """`wikipedias` and `wikidata` are the addresses of their APIs; the first language is preferred."""
        self.folder = folder
        self._wikipedias, self._wikidata, self._today = wikipedias, wikidata, today
        self._manners = replace(manners, contact=contact)
        self._pages = Pages(folder / "pages")

    def state(self) -> SourceState:
        """The date of the newest texts, and how many there are."""
        with readable(self.folder, self.name):
            pages = [page for language in self._wikipedias for page in self._pages.of(language)]
            texts = _texts([self._pages.facts(language) for language in self._wikipedias])
        dated = max((page.asked for page in pages), default=None)
        return SourceState(
            self.name,
            self.licence,
            dated,
            texts.height if pages else None,
            "Wikipedia contributors",
            "ready" if pages else "to fetch" if self._manners.contact else "needs a setting",
        )

    def fetch(self, watch: Watch = unwatched, films: pl.DataFrame | None = None) -> None:
        """Asks for the texts of `films` that are missing or older than three months."""
        items = [] if films is None else [item for item in films["id"] if NUMBER.fullmatch(item)]
        if items and not self._manners.contact:
            problem = "wants to know whom it deals with. Set PICKFLIX_CONTACT to a mail address or a web site of yours."
            raise SourceError(self.name, self._wikidata, problem)
        with alone(self.folder, self.name), Visitor(self.name, self._manners, later) as visitor:
            self._pages.tidy()
            failed: SourceUnreachable | None = None
            try:
                ask = partial(articles, visitor, self._wikidata, [*self._wikipedias])
                self._bring(ARTICLES, items, ENTITIES, watch, ask)
                for language, address in self._wikipedias.items():
                    titles = self._titles(language, items)
                    self._bring(language, [*titles], TITLES, watch, partial(extracts, visitor, address, titles))
            except SourceUnreachable as error:
                failed = error
            self._note(failed, items)

    def fingerprint(self) -> str:
        """A digest of what the pages say, whenever they were asked for."""
        with readable(self.folder, self.name):
            pages = [page for kind in (ARTICLES, *self._wikipedias) for page in self._pages.of(kind)]
            said = sorted((page.kind, page.keys, page.content) for page in pages), [*self._wikipedias], self._lost()
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def read(self, watch: Watch = unwatched) -> Tables:  # noqa: ARG002 - a second's work
        """A row for each film that has a text, its other columns empty; raises SourceError."""
        with readable(self.folder, self.name):
            pages, known = self._pages.of(ARTICLES), self._pages.facts(ARTICLES)
            told = [self._pages.facts(language) for language in self._wikipedias]
            texts = _texts(told)
            lost = self._lost()
        if not pages:
            raise SourceError(self.name, str(self.folder), "holds no texts yet. `pickflix refresh` fetches them.")
        films = {key for page in pages for key in page.keys}
        dropped = _left_out("without an article", films - {*known["item"]})
        for what, reason in REASONS.items():
            items = {item for facts in told for item in facts.filter(what=what)["item"]}
            dropped += _left_out(reason, items - {*texts["id"]})
        account = Account({"films": len(films)}, tuple(dropped), lost)
        empty = pl.DataFrame({"id": []}, schema={"id": pl.String})
        credit = pl.DataFrame(schema={"film_id": pl.String})
        return Tables(fitted(texts.sort("id"), FILMS), fitted(empty, PEOPLE), fitted(credit, CREDITS), account)

    def _titles(self, language: str, items: Sequence[str]) -> dict[str, str]:
        """The articles to read: of the films that have one, and no text in a language before."""
        facts = self._pages.facts(ARTICLES, items).filter(what=language)
        served: set[str] = set()
        for other in self._wikipedias:
            if other == language:
                break
            served |= {*self._pages.facts(other, items).filter(what="text")["item"]}
        return {item: title for item, title in facts.select("item", "value").iter_rows() if item not in served}

    def _bring(
        self, kind: str, items: Sequence[str], size: int, watch: Watch, ask: Callable[[Sequence[str]], list[Fact]]
    ) -> None:
        """Asks for what is missing or too old of these films, `size` at a time, less where that is too much."""
        wanted = sorted({*items} - self._young(kind), key=lambda item: int(item[1:]))
        waiting = [wanted[start : start + size] for start in range(0, len(wanted), size)][::-1]
        failures = done = 0
        while waiting:
            part = waiting.pop()
            watch(f"{self.name}: {kind}", done, len(wanted), "films")
            try:
                facts = ask(part)
            except SourceUnreachable as error:
                failures += len(part) == 1
                if not error.heavy or failures > ENOUGH:
                    raise
                middle = len(part) // 2
                waiting += [part[middle:], part[:middle]] if middle else []
            else:
                failures = 0
                self._pages.write(kind, kind, self._today(), part, facts)
                done += len(part)
        if wanted:
            watch(f"{self.name}: {kind}", len(wanted), len(wanted), "films")

    def _young(self, kind: str) -> set[str]:
        answered = {*self._pages.facts(ARTICLES)["item"]} if kind == ARTICLES else None
        young: set[str] = set()
        for page in self._pages.of(kind):
            age = (self._today() - page.asked).days
            if -1 <= age < NONE_KEPT:
                young.update(page.keys)
            elif NONE_KEPT <= age < KEPT:
                young.update(page.keys if answered is None else answered & {*page.keys})
        return young

    def _note(self, failed: SourceUnreachable | None, items: Sequence[str]) -> None:
        """Remembers what is older than it should be; raises what went wrong where something never came."""
        path = self.folder / "lost.json"
        wanted = {kind: {*self._titles(kind, items)} for kind in self._wikipedias} | {ARTICLES: {*items}}
        old = {item for kind, films in wanted.items() for item in films - self._young(kind)}
        if old:
            why = str(failed) if failed else "each alone is too much for the server."
            keep_whole(path, json.dumps({"films": sorted(old), "why": why}).encode())
        else:
            path.unlink(missing_ok=True)
            for kind, films in wanted.items():
                self._pages.keep(kind, films)
        if failed and any(films - _keys(self._pages.of(kind)) for kind, films in wanted.items()):
            raise failed

    def _lost(self) -> tuple[LeftOut, ...]:
        path = self.folder / "lost.json"
        if not path.exists():
            return ()
        said = json.loads(path.read_bytes())
        reason = f"could not be fetched anew, an older text stands where there is one: {said['why']}"
        return tuple(_left_out(reason, {*said["films"]}))


def _texts(told: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Of each film the text in the first language that has one."""
    found = pl.concat(facts.filter(what="text") for facts in told)
    return found.select(id="item", text="value", text_from="note").unique("id", keep="first", maintain_order=True)


def _keys(pages: Iterable[Page]) -> set[str]:
    return {key for page in pages for key in page.keys}


def _left_out(reason: str, films: Iterable[str]) -> list[LeftOut]:
    rows = sorted(films)
    return [LeftOut("films", reason, len(rows), tuple(rows[:EXAMPLES]))] if rows else []
