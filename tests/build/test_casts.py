"""The order of the casts: by the alphabet at the source, the best known of that time first on the page."""

from collections import defaultdict
from itertools import groupby
from pathlib import Path

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pickflix.build.casts import YEAR_UNKNOWN, YEARS_TO_HALF, cast_order
from pickflix.build.film_table import film_table
from pickflix.build.pipeline import Workspace
from pickflix.sources.contract import CREDITS, FILMS, PEOPLE, Tables, fitted

PLAYERS = "abcdef"
CASTS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(PLAYERS), min_size=1).map(sorted),
        st.one_of(st.none(), st.integers(1900, 2020)),
        st.floats(0, 1, width=32),
        st.sampled_from(["wikidata", "imdb", "curated"]),
    ),
    min_size=1,
    max_size=7,
)


def workspace(casts: list[tuple[list[str], int | None, float, str]]) -> Workspace:
    """Films of these casts, years, popularities and origins."""
    films = pl.DataFrame(
        {
            "id": [f"Q{row}" for row in range(len(casts))],
            "title": "A film",
            "year": pl.Series([year for _, year, _, _ in casts], dtype=pl.Int16),
            "origin": [origin for *_, origin in casts],
        }
    )
    credit = pl.DataFrame(
        [
            (f"Q{row}", person, "cast", place)
            for row, (cast, *_) in enumerate(casts)
            for place, person in enumerate(cast)
        ],
        schema=["film_id", "person_id", "role", "position"],
        orient="row",
    )
    people = pl.DataFrame({"id": [*PLAYERS], "name": [*PLAYERS]})
    tables = Tables(fitted(films, FILMS), fitted(people, PEOPLE), fitted(credit, CREDITS))
    work = Workspace(Path(), tables, film_table(tables), private=False)
    work.popularity = np.array([popularity for *_, popularity, _ in casts])
    return work


@given(CASTS)
def test_who_was_best_known_then_comes_first(casts: list[tuple[list[str], int | None, float, str]]) -> None:
    """Each film of a player counts, an older one less; films whose source has an order of its own keep it."""
    work = workspace(casts)
    cast_order(work)
    played = defaultdict(list)
    for cast, year, popularity, _ in casts:
        for person in cast:
            played[person].append((year or YEAR_UNKNOWN, popularity**2))
    rows = work.tables.credits.sort("film_id", "position").iter_rows(named=True)
    ordered = {film: [row["person_id"] for row in own] for film, own in groupby(rows, lambda row: row["film_id"])}
    for film, (cast, year, _, origin) in enumerate(casts):
        known = {
            person: sum(worth * 0.5 ** (max(0, (year or YEAR_UNKNOWN) - when) / YEARS_TO_HALF) for when, worth in own)
            for person, own in played.items()
        }
        found = ordered[f"Q{film}"]
        if origin == "wikidata":
            values = [round(known[person], 6) for person in found]
            assert values == sorted(values, reverse=True)
            assert sorted(found) == cast
        else:
            assert found == cast


def test_a_player_of_thousands_of_films_costs_no_more_than_their_number() -> None:
    """Twenty thousand films of one man: all pairs of them would be four hundred million."""
    work = workspace([([PLAYERS[0], PLAYERS[1 + row % 5]], 1920 + row % 100, 0.5, "wikidata") for row in range(20_000)])
    cast_order(work)
    first = work.tables.credits.filter(pl.col("position") == 0)
    assert first["person_id"].unique().to_list() == [PLAYERS[0]]
