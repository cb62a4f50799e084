"""The typographic posters: the same everywhere, never illegible, never broken."""

import re
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickflix.catalogue.vocabulary import GENRES
from pickflix.web.poster import COMEDY_GROUNDS, FAMILY_OF_GENRE, GROUNDS, SIZES, family, poster

STYLE = files("pickflix.web").joinpath("static/style/7-poster.css").read_text(encoding="utf-8")
CLASSES = [f"{ground}{kind}" for kind, ground in product(range(8), GROUNDS)] + [
    f"{each}0" for each in COMEDY_GROUNDS[2:]
]


def luminance(colour: str) -> float:
    """The relative luminance of `#rgb` or `#rrggbb`, as WCAG computes it."""
    digits = colour.lstrip("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else re.findall("..", digits)
    parts = [int(pair, 16) / 255 for pair in pairs]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", CLASSES)
def test_ink_stands_out_on_every_ground(name: str) -> None:
    """Contrast of at least 7 to 1, the strictest level."""
    ground, ink = (re.findall(rf"\.{name} {{[^}}]*--{part}: (#\w+)", STYLE)[0] for part in "ai")
    dark, light = sorted((luminance(ground), luminance(ink)))
    assert (light + 0.05) / (dark + 0.05) >= 7


def test_every_genre_has_a_family() -> None:
    """None of the vocabulary falls through, and a film without genre is a drama."""
    assert FAMILY_OF_GENRE.keys() == GENRES.keys()
    assert family(()) == family(("drame",)) == 2
    assert family(("comedie", "guerre")) == 0
    assert family(("comedie", "drame", "romance")) == 1
    assert family(("animation", "comedie")) == 6


def test_a_film_keeps_its_poster() -> None:
    """The recipe depends on nothing but the film: written down here once, it must not change."""
    drawn = poster("Q106440", "La Boum", 1980, ("comedie", "romance"))
    assert (drawn.article, drawn.title, drawn.subtitle) == ("La", "Boum", "")
    assert drawn == poster("Q106440", "La Boum", 1980, ("comedie", "romance"))
    assert drawn.classes.split()[0] in {"c1", "d1"}


def test_a_subtitle_goes_on_its_own_line() -> None:
    """What follows the colon is set apart, with a breakable space or not."""
    for title in ("2001 : L’Odyssée de l’espace", "2001\u00a0: L’Odyssée de l’espace"):
        drawn = poster("Q103474", title, 1968, ("science-fiction",))
        assert (drawn.title, drawn.subtitle) == ("2001", "L’Odyssée de l’espace")
        assert "g" in drawn.classes.split()


@given(
    film_id=st.text(min_size=1, max_size=20),
    title=st.text(min_size=1, max_size=120),
    year=st.none() | st.integers(1880, 2100),
    genres=st.lists(st.sampled_from(sorted(GENRES)), max_size=4).map(tuple),
)
def test_any_film_has_a_poster(film_id: str, title: str, year: int | None, genres: tuple[str, ...]) -> None:
    """Whatever the title, the classes exist, the size too, and the numeral stands only where a year is known."""
    drawn = poster(film_id, title, year, genres)
    assert all(f".{name}" in STYLE or name == "g" for name in drawn.classes.split())
    assert 0 <= drawn.size < len(SIZES)
    assert bool(drawn.numeral) == ("k5" in drawn.classes.split())
    assert year is not None or not drawn.numeral


def test_an_endless_title_is_cut() -> None:
    """A title of a megabyte costs no more than a page of text."""
    drawn = poster("c-long", "mot " * 250_000, 2000, ())
    assert len(drawn.title) < 200
    assert drawn.title.endswith("…")
    assert len(poster("c-word", "z" * 1_000_000, 2000, ()).title) < 200
