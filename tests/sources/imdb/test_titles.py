"""Which title a French spectator knows a film by, of those that title.akas has."""

from pathlib import Path

import pytest

from pickflix.sources.imdb.dump import AKAS
from tests.sources.imdb.tiny_dump import AMELIE, EIGHT, MATRIX, NO, film, read, text_of, written

# A row: title|region|language|types|attributes|isOriginalTitle.
OF_FRANCE = f"Matrix|FR|{NO}|imdbDisplay|{NO}|0"
OF_CANADA = f"La matrice|CA|fr|imdbDisplay|{NO}|0"


def titles(folder: Path, *rows: str) -> tuple[object, object]:
    """title_fr and titles_other of The Matrix with these rows in title.akas."""
    numbered = tuple(f"{MATRIX}|{place}|{row}" for place, row in enumerate(rows, 1))
    found = film(read(written(folder, title_akas=text_of(AKAS, numbered))), MATRIX)
    return found["title_fr"], found["titles_other"]


@pytest.mark.parametrize(
    ("rows", "title_fr"),
    [
        ([], None),
        ([OF_CANADA, OF_FRANCE], "Matrix"),
        ([OF_CANADA], "La matrice"),
        ([f"The Matrix|CA|en|imdbDisplay|{NO}|0"], None),
        ([f"Matrice|CA|{NO}|imdbDisplay|{NO}|0", f"La matrice|CA|fr|alternative|{NO}|0"], "La matrice"),
        ([f"Matrice|CA|{NO}|{NO}|{NO}|0"], "Matrice"),
        ([f"Autre|FR|{NO}|alternative|{NO}|0", f"Sans|FR|{NO}|{NO}|{NO}|0", OF_FRANCE], "Matrix"),
        ([f"Autre|FR|{NO}|alternative|{NO}|0", f"Sans|FR|{NO}|{NO}|{NO}|0"], "Sans"),
        ([f"Autre|FR|{NO}|alternative|{NO}|0", OF_CANADA], "Autre"),
        ([f"Projet|FR|{NO}|working|{NO}|0"], None),
        ([f"Projet|FR|{NO}|imdbDisplay\x02working|{NO}|0"], "Projet"),
        ([f"Au soir|FR|{NO}|tv|{NO}|0", f"Autre|FR|{NO}|alternative|{NO}|0"], "Autre"),
        ([f"Au soir|FR|{NO}|tv|{NO}|0", OF_CANADA], "La matrice"),
        ([f"Au soir|FR|{NO}|tv|{NO}|0"], "Au soir"),
        ([f"Redux|FR|{NO}|imdbDisplay|3-D version|0", OF_FRANCE], "Matrix"),
        ([f"Second|FR|{NO}|imdbDisplay|{NO}|0", OF_FRANCE], "Second"),
        ([f"Matrix in English|FR|en|imdbDisplay|{NO}|0", OF_FRANCE], "Matrix"),
        ([f"{NO}|FR|{NO}|imdbDisplay|{NO}|0", OF_CANADA], "La matrice"),
        ([f"Matriks|TR|{NO}|imdbDisplay|{NO}|0"], None),
    ],
)
def test_the_title_of_france_then_that_of_french_canada(tmp_path: Path, rows: list[str], title_fr: str | None) -> None:
    """What IMDb shows comes before what it does not; what was never on a poster comes last, or never."""
    assert titles(tmp_path, *rows)[0] == title_fr


def test_other_titles_are_what_may_be_typed(tmp_path: Path) -> None:
    """French ones first, the original, English ones; what is known already is said once, whatever its capitals."""
    rows = (
        f"Matrice américaine|US|{NO}|alternative|{NO}|0",
        f"Matrix Originel|{NO}|{NO}|original|{NO}|1",
        f"La Matrice belge|BE|fr|imdbDisplay|{NO}|0",
        OF_FRANCE,
        f"THE MATRIX|GB|{NO}|imdbDisplay|{NO}|0",
        f"MATRIX|CA|fr|alternative|{NO}|0",
        OF_CANADA,
        f"Matriks|TR|tr|imdbDisplay|{NO}|0",
    )
    assert titles(tmp_path, *rows) == (
        "Matrix",
        ["La matrice", "La Matrice belge", "Matrix Originel", "Matrice américaine"],
    )


def test_a_handful_of_other_titles_is_enough(tmp_path: Path) -> None:
    """Nobody types the twelfth."""
    rows = [f"Titre {number}|FR|{NO}|alternative|{NO}|0" for number in range(12)]
    title_fr, others = titles(tmp_path, *rows)
    assert (title_fr, others) == ("Titre 0", [f"Titre {number}" for number in range(1, 6)])


def test_titles_of_a_whole_dump_go_to_their_films(tmp_path: Path) -> None:
    """Ids of seven and of eight figures."""
    tables = read(written(tmp_path))
    assert film(tables, MATRIX)["title_fr"] == "Matrix"
    assert film(tables, EIGHT)["title_fr"] == "Les Sept Samouraïs"
    assert film(tables, EIGHT)["titles_other"] == ["Seven Samurai"]
    assert film(tables, AMELIE)["titles_other"] == ["Amelie from Montmartre"]
