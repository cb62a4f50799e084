"""Several sources as one: each film and each person once, each fact from the source that is heard first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import polars as pl

from pickflix.errors import SourceError
from pickflix.sources.contract import (
    CREDITS,
    EXAMPLES,
    ROLES,
    SHOWN_ONLY,
    Account,
    LeftOut,
    Tables,
    fitted,
)
from pickflix.sources.joining.fields import Stack, films_of, people_of
from pickflix.sources.joining.linking import Links, link
from pickflix.sources.joining.namesakes import link_people

SAME_FILM = "the same film as one of a source named before, which takes what it lacks from it"
SAME_PERSON = "the same person as one of a source named before"
NOT_HERE = "a film of no source that adds films"
OF_NO_FILM = "credits of films that are not taken"
TOLD_BEFORE = "credits of films whose people a source named before tells"
UNCREDITED = "people without a credit that is taken"
TOLD_ALREADY = pl.col("source") > pl.col("source").min().over("film", "role")
OF_PERSON = ("film", "role", "person")


@dataclass(frozen=True, slots=True)
class Part:
    """One source to merge.

    Without `adds_films` it only tells more of the films of others; of one that is `shown_only` nothing but the
    columns SHOWN_ONLY is taken.
    """

    name: str
    tables: Tables
    adds_films: bool = True
    shown_only: bool = False

    def taken(self) -> Tables:
        """What may be taken of its tables."""
        if not self.shown_only:
            return self.tables
        films, people, credit = self.tables.films, self.tables.people, self.tables.credits
        return Tables(films.select(SHOWN_ONLY), people.clear(), credit.clear())


@dataclass(frozen=True, slots=True)
class Linked:
    """How a source was joined to those named before it: which films and which people are the same."""

    name: str
    films: Links
    people: Links


@dataclass(frozen=True, slots=True)
class Merged:
    """The tables of all, and how each source after the first was joined."""

    tables: Tables
    linked: tuple[Linked, ...]


def merge(parts: Sequence[Part]) -> Merged:
    """Sources heard in that order; the first keeps its ids, but where a later one knows Wikidata's number of a film.

    Those that add no films come last, whatever their place. Films and people are in the order of their ids, credits
    in that of film, role and position, whatever the order of the rows. Raises SourceError where two of a source
    bear one id.
    """
    for part in parts:
        _check_keys(part)
    first, *others = sorted(parts, key=lambda part: part.shown_only or not part.adds_films)
    joined = _Joined.of(first)
    for part in others:
        joined = joined.plus(part)
    return joined.merged()


def _check_keys(part: Part) -> None:
    for name, table in (("films", part.tables.films), ("people", part.tables.people)):
        doubled = table["id"].filter(table["id"].is_duplicated())
        if len(doubled):
            raise SourceError(part.name, name, f"two rows bear the id {doubled.sort()[0]}; each must be there once.")


@dataclass(frozen=True, slots=True)
class _Joined:
    """What is merged so far; `credits` name film, person and source by their places in the stacks."""

    films: Stack
    people: Stack
    credits: pl.DataFrame
    series: Tables | None
    linked: tuple[Linked, ...]
    account: Account

    @classmethod
    def of(cls, part: Part) -> Self:
        """One source, as it is."""
        tables = part.tables
        films, people = Stack.of(part.name, tables.films), Stack.of(part.name, tables.people)
        credit = _placed(tables.credits, films.places(tables.films["id"]), people.places(tables.people["id"]), 0)
        return cls(films, people, credit, tables.series, (), _signed(part))

    def plus(self, part: Part) -> "_Joined":
        """With one source more."""
        ours, theirs, taken = self.tables(), part.tables, part.taken()
        links = link(ours, theirs)
        linked = Linked(part.name, links, link_people(ours, replace(taken, films=theirs.films), links.pairs))
        adds = part.adds_films and not part.shown_only
        films = self.films.plus(part.name, taken.films, _found(theirs.films, ours.films, links), adds=adds)
        people = self.people.plus(part.name, taken.people, _found(taken.people, ours.people, linked.people), adds=True)
        film_places, person_places = films.places(theirs.films["id"]), people.places(taken.people["id"])
        placed = _placed(taken.credits, film_places, person_places, len(self.linked) + 1)
        here = film_places["key"].implode()
        lost = (
            _lost(part, SAME_FILM, links.pairs["theirs"]),
            _lost(part, NOT_HERE, theirs.films["id"].filter(~theirs.films["id"].is_in(here))),
            _lost(part, SAME_PERSON, linked.people.pairs["theirs"]),
            _lost(part, OF_NO_FILM, taken.credits["film_id"].filter(~taken.credits["film_id"].is_in(here))),
        )
        return _Joined(
            films,
            people,
            pl.concat([self.credits, placed]),
            self.series or (taken.series and _by_our_ids(taken.series, people, person_places)),
            (*self.linked, linked),
            Account.joined([self.account, _signed(part), *lost]),
        )

    def tables(self) -> Tables:
        """The tables of all, films and people in the order of the stacks."""
        return self._by_id(films_of(self.films), people_of(self.people), _told_once(self.credits))

    def _by_id(self, films: pl.DataFrame, people: pl.DataFrame, told: pl.DataFrame) -> Tables:
        """The tables, where `told` are the credits by the places of films and people in their tables."""
        ids = {"film_id": films["id"].gather(told["film"]), "person_id": people["id"].gather(told["person"])}
        return Tables(films, people, fitted(told.with_columns(**ids), CREDITS), self.account, self.series)

    def merged(self) -> Merged:
        """The tables of all, in order, without the people of later sources of whom no credit is left."""
        told = _told_once(self.credits)
        films, people = films_of(self.films), people_of(self.people)
        bare = self.people.rows[0].is_null() & ~_is_among(told["person"], people.height)
        losses = (
            _lost(None, TOLD_BEFORE, films["id"].gather(self.credits.filter(TOLD_ALREADY)["film"])),
            _lost(None, UNCREDITED, people["id"].filter(bare)),
        )
        in_order = [table["id"].arg_sort() for table in (films, people)]
        # Places are sorted, not ids: of millions of credits that is most of the time.
        ranks = [order.arg_sort() for order in in_order]
        told = told.with_columns(film=ranks[0].gather(told["film"]), person=ranks[1].gather(told["person"]))
        told = told.sort("film", pl.col("role").cast(pl.Enum(sorted(ROLES))), "position", "person").with_columns(
            position=pl.int_range(pl.len(), dtype=pl.Int16).over("film", "role")
        )
        tables = self._by_id(films[in_order[0]], people[in_order[1]], told)
        kept = tables.people.filter(~bare.gather(in_order[1]))
        return Merged(replace(tables, people=kept, account=Account.joined([self.account, *losses])), self.linked)


def _is_among(places: pl.Series, size: int) -> pl.Series:
    """Whether each place below `size` is one of those."""
    every = pl.DataFrame({"place": pl.int_range(size, eager=True)})
    return every["place"].is_in(places.unique().implode())


def _told_once(placed: pl.DataFrame) -> pl.DataFrame:
    """The credits of each film in each role, from the first source that has any.

    What they play may come from a later one: the first often names nobody's part.
    """
    first = placed.filter(~TOLD_ALREADY)
    played = placed.filter(pl.col("characters").list.len() > 0).sort("source")
    played = played.unique(OF_PERSON, keep="first", maintain_order=True).select(*OF_PERSON, "characters")
    told = first.join(played, on=OF_PERSON, how="left", suffix="_played", maintain_order="left")
    return told.with_columns(pl.coalesce("characters_played", "characters").alias("characters"))


def _found(theirs: pl.DataFrame, ours: pl.DataFrame, links: Links) -> pl.Series:
    """The place of each of their rows among ours, null where it is none of ours."""
    places = ours.select(pl.int_range(pl.len()).alias("place"), ours="id")
    pairs = links.pairs.join(places, on="ours").select("place", id="theirs")
    return theirs.select("id").join(pairs, on="id", how="left", maintain_order="left")["place"]


def _placed(credit: pl.DataFrame, films: pl.DataFrame, people: pl.DataFrame, source: int) -> pl.DataFrame:
    """Credits by the places of film and person; those of films that are not there are left out."""
    # Ids alone go through the joins: to carry parts and roles along would double the memory.
    film, person = (
        credit.select(key=name).join(places, on="key", how="left", maintain_order="left")["place"]
        for name, places in (("film_id", films), ("person_id", people))
    )
    placed = credit.select(film=film, person=person, role="role", position="position", characters="characters")
    return placed.with_columns(source=pl.lit(source, pl.Int16)).drop_nulls(["film", "person"])


def _by_our_ids(series: Tables, stack: Stack, places: pl.DataFrame) -> Tables:
    """Series whose people bear the ids that the same people bear in films."""
    now = places.select("key", now=people_of(stack)["id"].gather(places["place"]))
    people, credit = (
        table.join(now, left_on=name, right_on="key", how="left", maintain_order="left")
        .with_columns(pl.coalesce("now", name).alias(name))
        .drop("now")
        for table, name in ((series.people, "id"), (series.credits, "person_id"))
    )
    return replace(series, people=people, credits=credit)


def _signed(part: Part) -> Account:
    """The account of a source, its files under its name: two sources may well read files of one name."""
    account = part.tables.account
    dropped, mended = (
        tuple(replace(each, file=f"{part.name}: {each.file}") for each in rows)
        for rows in (account.dropped, account.mended)
    )
    return Account({f"{part.name}: {file}": rows for file, rows in account.read.items()}, dropped, mended)


def _lost(part: Part | None, reason: str, rows: pl.Series) -> Account:
    """The account of rows that are no rows of their own any more, if there are any."""
    said = LeftOut(part.name if part else "all sources", reason, len(rows), tuple(rows.sort().head(EXAMPLES)))
    return Account(dropped=(said,) if said.rows else ())
