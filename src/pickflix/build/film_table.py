"""From the tidy tables of a source to the table that models learn from."""

import polars as pl

from pickflix.recommend.table import Codes, FilmTable
from pickflix.sources.contract import Tables

_ROLE_COLUMNS = {"directors": "director", "writers": "writer", "cast": "cast"}


def film_table(tables: Tables) -> FilmTable:
    """One entry a film, in the order of `tables.films`; people are person ids in the order of the source."""
    films = tables.films
    for column, role in _ROLE_COLUMNS.items():
        people = (
            tables.credits.filter(pl.col("role") == role)
            .sort("film_id", "position")
            .group_by("film_id", maintain_order=True)
            .agg(pl.col("person_id").alias(column))
        )
        films = films.join(people, left_on="id", right_on="film_id", how="left", maintain_order="left")

    def codes(column: str) -> Codes:
        return tuple(tuple(own) for own in films[column].fill_null([]).to_list())

    return FilmTable(
        ids=tuple(films["id"]),
        titles=tuple(films["title"]),
        titles_fr=tuple(films["title_fr"]),
        years=tuple(films["year"]),
        runtimes=tuple(films["runtime_min"]),
        certificates=tuple(films["certificate"]),
        critics_scores=tuple(films["critics_score"]),
        tomatometers=tuple(films["tomatometer"]),
        reviews=tuple(films["reviews"]),
        oscars_won=tuple(films["oscars_won"]),
        oscar_nominations=tuple(films["oscar_nominations"]),
        renown=tuple(films["renown"]),
        budgets=tuple(films["budget_usd"]),
        box_offices=tuple(films["box_office_usd"]),
        texts=tuple(films["text"]),
        genres=codes("genres"),
        countries=codes("countries"),
        languages=codes("languages"),
        companies=codes("companies"),
        directors=codes("directors"),
        writers=codes("writers"),
        cast=codes("cast"),
    )
