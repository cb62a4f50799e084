"""From the tidy tables of a source to the table that models learn from."""

import numpy as np
import polars as pl

from pickflix.build.by_row import credits_by_row
from pickflix.build.fame_scales import on_one_scale
from pickflix.recommend.arrays import Texts, starts
from pickflix.recommend.columns import Coded, Figures
from pickflix.recommend.table import FilmTable
from pickflix.sources.contract import ROLES, Tables


def film_table(tables: Tables) -> FilmTable:
    """One entry a film, in the order of `tables.films`; people are person ids in the order of the source."""
    films = on_one_scale(tables.films)
    directors, writers, cast = _hands(tables)
    return FilmTable(
        ids=_words(films["id"]),
        titles=_words(films["title"]),
        titles_fr=tuple(films["title_fr"]),
        years=_figures(films["year"]),
        runtimes=_figures(films["runtime_min"]),
        certificates=_few_words(films["certificate"]),
        critics_scores=_figures(films["critics_score"]),
        tomatometers=_figures(films["tomatometer"]),
        reviews=_figures(films["reviews"]),
        oscars_won=_figures(films["oscars_won"]),
        oscar_nominations=_figures(films["oscar_nominations"]),
        renown=_figures(films["renown"]),
        budgets=_figures(films["budget_usd"]),
        box_offices=_figures(films["box_office_usd"]),
        texts=tuple(films["text"]),
        genres=_coded(films["genres"]),
        countries=_coded(films["countries"]),
        languages=_coded(films["languages"]),
        companies=_coded(films["companies"]),
        directors=directors,
        writers=writers,
        cast=cast,
    )


def _hands(tables: Tables) -> tuple[Coded, ...]:
    """Directors, writers and cast of each film; all three share one list of ids."""
    ids = tables.people["id"]
    order = ids.arg_sort()
    words = _words(ids.gather(order))
    rank = np.empty(len(ids), np.int32)
    rank[order.to_numpy()] = np.arange(len(ids), dtype=np.int32)
    credit = credits_by_row(tables)
    found = []
    for role in ROLES:
        own = credit.filter(pl.col("role") == role).sort("film", "position", maintain_order=True)
        sizes = np.bincount(own["film"].to_numpy(), minlength=tables.films.height)
        found.append(Coded(starts(sizes), rank[own["person"].to_numpy()], words))
    return tuple(found)


def _coded(column: pl.Series) -> Coded:
    """A column of lists; null is an empty list."""
    lists = column.list.drop_nulls()
    flat = lists.explode().drop_nulls()
    words = flat.unique().sort()
    numbers = flat.cast(pl.Enum(words)).to_physical().to_numpy().astype(np.int32)
    return Coded(starts(lists.list.len().fill_null(0).to_numpy()), numbers, _words(words))


def _words(words: pl.Series) -> Texts:
    """The words, none of them null, as bytes."""
    letters = "".join(words.str.join("")).encode()
    return Texts(np.frombuffer(letters, np.uint8), starts(words.str.len_bytes().to_numpy()))


def _figures(column: pl.Series) -> Figures:
    return Figures(column.cast(pl.Float64).fill_null(float("nan")).to_numpy())


def _few_words(column: pl.Series) -> tuple[str | None, ...]:
    """The column, each distinct word kept once."""
    kept: dict[str | None, str | None] = {}
    return tuple(kept.setdefault(word, word) for word in column)
