"""Jinja for each language: what the templates may call."""

from collections.abc import Callable
from functools import cache, partial
from typing import TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pickflix.catalogue.vocabulary import Language, country_name, genre, language_name
from pickflix.pages.cards import FilmCard
from pickflix.web import assets, jsonld, typography
from pickflix.web.poster import Poster, poster
from pickflix.web.words import Words

# The address of a film's picture, None where there is none; the typographic poster is drawn in any case.
Picture: TypeAlias = Callable[[FilmCard], str | None]


def no_picture(film: FilmCard) -> str | None:  # noqa: ARG001 - the signature of Picture
    """Without TMDB no film has a picture."""
    return None


@cache
def environment(language: Language, picture: Picture = no_picture) -> Environment:
    """The templates in one language; a name that a template misspells fails at once."""
    made = Environment(
        loader=PackageLoader("pickflix.web"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["ext.i18n.trimmed"] = True
    words = Words(language)
    # The extension adds this method when it loads, so the types do not know it.
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"static": assets.address, "language": language, "picture": picture}
    made.filters |= {
        "tidy": partial(typography.tidy, language=language),
        "runtime": partial(typography.runtime, language=language),
        "number": partial(typography.number, language=language),
        "decimal": partial(typography.decimal, language=language),
        "dollars": partial(typography.dollars, language=language),
        "long_date": partial(typography.long_date, language=language),
        "genre_name": lambda code: genre(code).name(language),
        "country_name": partial(country_name, language=language),
        "language_name": partial(language_name, language=language),
        "label_lang": partial(label_language, language=language),
        "poster": partial(_poster, language=language),
        "jsonld": lambda page, address: Markup(jsonld.movie(page, address)),  # noqa: S704 - escaped where it is made
    }
    return made


def label_language(film: FilmCard, language: Language) -> str | None:
    """The language to read a film's label in, where it surely is not the page's; None leaves the page's."""
    if language == "fr" and film.title_fr is None and film.languages[:1] == ("en",):
        return "en"
    return "fr" if language == "en" and film.title == film.title_fr and film.languages[:1] == ("fr",) else None


def _poster(film: FilmCard, language: Language) -> Poster:
    return poster(film.id, typography.tidy(film.label, language), film.year, film.genres)
