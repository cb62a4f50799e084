"""A dump of a dozen titles that one can reason about, in the form of IMDb's seven files."""

import gzip
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pickflix.sources.contract import Tables
from pickflix.sources.imdb import Imdb
from pickflix.sources.imdb.dump import AKAS, BASICS, COLUMNS, CREW, EPISODES, NAMES, PRINCIPALS, RATINGS
from pickflix.sources.imdb.source import EngineName

NO = r"\N"
MATRIX, AMELIE, LONG, PLAIN, ADULT, SHORT, SERIES, FEW, DOUBLED, EIGHT, HOOP, SILENT = (
    "tt0133093", "tt0211915", "tt0000010", "tt0000011", "tt0000012", "tt0000013", "tt0000014", "tt0000015",
    "tt0000016", "tt10000001", "tt0110057", "tt0000019",
)  # fmt: skip
KEANU, CARRIE, LANA, LILLY, AUDREY, JEUNET, NOBODY, ATHLETE = (
    "nm0000206", "nm0005251", "nm0905154", "nm0905152", "nm0851582", "nm0000466", "nm9999999", "nm17500001",
)  # fmt: skip

ROWS: Mapping[str, tuple[str, ...]] = {
    RATINGS: (
        f"{MATRIX}|8.7|2000000", f"{AMELIE}|8.3|800000", f"{LONG}|7.0|50", f"{PLAIN}|bad|51", f"{ADULT}|5.0|900",
        f"{SHORT}|6.0|700", f"{SERIES}|9.0|900", f"{FEW}|7.0|49", f"{DOUBLED}|6.0|60", f"{DOUBLED}|6.5|90",
        f"{EIGHT}|7.1|500", f"{HOOP}|8.3|28000", f"{SILENT}|4.0|many", "tt0000099|5.0|80",
    ),
    BASICS: (
        f"{LONG}|movie|Long|Long|0|1492|{NO}|99999|Drama,News",
        f'{PLAIN}|movie|Just "quoted|Just "quoted|0|{NO}|{NO}|{NO}|{NO}',
        f"{ADULT}|movie|Adult|Adult|1|1999|{NO}|90|Adult",
        f"{SHORT}|short|Short|Short|0|1999|{NO}|9|Short",
        f"{SERIES}|tvSeries|Series|Series|0|1999|2004|45|Drama",
        f"{FEW}|movie|Few|Few|0|1999|{NO}|90|Drama",
        f"{DOUBLED}|movie|First|First|0|1950|{NO}|90|Film-Noir,Crime",
        f"{DOUBLED}|movie|Second|Second|0|1951|{NO}|91|Drama",
        f"{SILENT}|movie|Silent|Silent|0|1920|{NO}|60|Drama",
        f"{HOOP}|movie|Hoop Dreams|Hoop Dreams|0|1994|{NO}|170|Documentary,Drama,Sport",
        f"{MATRIX}|movie|The Matrix|The Matrix|0|1999|{NO}|136|Action,Sci-Fi",
        f"{EIGHT}|movie|{NO}|七人の侍|0|1954|{NO}|207|Action,Drama",
        f"{AMELIE}|movie|Amélie|Le Fabuleux Destin d'Amélie Poulain|0|2001|{NO}|122|Comedy,Romance",
    ),
    AKAS: (
        f"{MATRIX}|1|The Matrix|{NO}|{NO}|original|{NO}|1",
        f"{MATRIX}|2|La matrice|CA|fr|imdbDisplay|{NO}|0",
        f"{MATRIX}|3|The Matrix|CA|en|imdbDisplay|{NO}|0",
        f"{MATRIX}|4|Matrix|FR|{NO}|imdbDisplay|{NO}|0",
        f"{MATRIX}|5|Matrix|DE|{NO}|imdbDisplay|{NO}|0",
        f"{MATRIX}|6|Le Projet|FR|{NO}|working|{NO}|0",
        f"{AMELIE}|1|Le Fabuleux Destin d'Amélie Poulain|FR|{NO}|imdbDisplay|{NO}|0",
        f"{AMELIE}|2|Amelie from Montmartre|US|{NO}|alternative|{NO}|0",
        f"{AMELIE}|3|AMÉLIE|GB|{NO}|imdbDisplay|{NO}|0",
        f"{EIGHT}|1|Les Sept Samouraïs|FR|{NO}|{NO}|{NO}|0",
        f"{EIGHT}|2|Seven Samurai|XWW|en|imdbDisplay|{NO}|0",
        f"{FEW}|1|Peu|FR|{NO}|imdbDisplay|{NO}|0",
    ),
    CREW: (
        f"{MATRIX}|{LANA},{LILLY}|{LILLY},{LANA}",
        f"{AMELIE}|{JEUNET}|{NO}",
        f"{LONG}|{NOBODY}|{NO}",
        f"{HOOP}|{NO}|{NO}",
        f"{FEW}|{JEUNET}|{NO}",
    ),
    PRINCIPALS: (
        f'{MATRIX}|10|{CARRIE}|actress|{NO}|["Trinity"]',
        f'{MATRIX}|2|{KEANU}|actor|{NO}|["Neo","Thomas \\"Tom\\" Anderson"]',
        f"{MATRIX}|3|{LANA}|director|{NO}|{NO}",
        f'{MATRIX}|4|{ATHLETE}|self|{NO}|["Self"]',
        f"{MATRIX}|5|{NOBODY}|actor|{NO}|{NO}",
        f"{MATRIX}|11|{KEANU}|actor|{NO}|{NO}",
        f"{AMELIE}|1|{AUDREY}|actress|{NO}|Amélie",
        f"{AMELIE}|2|{JEUNET}|writer|story|{NO}",
        f"{AMELIE}|3|{LANA}|editor|{NO}|{NO}",
        f'{HOOP}|1|{ATHLETE}|self|{NO}|["Self","Self - Player"]',
        f"{FEW}|1|{AUDREY}|actress|{NO}|{NO}",
    ),
    NAMES: (
        f"{KEANU}|Keanu Reeves|1964|{NO}|actor|{MATRIX}",
        f"{CARRIE}|Carrie-Anne Moss|19x7|{NO}|actress|{MATRIX}",
        f"{LANA}|Lana Wachowski|1965|1901|writer|{MATRIX}",
        f"{LILLY}|Lilly Wachowski|1967|{NO}|writer|{MATRIX}",
        f"{AUDREY}|Audrey Tautou|1976|{NO}|actress|{AMELIE}",
        f"{JEUNET}|Jean-Pierre Jeunet|1953|{NO}|director|{AMELIE}",
        f"{JEUNET}|Jean-Pierre Jeunet|1953|{NO}|director|{AMELIE}",
        f"{ATHLETE}|William Gates|1971|2020|{NO}|{HOOP}",
        f"nm0000001|Fred Astaire|1899|1987|actor|{NO}",
    ),
    EPISODES: (f"tt0000099|{SERIES}|1|1",),
}  # fmt: skip


