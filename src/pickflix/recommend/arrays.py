"""How a part of a model is kept: a folder of plain `.npy` files, memory-mapped when serving."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeAlias, overload

import numpy as np
import numpy.typing as npt

from pickflix.errors import DamagedSnapshot

Array: TypeAlias = npt.NDArray[Any]
Floats: TypeAlias = npt.NDArray[np.float64]
Rows: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
PIECE = 32_768  # entries, 256 kB of floats


def save_arrays(folder: Path, arrays: Mapping[str, Array]) -> None:
    """Writes each array to `folder`/name.npy; makes the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def load_arrays(folder: Path, names: Iterable[str] | None = None) -> dict[str, Array]:
    """The arrays of those names, or all that the folder holds, memory-mapped and read-only.

    Raises DamagedSnapshot where one is missing, is no array, or holds a number that is not finite.
    """
    if names is None:
        names = sorted(path.stem for path in folder.glob("*.npy"))
    return {name: _load(folder / f"{name}.npy") for name in names}


def _load(path: Path) -> Array:
    try:
        # A plain view: slicing a memmap object costs ten times more than slicing an array.
        array = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except FileNotFoundError:
        raise DamagedSnapshot(path, "it is missing") from None
    except (OSError, ValueError, EOFError) as error:
        raise DamagedSnapshot(path, f"it cannot be read ({error})") from None
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise DamagedSnapshot(path, "it holds a number that is not finite")
    return array


def distinct(values: Array) -> Array:
    """The distinct numbers, ascending; several times faster than numpy's own where there are millions.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered: Array = np.sort(values)
    found: Array = ordered[np.concatenate((np.ones(min(1, len(ordered)), np.bool_), ordered[1:] != ordered[:-1]))]
    return found


def starts(lengths: Iterable[int] | Array) -> Rows:
    """Where each run begins in a flat array of runs, and where the last one ends; one longer than `lengths`.

    >>> starts([2, 0, 3]).tolist()
    [0, 2, 2, 5]
    """
    sizes = np.asarray(lengths if isinstance(lengths, np.ndarray) else list(lengths), np.int64)
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)


def runs(start: Array, chosen: Array) -> Rows:
    """The places in the flat array of the runs `chosen`, one after the other.

    >>> runs(starts([2, 0, 3]), np.array([2, 0])).tolist()
    [2, 3, 4, 0, 1]
    """
    begin = np.asarray(start)[chosen].astype(np.int64)
    length = np.asarray(start)[chosen + 1] - begin
    total = int(length.sum())
    return np.arange(total) + np.repeat(begin - np.concatenate(([0], np.cumsum(length)[:-1])), length)


def add_looked_up(total: Floats, table: Floats, codes: Array) -> None:
    """Adds to each entry of `total` (n,) the value in `table` of its code, `codes` (n,) int64.

    Piece by piece, so that what is looked up never leaves the processor's cache.

    >>> total = np.ones(3)
    >>> add_looked_up(total, np.array([0.0, 10.0]), np.array([1, 0, 1]))
    >>> total.tolist()
    [11.0, 1.0, 11.0]
    """
    for begin in range(0, len(total), PIECE):
        total[begin : begin + PIECE] += table.take(codes[begin : begin + PIECE])


class Texts(Sequence[str]):
    """A list of words kept as UTF-8 bytes and offsets, decoded one at a time."""

    def __init__(self, letters: Array, start: Array) -> None:
        self.letters = letters
        self.start = start

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Those texts."""
        return cls(*cls.pack(texts))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """The texts of all parts, one behind the other."""
        lengths = [np.diff(part.start) for part in parts]
        letters = np.concatenate([np.zeros(0, np.uint8), *(part.letters for part in parts)])
        return cls(letters, starts(np.concatenate([np.zeros(0, np.int64), *lengths])))

    @staticmethod
    def pack(texts: Iterable[str]) -> tuple[Array, Rows]:
        """The bytes and the offsets of those texts."""
        encoded = [text.encode() for text in texts]
        return np.frombuffer(b"".join(encoded), np.uint8), starts(len(text) for text in encoded)

    def chosen(self, places: Rows) -> Self:
        """The texts of those places, in their order."""
        # Some at a time: the place of each letter takes eight times the memory of the letter.
        pieces = [
            self.letters[runs(self.start, places[begin : begin + PIECE])] for begin in range(0, len(places), PIECE)
        ]
        letters = np.concatenate([np.zeros(0, np.uint8), *pieces])
        return type(self)(letters, starts(np.diff(self.start)[places]))

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(len(self))[place]]
        at = range(len(self))[place]
        return self.letters[self.start[at] : self.start[at + 1]].tobytes().decode()

    def __len__(self) -> int:
        return len(self.start) - 1
