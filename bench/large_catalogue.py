"""A catalogue of any size drawn from the embedded one, as the tables of a source: labels as rare as they really are."""

import numpy as np
import polars as pl

from pickflix.recommend.arrays import Array, Rows, runs, starts
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE, Tables, fitted

OTHERWISE = 0.1  # of the films: one of the people, the genres and the countries are those of another
PEOPLE_APART = 5  # worlds for each time that the catalogue is repeated: few people play in many films
STUDIOS = 25  # worlds that share their companies
WHOLE = 0.5  # of the films: their title stays whole where the other one has but one word
SHIFT = 3  # years, at most
NOISE = {"critics_score": 0.1, "tomatometer": 0.1, "reviews": 0.5}
MOST_PERCENT = 100


def large(tables: Tables, films: int, luck: np.random.Generator) -> Tables:
    """So many films drawn from those, in as many worlds as it takes, each world with people of its own.

    A film keeps what it was, but for numbers a little off, titles from the halves of two, and for one in ten a
    person, genres and countries of another. Names are mixed likewise.
    """
    n = tables.films.height
    worlds = PEOPLE_APART * (films // n + 1)
    drawn, world = luck.integers(0, n, films), luck.integers(0, worlds, films)
    other = np.where(luck.random(films) < OTHERWISE, luck.integers(0, n, films), drawn)
    people, credit = _people(tables, drawn, other, world, worlds, luck)
    return Tables(_films(tables.films, drawn, other, world, luck), people, credit)


def _films(films: pl.DataFrame, drawn: Rows, other: Rows, world: Rows, luck: np.random.Generator) -> pl.DataFrame:
    in_two = films["title"].str.contains(" ").arg_true().to_numpy()
    halves = np.where(
        luck.random(len(drawn)) < WHOLE, luck.integers(0, films.height, len(drawn)), luck.choice(in_two, len(drawn))
    )
    numbers = {name: _off(films[name][drawn], scale, luck) for name, scale in NOISE.items()}
    made = films[drawn].with_columns(
        *(_mixed(films, name, drawn, halves) for name in ("title", "title_fr", "title_original")),
        films["genres"][other],
        films["countries"][other],
        _apart(films["companies"][drawn], world // STUDIOS),
        *(series.clip(0, MOST_PERCENT if name != "reviews" else None).alias(name) for name, series in numbers.items()),
        id=pl.Series(_numbered("Q", np.arange(len(drawn)))),
        imdb_id=pl.Series(_numbered("tt", 1_000_000 + np.arange(len(drawn)))),
        former_ids=pl.Series([[]] * len(drawn), dtype=pl.List(pl.String)),
        year=pl.col("year") + pl.Series(luck.integers(-SHIFT, SHIFT + 1, len(drawn)), dtype=pl.Int16),
    )
    return fitted(made, FILMS)


def _mixed(films: pl.DataFrame, name: str, drawn: Rows, halves: Rows) -> pl.Series:
    """The first half of a title and the second half of another one; none where the film has no title of that kind.

    Where the other one has no halves the title stays whole: one film in ten has the title of a few others.
    """
    whole, others = films[name], films[name].fill_null(films["title"])
    first, second = _halves(whole, 0)[drawn], _halves(others, 1)[halves]
    mixed = pl.select(pl.when(second == "").then(whole[drawn]).otherwise(first + " " + second)).to_series()
    return mixed.alias(name)


def _halves(titles: pl.Series, part: int) -> pl.Series:
    return pl.Series([None if title is None else _half(title, part) for title in titles.to_list()], dtype=pl.String)


def _half(title: str, part: int) -> str:
    words = title.split()
    middle = (len(words) + 1) // 2
    return " ".join(words[middle:] if part else words[:middle])


def _off(column: pl.Series, scale: float, luck: np.random.Generator) -> pl.Series:
    factors = pl.Series(np.exp(luck.normal(0, scale, len(column))))
    return (column.cast(pl.Float64) * factors).round().cast(pl.Int32)


def _apart(column: pl.Series, world: Rows) -> pl.Series:
    """The names of a list column, each with the number of its world."""
    frame = pl.DataFrame({column.name: column, "world": world}).with_row_index()
    named = (
        frame.explode(column.name)
        .drop_nulls(column.name)
        .group_by("index", maintain_order=True)
        .agg(pl.concat_str(column.name, pl.lit(" "), "world"))
    )
    return frame.select("index").join(named, on="index", how="left", maintain_order="left")[column.name]


def _people(
    tables: Tables, drawn: Rows, other: Rows, world: Rows, worlds: int, luck: np.random.Generator
) -> tuple[pl.DataFrame, pl.DataFrame]:
    row_of_film = pl.DataFrame({"film_id": tables.films["id"]}).with_row_index("film")
    row_of_person = pl.DataFrame({"person_id": tables.people["id"]}).with_row_index("person")
    known = (
        tables.credits.join(row_of_film, on="film_id")
        .join(row_of_person, on="person_id")
        .sort("film", "role", "position")
    )
    start = starts(np.bincount(known["film"].to_numpy(), minlength=tables.films.height))
    places, sizes = runs(start, drawn), np.diff(start)[drawn]
    film = np.repeat(np.arange(len(drawn)), sizes)
    person = known["person"].to_numpy()[places].astype(np.int64)
    swapped = np.flatnonzero((other != drawn) & (sizes > 0) & (np.diff(start)[other] > 0))
    person[np.cumsum(sizes)[swapped] - 1] = known["person"].to_numpy()[start[other[swapped] + 1] - 1]
    number, which = np.unique(person * worlds + world[film], return_inverse=True)
    ids = _numbered("Q", number)
    credit = pl.DataFrame(
        {
            "film_id": pl.Series(_numbered("Q", np.arange(len(drawn))))[film],
            "person_id": pl.Series(ids)[which],
            "role": known["role"][places],
            "position": known["position"][places],
        }
    ).unique(("film_id", "person_id", "role"), keep="first", maintain_order=True)
    return fitted(_named(tables.people, number // worlds, ids, luck), PEOPLE), fitted(credit, CREDITS)


def _named(people: pl.DataFrame, drawn: Array, ids: pl.Series, luck: np.random.Generator) -> pl.DataFrame:
    first, second = (_halves(people["name"], part) for part in (0, 1))
    mixed = (first[drawn] + " " + second[luck.integers(0, people.height, len(drawn))]).str.strip_chars()
    return people[drawn].with_columns(id=ids, name=mixed)


def _numbered(prefix: str, numbers: Array) -> pl.Series:
    return pl.select(pl.lit(prefix) + pl.Series(numbers).cast(pl.String)).to_series()
