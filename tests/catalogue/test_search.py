"""Title search on small catalogues: what ranks first, what is hostile, what is kept."""

import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickflix.catalogue.search import Hits, TitleSearch
from pickflix.catalogue.search_index import ARRAYS, PersonEntry, TitleEntry, build_index
from pickflix.catalogue.typed_titles import forms

FILMS = (
    ("Alien", "Alien, le huitième passager"),
    ("Alien: Covenant",),
    ("La Haine",),
    ("Haine",),
    ("Les Vacances de monsieur Hulot", "Mr. Hulot's Holiday"),
    ("羅生門", "Rashomon"),
    ("الرسالة", "The Message"),
    ("???", "!"),
    ("M",),
)
PEOPLE = ("Jacques Tati", "Louis de Funès", "黒澤明")


def search_of(*titles: tuple[str, ...], renown: float = 0.5, people: tuple[str, ...] = ()) -> TitleSearch:
    """A search over films with these titles, of 1951, 1952 and so on, all as well known."""
    films = [TitleEntry(row, each, 1951 + row, renown) for row, each in enumerate(titles)]
    return TitleSearch(build_index(films, [PersonEntry(row, name, renown) for row, name in enumerate(people)]))


SEARCH = search_of(*FILMS, people=PEOPLE)
HOSTILE = (
    "", " \t\n", "...!?",
    "\x00\x01\x02", "\u202e\u200f\u2066", "\ud800", "😀🎬", "%_'\";--", "<script>alert(1)</script>",
    "( [ {", "ﷺ" * 50, "a\u0301" * 5000, "the", "le la les", "1979", "0" * 300, "a " * 200, "\ufeff",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_strange_text_is_no_error(typed: str) -> None:
    """Whatever is typed, there is an answer, if an empty one."""
    assert isinstance(SEARCH.search(typed), Hits)
    assert isinstance(SEARCH.complete(typed), Hits)


@pytest.mark.parametrize("typed", ["", "   ", "...", "🎬", "\u202e"])
def test_nothing_typed_finds_nothing(typed: str) -> None:
    """Without a letter or a digit there is nothing to look for."""
    assert SEARCH.search(typed) == Hits()


@given(st.text())
def test_any_text_has_an_answer_that_holds_its_promises(typed: str) -> None:
    """Rows exist, none stands twice, no more than asked for, and the same text has the same answer."""
    hits = SEARCH.search(typed, 3)
    for rows, most in ((hits.films, 3), (hits.people, 3), (hits.near, 5)):
        assert len(set(rows)) == len(rows) <= most
        assert all(0 <= row < len(FILMS) for row in rows)
    assert not set(hits.films) & set(hits.near)
    assert hits == SEARCH.search(typed, 3)


@pytest.mark.parametrize("letter", ["a", "ab ", "é", "\u202e", " ", "羅", "\u0301"])
def test_a_megabyte_is_cut_before_any_work(letter: str) -> None:
    """A million characters cost no more than a long title."""
    start = time.perf_counter()
    SEARCH.search(letter * 1_000_000)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(("typed", "row"), [("羅生門", 5), ("الرسالة", 6), ("the message", 6), ("m", 8)])
def test_every_script_is_searched(typed: str, row: int) -> None:
    """Chinese and Arabic titles are found like others, and titles of one letter."""
    assert SEARCH.search(typed).films[0] == row


def test_people_of_every_script_are_found() -> None:
    """A name need not be Latin."""
    assert SEARCH.search("黒澤明").people == (2,)


@given(st.permutations(range(len(FILMS))))
def test_the_order_in_which_films_are_given_does_not_matter(order: list[int]) -> None:
    """The index depends on the rows alone."""
    entries = [TitleEntry(row, FILMS[row], None, 0.5) for row in order]
    one, other = build_index(entries, []), build_index(sorted(entries, key=lambda film: film.row), [])
    assert all(np.array_equal(one[name], other[name]) for name in ARRAYS)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=8, unique=True))
