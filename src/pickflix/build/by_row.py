"""The credits with rows in place of ids, as the arrays of a snapshot number films and people."""

import polars as pl

from pickflix.sources.contract import ROLES, Tables


def credits_by_row(tables: Tables) -> pl.DataFrame:
    """One row a credit, in the order of `tables.credits`: film, person (rows of their tables), role, position.

    Roles are in the order of the alphabet.
    """
    films = tables.films.select(film_id="id").with_row_index("film")
    people = tables.people.select(person_id="id").with_row_index("person")
    return (
        tables.credits.lazy()
        .select("film_id", "person_id", "role", "position")
        .join(films.lazy(), on="film_id", maintain_order="left")
        .join(people.lazy(), on="person_id", maintain_order="left")
        .select("film", "person", pl.col("role").cast(pl.Enum(sorted(ROLES))), "position")
        .collect()
    )
