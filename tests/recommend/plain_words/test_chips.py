"""Chips are words of an address and labels that a reader understands."""

import pytest

from pickflix import Engine
from pickflix.catalogue.vocabulary import Language
from pickflix.errors import BadRequest, UnknownFilm, UnknownGenre, UnknownPerson
from pickflix.recommend.plain_words import Chip


@pytest.mark.parametrize(
    ("token", "french", "english"),
    [
        ("genre:comedie", "Comédie", "Comedy"),
        ("genre:policier,thriller", "Policier ou Thriller", "Crime or Thriller"),
        ("sans-genre:horreur", "Pas d'horreur", "No horror"),
        ("sans-genre:comedie", "Pas de comédie", "No comedy"),
        ("pays:FR", "France", "France"),
        ("pays:BE,CH", "Belgique ou Suisse", "Belgium or Switzerland"),
        ("sans-pays:US", "Sauf États-Unis", "Except United States"),
        ("langue:it", "En italien", "In Italian"),
        ("sans-langue:en", "Pas en anglais", "Not in English"),
        ("annees:1980-1989", "1980-1989", "1980-1989"),
        ("annees:1968-1968", "1968", "1968"),
        ("annees:-1969", "Jusqu'en 1969", "Until 1969"),
        ("annees:1991-", "À partir de 1991", "From 1991"),
        ("duree:-120", "2 h au plus", "2 h at most"),
        ("duree:90-", "1 h 30 au moins", "1 h 30 at least"),
        ("duree:20-100", "20 min à 1 h 40", "20 min to 1 h 40"),
        ("epoque:noir-et-blanc", "Époque du noir et blanc, jusqu'en 1966", "Black-and-white era, until 1966"),
        ("epoque:couleur", "Époque de la couleur, à partir de 1950", "Era of colour, from 1950"),
        ("avec:louis-de-funes", "Avec Louis de Funès", "With Louis de Funès"),
        ("de:alfred-hitchcock", "D'Alfred Hitchcock", "By Alfred Hitchcock"),
        ("de:claude-sautet", "De Claude Sautet", "By Claude Sautet"),
        ("sans:christian-clavier", "Sans Christian Clavier", "Without Christian Clavier"),
        ("comme:Q595", "Comme « Intouchables »", "Like “The Intouchables”"),
        ("pas-comme:Q595", "Pas comme « Intouchables »", "Not like “The Intouchables”"),
        ("connu:peu", "Peu connu", "Less known"),
        ("oscar:oui", "A eu un Oscar", "Won an Oscar"),
    ],
)
def test_a_chip_goes_into_an_address_and_back_and_has_a_label(
    token: str, french: str, english: str, engine: Engine
) -> None:
    """In both languages, with the names that each of them uses."""
    chip = Chip.read(token)
    assert chip.token == token
    labels: dict[Language, str] = {"fr": french, "en": english}
    assert {language: chip.text(language, engine.names) for language in labels} == labels


@pytest.mark.parametrize(
    "token",
    [
        *("", ":", "genre", "genre:", "genre:comedie,", "prix:cher", "pays:france", "langue:FR", "annees:", "annees:-"),
        *("annees:1990-1980", "annees:abc", "annees:1990-2000,2005-", "annees:١٩٩٠-", "duree:-99999", "epoque:bleue"),
        *("epoque:muet,couleur", "connu:tres", "oscar:non", "avec:", "avec:a b", "comme:<b>", "avec:" + "x" * 500),
        "pays:" + ",".join(["FR"] * 1000),
    ],
)
def test_what_is_no_chip_is_refused_in_one_sentence(token: str) -> None:
    """A hand-made address is told what is wrong with it, and is not repeated at length."""
    with pytest.raises(BadRequest) as refused:
        Chip.read(token)
    assert len(str(refused.value)) < 400


def test_a_genre_that_does_not_exist_is_refused_with_the_nearest_one() -> None:
    """As everywhere else on the site."""
    with pytest.raises(UnknownGenre, match="comedie"):
        Chip.read("genre:comedies")


def test_an_id_that_the_catalogue_does_not_hold_is_told_when_its_name_is_wanted(engine: Engine) -> None:
    """An old address may name somebody who is there no more."""
    with pytest.raises(UnknownPerson):
        Chip.read("avec:nobody").text("fr", engine.names)
    with pytest.raises(UnknownFilm):
        Chip.read("comme:Q0").text("fr", engine.names)
