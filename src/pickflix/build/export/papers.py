"""What lies beside exported tables: what may be done with them, and what their columns mean."""

from collections.abc import Iterator, Mapping
from typing import Literal

import polars as pl

from pickflix.build.export.choosing import Frames, for_this_disk, left_out
from pickflix.catalogue.snapshot import Manifest, SourceNote
from pickflix.sources.dictionary import TABLES, kind

FOR_THIS_DISK = """\
FOR THIS DISK ONLY: a source of these files forbids to give them on, to publish them or to serve them.
POUR CE DISQUE SEULEMENT : une source de ces fichiers interdit de les transmettre, de les publier et de les servir.
"""
TEXTS = (
    "The column text of {rows} {table} holds extracts of Wikipedia, CC BY-SA 4.0"
    " (https://creativecommons.org/licenses/by-sa/4.0/): whoever gives one on names the article, which stands in"
    " text_from, and keeps the licence."
)
LISTS: Mapping[str, str] = {
    "parquet": "Lists are lists.",
    "csv": "The values of a list are parted by `; `; an empty cell is a missing value or an empty list.",
    "duckdb": "Lists are lists.",
    "sqlite": "Lists are JSON arrays, which `json_each` reads; days are written `2001-04-25`.",
}
HEAD = """
| column | type | unit | filled | source | what it holds | ce qu’elle contient |
|---|---|---|---|---|---|---|"""
LEAST, MOST = 0.1, 99.9  # per cent: a few rows are not told as none, nor nearly all as all


def licence(manifest: Manifest, frames: Frames) -> str:
    """The licences that apply; what the files may not be used for comes first."""
    return "\n".join(_terms(manifest, frames)) + "\n"


def _terms(manifest: Manifest, frames: Frames) -> Iterator[str]:
    if for_this_disk(manifest):
        yield FOR_THIS_DISK
    yield f"PickFlix, snapshot {manifest.name}: {', '.join(frames)}."
    for note in manifest.sources:
        limit = "" if note.republish else "; may not be given on"
        yield f"{note.name}: {note.attribution}, {note.dated}, {note.licence} ({note.licence_url}){limit}"
    if hidden := left_out(manifest):
        closed = ", ".join(note.name for note in manifest.sources if not note.republish)
        yield f"Left out, for they may come from {closed}: {', '.join(hidden)}."
    for table in ("films", "series"):
        if table in frames and (rows := _extracts(frames[table])):
            yield TEXTS.format(rows=rows, table=table)


def _extracts(films: pl.LazyFrame) -> int:
    """How many have a text of Wikipedia's."""
    from_wikipedia = pl.col("text_from").str.contains("wikipedia.org", literal=True)
    return int(films.select(from_wikipedia.sum()).collect().item())


def dictionary(manifest: Manifest, frames: Frames, file_format: str) -> str:
    """What each column of each table means, how full it is, and its source where that is known."""
    lines = [
        "# What the columns mean",
        "",
        f"PickFlix, snapshot {manifest.name}. *Filled* is the share of rows that have a value. {LISTS[file_format]}",
    ]
    if len(manifest.sources) > 1:
        lines.append("Several sources were joined: a column names one only where it is known of every row.")
    for name, frame in frames.items():
        rows = int(frame.select(pl.len()).collect().item())
        lines += ["", f"## {name}: {rows:,} rows", HEAD, *_rows(name, frame, manifest.sources)]
    return "\n".join(lines) + "\n"


def _rows(table: str, frame: pl.LazyFrame, sources: tuple[SourceNote, ...]) -> Iterator[str]:
    schema = frame.collect_schema()
    shares = frame.select(
        (pl.col(name).list.len() > 0 if isinstance(of, pl.List) else pl.col(name).is_not_null()).mean().alias(name)
        for name, of in schema.items()
    ).collect()
    for name, of in schema.items():
        meaning = TABLES[table][name]
        source = "" if not shares[name][0] else sources[0].name if len(sources) == 1 else _hosts(frame, name)
        told = (f"`{name}`", kind(of), meaning.unit, percent(shares[name][0]), source, meaning.english, meaning.french)
        yield f"| {' | '.join(told)} |".replace("  ", " ")


def _hosts(frame: pl.LazyFrame, column: str) -> str:
    """The sites that a text is from, by the addresses beside it; nothing for another column."""
    address: Literal["text_from", "overview_from"]
    if column in {"text", "text_from"}:
        address = "text_from"
    elif column in {"overview", "overview_from"}:
        address = "overview_from"
    else:
        return ""
    site = pl.col(address).str.extract("//([^/]+)").alias("site")
    return ", ".join(frame.select(site.drop_nulls().unique().sort()).collect()["site"])


def percent(share: float | None) -> str:
    """A share as a reader wants it.

    >>> percent(0.5), percent(0.99999), percent(0.00001), percent(1.0), percent(None)
    ('50.0 %', '99.9 %', '0.1 %', '100 %', '')
    """
    if share is None:
        return ""
    if share in {0, 1}:
        return f"{share:.0%}".replace("%", " %")
    return f"{min(max(100 * share, LEAST), MOST):.1f} %"
