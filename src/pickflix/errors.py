"""Everything PickFlix raises on purpose: what is wrong, where, and what to do.

PickflixError
├── SettingsError           a setting that does not exist or does not parse
├── UnknownFilm             a film id that the catalogue does not hold
├── UnknownPerson           a person id that the catalogue does not hold
├── UnknownGenre            a genre, country, language or shelf that does not exist
├── AmbiguousTitle          a title that fits several films
├── BadRequest              a number or a filter out of its range
│   └── WrongUsage          a command that was asked for in a way that it does not know
├── SnapshotError           a snapshot that cannot be read, published or rolled back
│   ├── NoSnapshot          none has been built yet
│   ├── UnreadableFolder    the data folder is closed to this user
│   ├── UnknownSnapshot     no snapshot of that name
│   ├── NoOlderSnapshot     nothing to roll back to
│   ├── OutdatedSnapshot    built by another version of PickFlix
│   └── DamagedSnapshot     a file is missing or is not what the manifest says
├── MissingLibrary          one that only training needs is not installed
├── BuildError              a build that cannot go on
│   ├── BuildRunning        another build holds the lock
│   ├── DiskFull            no room for the new snapshot
│   ├── NotWritable         the data folder is not this user's
│   ├── OutOfMemory         less memory than the build wants
│   ├── BuildKilled         ended by the system, or for standing still
│   └── NoEncoder           no model of sentences where one should be
├── CannotWrite             a file that a command was told to write
├── SourceError             a source that cannot be read
│   └── SourceUnreachable   its server does not answer, or not well, however often it is asked
├── PrivateSnapshot         one that may be served to this machine only
├── ForbiddenUse            what the licence of a source does not allow
│   ├── StaleSource         rows older than the licence lets them become
│   └── TermsNotAccepted    what it allows only to those who accept its terms
└── AddressRefused          the address to serve on cannot be had
    └── PortTaken           another program holds it
"""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from pathlib import Path

LAST_PORT, FIRST_FREE_PORT = 65535, 1024  # below the second a port is the system's
SHOWN = 80  # characters of a visitor's own words that a message repeats


def quoted(text: str) -> str:
    """What somebody typed, short and on one line, fit to be repeated to them."""
    plain = "".join(char if char.isprintable() else " " for char in text[: SHOWN + 1])
    return f"“{plain[:SHOWN]}…”" if len(text) > SHOWN else f"“{plain}”"


class PickflixError(Exception):
    """Whatever PickFlix raises on purpose: the CLI prints it, the site makes a page of it."""


class SettingsError(PickflixError):
    """A setting that does not exist, or whose value does not parse."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"Setting {name}: {problem} docs/settings.md lists them all.")
        self.name = name

    @classmethod
    def unknown(cls, name: str, known: Collection[str]) -> "SettingsError":
        """A name that no setting has."""
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]}?" if near else "Remove it."
        return cls(name, f"there is no such setting. {hint}")


class UnknownFilm(PickflixError):
    """A film id that the catalogue does not hold."""

    def __init__(self, film_id: str) -> None:
        super().__init__(f"No film {quoted(film_id)} in this catalogue. `pickflix search TITLE` finds the ids.")
        self.film_id = film_id


class UnknownPerson(PickflixError):
    """A person id that the catalogue does not hold."""

    def __init__(self, person_id: str) -> None:
        super().__init__(f"No person {quoted(person_id)} in this catalogue. `pickflix search NAME` finds them.")
        self.person_id = person_id


class UnknownGenre(PickflixError):
    """A genre, a country, a language or a shelf that does not exist."""

    def __init__(self, kind: str, code: str, known: Iterable[str]) -> None:
        near = get_close_matches(code, list(known), n=3)
        hint = f"Did you mean {', '.join(near)}?" if near else "The panel beside any list has all that there is."
        super().__init__(f"No {kind} {quoted(code)}. {hint}")
        self.code = code


class AmbiguousTitle(PickflixError):
    """A title that fits several films, or none well; `candidates` holds (id, label) pairs."""

    def __init__(self, text: str, candidates: Iterable[tuple[str, str]]) -> None:
        self.candidates = tuple(candidates)
        listed = "; ".join(f"{label} [{film_id}]" for film_id, label in self.candidates)
        super().__init__(f"{quoted(text)} may mean {listed}. Ask again with the id.")


class BadRequest(PickflixError):
    """A number, a filter or a list out of its range."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


class WrongUsage(BadRequest):
    """A command that was asked for in a way that it does not know."""


class SnapshotError(PickflixError):
    """A snapshot that cannot be read, published or rolled back."""


class NoSnapshot(SnapshotError):
    """None has been built yet."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"No snapshot in {root}. `pickflix build` makes one.")


class UnreadableFolder(SnapshotError):
    """The data folder is closed to this user."""

    def __init__(self, root: Path, reason: str) -> None:
        super().__init__(
            f"Cannot read {root} ({reason}). Give this user the folder, or set PICKFLIX_DATA to another one."
        )


class UnknownSnapshot(SnapshotError):
    """No snapshot of that name."""

    def __init__(self, name: str, root: Path) -> None:
        super().__init__(f"No snapshot {quoted(name)} in {root}. `pickflix snapshot list` prints them.")
        self.name = name


class NoOlderSnapshot(SnapshotError):
    """Nothing to roll back to."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"No older snapshot in {root} to go back to. `pickflix snapshot list` prints all there are.")


