"""The titles that a French spectator knows a film by, from the rows of title.akas.

`title_fr` is the title of France, else that of French Canada. Of several, the one that IMDb shows comes first, then one
without a type, then an alternative; of television, video or a festival only where there is no other, a working title
never. `titles_other` are what else may be typed: other French titles, the original, those of English.
"""

from typing import Final

import polars as pl

from pickflix.sources.imdb.dump import AKAS
from pickflix.sources.imdb.ledger import Ledger, absent

MOST: Final = 5  # other titles of one film
FRENCH: Final = "fr"
FRANCOPHONE: Final = ("BE", "CH", "LU", "MC")
ENGLISH: Final = ("US", "GB", "XWW")  # the last is IMDb's for the whole world
LAST: Final = 2**31  # of the places in the order of a film's titles
# What a title is worth beside the others that stand for the same film.
FRENCH_TITLE, NEIGHBOUR, ORIGINAL, IN_ENGLISH = range(4)


def _of(kind: str) -> pl.Expr:
    """Whether a title is of a type, perhaps among others."""
    return pl.col("types").str.contains(kind, literal=True).fill_null(value=False)


SHOWN: Final = _of("imdbDisplay")
SIDE: Final = ~SHOWN & pl.any_horizontal(_of(kind) for kind in ("tv", "video", "dvd", "festival"))
IN_FRENCH: Final = pl.col("language").eq_missing(FRENCH)
SILENT: Final = absent(pl.col("language"))


def with_titles(films: pl.DataFrame, rows: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """The films (tconst, title, title_original) with title_fr and titles_other."""
    rows = ledger.kept(
        AKAS, rows.with_columns(use=_use()), pl.col("use").is_not_null(), "of another country or language"
    )
    rows = ledger.kept(AKAS, rows, SHOWN | ~_of("working"), "a working title")
    rows = ledger.texts(AKAS, rows, ("title",))
    rows = ledger.kept(AKAS, rows, pl.col("title").is_not_null(), "no title")
    rows = rows.with_columns(worth=_worth()).sort("titleId", "worth", maintain_order=True)
    first = (pl.col("use") == FRENCH_TITLE) & pl.col("titleId").is_first_distinct()
    films = films.join(rows.filter(first).select(tconst="titleId", title_fr="title"), on="tconst", how="left")
    others = _others(rows.filter(~first), films, ledger).group_by("titleId", maintain_order=True)
    return films.join(others.agg(titles_other="title"), left_on="tconst", right_on="titleId", how="left")


def _use() -> pl.Expr:
    """What a title may be used as; null where it is of no use here."""
    region = pl.col("region")
    return (
        pl.when((region == "FR") | ((region == "CA") & (IN_FRENCH | SILENT)))
        .then(FRENCH_TITLE)
        .when(region.is_in(FRANCOPHONE) & IN_FRENCH)
        .then(NEIGHBOUR)
        .when((pl.col("isOriginalTitle") == "1") | _of("original"))
        .then(ORIGINAL)
        .when(region.is_in(ENGLISH) & (SILENT | (pl.col("language") == "en")) & ~SIDE)
        .then(IN_ENGLISH)
    )


def _worth() -> pl.Expr:
    """A number that is smaller for the better of two titles: what is asked first weighs most."""
    place = pl.col("ordering").cast(pl.Int64, strict=False)
    questions: tuple[tuple[pl.Expr, int], ...] = (
        (pl.col("use"), 4),
        (SIDE, 2),
        # France, then Canada's French, then what Canada says of no language.
        (pl.when(pl.col("region") == "FR").then(0).when(IN_FRENCH).then(1).otherwise(2), 3),
        (pl.when(SHOWN).then(0).when(absent(pl.col("types"))).then(1).otherwise(2), 3),
        (~(IN_FRENCH | SILENT), 2),
        (~absent(pl.col("attributes")), 2),
        (pl.when(place.is_between(0, LAST)).then(place).otherwise(LAST), LAST + 1),
    )
    worth = pl.lit(0, pl.Int64)
    for answer, answers in questions:
        worth = worth * answers + answer.cast(pl.Int64)
    return worth


def _others(rows: pl.DataFrame, films: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """What of the other titles is new, a handful a film."""
    known = films.select(titleId="tconst", known=pl.concat_list("title", "title_fr", "title_original"))
    known = known.explode("known").drop_nulls().select("titleId", folded=pl.col("known").str.to_lowercase())
    rows = rows.with_columns(folded=pl.col("title").str.to_lowercase())
    rows = rows.join(
        known.unique().with_columns(said=True), on=["titleId", "folded"], how="left", maintain_order="left"
    )
    new = pl.col("said").is_null() & pl.struct("titleId", "folded").is_first_distinct()
    rows = ledger.kept(AKAS, rows, new, "said by another row or by title.basics")
    return ledger.kept(AKAS, rows, pl.int_range(pl.len()).over("titleId") < MOST, f"beyond {MOST} titles of one film")
