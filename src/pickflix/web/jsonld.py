"""A film in schema.org's words, for search engines."""

import json

from pickflix.catalogue.vocabulary import genre
from pickflix.pages.cards import PersonCard
from pickflix.pages.film import FilmPage

# What could end the data block or start another one never stands in it as such.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def movie(page: FilmPage, address: str) -> str:
    """A `Movie` as JSON that may stand inside a `<script>`; `address` is the film's own page."""
    film = page.film
    said = {
        "@context": "https://schema.org",
        "@type": "Movie",
        "name": film.label,
        "alternateName": sorted({film.title, film.title_original or film.title} - {film.label}),
        "url": address,
        "datePublished": str(film.year) if film.year else None,
        "duration": f"PT{film.runtime_min}M" if film.runtime_min else None,
        "genre": [genre(code).en for code in film.genres],
        "inLanguage": list(film.languages),
        "countryOfOrigin": [{"@type": "Country", "name": code} for code in film.countries],
        "director": _people(page.directors),
        "author": _people(page.writers),
        "actor": _people(page.cast[:10]),
        "sameAs": _elsewhere(film.id, film.imdb_id),
    }
    present = {name: value for name, value in said.items() if value}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _people(people: tuple[PersonCard, ...]) -> list[dict[str, str]]:
    return [{"@type": "Person", "name": person.name} for person in people]


def _elsewhere(film_id: str, imdb_id: str | None) -> list[str]:
    found = [f"https://www.wikidata.org/wiki/{film_id}"] if film_id.startswith("Q") else []
    return [*found, f"https://www.imdb.com/title/{imdb_id}/"] if imdb_id else found
