"""The catalogue that PickFlix ships: Wikidata's films of 1940-2014, French titles and a curated supplement.

Five files, in the repository's `data/` (`pickflix/data` in a wheel): `catalogue.parquet` made by
`pickflix.sources.bokeh_movies`; written down by people `titles_fr.csv`, `also_known_as.csv` (other French
titles), `renown.csv` (films better known in France than American reviews tell) and `films_curated.csv`.
"""

import hashlib
import json
import re
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import polars as pl

from pickflix.catalogue.folding import slug
from pickflix.catalogue.vocabulary import GENRE_OF_SOURCE
from pickflix.errors import SourceError
from pickflix.sources.contract import (
    CC0,
    CREDITS,
    FILMS,
    PEOPLE,
    Account,
    SourceState,
    Tables,
    Terms,
    Watch,
    fitted,
    unwatched,
)

NUMBER = re.compile(r"Q\d+")
ROLES = {"directors": "director", "writers": "writer", "cast": "cast"}
FRENCH_TITLES = ("wikidata_id", "title", "year", "title_fr")
RENOWN = ("wikidata_id", "title", "year", "renown")
OTHER_TITLES = ("film", "title", "year", "also")
CURATED = (
    "wikidata_id", "imdb_id", "title", "title_fr", "title_original", "year", "directors", "cast", "genres", "countries",
    "languages", "runtime_min", "renown",
)  # fmt: skip
READ = ("catalogue.parquet", "titles_fr.csv", "also_known_as.csv", "renown.csv", "films_curated.csv")
CURATED_LISTS = ("directors", "cast", "genres", "countries", "languages")


def data_folder() -> Path:
    """Where the shipped files are: inside the installed package, or at the root of a checkout."""
    installed = Path(str(files("pickflix"))) / "data"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "data"


