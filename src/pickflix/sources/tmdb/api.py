"""TMDB's API: what it tells of the films of a catalogue, asked for film by film, kept for six months at most."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from pickflix.errors import SourceError, SourceUnreachable
from pickflix.sources.contract import (
    FILMS,
    SHOWN_ONLY,
    SourceState,
    Tables,
    Terms,
    Watch,
    fitted,
    unwatched,
)
from pickflix.sources.tmdb.cache import Cache, Known
from pickflix.sources.tmdb.cleaning import COLUMNS, cleaned, without_doubles
from pickflix.sources.tmdb.dump import today
from pickflix.sources.tmdb.finding import Finder, StrangeAnswer, Wanted
from pickflix.sources.tmdb.licence import API_NAME, ATTRIBUTION, FRESHNESS, licence, training_terms
from pickflix.sources.tmdb.people import Casts
from pickflix.sources.tmdb.records import SURPLUS
from pickflix.sources.tmdb.tally import Tally
from pickflix.sources.visiting import Manners, Visitor

ADDRESS: Final = "https://api.themoviedb.org/3"
MANNERS: Final = Manners(a_second=20.0)  # TMDB's ceiling is about 40
LABEL: Final = "TMDB"
IN_A_ROW: Final = 3  # films without a good answer before it is the server that is wrong
_TOKEN = re.compile(r"[!-~]+")


class TmdbApi:
    """What TMDB's API says of the films of other sources, as a Source.

    Without `training` its rows hold what may be shown and nothing else; with it, all that TMDB knows.
    """

    name = API_NAME
    adds_films = False
    freshness: timedelta | None = FRESHNESS

    def __init__(
        self,
        folder: Path,
        *,
        token: str,
        training: bool,
        address: str = ADDRESS,
        at_most: int | None = None,
        manners: Manners = MANNERS,
        today: Callable[[], date] = today,
    ) -> None:
        """`folder` keeps the answers; one `fetch` asks for `at_most` films, the next one goes on from there."""
        self.licence = licence(training=training)
        self.terms: Terms | None = training_terms(accepted=True) if training else None
        self._folder, self._token, self._address = folder, token.strip(), address
        self._at_most, self._manners, self._today = at_most, manners, today

    def state(self) -> SourceState:
        """How many films are known here, and the day of the oldest answer."""
        films, oldest = self._cache().size()
        if films:
            return SourceState(self.name, self.licence, oldest, films, ATTRIBUTION, "ready")
        return SourceState(
            self.name, self.licence, None, None, ATTRIBUTION, "to fetch" if self._token else "needs a setting"
        )

    def fetch(self, watch: Watch = unwatched, films: pl.DataFrame | None = None) -> None:
        """Asks for each of `films` in their order that has no answer yet, or one that was dropped for its age.

        A film for which the server fails is left for the next time; where it fails for several in a row, it ends.
        """
        if films is None:
            return
        if not _TOKEN.fullmatch(self._token):
            problem = "holds no token. Set it to the API read access token of your account at TMDB."
            raise SourceError(self.name, "PICKFLIX_TMDB_TOKEN", problem)
        cache = self._cache()
        answered = cache.questions()
        wanted = [film for film in Wanted.all(films) if answered.get(film.film_id) != film.question]
        most = len(wanted) if self._at_most is None else min(self._at_most, len(wanted))
        with cache.writing() as pen, Visitor(self.name, self._manners) as visitor:
            finder = Finder(visitor, self._address, self._token)
            kept = failed = 0
            for film in wanted:
                watch(LABEL, kept, most, "films")
                if kept == most:
                    break
                try:
                    found = finder.find(film)
                except (SourceUnreachable, StrangeAnswer) as error:
                    failed += 1
                    if failed == IN_A_ROW or not (isinstance(error, StrangeAnswer) or error.heavy):
                        raise
                else:
                    pen.keep(film.film_id, film.question, found)
                    kept, failed = kept + 1, 0
            watch(LABEL, kept, most, "films")

    def fingerprint(self) -> str:
        """Of the answers that are young enough today, and of the rights."""
        return f"{self._cache().digest()}-{self.licence.train}"

    def read(self, watch: Watch = unwatched) -> Tables:  # noqa: ARG002 - a second's work
        """The rows that are here, by the ids of the catalogue; raises SourceError."""
        cache = self._cache()
        tally = Tally(cache.path.name)
        known, unknown = _each_once(cache.known(), tally), cache.unknown()
        tally.read(len(known) + len(unknown))
        tally.drop("TMDB knows no such film, or not beyond doubt", len(unknown), unknown)
        films, casts = _films(known, tally), Casts()
        if self.licence.train:
            for film in known:
                casts.take(film.film_id, film.facts["cast"], film.facts["crew"])
        else:
            films = fitted(films.select("id", *SHOWN_ONLY, "origin"), FILMS)
        people, credit = casts.tables()
        return Tables(films, people, credit, tally.account())

    def _cache(self) -> Cache:
        return Cache(self._folder, self._today())


def _each_once(known: list[Known], tally: Tally) -> list[Known]:
    """A page at TMDB is about one film: where two of the catalogue lead to it, it is taken for neither."""
    numbers = pl.Series([film.tmdb_id for film in known], dtype=pl.Int32)
    doubled = set(numbers.filter(numbers.is_duplicated()))
    left_out = [film.film_id for film in known if film.tmdb_id in doubled]
    tally.read(len(left_out))
    tally.drop("one page at TMDB for several films", len(left_out), left_out)
    return [film for film in known if film.tmdb_id not in doubled]


def _films(known: list[Known], tally: Tally) -> pl.DataFrame:
    """All that is known of them, with the columns of FILMS."""
    text = [{"id": str(film.tmdb_id), **{name: film.facts.get(name) for name in COLUMNS[1:]}} for film in known]
    own = pl.DataFrame(
        [(film.tmdb_id, film.film_id, film.facts["title_fr"], film.facts["certificate"]) for film in known],
        schema={"tmdb_id": pl.Int32, "id": pl.String, "title_fr": pl.String, "certificate": pl.String},
        orient="row",
    )
    films = cleaned(pl.DataFrame(text, schema=dict.fromkeys((*COLUMNS, SURPLUS), pl.String)), tally)
    films = films.drop("id", "title_fr", "certificate").join(own, on="tmdb_id")
    return without_doubles(fitted(films, FILMS).sort("id"), tally)
