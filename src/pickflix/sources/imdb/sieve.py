"""Of a text of lines those whose ids are wanted, by numpy, so that only these need parsing.

A line begins with its id (`tt` or `nm` and seven or eight digits) and a tab. Ids are read as whole numbers and looked
up in a mask; lines of one id that follow each other are looked at once, and runs of kept lines are copied whole. What
does not begin like that is kept as well: the parser knows what to make of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pickflix.sources.imdb.inflating import Lines

HEAD: Final = 16  # bytes of a line that are looked at: the longest plain id and its tab are eleven
NEWLINE, TAB, ZERO, NINE = 10, 9, 48, 9
WORD: Final = 8  # bytes
PLACES: Final = np.uint64(0x0001020304050607)  # times a word whose one byte is 1: its place comes out on top
PLAIN: Final = r"^(tt|nm)[0-9]{7,8}$"  # other figures than these are no numbers of the mask
# Of a head as two words, the first character lowest: the letters of an id, and its first six digits.
LETTERS: Final = np.uint64(0xFFFF)
DIGITS: Final = ~LETTERS
HIGH, HIGH_OF_DIGIT = np.uint64(0xF0F0F0F0F0F00000), np.uint64(0x3030303030300000)
TO_TEN: Final = np.uint64(0x0606060606060000)  # carries what is above 9 into the high half of a byte
# Eight digits as one number, in three steps: pairs, fours, all.
STEPS: Final = tuple(
    (np.uint64(mask), np.uint64(factor), np.uint64(shift))
    for mask, factor, shift in (
        (0x0F0F0F0F0F0F0000, 10 << 8 | 1, 8),
        (0x00FF00FF00FF00FF, 100 << 16 | 1, 16),
        (0x0000FFFF0000FFFF, 10_000 << 32 | 1, 32),
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which numbers of ids of one kind are wanted; the last entry of the mask stands for all beyond it."""

    letters: np.uint64
    mask: NDArray[np.bool_]

    @classmethod
    def of(cls, ids: pl.Series, letters: str) -> Self:
        """Those of the ids that are plain; others are for the parser to find."""
        plain = ids.filter(ids.str.contains(PLAIN) & ids.str.starts_with(letters))
        numbers = plain.str.slice(len(letters)).cast(pl.Int64).to_numpy()
        mask = np.zeros(int(numbers.max(initial=0)) + 2, np.bool_)
        mask[numbers] = True
        return cls(np.uint64(int.from_bytes(letters.encode(), "little")), mask)


def count(lines: Lines) -> int:
    """How many lines there are."""
    return int(np.count_nonzero(_newlines(lines)))


def begins(lines: Lines) -> NDArray[np.int64]:
    """Where each line begins in the buffer, and where the last one ends.

    Eight bytes are looked at together, as long as no line is so short that two end there.
    """
    flags = _newlines(lines)
    words = flags.view("<u8")
    some = np.flatnonzero(words != 0)
    ones = words[some]
    if (ones & (ones - np.uint64(1))).any():
        ends = np.flatnonzero(flags)
    else:
        ends = some * WORD + ((ones * PLACES) >> np.uint64(56)).astype(np.int64)
    found = np.empty(len(ends) + 1, np.int64)
    found[0] = lines.begin
    np.add(ends, lines.begin + 1, out=found[1:])
    return found


def _newlines(lines: Lines) -> NDArray[np.bool_]:
    """For each byte whether it is an end of line; as many as fill words."""
    size = lines.end - lines.begin
    flags = np.empty(-(-size // WORD) * WORD, np.bool_)
    flags[size:] = False
    np.equal(np.frombuffer(lines.buffer, np.uint8, size, lines.begin), NEWLINE, out=flags[:size])
    return flags


def kept(lines: Lines, bounds: NDArray[np.int64], wanted: Wanted) -> Sequence[memoryview]:
    """The runs of lines to keep, as they stand in the buffer; `bounds` are what `begins` found."""
    reachable = np.ndarray(lines.end, f"V{HEAD}", lines.buffer, strides=(1,))  # into the SPARE bytes
    firsts, keep = _verdicts(reachable[bounds[:-1]], wanted)
    # A run begins with a group that is kept after one that is not, and ends the other way round.
    edges = np.flatnonzero(np.diff(keep, prepend=False, append=False))
    groups = np.append(firsts, len(bounds) - 1)
    cuts = bounds[groups[edges]].tolist()
    whole = memoryview(lines.buffer)
    return [whole[begin:end] for begin, end in zip(cuts[::2], cuts[1::2], strict=True)]


def _verdicts(heads: NDArray[np.void], wanted: Wanted) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The first line of each group of lines of one id, and whether the group is kept."""
    letter, pair = heads.view("<u1").reshape(-1, HEAD), heads.view("<u2").reshape(-1, HEAD // 2)[:, 4]
    word = heads.view("<u8").reshape(-1, HEAD // 8)[:, 0]
    # After the first six digits: a seventh and a tab, or two and a tab.
    closed = (letter[:, 9] == TAB) | (letter[:, 10] == TAB)
    other = (word[1:] != word[:-1]) | (pair[1:] != pair[:-1]) | (closed[1:] != closed[:-1])
    firsts = np.concatenate(([0], np.flatnonzero(other) + 1))
    word, pair, closed = word[firsts], pair[firsts], closed[firsts]
    seventh, eighth = (pair & 0xFF) - np.uint16(ZERO), (pair >> 8) - np.uint16(ZERO)  # below zero is far above 9
    seven = (pair >> 8) == TAB
    plain = (
        closed
        & ((word & LETTERS) == wanted.letters)
        & ((word & HIGH) == HIGH_OF_DIGIT)
        & (((word + TO_TEN) & HIGH) == HIGH_OF_DIGIT)
        & (seventh <= NINE)
        & (seven | (eighth <= NINE))
    )
    number = _six_digits(word) * np.uint64(10) + seventh
    number = np.where(seven, number, number * np.uint64(10) + eighth)
    beyond = np.uint64(len(wanted.mask) - 1)
    return firsts, ~plain | wanted.mask[np.minimum(number, beyond).astype(np.int64)]


def _six_digits(word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for mask, factor, shift in STEPS:
        word = ((word & mask) * factor) >> shift
    return word
