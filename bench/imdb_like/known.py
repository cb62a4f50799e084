"""The real films among the invented ones: those of the shipped catalogue (CC0), best known first.

They make the French titles testable, bring the words of the invented titles, and give a site on these files something
to show.
"""

from functools import cache

import polars as pl

from pickflix.catalogue.vocabulary import GENRES
from pickflix.sources.embedded import data_folder

FIRST = ("tt0211915", "tt0133093")  # Amélie and The Matrix, which every reader of this project asks for
FEWEST = 24
CAST, DIRECTORS, WRITERS = 10, 2, 3  # credits of one film, at most


@cache
def everything() -> pl.DataFrame:
    """The real films: imdb_id, title, title_fr, year, runtime_min, genres and people by role; best known first."""
    folder = data_folder()
    french = pl.read_csv(folder / "titles_fr.csv").select("title_fr", id="wikidata_id").unique("id", keep="first")
    films = pl.read_parquet(folder / "catalogue.parquet").join(french, on="id", how="left", maintain_order="left")
    films = films.filter(pl.col("imdb_id").str.contains(r"^tt\d{7,8}$")).unique("imdb_id", maintain_order=True)
    order = pl.col("imdb_id").is_in(FIRST), pl.col("title_fr").is_not_null(), pl.col("reviews").fill_null(0)
    films = films.sort(*order, "imdb_id", descending=[True, True, True, False])
    return films.select(
        "imdb_id",
        "title",
        "title_fr",
        "year",
        "runtime_min",
        pl.col("genres").list.eval(pl.element().replace_strict({code: genre.en for code, genre in GENRES.items()})),
        pl.col("directors").list.head(DIRECTORS),
        pl.col("writers").list.head(WRITERS),
        pl.col("cast").list.head(CAST),
    )


def best_known(scale: float) -> pl.DataFrame:
    """As many of them as the scale asks for."""
    films = everything()
    return films.head(max(FEWEST, round(len(films) * scale)))
