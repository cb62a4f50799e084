"""Films like a film: exact products, and lists that a spectator would agree with."""

import numpy as np
import pytest

from pickflix.recommend import fame
from pickflix.recommend.columns import Codes
from pickflix.recommend.content import CENTRING, CROWDING, WEIGHTS, Content
from pickflix.recommend.contract import tiny_table
from pickflix.recommend.kernels import UNKNOWN, Kernel
from pickflix.recommend.labels import BLOCKS, DAMPING, SHARED_BY_TWO, Labels, labels_of, title_words
from pickflix.recommend.recommender import Wish
from pickflix.recommend.text.gist import Gist
from pickflix.recommend.text.words import Told

from .conftest import Cinema

# A film, and films that any list of ten like it should hold.
WANTED = (
    (("La Grande Vadrouille", 1966), {"Le Corniaud"}),
    (("Le Fabuleux Destin d'Amélie Poulain", 2001), {"Un long dimanche de fiançailles"}),
    (("The Godfather", 1972), {"Le Parrain, 2e partie", "Le Parrain, 3e partie"}),
    (("Alien, le huitième passager", 1979), {"Aliens, le retour", "Alien 3"}),
    (("Toy Story", 1995), {"Toy Story 2", "1001 Pattes"}),
    (("Les Bronzés", 1978), {"Les Bronzés font du ski"}),
    (("Taxi", 1998), {"Taxi 2", "Taxi 3"}),
    (("Les Tontons flingueurs", 1963), {"Les Barbouzes", "Ne nous fâchons pas"}),
    (("Les Parapluies de Cherbourg", 1964), {"Les Demoiselles de Rochefort"}),
    (("Le Gendarme de Saint-Tropez", 1964), {"Le Gendarme à New York"}),
    (("Matrix", 1999), {"Matrix Reloaded", "Matrix Revolutions"}),
    (("Les Visiteurs", 1993), {"Les Couloirs du temps : Les Visiteurs 2", "Les Visiteurs : La Révolution"}),
    (("Les Choristes", 2004), {"Faubourg 36"}),
    (("Au revoir les enfants", 1987), {"Lacombe Lucien", "Jeux interdits", "Le Vieux Fusil"}),
    (("La Gloire de mon père", 1990), {"Le Château de ma mère", "La Guerre des boutons"}),
    (("Psychose", 1960), {"Fenêtre sur cour", "Sueurs froides"}),
)


@pytest.mark.parametrize(("film", "wanted"), WANTED, ids=[film[0] for film, _ in WANTED])
def test_known_neighbours(cinema: Cinema, film: tuple[str, int], wanted: set[str]) -> None:
    """The films that everybody would name are among the ten."""
    assert wanted <= {*cinema.like(film)}


@pytest.mark.parametrize(
    "film",
    [
        ("Les Choristes", 2004),
        ("Intouchables", 2011),
        ("Au revoir les enfants", 1987),
        ("La Gloire de mon père", 1990),
        ("Les Visiteurs", 1993),
        ("La Grande Vadrouille", 1966),
        ("Le Grand Bleu", 1988),
    ],
)
def test_a_rare_pair_of_genres_is_not_everything(cinema: Cinema, film: tuple[str, int]) -> None:
    """Of the ten nine at least speak French as the film does: no "8 Mile" for a school choir."""
    rows = cinema.content.recommend(Wish(seeds=(cinema.row(*film),))).rows.tolist()
    assert sum("fr" in cinema.table.languages[row] for row in rows) >= 9


def test_the_product_is_exact() -> None:
    """The postings give what the definition gives, written out film by film and label by label."""
    table = tiny_table()
    model = Content.train(table)
    whole = np.stack([_by_hand(row) for row in range(24)])
    others = np.where(np.eye(24, dtype=bool), -np.inf, whole)
    expected = whole[:, 3] - CENTRING * whole.mean(axis=1) - CROWDING * others.max(axis=1)
    assert np.allclose(model.score([3], range(24)), expected, atol=1e-6)


def _by_hand(row: int) -> np.ndarray:
    """The "like-this" likeness of a film of the tiny catalogue to each."""
    table, weights = tiny_table(), WEIGHTS["like-this"]
    total = np.zeros(len(table))
    for block, column in labels_of(table).items():
        vectors = np.stack(
            [_vector(column, film, 2 if block in SHARED_BY_TWO else 1, DAMPING.get(block, 1.0)) for film in column]
        )
        total += weights[block] * vectors @ vectors[row]
    for name, values, width in (
        ("year", fame.numbers(table.years), 8),
        ("score", fame.scores(table), 25),
        ("reviews", np.log1p(fame.review_counts(table)), 0.8),
    ):
        total += weights[name] * np.nan_to_num(np.exp(-np.abs(values - values[row]) / width), nan=UNKNOWN)
    points = Gist.train([*map(Told.by, table.texts)], ()).points
    total += weights["text"] * points @ points[row]
    return total / sum(weights.values())


