"""The models of the real catalogue, trained once for all the tests of this folder."""

from dataclasses import dataclass
from functools import cached_property

import pytest

from pickflix.build.film_table import film_table
from pickflix.catalogue.vocabulary import Language
from pickflix.recommend.content import Content
from pickflix.recommend.filters import FilterIndex
from pickflix.recommend.reasons import Explainer, Reason
from pickflix.recommend.recommender import Wish
from pickflix.recommend.table import FilmTable
from pickflix.sources.embedded import Embedded


@dataclass
class Cinema:
    """The embedded catalogue, what was learnt from it, and how to speak of its films by title."""

    table: FilmTable
    people: dict[str, str]

    @cached_property
    def content(self) -> Content:
        """The content model."""
        return Content.train(self.table)

    @cached_property
    def explainer(self) -> Explainer:
        """Its explainer."""
        return Explainer.train(self.table, self.content)

    @cached_property
    def filters(self) -> FilterIndex:
        """Its filters."""
        return FilterIndex.train(self.table)

    def row(self, title: str, year: int) -> int:
        """The row of the film with that English or French title."""
        rows = [
            row
            for row, named in enumerate(zip(self.table.titles, self.table.titles_fr, self.table.years, strict=True))
            if named[2] == year and title in named[:2]
        ]
        assert rows, f"no {title} ({year}) in the catalogue"
        return rows[0]

    def person(self, person_id: str) -> str:
        """The name of a person."""
        return self.people[person_id]

    def film(self, row: int, language: Language) -> str:
        """The title of a film."""
        return (self.table.titles_fr[row] if language == "fr" else None) or self.table.titles[row]

    def like(self, *films: tuple[str, int], n: int = 10) -> list[str]:
        """The titles listed for those films."""
        wish = Wish(seeds=tuple(self.row(*film) for film in films), n=n)
        return [self.film(row, "fr") for row in self.content.recommend(wish).rows.tolist()]

    def why(self, seed: int, row: int) -> tuple[Reason, ...]:
        """The reasons of one pair."""
        return self.explainer.explain(Wish(seeds=(seed,)), [row])[0]


@pytest.fixture(scope="session")
def cinema() -> Cinema:
    """The real catalogue."""
    tables = Embedded().read()
    return Cinema(film_table(tables), dict(tables.people.select("id", "name").iter_rows()))
