"""Film recommendation for small cinemas: type a film, get films like it, and why.

>>> sorted(__all__)[:3]
['AmbiguousTitle', 'Answer', 'BadRequest']
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pickflix.bootstrap import load
    from pickflix.catalogue.film import Film, Person
    from pickflix.errors import AmbiguousTitle, BadRequest, PickflixError, SnapshotError, UnknownFilm
    from pickflix.recommend.engine import Engine, Found
    from pickflix.recommend.filters import Filters
    from pickflix.recommend.request import Answer, Recommendation, Request, Shared, SharedAnswer
    from pickflix.settings import Settings

__all__ = [
    "AmbiguousTitle",
    "Answer",
    "BadRequest",
    "Engine",
    "Film",
    "Filters",
    "Found",
    "Person",
    "PickflixError",
    "Recommendation",
    "Request",
    "Settings",
    "Shared",
    "SharedAnswer",
    "SnapshotError",
    "UnknownFilm",
    "load",
]
_HOME = {
    "load": "bootstrap",
    "Film": "catalogue.film",
    "Person": "catalogue.film",
    "Engine": "recommend.engine",
    "Found": "recommend.engine",
    "Filters": "recommend.filters",
    "Answer": "recommend.request",
    "Recommendation": "recommend.request",
    "Request": "recommend.request",
    "Shared": "recommend.request",
    "SharedAnswer": "recommend.request",
    "Settings": "settings",
}


def __getattr__(name: str) -> object:
    """Loads a public name when it is first asked for: importing a part of PickFlix does not load the rest."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")  # noqa: TRY003 - Python's own words
    return getattr(import_module(f"pickflix.{_HOME.get(name, 'errors')}"), name)