def test_a_full_title_comes_first(titles: list[str]) -> None:
    """Typed as it is written, a title finds a film that bears it first, all being as well known."""
    search = TitleSearch(build_index([TitleEntry(row, (title,), None, 0.5) for row, title in enumerate(titles)], []))
    borne = [{form.text for form in forms(title)} for title in titles]
    for title, its_forms in zip(titles, borne, strict=True):
        assert not its_forms or its_forms & borne[search.search(title).films[0]]


def test_an_exact_title_beats_a_better_known_partial_one() -> None:
    """Obscure as it is, the film called "Elle" is what "elle" asks for."""
    films = [TitleEntry(0, ("Elle s'en va",), 2013, 1.0), TitleEntry(1, ("Elle",), 2016, 0.0)]
    assert TitleSearch(build_index(films, [])).search("elle").films == (1, 0)


def test_the_better_known_of_two_namesakes_comes_first() -> None:
    """Of one title, the film that more people know."""
    films = [
        TitleEntry(row, ("King Kong",), year, known) for row, (year, known) in enumerate([(1976, 0.6), (2005, 0.9)])
    ]
    search = TitleSearch(build_index(films, []))
    assert search.search("king kong").films == (1, 0)
    assert search.search("king kong 1976").films[0] == 0
    assert search.search("king kong 1976").certain
    assert not search.search("king kong 1933").certain


def test_films_that_nothing_parts_come_by_row() -> None:
    """Ties have one order, always the same."""
    assert search_of(*[("Fanny",)] * 5).search("fanny").films == (0, 1, 2, 3, 4)


def test_the_article_that_was_typed_parts_two_titles() -> None:
    """The title "La Haine" is not "Haine", though either finds both."""
    assert SEARCH.search("la haine").films == (2, 3)
    assert SEARCH.search("haine").films == (3, 2)


def test_what_stands_before_a_colon_does_not_make_a_title_certain() -> None:
    """The film "Alien: Covenant" is not called "Alien"."""
    found = SEARCH.search("alien")
    assert (found.films, found.certain) == ((0, 1), True)
    assert SEARCH.search("covenant").films == (1,)


@pytest.mark.parametrize(
    "typed", ["vacances hulot", "hulot vacances", "monsieur hulot", "mr hulots holiday", "les vacanses"]
)
def test_some_words_of_a_title_are_enough(typed: str) -> None:
    """In any order and language."""
    assert SEARCH.search(typed).films == (4,)


def test_asking_for_none_finds_none() -> None:
    """No film is a possible number of films."""
    assert SEARCH.search("alien", 0) == Hits()


def test_an_empty_catalogue_finds_nothing() -> None:
    """Before any film is known, a query still has an answer."""
    assert TitleSearch(build_index([], [])).search("alien 1979") == Hits()


def test_the_index_is_plain_arrays_that_can_be_mapped(tmp_path: Path) -> None:
    """Saved without pickle and memory-mapped, it answers the same."""
    arrays = build_index([TitleEntry(0, ("Playtime",), 1967, 1.0)], [PersonEntry(0, "Jacques Tati", 1.0)])
    assert set(arrays) == set(ARRAYS)
    for name, array in arrays.items():
        np.save(tmp_path / name, array, allow_pickle=False)
    mapped = TitleSearch({name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in ARRAYS})
    assert mapped.search("plaitime") == Hits(films=(0,))
    assert mapped.search("tati").people == (0,)


def test_each_letter_typed_keeps_the_film_in_sight() -> None:
    """From the second letter on, the film stays among the suggestions until the title is whole."""
    title = "les vacances de monsieur hulot"
    for begun, more in pairwise(title[:end] for end in range(6, len(title) + 1)):
        assert 4 in SEARCH.complete(begun).films, begun
        assert 4 in SEARCH.complete(more).films, more
