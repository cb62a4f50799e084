"""The questions to MediaWiki's API: which article a film has, and how the article begins."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pickflix.errors import SourceError, SourceUnreachable
from pickflix.sources.pages import Fact
from pickflix.sources.visiting import Visitor
from pickflix.sources.wikipedia.extract import SHORTEST, bounded

ENTITIES, TITLES = 50, 20  # what one request may ask for
LAG: Final = "5"  # seconds that a copy of Wikipedia may be behind before those who can wait should
LATER = {"maxlag", "ratelimited", "readonly"}
UNKNOWN = {"no-such-entity", "invalid-entity-id"}
WEB: Final = ("https://", "http://")
OFTEN: Final = 50  # times that an answer may say that there is more; it has twenty texts
FORMAT = {"format": "json", "formatversion": "2"}


def later(content: Any) -> str | None:  # noqa: ANN401 - JSON is anything
    """What of an answer with every sign of success asks to come back later."""
    code = _error(content)
    return f"answers {code}" if code in LATER or code.startswith("internal_api_error") else None


def articles(visitor: Visitor, wikidata: str, languages: Sequence[str], items: Sequence[str]) -> list[Fact]:
    """The article of each film in each language, where it has one."""
    asked = {
        "action": "wbgetentities",
        "ids": "|".join(items),
        "props": "sitelinks",
        "sitefilter": "|".join(f"{language}wiki" for language in languages),
    }
    # Without maxlag: on Wikidata it counts the delay of the query service too, which may last for hours.
    content = _answer(visitor, wikidata, asked)
    if _error(content) in UNKNOWN:
        if len(items) == 1:
            return []
        raise SourceUnreachable(visitor.source, wikidata, "does not know one of the films", 1, heavy=True)
    entities = _part(visitor, wikidata, content, "entities")
    links = {item: entities.get(item, {}).get("sitelinks", {}) for item in items}
    return [
        (item, language, links[item][f"{language}wiki"]["title"], None, None)
        for item in items
        for language in languages
        if f"{language}wiki" in links[item]
    ]


def extracts(visitor: Visitor, wikipedia: str, titles: Mapping[str, str], items: Sequence[str]) -> list[Fact]:
    """How the article of each of the items begins, and its address; or why there is no text."""
    asked = {
        "action": "query",
        "prop": "extracts|info|pageprops",
        "exintro": "1",
        "explaintext": "1",
        "exlimit": str(TITLES),
        "inprop": "url",
        "ppprop": "disambiguation",
        "redirects": "1",
        "titles": "|".join(titles[item] for item in items),
        "maxlag": LAG,
    }
    pages: dict[str, dict[str, Any]] = {}
    moved: dict[str, str] = {}
    for query in _answers(visitor, wikipedia, asked):
        for page in query.get("pages", []):
            pages.setdefault(page["title"], {}).update(page)
        for step in (*query.get("normalized", []), *query.get("redirects", [])):
            # A redirect into a part of an article: the article is of something else.
            moved[step["from"]] = "" if "tofragment" in step else step["to"]
    return [_extract(item, _page(titles[item], pages, moved)) for item in items]


def _extract(item: str, page: Mapping[str, Any] | None) -> Fact:
    if page is None or "extract" not in page:
        return item, "missing", None, None, None
    if "disambiguation" in page.get("pageprops", {}):
        return item, "namesakes", page["title"], None, None
    text = bounded(page["extract"])
    if len(text) < SHORTEST:
        return item, "short", page["title"], None, None
    address = str(page.get("canonicalurl"))
    if not address.startswith(WEB):  # it becomes a link, and without one nobody would be named for the text
        return item, "nowhere", page["title"], None, None
    return item, "text", text, f"{address}?oldid={page['lastrevid']}", None


def _page(title: str, pages: Mapping[str, dict[str, Any]], moved: Mapping[str, str]) -> dict[str, Any] | None:
    for _ in range(len(moved) + 1):  # there may be circles
        if title not in moved:
            break
        title = moved[title]
    return pages.get(title)


def _answers(visitor: Visitor, address: str, asked: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    """All that there is to an answer, which may come in several parts."""
    more: Mapping[str, str] = {}
    for _ in range(OFTEN):
        content = _answer(visitor, address, {**asked, **more})
        yield _part(visitor, address, content, "query")
        more = content.get("continue", {})
        if not more:
            return
    raise SourceError(visitor.source, address, "says without end that there is more.")


def _answer(visitor: Visitor, address: str, asked: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON is anything
    answer = visitor.post(address, {**asked, **FORMAT})
    if answer.content is None or not isinstance(answer.content, dict):
        raise SourceError(visitor.source, address, f"answers {answer.status} and no MediaWiki.")
    return answer.content


def _part(visitor: Visitor, address: str, content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = content.get(name)
    if not isinstance(part, dict):
        raise SourceError(visitor.source, address, f"refuses the question ({_error(content) or 'without a word'}).")
    return part


def _error(content: Any) -> str:  # noqa: ANN401 - JSON is anything
    said = content.get("error") if isinstance(content, dict) else None
    return str(said.get("code", "an error")) if isinstance(said, dict) else ""
