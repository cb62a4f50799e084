"""From rows of text as TMDB's dumps hold them to films with the columns of the contract; every row is accounted for."""

from typing import Final

import polars as pl

from pickflix.sources.contract import EXAMPLES, FILMS, FIRST_YEAR, IMDB_FILM, LAST_YEAR, LONGEST_MIN, fitted
from pickflix.sources.tmdb import names
from pickflix.sources.tmdb.cells import KINDS, listed
from pickflix.sources.tmdb.licence import NAME, page
from pickflix.sources.tmdb.records import SURPLUS
from pickflix.sources.tmdb.tally import Tally

COLUMNS: Final = (
    "id", "title", "original_title", "original_language", "release_date", "status", "adult", "video", "imdb_id",
    "runtime", "budget", "revenue", "vote_average", "vote_count", "overview", *(kind.column for kind in KINDS),
)  # fmt: skip
NEEDED: Final = ("id", "original_title")
YES: Final = ("true", "1", "1.0")
LARGEST_ID: Final = 2**31 - 1
# The largest that can be meant, and what it is here. A zero says that nobody knows, unless it counts votes.
NUMBERS: Final = {
    "runtime": (LONGEST_MIN, "runtime_min", pl.Int16),
    "budget": (2_000_000_000, "budget_usd", pl.Int64),
    "revenue": (10_000_000_000, "box_office_usd", pl.Int64),
    "vote_average": (10, "rating", pl.Float32),
    "vote_count": (100_000_000, "votes", pl.Int32),
}


def cleaned(text: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """The films of some rows; what is dropped or mended goes to the tally."""
    text = text.with_columns(pl.all().str.strip_chars()).with_columns(pl.when(pl.all() != "").then(pl.all()))
    text = text.with_columns(
        title=pl.coalesce("title", "original_title"),
        tmdb_id=_number("id", LARGEST_ID),
    )
    text = text.with_columns(tmdb_id=pl.when(pl.col("tmdb_id") % 1 == 0).then("tmdb_id").cast(pl.Int32))
    text = _without_what_is_no_film(text, tally)
    parsed = text.with_columns(
        *(_number(name, highest).alias(f"{name}:") for name, (highest, _, _) in NUMBERS.items()),
        day=pl.col("release_date").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
        imdb=pl.when(pl.col("imdb_id").str.contains(IMDB_FILM)).then("imdb_id"),
        spoken=pl.col("original_language").replace_strict(
            _languages(text["original_language"]), return_dtype=pl.String
        ),
    ).with_columns(day=pl.when(pl.col("day").dt.year().is_between(FIRST_YEAR, LAST_YEAR)).then("day"))
    for name in NUMBERS:
        _mend(parsed, name, f"{name}:", f"{name} is no number that it could be", tally)
    _mend(parsed, "release_date", "day", "release_date is no date", tally)
    _mend(parsed, "imdb_id", "imdb", "imdb_id is no number of IMDb's", tally)
    lists = {kind.to: listed(parsed[kind.column], parsed["id"], kind, tally) for kind in KINDS}
    return fitted(parsed.with_columns(**lists).select(*_film(), *_facts()), FILMS)


def _film() -> list[pl.Expr]:
    """What identifies a film, and what is shown of it."""
    told = pl.col("overview").is_not_null()
    return [
        pl.concat_str(pl.lit(f"{NAME}-"), "tmdb_id").alias("id"),
        pl.col("tmdb_id"),
        pl.col("imdb").alias("imdb_id"),
        pl.col("title"),
        # A film spoken in French bears its French title at home.
        pl.when(pl.col("spoken") == "fr").then("original_title").alias("title_fr"),
        pl.col("original_title").alias("title_original"),
        pl.col("overview"),
        pl.when(told).then(pl.concat_str(pl.lit(page(0).removesuffix("0")), "tmdb_id")).alias("overview_from"),
        pl.lit(NAME).alias("origin"),
    ]


def _facts() -> list[pl.Expr]:
    """The rest, which models may read where the host says so."""
    known = {to: pl.col(f"{name}:").cast(kind) for name, (_, to, kind) in NUMBERS.items()}
    numbers = [
        number.alias(to) if to == "votes" else pl.when(number > 0).then(number).alias(to)
        for to, number in known.items()
    ]
    # The language that it was made in stands first.
    languages = pl.concat_list(pl.concat_list("spoken").list.drop_nulls(), "languages").list.unique(maintain_order=True)
    return [
        pl.col("day").alias("released"),
        pl.col("day").dt.year().alias("year"),
        languages.alias("languages"),
        *(pl.col(kind.to) for kind in KINDS if kind.to != "languages"),
        *numbers,
    ]


def _without_what_is_no_film(text: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Each row is dropped for the first reason that there is."""
    reasons = {
        "more cells than columns": pl.col(SURPLUS).is_not_null(),
        "no TMDB id": pl.col("tmdb_id").fill_null(0) == 0,
        "adult": _says_yes("adult"),
        "a video, not a film": _says_yes("video"),
        "no title": pl.col("title").is_null(),
        "not released": pl.col("status").str.to_lowercase() != "released",
    }
    text = text.with_columns(why=pl.coalesce(pl.when(is_so).then(pl.lit(why)) for why, is_so in reasons.items()))
    for why in reasons:
        dropped = text.filter(pl.col("why") == why)
        tally.drop(why, dropped.height, _shown(dropped, "title"))
    return text.filter(pl.col("why").is_null())


def without_doubles(films: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """The first row of each film; a number at IMDb that several films bear is believed for none."""
    doubled = films.filter(~pl.col("id").is_first_distinct())
    tally.drop("doubled id", doubled.height, _shown(doubled, "title"))
    once = films.filter(pl.col("id").is_first_distinct()) if doubled.height else films
    shared = pl.col("imdb_id").is_duplicated() & pl.col("imdb_id").is_not_null()
    several = once.filter(shared)
    tally.mend("an imdb_id of several films", several.height, _shown(several, "imdb_id"))
    return once.with_columns(imdb_id=pl.when(~shared).then("imdb_id"))


def _mend(parsed: pl.DataFrame, written: str, read: str, why: str, tally: Tally) -> None:
    wrong = parsed.filter(pl.col(written).is_not_null() & pl.col(read).is_null())
    tally.mend(why, wrong.height, _shown(wrong, written))


def _shown(rows: pl.DataFrame, column: str) -> list[str]:
    return [f"{film}: {cell}" for film, cell in rows.head(EXAMPLES).select("id", column).iter_rows()]


def _number(name: str, highest: int) -> pl.Expr:
    """The number that a cell holds, `12` or `12.0`, null where it is none from 0 to the highest."""
    number = pl.col(name).cast(pl.Float64, strict=False)
    return pl.when(number.is_between(0, highest)).then(number)


def _says_yes(name: str) -> pl.Expr:
    return pl.col(name).str.to_lowercase().is_in(YES).fill_null(value=False)


def _languages(codes: pl.Series) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for code in codes.drop_nulls().unique():
        try:
            found[code] = names.language(code)
        except KeyError:
            found[code] = None
    return found
