"""MovieLens as GroupLens publishes it, in any of its sizes: the unpacked folder, or the `.zip` as it was downloaded."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

import polars as pl

from pickflix.errors import SourceError, quoted
from pickflix.sources.contract import fitted
from pickflix.sources.interactions import RATINGS, RatingList
from pickflix.sources.matching import Foreign
from pickflix.sources.movielens import ATTRIBUTION, LICENCE, MovieLens
from pickflix.sources.movielens_shapes import HEADER, SHAPES, BadLine, Shape

# The README says how many there are; in `u.info` of the oldest set a line does.
_TOLD = re.compile(r"\b(\d[\d,]*)\s+(?:anonymous\s+)?ratings\b")
TELLERS = ("README", "README.txt", "README.html", "u.info")
LOCKED = 1  # the bit of a file that asks for a password
MANY = 1_000_000  # numbers of users or of films that are spelt out beforehand
BROKEN = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError)
WAY_OUT = "Download the archive again, and give it or all that it holds."


class MovieLensFolder:
    """A published set, as a RatingSource; what `recognised` gives."""

    name = MovieLens.name
    licence = LICENCE

    def __init__(self, path: Path, shape: Shape) -> None:
        self.path = path
        self.shape = shape

    @classmethod
    def recognised(cls, path: Path) -> "MovieLensFolder | None":
        """The set at this path, by the names of its files; None where it is anything else."""
        names = set(_names(path))
        for shape in SHAPES:
            if len(names.intersection(shape.files)) > 1 or (not shape.headed and shape.ratings in names):
                return cls(path, shape)
            if shape.ratings in names:
                with suppress(*BROKEN), _opened(path, shape.ratings) as file:
                    if file.read(len(HEADER)) == HEADER:
                        return cls(path, shape)
        return None

    def read(self) -> RatingList:
        """The whole set; raises SourceError where a file is missing, cut short or not what it should be."""
        missing = set(self.shape.files).difference(_names(self.path))
        if missing:
            raise self._error(" and ".join(sorted(missing)), "is missing.")
        with self._reading(self.shape.ratings) as file:
            ratings, counts = self._ratings(file)
        self._check_number(ratings.height)
        films = self._films(counts)
        return RatingList(self.name, str(self.path), LICENCE, ATTRIBUTION, ratings, films, catalogue=True)

    def _ratings(self, file: BinaryIO) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The ratings, and how many each film has (film, count)."""
        # Numbers as names, each spelt once: two cells of each rating need not be.
        names = pl.int_range(MANY, eager=True).cast(pl.String).cast(pl.Categorical)
        parts, counts = [pl.DataFrame(schema=RATINGS)], [pl.DataFrame(schema={"film": pl.Int32, "count": pl.UInt32})]
        for block in self.shape.blocks(file):
            spelt = {
                name: names.gather(block[name])
                if (block[name] < MANY).all()
                else block[name].cast(pl.String).cast(pl.Categorical)
                for name in ("user", "film")
            }
            counts.append(block["film"].value_counts())
            parts.append(fitted(block.with_columns(**spelt, origin=pl.lit(self.name)), RATINGS))
        if len(parts) == 1:
            raise self._error(self.shape.ratings, "holds no ratings.")
        return pl.concat(parts, rechunk=False), pl.concat(counts).group_by("film").sum().sort("film")

    def _films(self, counts: pl.DataFrame) -> tuple[Foreign, ...]:
        """The films that somebody rated, with their numbers where the set links to them."""
        with self._reading(self.shape.movies) as file:
            titles = self.shape.titles(file.read())
        linked: dict[str, str] = {}
        if self.shape.links:
            with self._reading(self.shape.links) as file:
                linked = self.shape.imdb_numbers(file.read())
        listed = []
        for key, count in counts.cast({"film": pl.String}).iter_rows():
            if key not in titles:
                problem = f"lacks film {key}, which has ratings: it is cut short."
                raise self._error(self.shape.movies, problem)
            named = Foreign.parse(titles[key])
            numbers = (linked[key],) if key in linked else ()
            listed.append(Foreign(key, numbers, named.title, named.year, count))
        return tuple(listed)

    def _check_number(self, found: int) -> None:
        for name in TELLERS:
            if name in _names(self.path):
                with self._reading(name) as file:
                    told = _TOLD.search(file.read(1 << 16).decode("latin-1"))
                if told and found < (wanted := int(told[1].replace(",", ""))):
                    raise self._error(self.shape.ratings, f"holds {found:,} ratings, {name} tells of {wanted:,}.")

    @contextmanager
    def _reading(self, name: str) -> Iterator[BinaryIO]:
        """The file of that name, whatever goes wrong with it told in a sentence."""
        try:
            with _opened(self.path, name) as file:
                yield file
        except BadLine as bad:
            problem = f"is not what it should be, or cut short: its line {bad.line} is {quoted(bad.text)}."
            raise self._error(name, problem) from None
        except BROKEN as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or "the archive is damaged"
            raise self._error(name, f"cannot be read ({reason}).") from None

    def _error(self, name: str, problem: str) -> SourceError:
        return SourceError(self.name, str(self.path), f"{name} {problem} {WAY_OUT}")


def _names(path: Path) -> list[str]:
    """The names of the files of a folder or an archive, without those of the folders in it."""
    with suppress(OSError, zipfile.BadZipFile):
        if path.is_dir():
            return [file.name for file in path.iterdir()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return [name.rpartition("/")[2] for name in archive.namelist() if name.count("/") <= 1]
    return []


@contextmanager
def _opened(path: Path, name: str) -> Iterator[BinaryIO]:
    if path.is_dir():
        with (path / name).open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        inside = next(each for each in archive.namelist() if each.rpartition("/")[2] == name and each.count("/") <= 1)
        if archive.getinfo(inside).flag_bits & LOCKED:
            raise zipfile.BadZipFile
        with archive.open(inside) as packed:
            yield cast("BinaryIO", packed)
