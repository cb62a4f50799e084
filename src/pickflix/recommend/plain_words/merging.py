"""Chips that speak of the same thing become one: "vieux, après 1950", "un policier ou un thriller"."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from pickflix.recommend.plain_words.chips import RANGES, Chip, Kind

Link: TypeAlias = Literal["", "or", "and"]
_EITHER: frozenset[Kind] = frozenset(
    {"genre", "pays", "langue", "avec", "de"}
)  # of several joined by "or", one is enough
_ANYHOW: frozenset[Kind] = frozenset({"pays", "langue"})  # however they are joined: a film has one home
_OPPOSITE: dict[Kind, Kind] = {"genre": "sans-genre", "pays": "sans-pays", "langue": "sans-langue", "avec": "sans"}
_OPPOSITES = _OPPOSITE | {against: wanted for wanted, against in _OPPOSITE.items()}


@dataclass(frozen=True, slots=True)
class Said:
    """A chip as it was said: `link` is the word between it and the chip right before it."""

    chip: Chip
    link: Link = ""


def merged(said: Iterable[Said]) -> tuple[Chip, ...]:
    """The chips in the order in which they were said first; what was said last wins a contradiction."""
    chips: list[Chip] = []
    for each in said:
        _add(chips, each)
    # "Old or recent" asks for nothing.
    return tuple(chip for chip in chips if chip.values != ("-",))


def _add(chips: list[Chip], said: Said) -> None:
    new = said.chip
    against = _OPPOSITES.get(new.kind)
    chips[:] = [chip for chip in chips if not (chip.kind == against and chip.values == new.values)]
    for place in range(len(chips) - 1, -1, -1):
        old = chips[place]
        if old.kind == new.kind and (both := _both(old, new, said.link, last=place == len(chips) - 1)) is not None:
            chips[place] = replace(both, spans=(*old.spans, *new.spans))
            return
    chips.append(new)


def _both(old: Chip, new: Chip, link: Link, *, last: bool) -> Chip | None:
    """One chip that says both, None where they stay two."""
    if {*new.values} <= {*old.values}:
        return old
    if new.kind in RANGES:
        return _overlap(old, new, link)
    if new.kind in _ANYHOW or (new.kind in _EITHER and link == "or" and last):
        return replace(old, values=tuple(dict.fromkeys((*old.values, *new.values))))
    return None


def _overlap(old: Chip, new: Chip, link: Link) -> Chip:
    (low, high), (least, most) = old.bounds, new.bounds
    if link:
        bounds = (
            None if low is None or least is None else min(low, least),
            None if high is None or most is None else max(high, most),
        )
    else:
        bounds = (
            max((bound for bound in (low, least) if bound is not None), default=None),
            min((bound for bound in (high, most) if bound is not None), default=None),
        )
    if bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]:
        return new
    return replace(new, values=("-".join("" if bound is None else str(bound) for bound in bounds),))
