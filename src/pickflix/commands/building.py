"""The commands that make a catalogue of sources: build, refresh, sources."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pickflix import bootstrap
from pickflix.catalogue.snapshot import Manifest
from pickflix.catalogue.store import SnapshotStore
from pickflix.commands.apart import apart
from pickflix.commands.terminal import ProgressBar, print_json, table
from pickflix.errors import BuildKilled, OutOfMemory, WrongUsage
from pickflix.settings import Settings

if TYPE_CHECKING:
    from pickflix.sources.contract import Licence

DONE = 0
MOST_WORDS = 2  # of one --source: its name, and where its files are


def building(parser: argparse.ArgumentParser) -> None:
    """The options of whatever builds."""
    parser.add_argument(
        "--ratings",
        type=Path,
        metavar="PATH",
        help="a CSV of user, film, value, time to learn from, a folder of such, or movielens (PICKFLIX_RATINGS)",
    )
    parser.add_argument(
        "--engine",
        default="polars",
        choices=["polars", "spark"],
        help="who gathers the ratings: this machine, or the Spark of PICKFLIX_SPARK_MASTER (default: %(default)s)",
    )
    parser.add_argument(
        "--accept-loss",
        action="store_true",
        help="publish even where much is lost against the last snapshot of the same sources; it is recorded",
    )


def build(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix build`."""
    return _build(asked, settings, asked.source or [["embedded"]])


def refresh(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix refresh`: the sources of the setting PICKFLIX_REFRESH."""
    return _build(asked, settings, [[name.strip()] for name in settings.refresh.split(",")])


def _build(asked: argparse.Namespace, settings: Settings, named: Sequence[Sequence[str]]) -> int:
    try:
        return apart(lambda: _built(asked, settings, named))
    except (BuildKilled, OutOfMemory, KeyboardInterrupt):
        SnapshotStore(settings.data).tidy()
        raise


def _built(asked: argparse.Namespace, settings: Settings, named: Sequence[Sequence[str]]) -> int:
    chosen = []
    for name, *where in named:
        if len(where) >= MOST_WORDS:
            raise WrongUsage("source", f"{name} takes one path, not {len(where)}. Repeat --source for each source.")
        chosen.append(bootstrap.source(settings, name, Path(where[0]) if where else None))
    told: list[str] = []
    with ProgressBar() as watch:
        name = bootstrap.build(settings, chosen, watch, told.append, accept_loss=asked.accept_loss, engine=asked.engine)
    for line in told:
        print(line, file=sys.stderr)
    if asked.json:
        ratings = Manifest.read(SnapshotStore(settings.data).folder(name)).ratings
        print_json({"snapshot": name} | ({"ratings": asdict(ratings)} if ratings else {}))
    else:
        print(name)
    return DONE


def sources(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix sources`."""
    states = bootstrap.states(settings)
    if asked.json:
        listed = [asdict(state) | {"dated": state.dated.isoformat() if state.dated else None} for state in states]
        print_json({"sources": listed})
        return DONE
    rows = [
        [
            state.name,
            f"needs {state.needs}" if state.needs else state.state,
            state.dated,
            state.films,
            state.licence.name,
            _rights(state.licence),
            state.attribution,
        ]
        for state in states
    ]
    table(["source", "state", "dated", "films", "licence", "may be", "attribution"], rows)
    return DONE


def _rights(licence: "Licence") -> str:
    """What the licence allows, in words."""
    said = {"read": licence.read, "trained on": licence.train, "shown": licence.serve, "given away": licence.republish}
    return ", ".join(words for words, allowed in said.items() if allowed)
