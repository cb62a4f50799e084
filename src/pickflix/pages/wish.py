"""A wish in plain words: what was understood, as chips that can be taken away, and the films that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from pickflix.catalogue.vocabulary import Language
from pickflix.errors import BadRequest, UnknownFilm, UnknownGenre, UnknownPerson
from pickflix.pages.cards import FilmCard, RecommendedFilm, cards, recommended
from pickflix.pages.listing import answer
from pickflix.pages.told import Aside, Told, aside, known_films
from pickflix.recommend.engine import Engine
from pickflix.recommend.plain_words import Understood
from pickflix.recommend.request import Request

MOST_CHIPS = 40  # in one address


@dataclass(frozen=True, slots=True)
class ChipCard:
    """One thing that was understood."""

    token: str = field(metadata={"description": "the wish as a word of an address, in `envie`"})
    label: str = field(metadata={"description": "the wish as people say it"})


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish and its films, at /api/v1/wish."""

    text: str = field(metadata={"description": "the words typed, empty where the address held the chips"})
    chips: tuple[ChipCard, ...] = field(metadata={"description": "what was understood"})
    rest: tuple[str, ...] = field(metadata={"description": "words that are looked for in the texts of the films"})
    unread: tuple[str, ...] = field(metadata={"description": "words that could not be heeded"})
    seeds: tuple[FilmCard, ...] = field(metadata={"description": "films that it should be like"})
    films: tuple[RecommendedFilm, ...] = field(metadata={"description": "films that answer it, best first"})
    let_go: tuple[str, ...] = field(metadata={"description": "wishes let go, where no film answers them all"})


@dataclass(frozen=True, slots=True)
class WishPage:
    """A wish and its films, at /souhait."""

    template: ClassVar[str] = "wish.html"
    wish: Wish = field(metadata={"description": "the wish and its films"})
    aside: Aside = field(metadata={"description": "films seen and disliked"})


def understood(
    engine: Engine, language: Language, text: str = "", tokens: Sequence[str] = (), rest: Sequence[str] = ()
) -> Understood:
    """The wish that was typed, or whose chips an address holds; raises BadRequest for a token that is none."""
    if text.strip():
        return engine.understand(text, language)
    if len(tokens) > MOST_CHIPS:
        raise BadRequest("envie", f"at most {MOST_CHIPS} wishes in one address, not {len(tokens)}.")
    try:
        return Understood.of(tokens, rest)
    except UnknownGenre as error:
        # Here the code is a wish, not an address: the page exists, the request is wrong.
        raise BadRequest("envie", str(error)) from None


def wish(engine: Engine, said: Understood, language: Language, n: int = 10, told: Told | None = None) -> Wish:
    """The films that answer a wish; none where nothing was understood. Raises BadRequest."""
    told = told or Told()
    said = engine.heeded(said)
    hidden, disliked = (tuple(film.id for film in known_films(engine, ids)[0]) for ids in (told.seen, told.disliked))
    try:
        chips = tuple(ChipCard(chip.token, chip.text(language, engine.names)) for chip in said.chips)
        seeds = tuple(engine.film(film_id) for film_id in said.seeds)
    except (UnknownFilm, UnknownPerson) as error:
        raise BadRequest("envie", str(error)) from None
    if not chips and not said.rest:
        return Wish(said.text, (), (), said.unread, (), (), ())
    liked = tuple(film.id for film in seeds)
    found = answer(
        engine,
        Request(
            seeds=liked,
            dislikes=tuple(dict.fromkeys(each for each in (*said.dislikes, *disliked) if each not in liked)),
            hidden=hidden,
            filters=said.filters(),
            words=" ".join(said.rest),
            n=n,
        ),
        exact=told.exact,
    )
    films = recommended(engine, found.films, language, seeds)
    return Wish(said.text, chips, said.rest, said.unread, cards(seeds, language), films, found.let_go)


def wish_page(engine: Engine, said: Understood, language: Language, told: Told, n: int = 10) -> WishPage:
    """A wish on a page of its own."""
    return WishPage(wish(engine, said, language, n, told), aside(engine, replace(told, surprise=False), (), language))


def beside_a_search(
    engine: Engine, query: str, language: Language, *, found: bool, named: bool = False, n: int = 10
) -> Wish | None:
    """The wish that somebody typed into the search box, None where the words are better read as a title or a name.

    `found` says that some film bears such a title, though not beyond doubt, `named` that somebody bears such a name.
    """
    said = engine.understand(query, language)
    kinds = {chip.kind for chip in said.chips}
    named_only = len(said.chips) == 1 and ((named and kinds <= {"avec", "de"}) or (found and kinds == {"comme"}))
    if not said.chips or named_only or (found and said.rest and len(said.chips) == 1):
        return None
    return wish(engine, said, language, n)
