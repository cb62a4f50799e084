"""From pages to the tidy tables, with an account of what is not in them."""

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from pickflix.sources.contract import CREDITS, EXAMPLES, FILMS, PEOPLE, Account, LeftOut, Tables, fitted
from pickflix.sources.pages import Pages
from pickflix.sources.wikidata import credited, measures, things
from pickflix.sources.wikidata.account import left_out
from pickflix.sources.wikidata.kinds import shown
from pickflix.sources.wikidata.refresh import Lost
from pickflix.sources.wikidata.titles import Named, titles

TITLES = {name: FILMS[name] for name in ("id", "title", "title_fr", "title_original", "titles_other")}


def tables(pages: Pages, films: Sequence[str], lost: Iterable[Lost], today: date) -> Tables:
    """The tables of these films."""
    listed, facts = pl.Series("item", films), pages.facts("films", films)
    known = listed.filter(listed.is_in(facts["item"].implode()))
    kept, odd = shown(facts, pages.every("classes"), known)
    table = _titles(facts.filter(pl.col("item").is_in(kept.implode())))
    dropped = [
        *left_out("films", "nothing is known of them yet", listed.filter(~listed.is_in(known.implode()))),
        *odd,
        *left_out("films", "without any title", kept.filter(~kept.is_in(table["id"].implode()))),
    ]
    facts = facts.filter(pl.col("item").is_in(table["id"].implode()))
    mended: list[LeftOut] = []
    parts = (
        measures.identifiers(facts),
        measures.dates(facts, today),
        measures.amounts(facts),
        things.columns(facts, pages.facts("things")),
    )
    for columns, told in parts:
        table = table.join(columns, on="id", how="left")
        mended += told
    people, credit, without_name, unfit = credited.tables(facts, pages.facts("people"), today)
    account = Account({"films": listed.len()}, (*dropped, *without_name), (*mended, *unfit, *map(_old, lost)))
    # A film spoken in French alone bears its French title at home.
    only_french = (pl.col("languages").list.len() == 1) & (pl.col("languages").list.first() == "fr")
    original = pl.coalesce("title_original", pl.when(only_french).then("title_fr"))
    table = table.with_columns(title_original=original, origin=pl.lit("wikidata"))
    return Tables(fitted(table, FILMS).sort("id"), fitted(people, PEOPLE), fitted(credit, CREDITS), account)


def _titles(facts: pl.DataFrame) -> pl.DataFrame:
    named = (
        facts.filter(pl.col("what").is_in(["label", "alias", "original"]), pl.col("value").is_not_null())
        .sort("item", "what", "note", "value")
        .group_by("item", maintain_order=True)
        .agg("what", "value", "note")
    )
    rows = [
        (item, *found)
        for item, *columns in named.iter_rows()
        if (found := titles([Named(*each) for each in zip(*columns, strict=True)])) is not None
    ]
    return pl.DataFrame(rows, schema=TITLES, orient="row")


def _old(lost: Lost) -> LeftOut:
    reason = f"could not be fetched anew, an older answer stands where there is one: {lost.why}"
    keys = [*lost.old, *lost.absent]
    return LeftOut(lost.kind, reason, len(keys), tuple(keys[:EXAMPLES]))
