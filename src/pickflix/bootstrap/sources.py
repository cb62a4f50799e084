"""The sources that a build can name, made of the settings; each is imported only when it is named."""

import dataclasses
import logging
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import PickflixError, WrongUsage, quoted
from pickflix.settings import PREFIX, Settings

if TYPE_CHECKING:
    from pickflix.sources.contract import Source, SourceState

log = logging.getLogger("pickflix")
SOURCES = ("embedded", "imdb", "wikidata", "wikipedia", "tmdb")
READ_FILES = ("imdb", "tmdb")  # those that may be given files of the host's


def source(settings: Settings, name: str, path: Path | None = None) -> "Source":
    """The source of that name, one of SOURCES; `path` is where its files are, where it reads files of the host's.

    Raises WrongUsage.
    """
    own = settings.data / "sources" / name
    if path is not None and name in SOURCES and name not in READ_FILES:
        raise WrongUsage("source", f"{name} takes no path: PickFlix knows where its rows are.")
    match name:
        case "embedded":
            from pickflix.sources.embedded import Embedded

            return Embedded()
        case "imdb":
            from pickflix.sources.imdb import Imdb
            from pickflix.sources.visiting import Manners

            return Imdb(
                path or own,
                accepted=settings.imdb_terms == "accepted",
                address=settings.imdb_address,
                fetches=path is None,
                min_votes=settings.imdb_min_votes,
                series=settings.imdb_series,
                manners=Manners(contact=settings.contact),
            )
        case "wikidata":
            from pickflix.sources.wikidata import Wikidata

            years = range(settings.wikidata_from, datetime.now(UTC).year + 2)
            return Wikidata(own, address=settings.wikidata_address, contact=settings.contact, years=years)
        case "wikipedia":
            from pickflix.sources.wikipedia import Wikipedia

            addresses = {each: settings.wikipedia_addresses.replace("{language}", each) for each in ("fr", "en")}
            return Wikipedia(own, contact=settings.contact, wikipedias=addresses, wikidata=settings.wikidata_api)
        case "tmdb":
            from pickflix.sources.tmdb.api import MANNERS, TmdbApi
            from pickflix.sources.tmdb.dump import TmdbDump

            training = settings.tmdb_training == "accepted"
            if path is not None:
                return TmdbDump(path, training=training)
            token = settings.tmdb_token.get_secret_value() if settings.tmdb_token else ""
            manners = dataclasses.replace(MANNERS, contact=settings.contact)
            return TmdbApi(own, token=token, address=settings.tmdb_api, training=training, manners=manners)
    near = get_close_matches(name, SOURCES, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(SOURCES)}."
    raise WrongUsage("source", f"there is none called {quoted(name)}. {hint}")


def states(settings: Settings) -> "list[SourceState]":
    """How each source stands, under the name that `build --source` takes; MovieLens, which gives ratings, last."""
    from pickflix.sources.contract import SourceState
    from pickflix.sources.movielens import ATTRIBUTION, LICENCE, MovieLens

    films = [_state(settings, name) for name in SOURCES]
    accepted = settings.movielens == "accepted"
    standing: Literal["ready", "terms not accepted"] = "ready" if accepted else "terms not accepted"
    needs = "" if accepted else f"{PREFIX}MOVIELENS=accepted"
    return [*films, SourceState(MovieLens.name, LICENCE, None, None, ATTRIBUTION, standing, needs)]


NEEDED = {"wikidata": "CONTACT", "wikipedia": "CONTACT", "tmdb": "TMDB_TOKEN"}  # terms name their own setting


def _state(settings: Settings, name: str) -> "SourceState":
    """How a source stands here: what was fetched of it, else what the newest snapshot has of it."""
    own = source(settings, name)
    try:
        said = dataclasses.replace(own.state(), name=name)
    except PickflixError as error:
        from pickflix.sources.contract import SourceState

        log.warning("%s", error)
        return SourceState(name, own.licence, None, None, "", "cannot be read")
    if said.state == "needs a setting":
        return dataclasses.replace(said, needs=f"{PREFIX}{NEEDED[name]}")
    if said.state == "terms not accepted" and own.terms is not None:
        return dataclasses.replace(said, needs=own.terms.setting)
    built = (note for own in SnapshotStore(settings.data).manifests() for note in own.sources if note.name == said.name)
    if said.films is None and (note := next(built, None)):
        return dataclasses.replace(said, films=note.films, dated=said.dated or date.fromisoformat(note.dated))
    return said
