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
SEPARATED: Final = "[\x02,]"  # between two types of one title
SIDE: Final = ("tv", "video", "dvd", "festival")
# What makes one French title better than another.
BEST_FIRST: Final = ("side", "abroad", "kind", "foreign", "remarked", "place")
# What a title is worth beside the others that stand for the same film.
FRENCH_TITLE, NEIGHBOUR, ORIGINAL, IN_ENGLISH = range(4)


def with_titles(films: pl.DataFrame, rows: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """The films (tconst, title, title_original) with title_fr and titles_other."""
    rows = ledger.texts(AKAS, rows, ("title",))
    rows = ledger.kept(AKAS, rows, pl.col("title").is_not_null(), "no title")
    rows = _sorted_out(rows)
    rows = ledger.kept(AKAS, rows, ~pl.col("working"), "a working title")
    rows = ledger.kept(AKAS, rows, pl.col("use").is_not_null(), "of another country or language")
    rows = rows.sort("titleId", "use", *BEST_FIRST, maintain_order=True)
    first = (pl.col("use") == FRENCH_TITLE) & pl.col("titleId").is_first_distinct()
    films = films.join(rows.filter(first).select(tconst="titleId", title_fr="title"), on="tconst", how="left")
    others = _others(rows.filter(~first), films, ledger).group_by("titleId", maintain_order=True)
    return films.join(others.agg(titles_other="title"), left_on="tconst", right_on="titleId", how="left")


def _sorted_out(rows: pl.DataFrame) -> pl.DataFrame:
    """What each title may be used as, and what makes one better than another."""
    region, language = pl.col("region"), pl.col("language")
    types = (
        pl.when(~absent(pl.col("types"))).then(pl.col("types")).otherwise(pl.lit("")).str.replace_all(SEPARATED, " ")
    )
    types = types.str.split(" ")
    shown = types.list.contains("imdbDisplay")
    silent, french = absent(language), language.eq_missing(FRENCH)
    side = (types.list.set_intersection(list(SIDE)).list.len() > 0) & ~shown
    english = region.is_in(ENGLISH) & (silent | (language == "en")) & ~side
    original = (pl.col("isOriginalTitle") == "1") | types.list.contains("original")
    return rows.with_columns(
        side=side,
        working=types.list.contains("working") & ~shown,
        use=pl.when((region == "FR") | ((region == "CA") & (french | silent)))
        .then(FRENCH_TITLE)
        .when(region.is_in(FRANCOPHONE) & french)
        .then(NEIGHBOUR)
        .when(original)
        .then(ORIGINAL)
        .when(english)
        .then(IN_ENGLISH),
        # France, then Canada's French, then what Canada says of no language.
        abroad=pl.when(region == "FR").then(0).when(french).then(1).otherwise(2),
        kind=pl.when(shown).then(0).when(types == [""]).then(1).otherwise(2),
        foreign=~(french | silent),
        remarked=~absent(pl.col("attributes")),
        place=pl.col("ordering").cast(pl.Int64, strict=False).fill_null(2**31),
    )


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
