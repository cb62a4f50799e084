"""What `import pickflix` gives: the public names, the promises of each, and nothing loaded too early."""

import subprocess
import sys

import numpy as np
import pytest

import pickflix
from pickflix import BadRequest, Engine, Filters, UnknownFilm

AMELIE, MATRIX, ALIEN = "Q484048", "Q83495", "Q103569"


def test_every_public_name_is_there() -> None:
    """`__all__` is the public surface; another name is an AttributeError."""
    for name in pickflix.__all__:
        assert getattr(pickflix, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pickflix.nothing  # noqa: B018 - the access is what is tested


def test_importing_pickflix_loads_none_of_its_parts() -> None:
    """So a script that reads the version waits for nothing."""
    code = (
        "import sys, pickflix; print([name for name in sys.modules if name.partition('.')[0] in {'numpy', 'polars'}])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_search_and_recommend_as_the_readme_says(engine: Engine) -> None:
    """Films with what a caller needs, scores that fall, reasons in both languages."""
    film = engine.search("amelie", n=10)[0]
    assert (film.id, film.title, film.title_fr) == (AMELIE, "Amélie", "Le Fabuleux Destin d'Amélie Poulain")
    assert (film.year, film.imdb_id, film.title_original) == (2001, "tt0211915", film.title_fr)
    listed = engine.recommend([AMELIE], n=10)
    assert len({item.film.id for item in listed} - {AMELIE}) == 10
    scores = [item.score for item in listed]
    assert scores == sorted(scores, reverse=True)
    assert np.isfinite(scores).all()
    for item in listed:
        for reason in item.reasons:
            assert engine.reason_text(reason, "fr")
            assert engine.reason_text(reason, "en")
        assert item.reasons


def test_without_seeds_it_is_the_popularity_list(engine: Engine) -> None:
    """The same films as when browsing everything, but for the rule of diversity."""
    listed = [item.film for item in engine.recommend([], n=5)]
    browsed, total = engine.browse(n=100)
    assert set(listed) <= set(browsed)
    assert total == engine.snapshot.manifest.counts["films"]


def test_score_says_how_like_each_candidate_is(engine: Engine) -> None:
    """An array of one number a candidate, in the order given, doubles included."""
    scores = engine.score([ALIEN], [MATRIX, AMELIE, MATRIX])
    assert scores.shape == (3,)
    assert scores[0] == scores[2] > scores[1]


def test_more_than_there_are_is_all_there_are(engine: Engine) -> None:
    """And zero is none."""
    films = engine.snapshot.manifest.counts["films"]
    assert len(engine.recommend([AMELIE], n=10**9)) == films - 1
    assert engine.recommend([AMELIE], n=0) == ()


@pytest.mark.parametrize("n", [-1, -(10**30)])
def test_fewer_than_none_is_refused(engine: Engine, n: int) -> None:
    """In search, lists and shelves alike."""
    for call in (lambda: engine.search("x", n), lambda: engine.recommend([AMELIE], n), lambda: engine.browse(n=n)):
        with pytest.raises(BadRequest):
            call()


def test_an_unknown_film_is_refused_wherever_it_is_named(engine: Engine) -> None:
    """With the command that finds ids."""
    for call in (
        lambda: engine.film("Q0"),
        lambda: engine.recommend([AMELIE, "Q0"]),
        lambda: engine.recommend([AMELIE], dislikes=["Q0"]),
        lambda: engine.score([AMELIE], ["Q0"]),
    ):
        with pytest.raises(UnknownFilm, match="pickflix search"):
            call()


def test_filters_dislikes_and_hidden_films_are_obeyed(engine: Engine) -> None:
    """Whatever the list."""
    italian = engine.recommend([AMELIE], filters=Filters(countries=("IT",), year_from=1960, year_to=1969))
    assert italian
    assert all("IT" in item.film.countries and 1960 <= (item.film.year or 0) <= 1969 for item in italian)
    first = engine.recommend([AMELIE], n=1)[0].film.id
    assert first not in {item.film.id for item in engine.recommend([AMELIE], hidden=[first])}
    assert first not in {item.film.id for item in engine.recommend([AMELIE], dislikes=[first])}


def test_a_filter_that_leaves_nothing_gives_an_empty_list(engine: Engine) -> None:
    """No error."""
    assert engine.recommend([AMELIE], filters=Filters(genres=("western",), countries=("IS",))) == ()
    assert engine.browse(Filters(genres=("western",), countries=("IS",))) == ((), 0)
