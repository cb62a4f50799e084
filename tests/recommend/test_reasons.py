"""Reasons are true, specific and in good French."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pickflix.catalogue.folding import fold
from pickflix.catalogue.vocabulary import GENRES
from pickflix.recommend.filters import Filters
from pickflix.recommend.nationality import NATIONALITIES, home_country
from pickflix.recommend.phrases import SAYABLE, portrait
from pickflix.recommend.reasons import COMMON, KNOWN_FILM, KNOWN_FILMS, Explainer, Reason
from pickflix.recommend.recommender import Wish
from pickflix.recommend.table import FilmTable

from .conftest import Cinema


def _said(cinema: Cinema, seed: tuple[str, int], film: tuple[str, int], language: str = "fr") -> list[str]:
    reasons = cinema.why(cinema.row(*seed), cinema.row(*film))
    return [reason.text("fr" if language == "fr" else "en", cinema) for reason in reasons]


def test_amelie(cinema: Cinema) -> None:
    """The reasons of a pair that everybody knows, in French."""
    said = _said(cinema, ("Le Fabuleux Destin d'Amélie Poulain", 2001), ("Un long dimanche de fiançailles", 2004))
    assert said[0] == "Réalisé aussi par Jean-Pierre Jeunet"
    assert "Audrey Tautou" in said[1]
    assert said[2] == "Drame romantique français des années 2000"


def test_the_godfather_in_english(cinema: Cinema) -> None:
    """And in English."""
    said = _said(cinema, ("The Godfather", 1972), ("The Godfather Part II", 1974), "en")
    assert said[0] == "Same series as “The Godfather”"
    assert said[2] == "Also directed by Francis Ford Coppola"


def test_a_saga_is_told_by_the_title_of_the_film_asked(cinema: Cinema) -> None:
    """Not as if the saga had that title."""
    said = _said(cinema, ("Les Visiteurs", 1993), ("Les Visiteurs : La Révolution", 2016))
    assert "Même saga que « Les Visiteurs »" in said


def test_players_nobody_knows_are_no_reason(cinema: Cinema) -> None:
    """A player is named who stands in three films of the catalogue or in a film that nearly everybody knows."""
    table, films = cinema.table, Counter(person for cast in cinema.table.cast for person in {*cast})
    known = {
        person for row, cast in enumerate(table.cast) if cinema.content.popularity[row] >= KNOWN_FILM for person in cast
    }
    named = set()
    for seed in np.random.default_rng(5).integers(0, len(table), 200).tolist():
        wish = Wish(seeds=(seed,))
        for reasons in cinema.explainer.explain(wish, cinema.content.recommend(wish).rows.tolist()):
            named |= {person for reason in reasons if reason.kind == "cast" for person in reason.values}
    assert named
    assert not {person for person in named - known if films[person] < KNOWN_FILMS}


def test_every_reason_holds_against_the_table(cinema: Cinema) -> None:
    """On 5,000 pairs, near and random, in sets of several seeds too, each reason is true of the films it names."""
    random = np.random.default_rng(11)
    checked = 0
    for place, seed in enumerate(random.integers(0, len(cinema.table), 500).tolist()):
        seeds = (seed, *random.integers(0, len(cinema.table), place % 4).tolist())
        wish = Wish(seeds=seeds, n=5)
        rows = [*cinema.content.recommend(wish).rows.tolist(), *random.integers(0, len(cinema.table), 5).tolist()]
        for row, reasons in zip(rows, cinema.explainer.explain(wish, rows), strict=True):
            assert 1 <= len(reasons) <= 3
            assert [reason.weight for reason in reasons] == sorted((reason.weight for reason in reasons), reverse=True)
            for reason in reasons:
                assert {reason.seed, *reason.also} <= {None, *seeds}
                for named in (reason, *(replace(reason, seed=other) for other in reason.also)):
                    assert TRUE[reason.kind](cinema, row, named), (cinema.table.ids[row], named)
                assert reason.text("fr", cinema)
                assert reason.text("en", cinema)
                checked += 1
    assert checked > 5000


def _shared(column: str) -> Callable[[Cinema, int, Reason], bool]:
    def holds(cinema: Cinema, row: int, reason: Reason) -> bool:
        values = getattr(cinema.table, column)
        return (
            reason.seed is not None
            and bool(reason.values)
            and {*reason.values} <= {*values[row]} & {*values[reason.seed]}
        )

    return holds


def _fits(table: FilmTable, row: int, values: tuple[str, ...]) -> bool:
    *genres, country, decade = values
    home = home_country(table.countries[row], table.languages[row])
    year = table.years[row]
    return (
        {genre for genre in genres if genre} <= {*table.genres[row]}
        and country in {"", home}
        and (not decade or (year is not None and year // 10 * 10 == int(decade)))
    )


def _portrait(cinema: Cinema, row: int, reason: Reason) -> bool:
    films = [row] if reason.seed is None else [row, reason.seed]
    return any(reason.values) and all(_fits(cinema.table, film, reason.values) for film in films)


def _both(column: str) -> Callable[[Cinema, int, Reason], bool]:
    return lambda cinema, row, reason: bool(
        getattr(cinema.table, column)[row] and getattr(cinema.table, column)[reason.seed]
    )


def _praised(cinema: Cinema, row: int) -> bool:
    return (cinema.table.tomatometers[row] or 0) > 70 and (cinema.table.reviews[row] or 0) >= 20


def _year(cinema: Cinema, row: int, reason: Reason) -> bool:
    other = cinema.table.years[reason.seed or 0]
    year, apart = map(int, reason.values)
    return other is not None and cinema.table.years[row] == year and abs(year - other) == apart <= 2


def _share(cinema: Cinema, row: int, reason: Reason) -> bool:
    share = float(cinema.content.popularity[row])
    return int(reason.values[0]) <= 100 * (share if reason.kind == "known" else 1 - share)


TRUE: dict[str, Callable[[Cinema, int, Reason], bool]] = {
    "director": _shared("directors"),
    "writer": _shared("writers"),
    "cast": _shared("cast"),
    "company": _shared("companies"),
    "title": lambda cinema, row, reason: fold(cinema.table.titles[row]) == fold(cinema.table.titles[reason.seed or 0]),
    "saga": lambda cinema, row, reason: cinema.table.titles[row] != cinema.table.titles[reason.seed or 0],
    "likeness": _portrait,
    "portrait": _portrait,
    "oscars": _both("oscars_won"),
    "prizes": lambda cinema, row, reason: reason.values == (str(cinema.table.oscars_won[row]),),
    "praise": lambda cinema, row, reason: _praised(cinema, row) and _praised(cinema, reason.seed or 0),
    "praised": lambda cinema, row, _: _praised(cinema, row),
    "year": _year,
    "known": _share,
    "unknown": _share,
}


def test_what_is_common_is_no_reason(cinema: Cinema) -> None:
    """No combination is named that holds for more than 15 % of the catalogue, such as "film américain"."""
    rows = [*range(0, len(cinema.table), 40)]
    table = cinema.table
    named = {
        reason.values
        for reasons in cinema.explainer.explain(Wish(seeds=(cinema.row("Titanic", 1997),)), rows)
        for reason in reasons
        if reason.kind in {"likeness", "portrait"}
    }
    for values in named:
        assert sum(_fits(table, row, values) for row in range(len(table))) < COMMON * len(table)


def test_filtered_lists_have_reasons_too(cinema: Cinema) -> None:
    """Films far from the seed, which a filter brings up, still get a true word."""
    wish = Wish(
        seeds=(cinema.row("Toy Story", 1995),), allowed=cinema.filters.mask(Filters(genres=("horreur",), year_to=1960))
    )
    rows = cinema.content.recommend(wish).rows.tolist()
    assert len(rows) == 10
    assert all(cinema.explainer.explain(wish, rows))


def test_the_popularity_list_has_reasons(cinema: Cinema) -> None:
    """Without seeds the reasons speak of the film itself."""
    rows = cinema.content.recommend(Wish()).rows.tolist()
    for reasons in cinema.explainer.explain(Wish(), rows):
        assert reasons
        assert all(reason.seed is None for reason in reasons)


@pytest.mark.parametrize(
    ("values", "french", "english"),
    [
        (
            ("comedie", "romance", "FR", "2000"),
            "Comédie romantique française des années 2000",
            "French romantic comedy of the 2000s",
        ),
        (("drame", "", "FR", "1970"), "Drame français des années 1970", "French drama of the 1970s"),
        (("comedie", "drame", "BE", ""), "Comédie dramatique belge", "Belgian comedy-drama"),
        (("horreur", "", "IT", "1960"), "Film d'horreur italien des années 1960", "Italian horror film of the 1960s"),
        (("", "", "GR", ""), "Film grec", "Greek film"),
        (
            ("comedie", "famille", "FR", "1960"),
            "Comédie française pour toute la famille des années 1960",
            "French family comedy of the 1960s",
        ),
        (
            ("animation", "famille", "US", ""),
            "Film d'animation américain pour toute la famille",
            "American animated family film",
        ),
        (("musique", "", "GB", ""), "Film britannique sur la musique", "British music film"),
        (("action", "aventure", "", ""), "Film d'action et d'aventures", "Action-adventure film"),
        (("mystere", "thriller", "IT", ""), "Thriller italien à énigme", "Italian mystery thriller"),
        (("", "", "", "1940"), "Film des années 1940", "Film of the 1940s"),
    ],
)
def test_portraits_in_words(values: tuple[str, ...], french: str, english: str) -> None:
    """Nouns, genders and adjectives agree."""
    assert portrait(values, "fr") == french
    assert portrait(values, "en") == english


def test_every_genre_has_a_noun() -> None:
    """No genre is without words, and no pair names a genre that does not exist or stands in the wrong order."""
    assert {(code,) for code in GENRES} <= SAYABLE
    assert all({*codes} <= {*GENRES} and [*codes] == sorted(codes) for codes in SAYABLE)


def test_the_countries_of_most_films_have_an_adjective(cinema: Cinema) -> None:
    """Of the countries with ten films or more, nearly none goes without one."""
    films = [code for codes in cinema.table.countries for code in codes]
    without = {code for code in {*films} if films.count(code) >= 20 and code not in NATIONALITIES}
    assert without <= {"LU"}


def test_saved_and_loaded_says_the_same(cinema: Cinema, tmp_path: Path) -> None:
    """An explainer that went through its folder gives the same reasons."""
    cinema.explainer.save(tmp_path)
    again = Explainer.load(tmp_path, cinema.content)
    wish, rows = Wish(seeds=(5, 500, 5000)), [*range(0, 15000, 700)]
    assert again.explain(wish, rows) == cinema.explainer.explain(wish, rows)
