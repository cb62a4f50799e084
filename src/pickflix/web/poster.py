"""The typographic poster of a film without a picture: drawn in CSS from title, year, genre and id.

The box is 15 units wide and 22.5 high; `static/style/poster.css` draws what the classes name.
The same film has the same poster on every page, on every machine, in every snapshot.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zlib import crc32

# The first genre of a film in this order gives the family, so what is seen at once goes before what is common.
FAMILY_OF_GENRE: Final = {
    "animation": 6,
    "western": 5,
    "science-fiction": 4,
    "horreur": 3,
    "documentaire": 7,
    "comedie-musicale": 1,
    "comedie": 0,
    "guerre": 5,
    "policier": 3,
    "thriller": 3,
    "fantastique": 4,
    "romance": 1,
    "aventure": 5,
    "action": 5,
    "mystere": 3,
    "histoire": 7,
    "famille": 6,
    "musique": 1,
    "sport": 2,
    "biographie": 2,
    "drame": 2,
}
COMEDY, ROMANCE, DRAMA = 0, 1, 2
SANS: Final = frozenset({3, 4, 5})  # families set in a sans face
GROUNDS: Final = ("c", "d")
COMEDY_GROUNDS: Final = ("c", "d", "e", "f")
COMPOSITIONS, SUN, NUMERAL = 6, 0, 5
SIZES: Final = (4.4, 3.6, 3.0, 2.5, 2.15, 1.8, 1.5, 1.2)  # units, classes t0 to t7
WIDTH, WIDTH_SANS, HEIGHT = 12.7, 12.0, 8.2  # units that a title may fill
LEADING, SMALL = 1.04, 0.65  # line height; size of the article and of the second part of a title
_NARROW, _BROAD = frozenset("iltfrj.,;:!'’()[]|- "), frozenset("mwMW")
_ARTICLE = re.compile(r"(Le|La|Les|Un|Une|The) (?=\S)")
_PARTS = re.compile(r"\s*:\s+")


@dataclass(frozen=True, slots=True)
class Poster:
    """What the poster says and how: `classes` for the box, `size` for the title, `numeral` for the big year."""

    classes: str
    article: str
    title: str
    subtitle: str
    size: int
    numeral: str


@lru_cache(maxsize=4096)
def poster(film_id: str, title: str, year: int | None, genres: tuple[str, ...]) -> Poster:
    """The poster of a film.

    >>> poster("Q106440", "La Boum", 1980, ("comedie", "romance")).article
    'La'
    """
    kind = family(genres)
    chance = crc32(film_id.encode())
    composition = chance % COMPOSITIONS
    if composition == NUMERAL and year is None:
        composition = SUN
    grounds = COMEDY_GROUNDS if kind == COMEDY else GROUNDS
    mirrored = chance >> 16 & 1 and composition != NUMERAL
    classes = [f"{grounds[(chance >> 8) % len(grounds)]}{kind}", f"k{composition}"]
    classes += ["x"] * bool(mirrored) + ["g"] * (kind in SANS)
    article, main, second = _split(title)
    size, main, second = _set(main, second, WIDTH_SANS if kind in SANS else WIDTH)
    numeral = f"{year % 100:02}" if composition == NUMERAL and year is not None else ""
    return Poster(" ".join(classes), article, main, second, size, numeral)


def family(genres: Collection[str]) -> int:
    """The family of colours.

    0 comedy, 1 romance and musical, 2 drama, 3 crime and horror, 4 science fiction, 5 adventure and war,
    6 animation and family, 7 documentary and history.
    """
    if "comedie" in genres and "romance" in genres and not {"animation", "western", "science-fiction"} & set(genres):
        return ROMANCE
    return next((number for genre, number in FAMILY_OF_GENRE.items() if genre in genres), DRAMA)


def _split(title: str) -> tuple[str, str, str]:
    main, *rest = _PARTS.split(title.strip(), maxsplit=1)
    found = _ARTICLE.match(main)
    return (found[1], main[found.end() :], "".join(rest)) if found else ("", main, "".join(rest))


def _set(main: str, second: str, width: float) -> tuple[int, str, str]:
    """The largest size at which both parts fit, and the parts, cut where even the smallest is too large."""
    for number, size in enumerate(SIZES):
        if _height(main, size, width) + _height(second, size * SMALL, width) <= HEIGHT:
            return number, main, second
    while second and _height(main, SIZES[-1], width) + _height(second, SIZES[-1] * SMALL, width) > HEIGHT:
        second = _shorter(second)
    while _height(main, SIZES[-1], width, breaking=True) > HEIGHT:
        main = _shorter(main)
    return len(SIZES) - 1, main, second


def _shorter(text: str) -> str:
    # By a quarter while it is very long, so that a title of a megabyte costs no more than one of a page.
    kept = text.removesuffix("…")
    kept = kept[: min(len(kept) * 3 // 4, 200)] if len(kept) > 200 else (kept.rpartition(" ")[0] or kept[:-3])  # noqa: PLR2004
    return f"{kept.rstrip()}…" if kept else ""


def _height(text: str, size: float, width: float, *, breaking: bool = False) -> float:
    """Units that the wrapped text fills; infinite where a word is too wide, unless words may break."""
    if len(text) > 400:  # noqa: PLR2004 - never fits, and is not worth measuring
        return float("inf")
    lines, used = 0, float("inf")
    for word in text.split():
        wide = sum(_letter(char) for char in word) * size
        if wide > width and not breaking:
            return float("inf")
        lines += int(wide // width)
        if used + _letter(" ") * size + wide > width:
            lines, used = lines + 1, min(wide, width)
        else:
            used += _letter(" ") * size + wide
    return lines * size * LEADING


def _letter(char: str) -> float:
    if char in _NARROW:
        return 0.33
    if char in _BROAD:
        return 0.86
    if ord(char) > 0x2E7F:  # noqa: PLR2004 - Chinese, Japanese and Korean signs are square
        return 1.0
    return 0.68 if char.isupper() else 0.53
