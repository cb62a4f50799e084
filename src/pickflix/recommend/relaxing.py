"""Where no film answers all that was asked: which wish is let go, the least important one that helps."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from pickflix.recommend.filters import Filters

# The wishes in the order in which they are let go, and the fields of each. Money and fame matter least; who plays in
# the film is what somebody typed by name.
WISHES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "less_known": ("less_known",),
        "oscar_winner": ("oscar_winner",),
        "budget": ("budget_min", "budget_max"),
        "box_office": ("box_office_min", "box_office_max"),
        "runtime": ("runtime_min", "runtime_max"),
        "certificates": ("certificates",),
        "without_countries": ("without_countries",),
        "without_languages": ("without_languages",),
        "languages": ("languages",),
        "years": ("year_from", "year_to"),
        "countries": ("countries",),
        "homes": ("homes",),
        "without_genres": ("without_genres",),
        "genres": ("genres", "all_genres"),
        "without_people": ("without_people",),
        "people": ("people", "any_people", "makers", "any_makers"),
    }
)
_AS_NEW: dict[str, Any] = {field.name: field.default for field in fields(Filters)}


def asked_for(filters: Filters) -> tuple[str, ...]:
    """The wishes of the filters, the least important first."""
    return tuple(
        wish for wish, parts in WISHES.items() if any(getattr(filters, part) != _AS_NEW[part] for part in parts)
    )


def relaxed(filters: Filters, answered: Callable[[Filters], bool]) -> tuple[Filters, tuple[str, ...]]:
    """The filters that some film answers, and the wishes let go for it, least important first.

    One wish is let go where one is enough: the least important of those that help. Otherwise they go one
    after the other. `answered` says whether any film passes; it is not asked about no filters at all.
    """
    if answered(filters):
        return filters, ()
    wishes = asked_for(filters)
    for wish in wishes:
        if answered(without := _without(filters, (wish,))):
            return without, (wish,)
    for several in range(2, len(wishes)):
        if answered(without := _without(filters, wishes[:several])):
            return without, wishes[:several]
    return _without(filters, wishes), wishes


def _without(filters: Filters, wishes: tuple[str, ...]) -> Filters:
    return replace(filters, **{part: _AS_NEW[part] for wish in wishes for part in WISHES[wish]})


assert {part for parts in WISHES.values() for part in parts} == {*_AS_NEW}  # noqa: S101 - none may be forgotten
