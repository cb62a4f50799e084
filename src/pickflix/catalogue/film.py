"""The values of the catalogue: films, people and what binds them."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pickflix.catalogue.vocabulary import Language

Role: TypeAlias = Literal["director", "writer", "cast"]
SHORT_FILM_MIN = 40  # minutes: at most that is a short film (AMPAS rule; the CNC draws the line at 60)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made or played in a film; `id` is a word of an address."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Film:
    """One film, as lists show it.

    `id` is the Wikidata number (`Q83495`), or `c-` + folded title + year for a curated film whose
    number is not confirmed. `title` is the international (English) title, `title_fr` the title in
    France, `title_original` the one of its own language; the last two are None where unknown.
    `genres` are codes of the vocabulary, `countries` ISO 3166 and `languages` ISO 639 codes, main one
    first where the source says so. `row` is the film's place in the snapshot's arrays.
    """

    id: str
    title: str
    title_fr: str | None
    title_original: str | None
    year: int | None
    imdb_id: str | None
    runtime_min: int | None
    genres: tuple[str, ...]
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    directors: tuple[str, ...]
    row: int = field(compare=False, repr=False)

    def label(self, language: Language) -> str:
        """The title that a reader of that language knows."""
        return (self.title_fr or self.title) if language == "fr" else self.title


@dataclass(frozen=True, slots=True)
class Credit:
    """A person's part in a film, in the order of the source."""

    person: Person
    role: Role


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What only the film's own page shows.

    `critics_score` is Metacritic's (0 to 100), `tomatometer` the share of good reviews (percent) of
    `reviews` reviews, `box_office_usd` the largest reported gross in US dollars. Each is None where
    the source says nothing. `rating` is the mean of `votes` votes of viewers, 0 to 10. `story` is what the film is
    about, from the page `story_from`. `origin` is the source that the film is from, or `curated`.
    """

    film: Film
    certificate: str | None
    critics_score: int | None
    tomatometer: int | None
    reviews: int | None
    rating: float | None
    votes: int | None
    box_office_usd: int | None
    oscars_won: int
    oscar_nominations: int
    companies: tuple[str, ...]
    credits: tuple[Credit, ...]
    story: str | None
    story_from: str | None
    origin: str
