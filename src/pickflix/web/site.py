"""What all routes share: the engine of the moment, the settings, and how a page value becomes HTML."""

from dataclasses import dataclass, fields
from typing import Any, Final, Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse

from pickflix.catalogue.vocabulary import Language
from pickflix.errors import BadRequest
from pickflix.pages.refine import Refinement
from pickflix.pages.told import ids_of
from pickflix.recommend.engine import Engine
from pickflix.recommend.together import MOST_PEOPLE
from pickflix.settings import Settings
from pickflix.web.links import Here, Links, in_language, language_of
from pickflix.web.rendering import Picture, environment, no_picture

OTHER: Final[dict[Language, Language]] = {"fr": "en", "en": "fr"}
TOLD = ("vu", "pas", "adore")  # what is carried to every page besides the films chosen
# The parameters that a page repeats in its own links; any other in an address is let fall.
REPEATED = frozenset(
    (
        *("film", "avec", *TOLD, "surprise", "exact", "n", "q", "envie", "mot", "plus", "personnes"),
        *(each.name for each in fields(Refinement)),
        *(f"{letter}{number}" for letter in "pn" for number in range(1, MOST_PEOPLE + 1)),
    )
)


class EngineSource(Protocol):
    """Whatever knows the engine to answer with; it may change between two requests."""

    def current(self) -> Engine:
        """The engine of the current snapshot; raises NoSnapshot or DamagedSnapshot."""
        ...

    @property
    def degraded(self) -> bool:
        """Whether another snapshot is served than the one that was published last, or one that lacks a part."""
        ...


class Page(Protocol):
    """A page value: it names its template."""

    @property
    def template(self) -> str:
        """The name of a file in templates/."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that a page is made with."""

    engines: EngineSource
    settings: Settings
    picture: Picture = no_picture

    @property
    def engine(self) -> Engine:
        """The engine of the moment."""
        return self.engines.current()

    @property
    def posters(self) -> bool:
        """Whether pictures come from TMDB."""
        return self.settings.tmdb_token is not None

    def html(
        self, request: Request, page: Page, links: Links, status: int = 200, here: Here | None = None
    ) -> HTMLResponse:
        """A page in the language of its address; `here` is that address where it is not quite the one asked for."""
        template = environment(links.language, self.picture).get_template(page.template)
        context: dict[str, Any] = {"page": page, "links": links, "place": self._place(request, links), "site": self}
        return HTMLResponse(template.render(context, here=here or here_of(request)), status)

    def _place(self, request: Request, links: Links) -> "Place":
        path, query = request.url.path, request.url.query
        here = self.settings.public_url
        other = OTHER[links.language]
        return Place(
            path,
            in_language(path, query, other),
            here + path,
            here + in_language(path, "", "fr"),
            here + in_language(path, "", "en"),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: its path, the same page in the other language, and its addresses for search engines."""

    path: str
    other_language: str
    canonical: str
    fr: str
    en: str


def links_of(request: Request, name: str = "avec") -> Links:
    """The links of a page, carrying the films that its address names; raises BadRequest for too many."""
    given = request.query_params.multi_items()
    told = tuple((key, film_id) for key in TOLD for film_id in ids_of(given, key))
    return Links(language_of(request.url.path), ids_of(given, name), told)


def here_of(request: Request) -> Here:
    """The address of a page, for links to the page itself."""
    given = request.query_params.multi_items()
    return Here(request.url.path, tuple((key, value) for key, value in given if value and key in REPEATED))


def whole_number(request: Request, name: str, default: int, most: int) -> int:
    """A number from 1 to `most` in the address; raises BadRequest for anything else."""
    given = request.query_params.get(name, "")
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and len(given) < 10 and 1 <= int(given) <= most):  # noqa: PLR2004 - digits
        raise BadRequest(name, f"a whole number from 1 to {most}.")
    return int(given)