def text_of(name: str, rows: tuple[str, ...]) -> bytes:
    """The text of a file; a row's cells stand apart by bars."""
    return "".join(line.replace("|", "\t") + "\n" for line in ("|".join(COLUMNS[name]), *rows)).encode()


def written(folder: Path, **changed: bytes) -> Path:
    """The folder with the seven files; `title_basics=...` is another text for one of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in ROWS.items():
        text = changed.get(name.removesuffix(".tsv.gz").replace(".", "_"), text_of(name, rows))
        (folder / name).write_bytes(gzip.compress(text, 1))
    return folder


def read(folder: Path, *, series: bool = False, min_votes: int = 50, engine: EngineName = "sieve") -> Tables:
    """The tables of a folder."""
    return Imdb(folder, accepted=True, series=series, min_votes=min_votes, engine=engine).read()


def cast_of(tables: Tables, film: str, role: str = "cast") -> list[str]:
    """The names of those who have a role in a film, in order."""
    theirs = tables.credits.filter(film_id=film, role=role).sort("position")
    return theirs.join(tables.people, left_on="person_id", right_on="id", maintain_order="left")["name"].to_list()


def film(tables: Tables, film_id: str) -> dict[str, object]:
    """One row of the films."""
    return tables.films.row(by_predicate=pl.col("id") == film_id, named=True)
