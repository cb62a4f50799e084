"""Which film of the catalogue a film of another list is, on the embedded catalogue and the real MovieLens."""

import polars as pl
import pytest

from pickflix.sources.contract import FILMS
from pickflix.sources.interactions import RatingList, matched
from pickflix.sources.matching import Foreign, Match, Miss, match
from pickflix.sources.movielens import MovieLens


@pytest.fixture(scope="module")
def movielens() -> RatingList:
    """The whole set."""
    return MovieLens().read()


def found(films: pl.DataFrame, *listed: Foreign) -> list[str | None]:
    """The film ids of entries of a catalogue, None where there is none."""
    answer = match(listed, films, each_once=True).found
    return [answer.get(film.key) for film in listed]


def why(answer: Match) -> list[Miss]:
    """Why films are missed."""
    return [missed.why for missed in answer.missed]


def test_nearly_all_ratings_of_movielens_find_their_film(films: pl.DataFrame, movielens: RatingList) -> None:
    """Among the films of Wikidata alone, as the evaluation joins them; no film is found twice."""
    answer = matched(movielens, films.filter(pl.col("origin") != "curated")).match
    assert answer.ratings == 100_004
    assert answer.rate >= 0.939
    assert len(set(answer.found.values())) == len(answer.found) >= 7_457


def test_the_curated_films_add_to_what_is_found(films: pl.DataFrame, movielens: RatingList) -> None:
    """French classics are rated there too."""
    everything, wikidata = (
        matched(movielens, table).match.rate for table in (films, films.filter(pl.col("origin") != "curated"))
    )
    assert everything > wikidata


SPELLINGS = (
    ("Matrix, The", 1999, "Q83495"),
    ("Matrix, The", 2000, "Q83495"),
    ("City of Lost Children, The (Cité des enfants perdus, La)", 1995, "Q749988"),
    ("Amelie (Fabuleux destin d'Amélie Poulain, Le)", 2001, "Q484048"),
    ("AMELIE", 2001, "Q484048"),
    ("Fabuleux Destin d'Amélie Poulain, Le", 2001, "Q484048"),
    ("Avventura, L' (Adventure, The)", 1960, "Q514531"),
    ("Bateau, Le (a.k.a. Das Boot)", 1981, "Q62730"),
    ("Matrix, The", 2010, None),
    ("A film that nobody made", 1999, None),
    ("", 1999, None),
    ("The", 1999, None),
    ("()", 1999, None),
)


def test_a_title_is_found_however_a_list_writes_it(films: pl.DataFrame) -> None:
    """Trailing articles, accents, capitals, other titles in brackets, a year beside."""
    listed = [Foreign(str(key), (), title, year) for key, (title, year, _) in enumerate(SPELLINGS)]
    answer = match(listed, films, each_once=False).found
    assert [answer.get(film.key) for film in listed] == [film_id for _, _, film_id in SPELLINGS]


def test_a_number_counts_before_the_title(films: pl.DataFrame) -> None:
    """IMDb's, Wikidata's, or an id that the film had before; one that nobody knows leaves the title to decide."""
    wrong = "Amélie"
    former = films.filter(pl.col("former_ids").list.len() > 0).row(0, named=True)
    assert found(
        films,
        Foreign("imdb", ("tt0133093",), wrong, 2001),
        Foreign("ours", ("Q484048",)),
        Foreign("former", (former["former_ids"][0],)),
        Foreign("unknown", ("tt9999999",), "Heat", 1995),
    ) == ["Q83495", "Q484048", former["id"], "Q42198"]


def test_remakes_are_never_merged() -> None:
    """Two films of one title: the year decides; where it cannot, neither is taken."""
    films = small(("Q1", "Ocean", 1960), ("Q2", "Ocean", 2001), ("Q3", "Twin", 2010), ("Q4", "Twin", 2012))
    assert found(films, Foreign("a", (), "Ocean", 1960), Foreign("b", (), "Ocean", 2002)) == ["Q1", "Q2"]
    assert why(match([Foreign("c", (), "Twin", 2011)], films, each_once=True)) == [Miss.AMBIGUOUS]
    assert why(match([Foreign("d", (), "Ocean")], films, each_once=True)) == [Miss.UNDATED]
    assert why(match([Foreign("e", (), "Ocean", 1980)], films, each_once=True)) == [Miss.UNKNOWN]


def test_of_two_entries_for_one_film_the_better_one_gets_it() -> None:
    """The right year before the year beside it, then the one that more people rated; equals are left apart."""
    films = small(("Q1", "Wanted", 2008))
    right, beside = Foreign("right", (), "Wanted", 2008, 40), Foreign("beside", (), "Wanted", 2009, 90)
    assert found(films, right, beside) == ["Q1", None]
    assert found(films, right, Foreign("rare", (), "Wanted", 2008, 1)) == ["Q1", None]
    twins = match([right, Foreign("twin", (), "Wanted", 2008, 40)], films, each_once=True)
    assert not twins.found
    assert why(twins) == [Miss.DOUBLED, Miss.DOUBLED]


def test_people_may_spell_one_film_in_many_ways() -> None:
    """What is typed is no catalogue: each spelling is the film."""
    typed = [Foreign.parse(text) for text in ("Wanted (2008)", "WANTED (2008)", "wanted (2009)", "Q1")]
    answer = match(typed, small(("Q1", "Wanted", 2008)), each_once=False)
    assert set(answer.found.values()) == {"Q1"}
    assert len(answer.found) == len(typed)


def test_the_misses_are_reported_the_most_rated_first() -> None:
    """With how many ratings they cost."""
    listed = [Foreign("a", (), "None", 1990, 2), Foreign("b", (), "Wanted", 2008, 5), Foreign("c", (), "Nil", 1990, 3)]
    answer = match(listed, small(("Q1", "Wanted", 2008)), each_once=True)
    assert (answer.ratings, answer.ratings_found, answer.rate) == (10, 5, 0.5)
    assert [missed.film.key for missed in answer.missed] == ["c", "a"]
    assert answer.reasons == {Miss.UNKNOWN: 2}


def small(*rows: tuple[str, str, int]) -> pl.DataFrame:
    """A catalogue of (id, title, year)."""
    own = pl.DataFrame(rows, schema={"id": pl.String, "title": pl.String, "year": pl.Int16}, orient="row")
    return pl.concat([pl.DataFrame(schema=FILMS), own], how="diagonal")
