"""Columns of a table of films that hold hundreds of thousands of them in few bytes a film."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from itertools import chain, pairwise
from typing import Self, TypeAlias, TypeVar, overload
from weakref import WeakKeyDictionary

import numpy as np

from pickflix.recommend.arrays import Array, Floats, Rows, Texts, distinct, starts

Codes: TypeAlias = Sequence[tuple[str, ...]]
Numbers: TypeAlias = Sequence[int | None]
Owner = TypeVar("Owner")
Result = TypeVar("Result")


class Coded(Sequence[tuple[str, ...]]):
    """What each film bears of a column of words, in its own order.

    Film f bears the words of `numbers[start[f]:start[f + 1]]`. `words` are distinct, in the order of their
    code points; some may stand on no film.
    """

    def __init__(self, start: Rows, numbers: Array, words: Texts) -> None:
        self.start = start
        self.numbers = numbers
        self.words = words

    @classmethod
    def of(cls, column: Iterable[Iterable[str]]) -> "Coded":
        """The column, itself where it is coded already."""
        if isinstance(column, Coded):
            return column
        number: dict[str, int] = {}
        numbers, ends = array("i"), array("q", [0])
        for borne in column:
            numbers.extend([number.setdefault(word, len(number)) for word in borne])
            ends.append(len(numbers))
        words = sorted(number)
        place = np.zeros(len(words), np.int32)
        place[[number[word] for word in words]] = np.arange(len(words), dtype=np.int32)
        return cls(np.array(ends, np.int64), place[np.array(numbers, np.int32)], Texts.of(words))

    def firsts(self) -> Self:
        """The first word alone of each film."""
        some = self.start[1:] > self.start[:-1]
        return type(self)(starts(some), self.numbers[self.start[:-1][some]], self.words)

    @property
    def films(self) -> Rows:
        """The film of each of `numbers`."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))

    def of_film(self, row: int) -> list[int]:
        """The numbers of the words of one film."""
        return list(self.numbers[self.start[row] : self.start[row + 1]].tolist())

    def pairs(self) -> tuple[Rows, Rows]:
        """The films and the numbers of their words, each once, ascending by film, then by number."""
        n_words = max(len(self.words), 1)
        films, numbers = np.divmod(distinct(self.films * n_words + self.numbers), n_words)
        return films, numbers

    @overload
    def __getitem__(self, row: int) -> tuple[str, ...]: ...

    @overload
    def __getitem__(self, row: slice) -> list[tuple[str, ...]]: ...

    def __getitem__(self, row: int | slice) -> tuple[str, ...] | list[tuple[str, ...]]:
        if isinstance(row, slice):
            return [self[each] for each in range(len(self))[row]]
        at = range(len(self))[row]
        return tuple(self.words[number] for number in self.of_film(at))

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return (self[row] for row in range(len(self)))

    def __len__(self) -> int:
        return len(self.start) - 1


class Figures(Sequence[int | None]):
    """A number of each film, None where the source gives none; `values` (n_films,) has NaN there."""

    def __init__(self, values: Floats) -> None:
        self.values = values

    @overload
    def __getitem__(self, row: int) -> int | None: ...

    @overload
    def __getitem__(self, row: slice) -> list[int | None]: ...

    def __getitem__(self, row: int | slice) -> int | list[int | None] | None:
        if isinstance(row, slice):
            return [self[each] for each in range(len(self))[row]]
        value = float(self.values[row])
        return None if np.isnan(value) else int(value)

    def __len__(self) -> int:
        return len(self.values)


def alike_numbered(columns: tuple[Codes, Codes, Codes]) -> tuple[Coded, Coded, Coded]:
    """The columns with one list of words for all three: the same word has the same number in each."""
    one, two, three = map(Coded.of, columns)
    if one.words is two.words is three.words:
        return one, two, three
    whole = Coded.of(chain.from_iterable(columns))
    ends = starts(map(len, columns)).tolist()
    one, two, three = (
        Coded(
            whole.start[begin : end + 1] - whole.start[begin],
            whole.numbers[whole.start[begin] : whole.start[end]],
            whole.words,
        )
        for begin, end in pairwise(ends)
    )
    return one, two, three


def once(function: Callable[[Owner], Result]) -> Callable[[Owner], Result]:
    """The function, which works out its answer once for each thing it is asked of, as long as that thing lives."""
    known: WeakKeyDictionary[Owner, Result] = WeakKeyDictionary()

    @wraps(function)
    def answer(owner: Owner) -> Result:
        if owner not in known:
            known[owner] = function(owner)
        return known[owner]

    return answer
