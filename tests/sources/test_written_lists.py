"""The lists written down by people: their form, and what reference lists of Wikidata say of them.

The reference lists are no part of PickFlix: they lie in `../shared/data/films` on the machines of those
who keep the lists, and the comparisons are skipped elsewhere.
"""

import sys
from pathlib import Path

import polars as pl
import pytest

from pickflix.catalogue.folding import fold
from pickflix.catalogue.vocabulary import GENRE_OF_SOURCE, country_name, language_name
from pickflix.sources.embedded import CURATED_LISTS, Embedded

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "films"
FRENCH, RECENT = REFERENCE / "french_films_wikidata_check.csv", REFERENCE / "wikidata_films_2015_2025.csv"
beside = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference lists are not beside this checkout")
TOLERATED = 0.03  # the reference is wrong at times: one date a film, not always the first


@pytest.fixture(scope="module")
def curated() -> pl.DataFrame:
    """The curated films, every cell a text."""
    return Embedded().curated()


@pytest.fixture(scope="module")
def titles() -> pl.DataFrame:
    """The French titles."""
    return Embedded().french_titles()


@pytest.fixture(scope="module")
def catalogue() -> pl.DataFrame:
    """The films of Wikidata that the lists speak of or must not repeat."""
    return Embedded().read().films.filter(pl.col("origin") == "wikidata")


def split(curated: pl.DataFrame, column: str) -> set[str]:
    """All values of a column of lists."""
    return set(curated[column].drop_nulls().str.split("; ").explode())


def test_curated_films_use_the_controlled_vocabularies(curated: pl.DataFrame) -> None:
    """Genres, countries, languages, marks of renown, running times and years that can be."""
    assert split(curated, "genres") <= set(GENRE_OF_SOURCE)
    assert [code for code in split(curated, "countries") if country_name(code, "fr") == code] == []
    assert [code for code in split(curated, "languages") if language_name(code, "fr") == code] == []
    assert set(curated["renown"]) == {"1", "2", "3"}
    years, runtimes = curated["year"].cast(pl.Int16), curated["runtime_min"].drop_nulls().cast(pl.Int16)
    assert years.is_between(1940, 2026).all()
    assert runtimes.is_between(20, 400).all()


def test_curated_films_have_what_a_reader_needs(curated: pl.DataFrame) -> None:
    """A French title, a director and a genre each; no name twice in a film."""
    for column in ("title_fr", "year", "directors", "genres", "countries", "renown"):
        assert curated[column].null_count() == 0, column
    for column in CURATED_LISTS:
        lists = curated[column].drop_nulls().str.split("; ")
        assert (lists.list.n_unique() == lists.list.len()).all(), column
    assert (curated["cast"].drop_nulls().str.split("; ").list.len() <= 8).all()


def test_half_of_the_curated_films_are_french_classics_and_half_are_recent(curated: pl.DataFrame) -> None:
    """At least 300 French ones up to 2014, at least 300 since."""
    years = curated["year"].cast(pl.Int16)
    french = curated["countries"].str.contains("FR")
    assert ((years <= 2014) & french).sum() >= 300
    assert (years >= 2015).sum() >= 300


def test_no_curated_film_stands_twice(curated: pl.DataFrame, catalogue: pl.DataFrame) -> None:
    """Neither in the list nor in Wikidata's part of the catalogue."""
    keys = [(fold(title), year) for title, year in curated.select("title_fr", "year").iter_rows()]
    assert len(set(keys)) == len(keys)
    numbers = curated["wikidata_id"].drop_nulls()
    assert numbers.is_unique().all()
    assert numbers.filter(numbers.is_in(catalogue["id"].implode())).to_list() == []
    imdb = curated["imdb_id"].drop_nulls()
    assert imdb.is_unique().all()
    assert imdb.filter(imdb.is_in(catalogue["imdb_id"].drop_nulls().implode())).to_list() == []


def test_french_titles_speak_of_films_of_the_catalogue(titles: pl.DataFrame, catalogue: pl.DataFrame) -> None:
    """The English title and the year beside each number are the catalogue's, so a slipped row shows."""
    joined = titles.join(catalogue, left_on="wikidata_id", right_on="id", how="left", suffix="_there")
    assert titles["wikidata_id"].is_unique().all()
    slipped = joined.filter(
        pl.col("title").ne_missing(pl.col("title_there"))
        | pl.col("year").ne_missing(pl.col("year_there").cast(pl.String))
    )
    assert slipped["wikidata_id"].to_list() == []


