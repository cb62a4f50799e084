"""The two engines take the same rows, whatever the dirt, and the sieve keeps no more than it should."""

import gzip
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickflix.errors import SourceError
from pickflix.sources.contract import Account, Tables
from pickflix.sources.imdb.dump import COLUMNS
from pickflix.sources.imdb.inflating import BATCH, batches
from pickflix.sources.imdb.sieve import Wanted, begins, kept
from pickflix.sources.imdb.source import EngineName
from tests.sources.imdb.tiny_dump import AMELIE, EIGHT, KEANU, MATRIX, NO, ROWS, film, read, text_of, written

ENGINES: tuple[EngineName, ...] = ("sieve", "polars")
DIRT = st.sampled_from(
    [NO, "", " ", "0", "1", "-1", "99999", "1e3", "movie", "1999", '"', "\r", "\0", "a\rb", "é", "\udce9", "[", '["x"]',
     "FR", "CA", "fr", "actor", "self", "a\tb", "\ufeff", "tt00000000001", "nm1", "x" * 40]
)  # fmt: skip
IDS = st.sampled_from(
    [MATRIX, AMELIE, EIGHT, KEANU, "tt013309", "tt01330931", "tt0133093 ", "TT0133093", "tt0\x00133093"]
)


def same(first: Tables, second: Tables) -> bool:
    """Whether two readings agree in all: tables, account, series."""
    frames = [(first.films, second.films), (first.people, second.people), (first.credits, second.credits)]
    series = first.series is None or (second.series is not None and same(first.series, second.series))
    return first.account == second.account and series and all(one.equals(other) for one, other in frames)


@st.composite
def dirty_rows(draw: st.DrawFn) -> dict[str, bytes]:
    """The tiny dump with cells, ids and whole lines replaced, as texts for `written`."""
    texts = {}
    for name, rows in ROWS.items():
        lines = [row.split("|") for row in rows]
        for _ in range(draw(st.integers(0, 4))):
            line = draw(st.integers(0, len(lines) - 1))
            cell = draw(st.integers(0, len(lines[line]) - 1))
            lines[line][cell] = draw(IDS if cell == 0 else DIRT)
        lines += [[draw(DIRT)]] * draw(st.integers(0, 2)) + [lines[0]] * draw(st.integers(0, 2))
        order = draw(st.permutations(range(len(lines))))
        end = draw(st.sampled_from(["\n", "\r\n"]))
        text = end.join("\t".join(cells) for cells in [COLUMNS[name], *(lines[place] for place in order)])
        text = draw(st.sampled_from(["", "\ufeff"])) + text + draw(st.sampled_from(["", end]))
        texts[name.removesuffix(".tsv.gz").replace(".", "_")] = text.encode("utf-8", "surrogateescape")
    return texts


@settings(max_examples=60, deadline=None)
@given(texts=dirty_rows(), series=st.booleans())
def test_both_engines_read_the_same_of_any_dirt(texts: dict[str, bytes], *, series: bool) -> None:
    """Rows, order and account."""
    with tempfile.TemporaryDirectory() as folder:
        dump = written(Path(folder), **texts)
        sieved, plain = (read(dump, series=series, engine=engine) for engine in ENGINES)
        assert same(sieved, plain)
        account_adds_up(sieved.account)


def account_adds_up(account: Account) -> None:
    """No more is dropped of a file than was read."""
    for name, rows in account.read.items():
        assert 0 <= sum(each.rows for each in account.dropped if each.file == name) <= rows


def sieved(folder: Path, text: bytes, wanted: list[str], letters: str = "tt") -> tuple[bytes, int]:
    """What the sieve keeps of a text, its first line aside, and how many lines it saw."""
    path = folder / "text.gz"
    path.write_bytes(gzip.compress(text, 1))
    look_up, held, seen = Wanted.of(pl.Series(wanted, dtype=pl.String), letters), b"", 0
    for lines in batches(path, lambda _: None):
        bounds = begins(lines)
        seen += len(bounds) - 1
        held += b"".join(kept(lines, bounds, look_up))
    return held, seen