class Embedded:
    """The shipped catalogue, as a Source."""

    name = "embedded"
    licence = CC0
    terms: Terms | None = None
    adds_films = True
    freshness: timedelta | None = None

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` holds the three files; the shipped ones by default."""
        self.folder = folder or data_folder()

    def state(self) -> SourceState:
        """Date, size and attribution, from `catalogue.json`."""
        said = json.loads(self._bytes("catalogue.json"))
        return SourceState(
            self.name, self.licence, date.fromisoformat(said["snapshot"]), said["films"], said["attribution"]
        )

    def fetch(self, watch: Watch = unwatched, films: pl.DataFrame | None = None) -> None:
        """Nothing: the package brings it."""

    def fingerprint(self) -> str:
        """A digest of the files."""
        digest = hashlib.sha256()
        for name in sorted(READ):
            digest.update(self._bytes(name))
        return digest.hexdigest()

    def read(self, watch: Watch = unwatched) -> Tables:  # noqa: ARG002 - a second's work
        """The rows; raises SourceError where a file is missing or is not what it should be."""
        wide = pl.concat([self._wikidata(), self._curated()], how="diagonal_relaxed")
        others = self.other_titles()
        # A curated film without a confirmed number is named by its French title.
        ids = [own_id(film, year) if not NUMBER.fullmatch(film) else film for film, _, year, _ in others.iter_rows()]
        others = others.select(pl.Series("id", ids, dtype=pl.String), titles_other="also")
        return tables(wide.join(others.group_by("id", maintain_order=True).all(), on="id", how="left"))

    def curated(self) -> pl.DataFrame:
        """`films_curated.csv` as written, every cell a text."""
        return self._csv("films_curated.csv", CURATED)

    def french_titles(self) -> pl.DataFrame:
        """`titles_fr.csv` as written: wikidata_id, title, year, title_fr."""
        return self._csv("titles_fr.csv", FRENCH_TITLES)

    def renown(self) -> pl.DataFrame:
        """`renown.csv` as written: wikidata_id, title, year, renown (1 to 3, how known the film is in France)."""
        return self._csv("renown.csv", RENOWN)

    def other_titles(self) -> pl.DataFrame:
        """`also_known_as.csv` as written: film (its id, or a curated film's French title), title, year, also."""
        return self._csv("also_known_as.csv", OTHER_TITLES)

    def _wikidata(self) -> pl.DataFrame:
        path = self.folder / "catalogue.parquet"
        try:
            films = pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise SourceError(self.name, str(path), f"cannot be read ({error}). `make data` writes it.") from None
        titles = self.french_titles().select(id="wikidata_id", title_fr="title_fr")
        renown = self.renown().select(id="wikidata_id", renown=pl.col("renown").cast(pl.UInt8, strict=False))
        only_french = (pl.col("languages").list.len() == 1) & (pl.col("languages").list.first() == "fr")
        return (
            films.join(titles, on="id", how="left")
            .join(renown, on="id", how="left")
            .with_columns(
                # A film spoken in French bears its French title at home.
                title_original=pl.when(only_french).then("title_fr"),
                origin=pl.lit("wikidata"),
            )
        )

    def _curated(self) -> pl.DataFrame:
        films = self.curated()
        lists = {
            name: pl.col(name).fill_null("").str.split("; ").list.filter(pl.element() != "") for name in CURATED_LISTS
        }
        own = [own_id(title, year) for title, year in films.select("title_fr", "year").iter_rows()]
        try:
            return (
                films.with_columns(**lists)
                .with_columns(
                    pl.col("year", "runtime_min").cast(pl.Int16),
                    pl.col("renown").cast(pl.UInt8),
                    id=pl.col("wikidata_id").fill_null(pl.Series(own)),
                    # The address that the film had before its number was confirmed.
                    former_ids=pl.when(pl.col("wikidata_id").is_not_null()).then(
                        pl.Series([[film_id] for film_id in own])
                    ),
                    title=pl.coalesce("title", "title_original", "title_fr"),
                    genres=pl.col("genres").list.eval(pl.element().replace_strict(dict(GENRE_OF_SOURCE))),
                    oscars_won=pl.lit(0, pl.UInt8),
                    oscar_nominations=pl.lit(0, pl.UInt8),
                    origin=pl.lit("curated"),
                )
                .drop("wikidata_id")
            )
        except pl.exceptions.PolarsError as error:
            raise SourceError(
                self.name, "films_curated.csv", f"a cell is not what its column wants ({error})."
            ) from None

    def _csv(self, name: str, columns: tuple[str, ...]) -> pl.DataFrame:
        try:
            found = pl.read_csv(self.folder / name, infer_schema=False)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise SourceError(self.name, name, f"cannot be read ({error}).") from None
        if found.columns != list(columns):
            raise SourceError(self.name, name, f"its columns should be {', '.join(columns)}.")
        return found

    def _bytes(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise SourceError(self.name, name, f"cannot be read ({error}). `make data` writes it.") from None


def own_id(title: str, year: str) -> str:
    """The id of a curated film whose number is not confirmed.

    >>> own_id("Les Tontons flingueurs", "1963")
    'c-les-tontons-flingueurs-1963'
    """
    return f"c-{slug(title)}-{year}"


def tables(wide: pl.DataFrame) -> Tables:
    """The tidy tables of films that bear their people as lists of names.

    The source has no numbers for people: one spelling, accents and case apart, is one person, named
    as most of the films write it.
    """
    named = pl.concat(
        wide.select(film_id="id", name=column, role=pl.lit(role)).explode("name").drop_nulls("name")
        for column, role in ROLES.items()
        if column in wide.columns
    ).with_columns(position=pl.int_range(pl.len(), dtype=pl.Int16).over("film_id", "role"))
    spellings = named.group_by("name").agg(films=pl.len()).sort("films", "name", descending=[True, False])
    ids = [slug(name) or name.casefold().replace(" ", "-") for name in spellings["name"]]
    spellings = spellings.with_columns(person_id=pl.Series(ids, dtype=pl.String))
    people = (
        spellings.unique("person_id", keep="first", maintain_order=True).select(id="person_id", name="name").sort("id")
    )
    credit = (
        named.join(spellings, on="name")
        .unique(["film_id", "person_id", "role"], keep="first", maintain_order=True)
        .sort("film_id", "role", "position")
    )
    films, people, credit = fitted(wide, FILMS).sort("id"), fitted(people, PEOPLE), fitted(credit, CREDITS)
    return Tables(films, people, credit, Account({"films": films.height}))
