"""`pickflix search`, `similar`, `together` and `wish`: films found, and films to see, with the reasons."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from pickflix import bootstrap
from pickflix.catalogue.film import Film
from pickflix.catalogue.folding import fold
from pickflix.commands.options import filters_of
from pickflix.commands.terminal import ProgressBar, print_json, table
from pickflix.errors import AmbiguousTitle, UnknownFilm
from pickflix.pages.told import ADORED
from pickflix.recommend.engine import Engine
from pickflix.recommend.reasons import Reason
from pickflix.recommend.request import Answer, Request
from pickflix.settings import Settings

DONE = 0
SHOWN_CANDIDATES = 8
Lines = Sequence[tuple[Film, float, Sequence[str]]]  # a film, its score, its reasons in words


def search(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix search`."""
    text = " ".join(asked.text)
    engine = open_engine(settings)
    found, films = engine.find(text, asked.n), engine.search(text, asked.n)
    if asked.json:
        people = [asdict(person) for person in found.people]
        print_json({"query": text, "films": [identity(film) for film in films], "people": people})
        return DONE
    table(
        ["id", "film", "year", "by"],
        [[film.id, named(film), film.year, ", ".join(film.directors)] for film in films],
    )
    table(["id", "person"], [[person.id, person.name] for person in found.people])
    if not films and not found.people:
        hint = f" Did you mean {' or '.join(named(film) for film in found.near[:3])}?" if found.near else ""
        print(f"Nothing found.{hint}", file=sys.stderr)
    return DONE


def similar(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix similar`."""
    engine = open_engine(settings)
    adored, dislikes, seen = (resolved(engine, asked_for) for asked_for in (asked.adored, asked.dislike, asked.seen))
    seeds = [*{film.id: film for film in (*resolved(engine, asked.films), *adored)}.values()]
    request = Request(
        seeds=ids(seeds),
        strengths=tuple(ADORED if film in adored else 1.0 for film in seeds),
        dislikes=ids(dislikes),
        hidden=ids(seen),
        filters=filters_of(asked),
        weighting=asked.weighting,
        surprise=asked.surprise,
        model=asked.model,
        n=asked.n,
    )
    found = engine.answer(request)
    show(asked, {"seeds": [identity(film) for film in seeds]}, lines(engine, found), found.let_go)
    return DONE


def together(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix together`."""
    engine = open_engine(settings)
    people = [resolved(engine, films) for films in asked.person]
    found = engine.recommend_together(
        [ids(films) for films in people], asked.n, hidden=ids(resolved(engine, asked.seen)), filters=filters_of(asked)
    )
    listed = [
        (each.film, each.score, [f"personne {number} : {text}" for number, text in _one_each(engine, each.reasons)])
        for each in found.films
    ]
    show(asked, {"people": [[identity(film) for film in films] for films in people]}, listed, found.let_go)
    return DONE


def wish(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix wish`."""
    engine = open_engine(settings)
    said = engine.heeded(engine.understand(" ".join(asked.text)))
    chips = [chip.text("fr", engine.names) for chip in said.chips]
    if not asked.json:
        print("understood:", *(chips or said.rest or ["nothing"]), sep="  ", file=sys.stderr)
        if said.unread:
            print("not heeded:", *said.unread, sep="  ", file=sys.stderr)
    found = Answer(())
    if said.chips or said.rest:
        request = Request(
            seeds=said.seeds,
            dislikes=(*said.dislikes, *ids(resolved(engine, asked.dislike))),
            hidden=ids(resolved(engine, asked.seen)),
            filters=said.filters(),
            words=" ".join(said.rest),
            n=asked.n,
        )
        found = engine.answer(request)
    head = {"wish": said.text, "chips": list(said.tokens), "rest": list(said.rest), "unread": list(said.unread)}
    show(asked, head, lines(engine, found), found.let_go)
    return DONE


def lines(engine: Engine, found: Answer) -> Lines:
    """The films of an answer with their reasons in French."""
    return [
        (item.film, item.score, [engine.reason_text(reason, "fr") for reason in item.reasons]) for item in found.films
    ]


def show(asked: argparse.Namespace, head: dict[str, Any], listed: Lines, let_go: Sequence[str]) -> None:
    """A list as data or as a table; what had to be let go is said in both."""
    if asked.json:
        films = [identity(film) | {"score": score, "reasons": list(why)} for film, score, why in listed]
        print_json(head | {"films": films} | ({"let_go": list(let_go)} if let_go else {}))
        return
    table(
        ["id", "film", "year", "why"], [[film.id, named(film), film.year, " ; ".join(why)] for film, _, why in listed]
    )
    if let_go:
        print(f"No film answers all that: let go {', '.join(let_go)}.", file=sys.stderr)
    if not listed:
        print("No film.", file=sys.stderr)


def open_engine(settings: Settings) -> Engine:
    """The engine of the current snapshot; the embedded one is built first, with a bar, where there is none."""
    with ProgressBar() as progress:
        bootstrap.ensure_snapshot(settings, progress)
    return bootstrap.load(settings)


def resolved(engine: Engine, texts: Iterable[str]) -> list[Film]:
    """The films that ids or titles mean; raises UnknownFilm or AmbiguousTitle."""
    return [resolve(engine, text) for text in texts]


def resolve(engine: Engine, text: str) -> Film:
    """The film that an id or a title means; raises UnknownFilm or AmbiguousTitle."""
    try:
        return engine.film(text)
    except UnknownFilm:
        found = engine.find(text, SHOWN_CANDIDATES)
    if not found.films:
        raise UnknownFilm(text)
    if found.certain:
        return found.films[0]
    asked = fold(text)
    same = [film for film in found.films if asked in {fold(film.title), fold(film.title_fr or film.title)}]
    raise AmbiguousTitle(text, [(film.id, named(film, year=True)) for film in same or found.films])


def ids(films: Iterable[Film]) -> tuple[str, ...]:
    """The ids of the films."""
    return tuple(film.id for film in films)


def identity(film: Film) -> dict[str, Any]:
    """A film in the data that a command prints."""
    return {"id": film.id, "title": film.title, "title_fr": film.title_fr, "year": film.year}


def named(film: Film, *, year: bool = False) -> str:
    """Both titles where they differ."""
    both = dict.fromkeys(title for title in (film.title_fr, film.title) if title)
    return " / ".join(both) + (f" ({film.year})" if year and film.year else "")


def _one_each(engine: Engine, reasons: Sequence[Sequence[Reason]]) -> Iterable[tuple[int, str]]:
    """The weightiest reason for each person, by number from 1."""
    for number, own in enumerate(reasons, 1):
        if own:
            yield number, engine.reason_text(own[0], "fr")
