"""The pages that readers see, in French at the root and in English under /en."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pickflix.catalogue.film import Film
from pickflix.pages.about import about_page
from pickflix.pages.chosen import MOST_RESULTS, chosen_page
from pickflix.pages.film import SIMILAR, film_page
from pickflix.pages.home import home_page
from pickflix.pages.model import model_page
from pickflix.pages.person import person_page
from pickflix.pages.search import search_page
from pickflix.pages.shelf import shelf_page
from pickflix.pages.shelves import Shelf, genre_shelf, shelf
from pickflix.pages.together import candidates, people_of, together_page
from pickflix.pages.told import Told
from pickflix.pages.wish import understood, wish_page
from pickflix.recommend.together import MOST_PEOPLE
from pickflix.web.links import Here
from pickflix.web.site import Site, here_of, links_of, whole_number

LAST_PAGE = 10_000


class Pages:
    """The endpoints: each reads its request, asks for a page value, and shows it.

    They are coroutines that do their millisecond of work at once: a thread would cost more than it spares.
    """

    def __init__(self, site: Site) -> None:
        """`site` gives the engine and renders."""
        self._site = site

    def routes(self, prefix: str) -> list[Route]:
        """The routes of one language; the language itself is read from the path."""
        table = {
            "/": self.home,
            "/recherche": self.search,
            "/films/{film_id}": self.film,
            "/personnes/{person_id}": self.person,
            "/genres/{slug}": self.genre,
            "/rayons/{slug}": self.shelf,
            "/mes-films": self.chosen,
            "/a-plusieurs": self.together,
            "/souhait": self.wish,
            "/modele": self.model,
            "/a-propos": self.about,
        }
        return [Route(prefix + path, endpoint) for path, endpoint in table.items()]

    async def home(self, request: Request) -> Response:
        """The first page."""
        links = links_of(request)
        return self._site.html(request, home_page(self._site.engine, links.language), links)

    async def search(self, request: Request) -> Response:
        """What a search finds."""
        links = links_of(request)
        page = search_page(self._site.engine, request.query_params.get("q", ""), links.language)
        return self._site.html(request, page, links)

    async def film(self, request: Request) -> Response:
        """A film and films like it."""
        links = links_of(request)
        n = whole_number(request, "n", SIMILAR, MOST_RESULTS)
        asked = request.path_params["film_id"]
        page = film_page(self._site.engine, asked, links.language, n, told_in(request))
        if page.film.id != asked:
            # The film has another id since: links and bookmarks to the old one go on.
            more = {"n": n} if n != SIMILAR else {}
            return RedirectResponse(links.film(page.film.id, **more), 301)
        return self._site.html(request, page, links)

    async def person(self, request: Request) -> Response:
        """A person's films."""
        links = links_of(request)
        page = person_page(self._site.engine, request.path_params["person_id"], links.language)
        return self._site.html(request, page, links)

    async def genre(self, request: Request) -> Response:
        """The shelf of a genre."""
        return self._shelf(request, genre_shelf(request.path_params["slug"]))

    async def shelf(self, request: Request) -> Response:
        """Any other shelf."""
        return self._shelf(request, shelf(request.path_params["slug"]))

    async def chosen(self, request: Request) -> Response:
        """Films like several films. Status 404 where the address names one that does not exist."""
        links = links_of(request, "film")
        n = whole_number(request, "n", SIMILAR, MOST_RESULTS)
        page = chosen_page(self._site.engine, links.chosen, links.language, told_in(request), n)
        # The links that remove a film name each by its id of today.
        links = replace(links, chosen=tuple(film.id for film in page.seeds) + page.unknown)
        rest = here_of(request).besides({"film"})
        here = Here(request.url.path, (*(("film", film_id) for film_id in links.chosen), *rest))
        return self._site.html(request, page, links, 404 if page.unknown else 200, here)

    async def together(self, request: Request) -> Response:
        """Films for several people. The words typed for one of them lead to the film that they surely mean."""
        links, here = links_of(request), here_of(request)
        n = whole_number(request, "n", SIMILAR, MOST_RESULTS)
        engine, given = self._site.engine, request.query_params
        number = whole_number(request, "pour", 1, MOST_PEOPLE)
        query, search = given.get("q", "").strip(), None
        here = Here(here.path, tuple(here.besides({"q"})))
        if query:
            meant = candidates(engine, number, query, links.language)
            if isinstance(meant, Film):
                return RedirectResponse(here.plus(f"p{number}", meant.id), 303)
            search = meant
        people = people_of(engine, given.multi_items(), links.language)
        page = together_page(engine, people, links.language, told_in(request), search, n)
        unknown = any(person.unknown for person in people)
        return self._site.html(request, page, links, 404 if unknown else 200, here)

    async def wish(self, request: Request) -> Response:
        """The films that answer a wish in plain words."""
        links, given, engine = links_of(request), request.query_params, self._site.engine
        n = whole_number(request, "n", SIMILAR, MOST_RESULTS)
        said = understood(engine, links.language, given.get("q", ""), given.getlist("envie"), given.getlist("mot"))
        page = wish_page(engine, said, links.language, told_in(request), n)
        return self._site.html(request, page, links)

    async def model(self, request: Request) -> Response:
        """How good the lists are."""
        return self._site.html(request, model_page(self._site.engine), links_of(request))

    async def about(self, request: Request) -> Response:
        """Sources and privacy."""
        return self._site.html(request, about_page(self._site.engine, posters=self._site.posters), links_of(request))

    def _shelf(self, request: Request, wanted: Shelf) -> Response:
        links = links_of(request)
        number = whole_number(request, "page", 1, LAST_PAGE)
        return self._site.html(request, shelf_page(self._site.engine, wanted, links.language, number), links)


def told_in(request: Request) -> Told:
    """What the address of a page tells besides its films; raises BadRequest."""
    return Told.of(request.query_params.multi_items())


async def english_home(request: Request) -> Response:  # noqa: ARG001 - the signature of an endpoint
    """/en is /en/."""
    return RedirectResponse("/en/", 308)