def _vector(column: Codes, film: tuple[str, ...], at_least: int, damping: float) -> np.ndarray:
    films = {
        code: sum(code in other for other in column) for code in sorted({code for other in column for code in other})
    }
    vector = np.array(
        [
            (np.log((1 + len(column)) / (1 + count)) + 1) ** damping * (code in film) if count >= at_least else 0
            for code, count in films.items()
        ]
    )
    return np.asarray(vector / max(np.linalg.norm(vector), 1e-12))


def test_each_block_has_norm_one(cinema: Cinema) -> None:
    """Whatever the number of its labels, each block of a film weighs the same."""
    labels = cinema.content.parts.labels
    rows = np.repeat(np.arange(labels.n_films), np.diff(labels.film_start))
    block = np.searchsorted(labels.block_start, labels.film_labels, side="right") - 1
    square = np.bincount(rows * len(BLOCKS) + block, labels.film_values.astype(float) ** 2)
    assert np.allclose(square[square > 0], 1, atol=1e-5)


def test_missing_numbers_count_three_tenths() -> None:
    """Two films are .3 alike where one has no such number."""
    kernel = Kernel.of(np.array([2000.0, np.nan, 2008.0]), 8)
    assert kernel.between(0, 1) == kernel.between(1, 1) == UNKNOWN == 0.3
    assert kernel.between(0, 2) == pytest.approx(np.exp(-1))


def test_a_part_number_is_no_word() -> None:
    """“2” and “III” say nothing of what a film is like."""
    assert title_words("Rocky III") == ("rocky",)
    assert title_words("2 Fast 2 Furious") == ("fast", "furious")


def test_curated_films_are_not_punished(cinema: Cinema) -> None:
    """Films without scores, reviews, writers and companies come into lists as often as others."""
    curated = {row for row, mark in enumerate(cinema.table.renown) if mark is not None}
    rows = np.random.default_rng(7).choice(len(cinema.table), 300, replace=False).tolist()
    listed = [row for seed in rows for row in cinema.content.recommend(Wish(seeds=(seed,))).rows.tolist()]
    share = sum(row in curated for row in listed) / len(listed)
    assert share > 0.7 * len(curated) / len(cinema.table)


def test_another_film_changes_little() -> None:
    """A film more in the catalogue leaves the others nearly where they were."""
    before = Content.train(tiny_table(24)).score([0], range(24))
    after = Content.train(tiny_table(25)).score([0], range(24))
    assert np.abs(before - after).max() < 0.05


def test_ten_thousand_seeds_are_an_ordinary_request(cinema: Cinema) -> None:
    """Somebody who likes ten thousand films gets ten more, with reasons."""
    wish = Wish(seeds=tuple(range(10_000)))
    rows = cinema.content.recommend(wish).rows
    assert len(rows) == 10
    assert (rows >= 10_000).all()
    assert all(cinema.explainer.explain(wish, rows.tolist()))


def test_a_disliked_film_pushes_its_like_away(cinema: Cinema) -> None:
    """Who loves Psycho but not Rear Window sees less of Hitchcock's other thrillers."""
    psycho, window, vertigo = (
        cinema.row(*film) for film in (("Psycho", 1960), ("Rear Window", 1954), ("Vertigo", 1958))
    )
    plain, without = (
        cinema.content.recommend(Wish(seeds=(psycho,), dislikes=dislikes, n=3000, diverse=False)).rows.tolist()
        for dislikes in ((), (window,))
    )
    assert plain.index(vertigo) < without.index(vertigo)


def test_an_empty_catalogue_has_empty_lists() -> None:
    """A snapshot without films answers all the same."""
    assert not len(Content.train(tiny_table(0)).recommend(Wish()).rows)


def test_labels_survive_their_arrays() -> None:
    """What is saved is what was learnt."""
    labels = Labels.train(tiny_table())
    again = Labels.from_arrays(labels.arrays())
    assert [again.texts[place] for place in range(len(again.texts))] == [
        *map(labels.texts.__getitem__, range(len(labels.texts)))
    ]
    assert again.of_film(5) == labels.of_film(5)