class OutdatedSnapshot(SnapshotError):
    """Built by another version of PickFlix, in a form that this one does not read."""

    def __init__(self, path: Path, found: object, wanted: int) -> None:
        super().__init__(
            f"Snapshot {path.parent} has format {quoted(str(found))}, this version of PickFlix reads {wanted}. "
            "`pickflix build` makes a new one."
        )
        self.path = path


class DamagedSnapshot(SnapshotError):
    """A file of a snapshot is missing, or is not what its manifest says."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"Snapshot file {path}: {problem}. `pickflix snapshot rollback` takes the one before, "
            "`pickflix build` makes it anew."
        )
        self.path = path


class MissingLibrary(PickflixError):
    """A library that only training needs, and that is not installed; `extra` of the package brings it."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed. `pip install 'pickflix[{extra}]'` brings it.")
        self.library = library


class BuildError(PickflixError):
    """A build that cannot go on; the last good snapshot stays."""


class BuildRunning(BuildError):
    """Another build holds the lock."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"Another build is running in {root}. Wait for it to end, then try again.")


class DiskFull(BuildError):
    """No room for the new snapshot."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"The disk of {root} is full. Free some space and build again; the last snapshot stays.")


class NotWritable(BuildError):
    """The data folder cannot be written to."""

    def __init__(self, root: Path, reason: str) -> None:
        super().__init__(
            f"Cannot write in {root} ({reason}). Give this user the folder, or set PICKFLIX_DATA to another one."
        )


class OutOfMemory(BuildError):
    """Less memory than the build wants."""

    def __init__(self) -> None:
        super().__init__(
            "There is not enough memory for this build. Close other programs or build on a larger machine, "
            "and copy the snapshot; the last one stays."
        )


class BuildKilled(BuildError):
    """Its process was ended: where memory runs out nobody asks it, or it waits for ever."""

    def __init__(self, how: str) -> None:
        super().__init__(
            f"The build {how}, most likely for want of memory. Close other programs and build again: it goes on "
            "where it stopped; the last snapshot stays."
        )

    @classmethod
    def by(cls, signal: str) -> "BuildKilled":
        """The system did it, or somebody, by that signal."""
        return cls(f"was ended from outside ({signal})")

    @classmethod
    def after(cls, seconds: float) -> "BuildKilled":
        """It had stood still for so long."""
        return cls(f"stood still for {seconds / 60:.0f} minutes and was ended")


class NoEncoder(BuildError):
    """The folder that should hold a model of sentences holds none that works; nothing is downloaded."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"No model of sentences can be read from {folder} ({reason}). "
            "Put one there as `sentence-transformers` saves it, or leave PICKFLIX_EMBEDDINGS out."
        )
        self.folder = folder


class CannotWrite(PickflixError):
    """A file or folder that a command was told to write."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"Cannot write in {path} ({reason}). Free it, or name another folder.")


class SourceError(PickflixError):
    """A source that cannot be read."""

    def __init__(self, source: str, where: str, problem: str) -> None:
        super().__init__(f"Source {source}, {where}: {problem}")
        self.source = source


class SourceUnreachable(SourceError):
    """A server that does not answer, or not well, however often it is asked; `heavy` where less may be had of it."""

    def __init__(self, source: str, where: str, problem: str, attempts: int, *, heavy: bool = False) -> None:
        often = f"after {attempts} attempts" if attempts > 1 else "at the first attempt"
        super().__init__(source, where, f"{problem}, {often}. Try again later; what came so far is kept.")
        self.heavy = heavy


class ForbiddenUse(PickflixError):
    """What the licence of a source does not allow."""

    def __init__(self, source: str, use: str, licence: str) -> None:
        super().__init__(f"Source {source} may not be used to {use}: its licence is {licence}.")
        self.source = source


class StaleSource(ForbiddenUse):
    """Rows older than the licence of their source lets them become."""

    def __init__(self, source: str, days: int) -> None:
        PickflixError.__init__(
            self,
            f"Source {source} is older than the {days} days that its licence allows. Fetch it anew, or leave it out.",
        )
        self.source = source


class TermsNotAccepted(ForbiddenUse):
    """What a licence allows only to those who say that they have read its terms."""

    def __init__(self, source: str, terms: str, url: str, setting: str) -> None:
        PickflixError.__init__(
            self, f"Source {source} has terms of its own: {terms} Read {url}, and set {setting} if you keep them."
        )
        self.source = source


class PrivateSnapshot(PickflixError):
    """A snapshot whose source forbids to serve its rows to the public."""

    def __init__(self, name: str, host: str) -> None:
        super().__init__(
            f"Snapshot {name} is private: its source may not be served to the public, so not on {host}. "
            "Serve it on 127.0.0.1, or build a public one."
        )


class AddressRefused(PickflixError):
    """The address to serve on cannot be had."""

    def __init__(self, host: str, port: int, problem: str) -> None:
        super().__init__(f"Cannot serve on {place(host, port)}: {problem}")
        self.port = port


class PortTaken(AddressRefused):
    """Another program holds the address."""

    def __init__(self, host: str, port: int) -> None:
        other = port + 1 if port < LAST_PORT else FIRST_FREE_PORT
        super().__init__(
            host, port, f"it is already in use. Stop the program that holds it, or take another: --port {other}."
        )


def place(host: str, port: int) -> str:
    """An address as browsers write it.

    >>> place("127.0.0.1", 8000), place("::1", 8000)
    ('127.0.0.1:8000', '[::1]:8000')
    """
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
