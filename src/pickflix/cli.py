"""The command line. Standard output carries the result only; progress and words go to standard error."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from pickflix import bootstrap
from pickflix.catalogue.store import SnapshotStore
from pickflix.commands.building import build, building, refresh, sources
from pickflix.commands.films import search, similar, together, wish
from pickflix.commands.options import disliking, liking, listing, narrowing
from pickflix.commands.terminal import ProgressBar, print_json, table
from pickflix.errors import AmbiguousTitle, PickflixError, WrongUsage
from pickflix.settings import Settings

DONE, FAILED, WRONG_USAGE = 0, 1, 2
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
        code = run(asked, bootstrap.settings(**given))
        sys.stdout.flush()  # a full disk is told here, not by the interpreter when it ends
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
        print("\npickflix: interrupted; nothing is left half done.", file=sys.stderr)
        return FAILED
    except OSError as error:
        # What was not written must not be tried again at exit. Where the reader of our output (`| head`) has gone,
        # nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            where = f" {error.filename}" if error.filename else ""
            print(f"pickflix: cannot read or write{where} ({error.strerror}).", file=sys.stderr)
        return FAILED
    return code


def failed(error: PickflixError) -> int:
    """One sentence on standard error; the exit code of that error."""
    print(f"pickflix: {error}", file=sys.stderr)
    return WRONG_USAGE if isinstance(error, WrongUsage) else FAILED


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
    building(added)
    added.add_argument(
        "--source",
        action="append",
        nargs="+",
        metavar=("NAME", "PATH"),
        help=f"{', '.join(bootstrap.SOURCES)}; several times for several, the first one's ids before the others' "
        "(default: embedded)",
    )
    added = command(
        "refresh", refresh, "bring the sources up to date and build, as cron does at night", "pickflix refresh"
    )
    building(added)
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
    liking(added)
    narrowing(added)
    added = command(
        "together", together, "films for two to five people", "pickflix together --person Amélie --person Matrix Alien"
    )
    added.add_argument(
        "--person", action="append", nargs="+", required=True, metavar="TITLE_OR_ID", help="films that one person liked"
    )
    narrowing(added)
    added = command("wish", wish, "films by a wish in plain words", "pickflix wish une comédie italienne des années 60")
    added.add_argument("text", nargs="+", help="genres, countries, years, length, people, in French or English")
    listing(added)
    disliking(added)
    added = command(
        "export", export, "copy tables of the snapshot out", "pickflix export --where 'year >= 1960' --out ."
    )
    added.add_argument("--format", default="parquet", help="parquet, csv, duckdb or sqlite (default: %(default)s)")
    added.add_argument("--tables", default="films,people,credits", help="parted by commas (default: %(default)s)")
    added.add_argument("--where", metavar="CONDITION", help="in SQL, such as: year >= 1960 and 'FR' = any(countries)")
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


def serve(asked: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - all its options are settings
    """`pickflix serve`."""
    with ProgressBar() as progress:
        bootstrap.ensure_snapshot(settings, progress)
    bootstrap.serve(settings, lambda url: print(f"PickFlix answers on {url} (Ctrl+C ends it)", file=sys.stderr))
    return DONE


def export(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix export`."""
    written = bootstrap.export(settings, asked.tables.split(","), asked.format, asked.out, asked.where)
    if asked.json:
        told = {"rows": dict(written.rows), "left_out": written.left_out, "for_this_disk": written.for_this_disk}
        print_json({"written": [str(path) for path in written.files]} | told)
        return DONE
    print(*written.files, sep="\n")
    print(", ".join(f"{rows:,} {name}" for name, rows in written.rows.items()), file=sys.stderr)
    if written.left_out:
        print(f"Left out, as LICENCE.txt says: {', '.join(written.left_out)}.", file=sys.stderr)
    if written.for_this_disk:
        print("For this disk only: these files may not be given on. LICENCE.txt says why.", file=sys.stderr)
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


def doctor(asked: argparse.Namespace, settings: Settings) -> int:
    """`pickflix doctor`: exit code 1 where something is wrong."""
    from pickflix.doctor import examine

    findings = examine(settings)
    if asked.json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    for finding in findings if not asked.json else []:
        print(f"{'ok   ' if finding.good else 'WRONG'} {finding.what}: {finding.words}")
    return DONE if all(finding.good for finding in findings) else FAILED
