"""Linking of films across sources, where the ids that are hidden from it tell the truth; and how long it takes."""

import re
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from bench.table import Line, show
from pickflix.sources.contract import FILMS, Tables
from pickflix.sources.embedded import Embedded, tables
from pickflix.sources.joining.linking import link

COMMAND = "python -m bench.linking"
SEED = 5
TOLD = 0.8  # of the films are in the noisy copy
PRECISION, RECALL = 0.995, 0.95  # must reach
TIMES_AS_MANY, SECONDS = 39, 60  # 750,000 films against the embedded ones
# Wikidata's exports, beside the checkout where they are at hand.
EXPORTS = Path(__file__).parents[2] / "shared" / "data" / "films"
BARE = "Wikidata's French films to 2014, by title and year alone"
NO_LIST = pl.lit([], pl.List(pl.String))


@dataclass(frozen=True, slots=True)
class Truth:
    """A table whose ids are hidden: `ids` says which film of ours each of its films is, if it is one of ours."""

    tables: Tables
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """How many links were made, how many of them are right, how many there were to make, and how many are listed."""

    links: int
    right: int
    there: int
    listed: int

    @property
    def precision(self) -> float:
        """The share of the links made that are right."""
        return self.right / self.links

    @property
    def recall(self) -> float:
        """The share of the links there were to make that are made."""
        return self.right / self.there

    @property
    def seen(self) -> float:
        """The share of the links there were to make that are made, or listed as ambiguous."""
        return (self.right + self.listed) / self.there


def found(ours: Tables, hidden: Truth) -> Found:
    """What linking finds; a link to a film that is none of ours is wrong as well.

    Nothing tells whether a link to a film of ours that has no number is right, so it does not count.
    """
    known = set(ours.films["id"])
    there = {theirs: film for theirs, film in hidden.ids.items() if film in known}
    links = link(ours, hidden.tables)
    pairs, doubts = (table.select("theirs", "ours").rows() for table in (links.pairs, links.ambiguous))
    judged = [(theirs, film) for theirs, film in pairs if theirs in there or film.startswith("Q")]
    right, listed = (sum(there.get(theirs) == film for theirs, film in each) for each in (judged, doubts))
    return Found(len(judged), right, len(there), listed)


def noisy(ours: Tables) -> Truth:
    """Ours as another source might tell it: no ids, other titles, years beside, other spellings, a name lost.

    A fifth of the films are not in it, so that their namesakes tempt; of a tenth nobody is named.
    """
    luck = Random(SEED)  # noqa: S311 - the same noise each time
    films = [_retold(film, luck) for film in ours.films.iter_rows(named=True) if luck.random() < TOLD]
    luck.shuffle(films)
    ids = {f"other-{place}": film["id"] for place, film in enumerate(films)}
    now = pl.DataFrame({"film_id": list(ids.values()), "now": list(ids)})
    named = now.filter(pl.int_range(pl.len()) % 10 > 0)
    first_of_cast = (pl.col("role") == "cast") & (pl.col("position") == 0)
    credit = ours.credits.filter(~first_of_cast).join(named, on="film_id")
    told = pl.DataFrame(films, schema=dict(FILMS)).with_columns(id=pl.Series(list(ids)))
    plain = pl.col("name").str.replace_all("-", " ").str.to_uppercase()
    return Truth(Tables(told, ours.people.with_columns(plain), credit.with_columns(film_id="now").drop("now")), ids)


def exports() -> Iterator[tuple[str, Truth]]:
    """Wikidata's exports, with their ids hidden: those with people, and those with little but titles and years."""
    if not EXPORTS.is_dir():
        return
    recent, french = (
        pl.read_csv(EXPORTS / name, infer_schema=False)
        for name in ("wikidata_films_2015_2025.csv", "french_films_wikidata_check.csv")
    )
    people = {
        column: pl.col(written).fill_null("").str.split(", ").list.filter(pl.element() != "")
        for column, written in (("directors", "directors"), ("cast", "actors"))
    }
    yield (
        "Wikidata's films of 2015-2025, by title, year and people",
        _hidden(recent.with_columns(pl.col("runtime_min").cast(pl.Float64, strict=False), **people)),
    )
    written = pl.col("enwiki_title").str.replace(r" \([^()]*film\)$", "")
    named = french.with_columns(title="label", titles_other=pl.concat_list(written), directors=NO_LIST)
    yield (
        "Wikidata's French films to 2014, by title, year and country",
        _hidden(named.with_columns(countries=pl.lit(["FR"], pl.List(pl.String)))),
    )
    yield BARE, _hidden(named)


