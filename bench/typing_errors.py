"""Typing errors as people make them on a phone: a swap, an omission, a doubled letter, a neighbouring key."""

from random import Random

NEIGHBOURS = {
    key: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in ("azertyuiop", "qsdfghjklm", "wxcvbn")
    for place, key in enumerate(row)
}


def mistyped(title: str, luck: Random) -> str:
    """The title with one error; it has two letters that differ and stand side by side."""
    for _ in range(100):
        place = luck.randrange(len(title) - 1)
        wrong = luck.choice((_swapped, _omitted, _doubled, _beside))(title, place, luck)
        if wrong != title:
            return wrong
    return title[1:]


def _swapped(title: str, place: int, _: Random) -> str:
    return title[:place] + title[place + 1] + title[place] + title[place + 2 :]


def _omitted(title: str, place: int, _: Random) -> str:
    return title[:place] + title[place + 1 :]


def _doubled(title: str, place: int, _: Random) -> str:
    return title[:place] + title[place] + title[place:]


def _beside(title: str, place: int, luck: Random) -> str:
    keys = NEIGHBOURS.get(title[place].lower(), title[place])
    return title[:place] + luck.choice(keys) + title[place + 1 :]
