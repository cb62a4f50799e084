"""What a new snapshot would lose against the last one of the same sources: what no refresh may lose unseen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pickflix.catalogue.snapshot import REPORT, Manifest
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import BuildError
from pickflix.sources.contract import ROLES, Tables

MOST_LOST = 0.05  # of the films, and of the rows of each file
HALVED = 0.5  # of the share of films that have a value
A_FILM = ": credits a film"
FEW = 20  # rows with a value: below it a share says nothing


class TooMuchLost(BuildError):
    """The new snapshot has much less than the last one; `losses` has one sentence each."""

    def __init__(self, losses: Sequence[str]) -> None:
        more = f" And {len(losses) - 1} more in the build report." if len(losses) > 1 else ""
        super().__init__(
            f"{losses[0]}{more} The last snapshot stays; if that is right all the same, build with --accept-loss."
        )
        self.losses = tuple(losses)


@dataclass(frozen=True, slots=True)
class Before:
    """The last snapshot of the same sources: its films, the share of each column, the rows of each file read."""

    name: str
    films: pl.DataFrame
    coverage: Mapping[str, float]
    rows_read: Mapping[str, int]


def coverage(tables: Tables) -> dict[str, float]:
    """The share of rows that have a value, column by column, and how many people a film has in each role.

    `films.year`, `people.born`, `credits.characters`, `films with director`, `cast: credits a film`.
    """
    shares: dict[str, float] = {}
    for name in ("films", "people", "credits"):
        frame: pl.DataFrame = getattr(tables, name)
        lists = {column for column, kind in frame.schema.items() if isinstance(kind, pl.List)}
        there = [
            (pl.col(column).list.len() > 0 if column in lists else pl.col(column).is_not_null()).alias(column)
            for column in frame.columns
        ]
        row = frame.select(there).mean().row(0, named=True) if frame.height else dict.fromkeys(frame.columns, 0.0)
        shares |= {f"{name}.{column}": float(share) for column, share in row.items()}
    for role in ROLES:
        theirs = tables.credits.filter(pl.col("role") == role)["film_id"]
        shares[f"films with {role}"] = theirs.n_unique() / max(tables.films.height, 1)
        shares[f"{role}: credits a film"] = len(theirs) / max(tables.films.height, 1)
    return shares


def _value(column: str, share: float) -> str:
    return f"{share:.1f}" if column.endswith(A_FILM) else f"{share:.1%}"


def accepted_before(store: SnapshotStore, sources: Sequence[str]) -> Before | None:
    """The last snapshot of the same set of sources, the current one first; None where there is none to be read."""
    current = store.current_name()
    manifests = sorted(store.manifests(), key=lambda own: own.name != current)
    for own in manifests:
        if {note.name for note in own.sources} == set(sources) and (before := _before(store, own)):
            return before
    return None


def _before(store: SnapshotStore, manifest: Manifest) -> Before | None:
    folder = store.folder(manifest.name)
    try:
        films = pl.read_parquet(folder / "films.parquet", columns=["id", "former_ids", "title", "year"])
        said = json.loads((folder / REPORT / "report.json").read_text("utf-8"))
        shares = {row["column"]: row["share"] for row in said["coverage"]}
        return Before(manifest.name, films, shares, said["rows_read"])
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
        return None


def gone(before: Before, films: pl.DataFrame) -> pl.DataFrame:
    """The films of before (id, title, year) that neither bear their id now nor are known to have had it."""
    now = pl.concat([films["id"], films["former_ids"].explode(empty_as_null=False).drop_nulls()])
    return before.films.filter(~pl.col("id").is_in(now.implode())).select("id", "title", "year")


def losses(before: Before | None, tables: Tables, rows_read: Mapping[str, int]) -> list[str]:
    """One sentence for each loss that is too great; none where there is nothing to compare with."""
    if before is None:
        return []
    found = []
    lost = gone(before, tables.films)
    if lost.height > MOST_LOST * before.films.height:
        share = lost.height / before.films.height
        first = ", ".join(lost["title"].head(3))
        found.append(f"{lost.height:,} of {before.films.height:,} films ({share:.0%}) would be lost, such as {first}.")
    for name, rows in before.rows_read.items():
        now = rows_read.get(name, 0)
        if now < (1 - MOST_LOST) * rows:
            found.append(f"{name} has {now:,} rows, the last accepted one had {rows:,}: it may be cut short.")
    shares = coverage(tables)
    for column, share in before.coverage.items():
        now_share = shares.get(column, 0.0)
        if share * before.films.height >= FEW and now_share <= HALVED * share:
            had = "" if column.endswith(A_FILM) else " have a value"
            found.append(f"{column}: {_value(column, now_share)}{had}, {_value(column, share)} before.")
    return found