def run() -> list[Line]:
    """The lines of the table that are about linking."""
    ours = Embedded().read()
    truths = [("a noisy copy of the embedded films", noisy(ours)), *exports()]
    return [*(_line(what, found(ours, truth)) for what, truth in truths), _time(ours)]


def _line(what: str, links: Found) -> Line:
    # Where titles and years are all there is, many must be left apart; those at least are listed.
    share, of = (links.seen, "found or listed") if what == BARE else (links.recall, "recall")
    good = links.precision >= PRECISION and share >= RECALL
    wrong = links.links - links.right
    counts = f"{links.right:,} of {links.there:,} right, {wrong:,} wrong, {links.listed:,} listed"
    if what == BARE:
        counts = f"recall {links.recall:.2%}, {counts}"
    return Line(
        f"links to {what}: precision, {of}",
        f"{links.precision:.2%}, {share:.2%} ({counts})",
        f"{PRECISION:.1%}, {RECALL:.0%}",
        good,
        COMMAND,
    )


def _time(ours: Tables) -> Line:
    """Many times as many films of made-up years and people beside a copy of ours."""
    many = [noisy(ours).tables]
    for turn in range(TIMES_AS_MANY):
        films, credit = ours.films, ours.credits
        films = films.with_columns(
            id=pl.lit(f"{turn}-") + pl.col("id"),
            title=pl.col("title").str.reverse() + " " + pl.col("title").shift(turn, fill_value="I"),
            year=pl.col("year").shift(turn),
            imdb_id=pl.lit(None, pl.String),
        )
        many.append(
            Tables(films, ours.people.clear(), credit.with_columns(film_id=pl.lit(f"{turn}-") + pl.col("film_id")))
        )
    theirs = Tables(*(pl.concat(getattr(each, name) for each in many) for name in ("films", "people", "credits")))
    begun, used = time.monotonic(), time.process_time()
    link(ours, theirs)
    seconds, processor = time.monotonic() - begun, time.process_time() - used
    return Line(
        f"linking {theirs.films.height:,} films to {ours.films.height:,}",
        f"{seconds:.1f} s ({processor:.1f} s of processor)",
        f"{SECONDS} s",
        seconds <= SECONDS,
        COMMAND,
    )


def _retold(film: dict[str, Any], luck: Random) -> dict[str, Any]:
    """One film as somebody else writes it down."""
    titles = [film["title"], *filter(None, (film["title_fr"], film["title_original"])), *film["titles_other"]]
    title = luck.choice(titles) if luck.random() < 1 / 3 else film["title"]
    spelt = luck.choice((str, str.upper, _unpunctuated, _article_last))(title)
    length = film["runtime_min"]
    return film | {
        "imdb_id": None,
        "former_ids": [],
        "title": spelt,
        "title_fr": film["title_fr"] if luck.random() < 1 / 2 else None,
        "title_original": None,
        "titles_other": [],
        "year": film["year"] + luck.choice((-1, 0, 0, 0, 0, 0, 1)),
        "runtime_min": length and luck.choice((None, length, length + 1, length - 1)),
    }


def _unpunctuated(title: str) -> str:
    return re.sub(r"[^\w&]+", " ", title).strip() or title


def _article_last(title: str) -> str:
    article, _, rest = title.partition(" ")
    return f"{rest}, {article}" if article in {"The", "Le", "La", "Les"} and rest else title


def _hidden(films: pl.DataFrame) -> Truth:
    once = films.unique("wikidata_id", keep="first", maintain_order=True)
    ids = {f"other-{place}": film for place, film in enumerate(once["wikidata_id"])}
    year = pl.col("year").cast(pl.Int16, strict=False)
    return Truth(tables(once.with_columns(year, id=pl.Series(list(ids))).drop("imdb_id", "genres", strict=False)), ids)


if __name__ == "__main__":
    sys.exit(show(run()))
