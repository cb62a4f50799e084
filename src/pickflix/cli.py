"""The command line. Standard output carries the result only; progress and words go to standard error."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from pickflix import bootstrap
from pickflix.catalogue.film import Film
from pickflix.catalogue.folding import fold
from pickflix.catalogue.snapshot import Manifest
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import AmbiguousTitle, PickflixError, UnknownFilm
from pickflix.recommend.engine import Engine
from pickflix.settings import Settings

DONE, FAILED, WRONG_USAGE = 0, 1, 2
SHOWN_CANDIDATES = 8
Run = Callable[[argparse.Namespace, Settings], int]


class Parser(argparse.ArgumentParser):
    """argparse, with one sentence for a wrong usage instead of its usage block."""

    def error(self, message: str) -> NoReturn:
        """Ends the command with exit code 2."""
        self.exit(WRONG_USAGE, f"pickflix: {message}. `{self.prog} --help` shows how to use it.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code: 0 done, 1 it failed, 2 wrong usage."""
    asked = parser().parse_args(arguments)
    logging.basicConfig(format="pickflix: %(message)s", level=logging.WARNING)
    given = {
        name: getattr(asked, name) for name in ("host", "port", "ratings") if getattr(asked, name, None) is not None
    }
    try:
        run: Run = asked.run
        for text in sys.argv[1:] if arguments is None else arguments:
            text.encode()  # raises UnicodeEncodeError for bytes that are no text
        return run(asked, bootstrap.settings(**given))
    except AmbiguousTitle as error:
        if asked.json:
            print_json(
                {"error": str(error), "candidates": [{"id": id_, "label": name} for id_, name in error.candidates]}
            )
        return failed(error)
    except PickflixError as error:
        return failed(error)
    except UnicodeEncodeError:
        print("pickflix: an argument is not text in UTF-8. Type it by hand.", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("\npickflix: interrupted; nothing was changed.", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone: nothing is left to say, nor to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def failed(error: PickflixError) -> int:
    """One sentence on standard error."""
    print(f"pickflix: {error}", file=sys.stderr)
    return FAILED


def parser() -> Parser:
    """All commands and their options."""
    root = Parser(prog="pickflix", description="Type a film, get films like it, and why.")
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Run, text: str, example: str, *, data: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=text, description=f"{text[0].upper()}{text[1:]}.", epilog=f"Example: {example}"
        )
        if data:
            added.add_argument("--json", action="store_true", help="print data instead of words")
        added.set_defaults(run=run, json=False)
        return added

    added = command("build", build, "make a snapshot of a source and publish it", "pickflix build")
    added.add_argument("--source", default="embedded", choices=["embedded"], help="default: %(default)s")
    added.add_argument(
        "--ratings",
        type=Path,
        metavar="FILE",
        help="a CSV of user, film, value, time to learn from, or movielens (setting PICKFLIX_RATINGS)",
    )
    added = command("serve", serve, "serve the site", "pickflix serve --port 8000", data=False)
    added.add_argument("--host", help="address to serve on (setting PICKFLIX_HOST)")
    added.add_argument("--port", type=int, help="port to serve on (setting PICKFLIX_PORT)")
    added = command(
        "search", search, "find films and people by what one remembers of a title", "pickflix search amelie"
    )
    added.add_argument("text", nargs="+", help="a title, with its errors; a year helps; or a name")
    added.add_argument("-n", type=int, default=10, help="how many films at most (default: %(default)s)")
    added = command("similar", similar, "films like one film, or like several together", "pickflix similar Amélie")
    added.add_argument("films", nargs="+", metavar="TITLE_OR_ID", help="a title in quotes, or an id such as Q484048")
    added.add_argument("-n", type=int, default=10, help="how many films at most (default: %(default)s)")
    added = command(
        "export", export, "copy tables of the snapshot out", "pickflix export --format csv --tables films --out ."
    )
    added.add_argument("--format", default="parquet", help="parquet or csv (default: %(default)s)")
    added.add_argument("--tables", default="films,people,credits", help="parted by commas (default: %(default)s)")
    added.add_argument("--out", type=Path, required=True, help="folder to write into")
    added = command(
        "evaluate", evaluate, "measure how good the lists are, model by model", "pickflix evaluate --protocol warm"
    )
    added.add_argument("--protocol", action="append", help="only this one, such as warm, newcomer-3, cold or lists")
    added.add_argument("--model", action="append", help="only this one, such as hybrid or ease")
    added.add_argument("--ratings", type=Path, metavar="FILE", help="a CSV of the cinema's own (default: MovieLens)")
    added.add_argument("--texts", type=Path, metavar="FILE", help="a CSV of wikidata_id, extract: what text is worth")
    added.add_argument("--quick", action="store_true", help="the few protocols that every change is held against")
    added.add_argument("--check", action="store_true", help="as --quick; fails where a figure is worse than accepted")
    added.add_argument("--accept", action="store_true", help="keep the figures as those that later ones must reach")
    added = command("snapshot", snapshot, "list the snapshots, or go back to an older one", "pickflix snapshot list")
    added.add_argument("action", choices=["list", "rollback"])
    added.add_argument("name", nargs="?", help="the snapshot to go back to (default: the one before the current)")
    command("sources", sources, "what can be built from, with its licence", "pickflix sources")
    command("doctor", doctor, "say in plain words what is wrong with this installation", "pickflix doctor")
    return root


def build(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix build`."""
    told: list[str] = []
    with ProgressBar() as progress:
        name = bootstrap.build(settings, bootstrap.sources()[asked.source], progress, told.append)
    for line in told:
        print(line, file=sys.stderr)
    if asked.json:
        ratings = Manifest.read(SnapshotStore(settings.data).folder(name)).ratings
        print_json({"snapshot": name} | ({"ratings": asdict(ratings)} if ratings else {}))
    else:
        print(name)
    return DONE


def serve(asked: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - all its options are settings
    """`pickflix serve`."""
    with ProgressBar() as progress:
        bootstrap.ensure_snapshot(settings, progress)
    bootstrap.serve(settings, lambda url: print(f"PickFlix answers on {url} (Ctrl+C ends it)", file=sys.stderr))
    return DONE


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
    seeds = [resolve(engine, text) for text in asked.films]
    listed = engine.recommend([film.id for film in seeds], asked.n)
    reasons = [[engine.reason_text(reason, "fr") for reason in item.reasons] for item in listed]
    if asked.json:
        films = [
            identity(item.film) | {"score": item.score, "reasons": why}
            for item, why in zip(listed, reasons, strict=True)
        ]
        print_json({"seeds": [identity(film) for film in seeds], "films": films})
    else:
        rows = [
            [item.film.id, named(item.film), item.film.year, " ; ".join(why)]
            for item, why in zip(listed, reasons, strict=True)
        ]
        table(["id", "film", "year", "why"], rows)
    return DONE


def export(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix export`."""
    written = bootstrap.export(settings, asked.tables.split(","), asked.format, asked.out)
    if asked.json:
        print_json({"written": [str(path) for path in written]})
    else:
        print(*written, sep="\n")
    return DONE


def evaluate(asked: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - no setting changes a figure
    """`pickflix evaluate`."""
    from pickflix.evaluate import card, courses, gate

    with ProgressBar() as progress:
        progress("Reading the ratings", 0, 1)
        bench, data = bootstrap.bench(asked.ratings, asked.texts)
        scope = courses.Scope(asked.protocol, asked.model, quick=asked.quick or asked.check, accept=asked.accept)
        report = courses.report(bench, data, scope, progress, os.cpu_count() or 1)
    if asked.accept:
        report.write(bootstrap.accepted_figures())
    if asked.json:
        print_json([asdict(row) for row in report.rows])
    else:
        for heads, lines in card.printed(report):
            table(heads, lines)
    if asked.check:
        gate.check_against(bootstrap.accepted_figures(), report.rows)
    return DONE


def snapshot(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix snapshot list` and `pickflix snapshot rollback`."""
    store = SnapshotStore(settings.data)
    if asked.action == "rollback":
        name = store.rollback(asked.name)
        if asked.json:
            print_json({"snapshot": name})
        else:
            print(name)
        return DONE
    current, manifests = store.current_name(), store.manifests()
    if asked.json:
        listed = [
            {"name": own.name, "current": own.name == current, "created": own.created, "counts": dict(own.counts)}
            for own in manifests
        ]
        print_json({"snapshots": listed})
        return DONE
    for own in manifests:
        mark = "*" if own.name == current else " "
        print(f"{mark} {own.name}  built {own.created}  {own.counts['films']} films")
    return DONE


def sources(asked: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - no setting changes the sources
    """`pickflix sources`."""
    states = [source.state() for source in bootstrap.sources().values()]
    if asked.json:
        print_json({"sources": [asdict(state) | {"dated": state.dated.isoformat()} for state in states]})
        return DONE
    rows = [[state.name, state.dated, state.films, state.licence.name, state.attribution] for state in states]
    table(["source", "dated", "films", "licence", "attribution"], rows)
    return DONE


def doctor(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix doctor`: exit code 1 where something is wrong."""
    from pickflix.doctor import examine

    findings = examine(settings)
    if asked.json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    for finding in findings if not asked.json else []:
        print(f"{'ok   ' if finding.good else 'WRONG'} {finding.what}: {finding.words}")
    return DONE if all(finding.good for finding in findings) else FAILED


def open_engine(settings: Settings) -> Engine:
    """The engine of the current snapshot; the embedded one is built first, with a bar, where there is none."""
    with ProgressBar() as progress:
        bootstrap.ensure_snapshot(settings, progress)
    return bootstrap.load(settings)


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


def identity(film: Film) -> dict[str, Any]:
    """A film in the data that a command prints."""
    return {"id": film.id, "title": film.title, "title_fr": film.title_fr, "year": film.year}


def named(film: Film, *, year: bool = False) -> str:
    """Both titles where they differ."""
    both = dict.fromkeys(title for title in (film.title_fr, film.title) if title)
    return " / ".join(both) + (f" ({film.year})" if year and film.year else "")


def print_json(value: object) -> None:
    """Data on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows on standard output, as wide as the terminal; nothing where there are none."""
    if not rows:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*heads, box=box.SIMPLE_HEAD)
    for row in rows:
        drawn.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 160).print(drawn)


class ProgressBar:
    """A bar on standard error that appears when there is something to show; lines where that is no terminal."""

    def __enter__(self) -> Callable[[str, int, int], None]:
        """Hands out what a build calls at each stage."""
        self._bar: Any = None
        return self._show if sys.stderr.isatty() else self._say

    @staticmethod
    def _say(label: str, done: int, total: int) -> None:
        print(f"{label} ({done}/{total})", file=sys.stderr, flush=True)

    def _show(self, label: str, done: int, total: int) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True))
            self._bar.start()
            self._task = self._bar.add_task(label, total=total)
        self._bar.update(self._task, description=label, completed=done)

    def __exit__(self, *_: object) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.stop()
