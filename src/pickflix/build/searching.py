"""Hands titles and names to the index that the search reads."""

from pickflix.build.pipeline import Workspace
from pickflix.catalogue.search_index import PersonEntry, TitleEntry, build_index
from pickflix.catalogue.snapshot import MODEL
from pickflix.recommend.arrays import save_arrays


def searched(work: Workspace) -> tuple[list[TitleEntry], list[PersonEntry]]:
    """What the search knows of each film and of each person."""
    titles = work.tables.films.select("title", "title_fr", "title_original", "titles_other", "year").iter_rows()
    films = [
        TitleEntry(row, tuple(dict.fromkeys(filter(None, (*named, *others)))), year, float(work.popularity[row]))
        for row, (*named, others, year) in enumerate(titles)
    ]
    people = [
        PersonEntry(row, name, float(work.person_renown[row]))
        for row, name in enumerate(work.tables.people["name"].to_list())
    ]
    return films, people


def search_index(work: Workspace) -> None:
    """Indexes titles and names."""
    save_arrays(work.folder / MODEL / "search", build_index(*searched(work)))