def test_most_of_the_best_known_films_have_a_french_title(titles: pl.DataFrame, catalogue: pl.DataFrame) -> None:
    """At least 1,200 of the 1,500 with most reviews."""
    known = catalogue.sort("reviews", "id", descending=[True, False], nulls_last=True).head(1_500)
    assert known["id"].is_in(titles["wikidata_id"].implode()).sum() >= 1_200


def test_titles_are_set_in_plain_french_typography(titles: pl.DataFrame, curated: pl.DataFrame) -> None:
    """Straight apostrophes and plain spaces: the pages set the others."""
    written = pl.concat([titles["title_fr"], curated["title_fr"], curated["title"]])
    assert written.filter(written.str.contains("[\u2019\u00a0\u202f]|  |^ | $")).to_list() == []


@beside
def test_curated_numbers_are_those_of_the_reference_lists(curated: pl.DataFrame) -> None:
    """Every number stands in one of them, with the IMDb number beside it."""
    known = pl.concat(
        pl.read_csv(path, infer_schema=False).select("wikidata_id", "imdb_id") for path in (FRENCH, RECENT)
    )
    joined = curated.drop_nulls("wikidata_id").join(
        known.unique("wikidata_id"), on="wikidata_id", how="left", suffix="_there"
    )
    wrong = joined.filter(pl.col("imdb_id").ne_missing(pl.col("imdb_id_there")))
    assert wrong.select("title_fr", "imdb_id", "imdb_id_there").rows() == []
    assert curated["wikidata_id"].count() >= 400


@beside
def test_years_and_directors_agree_with_the_reference_lists(curated: pl.DataFrame) -> None:
    """The disagreements are reported as a warning's words would be; more than a few would be a slip of ours."""
    recent = pl.read_csv(RECENT, infer_schema=False).select("wikidata_id", "year", "directors")
    french = pl.read_csv(FRENCH, infer_schema=False).select("wikidata_id", "year")
    there = pl.concat([recent, french], how="diagonal").unique("wikidata_id", keep="first", maintain_order=True)
    joined = curated.join(there, on="wikidata_id", suffix="_there")
    apart = joined.filter((pl.col("year").cast(pl.Int32) - pl.col("year_there").cast(pl.Int32)).abs() > 1)
    both = joined.drop_nulls("directors_there").select("title_fr", "directors", "directors_there")
    others = [row for row in both.iter_rows() if not folded(row[1], "; ") & folded(row[2], ", ")]
    report = [f"year: {row}" for row in apart.select("title_fr", "year", "year_there").iter_rows()]
    report += [f"director: {row}" for row in others]
    sys.stdout.write("\n".join(["Disagreements with the reference lists:", *report, ""]))
    assert len(report) <= TOLERATED * joined.height, report


def folded(names: str, by: str) -> set[str]:
    """The names of a cell, folded."""
    return {fold(name) for name in names.split(by)}


def test_marks_of_renown_speak_of_films_of_the_catalogue(catalogue: pl.DataFrame) -> None:
    """The title and the year beside each number are the catalogue's; each film once, marks from 1 to 3."""
    marks = Embedded().renown()
    joined = marks.join(catalogue, left_on="wikidata_id", right_on="id", how="left", suffix="_there")
    slipped = joined.filter(
        pl.col("title").ne_missing(pl.col("title_there"))
        | pl.col("year").ne_missing(pl.col("year_there").cast(pl.String))
    )
    assert slipped["wikidata_id"].to_list() == []
    assert marks["wikidata_id"].is_unique().all()
    assert set(marks["renown"]) == {"1", "2", "3"}


def test_other_titles_speak_of_films_there_are(catalogue: pl.DataFrame, curated: pl.DataFrame) -> None:
    """By number, or a curated film by its French title; and no title is another film's."""
    others = Embedded().other_titles()
    known = {*catalogue["id"], *curated["wikidata_id"].drop_nulls()}
    by_title = set(curated.select("title_fr", "year").iter_rows())
    lost = [film for film, _, year, _ in others.iter_rows() if film not in known and (film, year) not in by_title]
    assert lost == []
    assert others.select("also", "film").is_unique().all()
    assert others["also"].map_elements(fold, return_dtype=pl.String).is_unique().all()
