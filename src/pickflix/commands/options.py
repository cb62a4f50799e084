"""The options that narrow a list, and the filters that they stand for."""

import argparse
from typing import Any

from pickflix.recommend.filters import Filters

SEVERAL = (  # option, field of Filters, what it means
    ("--genre", "genres", "code of a genre such as comedie; one of several is enough"),
    ("--without-genre", "without_genres", "code of a genre not wanted"),
    ("--country", "countries", "ISO 3166 code such as FR; one of several is enough"),
    ("--without-country", "without_countries", "ISO 3166 code of a country not wanted"),
    ("--language", "languages", "ISO 639 code such as fr; one of several is enough"),
    ("--without-language", "without_languages", "ISO 639 code of a language not wanted"),
    ("--certificate", "certificates", "certificate of the MPAA such as PG; one of several is enough"),
)
BOUNDS = (  # option, what it means
    ("--year-from", "first year"),
    ("--year-to", "last year"),
    ("--runtime-min", "shortest running time in minutes"),
    ("--runtime-max", "longest running time in minutes"),
    ("--budget-min", "smallest budget in US dollars"),
    ("--budget-max", "largest budget in US dollars"),
    ("--box-office-min", "smallest gross in US dollars"),
    ("--box-office-max", "largest gross in US dollars"),
)


def listing(added: argparse.ArgumentParser) -> None:
    """Adds how many films are listed, and which are not."""
    added.add_argument("-n", type=int, default=10, help="how many films at most (default: %(default)s)")
    added.add_argument("--seen", action="append", default=[], metavar="TITLE_OR_ID", help="a film not to list")


def disliking(added: argparse.ArgumentParser) -> None:
    """Adds what pushes away the films like it."""
    added.add_argument("--dislike", action="append", default=[], metavar="TITLE_OR_ID", help="a film disliked")


def narrowing(added: argparse.ArgumentParser) -> None:
    """Adds the options of any list for films that are named."""
    listing(added)
    for option, field, text in SEVERAL:
        added.add_argument(option, dest=field, action="append", default=[], metavar="CODE", help=text)
    for option, text in BOUNDS:
        added.add_argument(option, type=int, metavar="N", help=text)
    added.add_argument(
        "--less-known",
        type=int,
        default=0,
        metavar="STEP",
        help="0 (default): all films, to 3: the least known quarter",
    )
    added.add_argument("--oscar", action="store_true", help="films that won an Oscar only")


def liking(added: argparse.ArgumentParser) -> None:
    """Adds the options of a list for one person."""
    added.add_argument("--adored", action="append", default=[], metavar="TITLE_OR_ID", help="a film that counts thrice")
    disliking(added)
    added.add_argument(
        "--weighting",
        choices=["like-this", "for-you"],
        help="what counts more, the kind of film or the taste (default: the first for one film, else the second)",
    )
    added.add_argument("--surprise", action="store_true", help="the same soul in another country and another decade")
    added.add_argument("--model", metavar="NAME", help="a model of the snapshot (default: the best)")


def filters_of(asked: argparse.Namespace) -> Filters:
    """The filters that the options stand for; raises BadRequest."""
    lists: dict[str, Any] = {field: tuple(getattr(asked, field)) for _, field, _ in SEVERAL}
    names = (option.removeprefix("--").replace("-", "_") for option, _ in BOUNDS)
    bounds: dict[str, Any] = {name: getattr(asked, name) for name in names}
    return Filters(**lists, **bounds, less_known=asked.less_known, oscar_winner=asked.oscar)
