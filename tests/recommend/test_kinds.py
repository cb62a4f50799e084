"""Films of one kind are multiplied once."""

import numpy as np

from pickflix.recommend.labels import BLOCKS, COMMON

from .conftest import Cinema


def test_a_kind_is_what_the_common_labels_say(cinema: Cinema) -> None:
    """Two films are of one kind where genres, countries, certificate and language are the same, and only there."""
    table, kinds = cinema.table, cinema.content.parts.labels.kinds
    said = [
        (frozenset(genres), frozenset(countries), certificate, languages[:1])
        for genres, countries, certificate, languages in zip(
            table.genres, table.countries, table.certificates, table.languages, strict=True
        )
    ]
    assert len(set(zip(said, kinds.of_film.tolist(), strict=True))) == len(set(said)) == len(kinds.example)


def test_kinds_give_the_product_of_the_whole_matrix(cinema: Cinema) -> None:
    """What the kinds give for the common labels is what the labels of each film give, one film after the other."""
    labels = cinema.content.parts.labels
    blocks = np.searchsorted(labels.block_start, labels.film_labels, side="right") - 1
    common = np.array([name in COMMON for name in BLOCKS])[blocks]
    shares = np.random.default_rng(7).random(len(labels.label_start) - 1)
    rows = np.repeat(np.arange(labels.n_films), np.diff(labels.film_start))
    whole = np.bincount(rows[common], (shares[labels.film_labels] * labels.film_values)[common], labels.n_films)
    borne = np.unique(labels.film_labels[common]).astype(np.int64)
    assert np.allclose(labels.kinds.product(borne, shares[borne])[labels.kinds.of_film], whole)