@pytest.mark.parametrize(
    ("line", "keeps"),
    [
        ("tt0133093\tx", True),
        ("tt0133094\tx", False),
        ("tt10000001\tx", True),
        ("tt10000002\tx", False),
        ("tt1000000\tx", False),
        ("tt0000000\tx", False),
        ("tt99999999\tx", False),
        ("nm0133093\tx", True),  # not plain: the parser sees to it
        ("tt013309\tx", True),
        ("tt100000010\tx", True),
        ("tt0133:93\tx", True),
        ("tt01330/3\tx", True),
        ("tt0133093", True),
        ("tt", True),
        ("", True),
        ("\t\t", True),
    ],
)
def test_the_sieve_keeps_what_is_wanted_and_what_it_cannot_tell(tmp_path: Path, line: str, *, keeps: bool) -> None:
    """Alone, between others, and as the last line without an end."""
    wanted = ["tt0133093", "tt10000001", "tt123456789"]
    other = "tt0000001\tother"
    for before, after in (([], []), ([other], [other]), (["tt0133093\tkept"], []), ([], ["tt0133093\tkept"])):
        lines = ["first", *before, line, *after]
        held, seen = sieved(tmp_path, "\n".join(lines).encode(), wanted)
        told = [each for each in lines[1:] if each != other and (each != line or keeps)]
        assert held == "".join(f"{each}\n" for each in told).encode() or (not line and not after)
        assert seen == len(lines) - 1 or (not line and not after)


@settings(max_examples=100, deadline=None)
@given(
    numbers=st.lists(st.tuples(st.integers(0, 10**8 - 1), st.integers(1, 3)), min_size=1, max_size=40),
    data=st.data(),
)
def test_the_sieve_reads_numbers_as_they_are(numbers: list[tuple[int, int]], data: st.DataObject) -> None:
    """Any of seven or eight figures, in any order, several lines of one id."""
    ids = [f"nm{number:07d}" for number, times in numbers for _ in range(times)]
    wanted = data.draw(st.lists(st.sampled_from(ids), unique=True))
    lines = [f"{each}\t{place}\n" for place, each in enumerate(ids)]
    with tempfile.TemporaryDirectory() as folder:
        held, seen = sieved(Path(folder), f"nconst\tx\n{''.join(lines)}".encode(), wanted, "nm")
    assert held.decode() == "".join(line for line in lines if line.split("\t")[0] in wanted)
    assert seen == len(ids)


def test_lines_that_cross_a_batch_are_whole(tmp_path: Path) -> None:
    """Of a text of several batches not a line is lost or torn."""
    lines = [f"tt{number:07d}\t{'x' * (number % 90)}\n" for number in range(BATCH // 20)]
    held, seen = sieved(tmp_path, f"tconst\tx\n{''.join(lines)}".encode(), ["tt0000007", f"tt{len(lines) - 1:07d}"])
    assert seen == len(lines)
    assert held.decode() == lines[7] + lines[-1]


@pytest.mark.parametrize("engine", ENGINES)
def test_columns_are_found_by_their_names(tmp_path: Path, engine: EngineName) -> None:
    """One that is new, or all in another order, are no matter as long as the ids come first."""
    name = "title.basics.tsv.gz"
    rows = [line.split("\t") for line in text_of(name, ROWS[name]).decode().splitlines()]
    moved = "\n".join("\t".join([row[0], "new", *row[:0:-1]]) for row in rows)
    tables = read(written(tmp_path / "moved", title_basics=moved.encode()), engine=engine)
    assert film(tables, AMELIE)["year"] == 2001
    assert tables.films.equals(read(written(tmp_path / "straight")).films)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"tconst\tmean\tnumVotes\n", "no column averageRating"),
        (b"averageRating\ttconst\tnumVotes\n", "tconst should be its first"),
        (b"tconst\taverageRating\tnumVotes\tnumVotes\n", "twice"),
        (b"", "no column tconst"),
    ],
)
def test_columns_that_are_not_there_are_told_before_anything_is_read(tmp_path: Path, text: bytes, words: str) -> None:
    """By the name of the file and of the column."""
    folder = written(tmp_path, title_ratings=text)
    with pytest.raises(SourceError, match=r"title\.ratings") as refused:
        read(folder)
    assert words in str(refused.value)
