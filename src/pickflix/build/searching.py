"""Hands titles and names to the index that the search reads."""

from collections.abc import Iterator

from pickflix.build.pipeline import Workspace
from pickflix.catalogue.search_index import PersonEntry, TitleEntry, build_index
from pickflix.catalogue.snapshot import MODEL
from pickflix.recommend.arrays import save_arrays


def searched(work: Workspace) -> tuple[Iterator[TitleEntry], Iterator[PersonEntry]]:
    """What the search knows of each film and of each person, one after the other."""
    return _titles(work), _names(work)


def search_index(work: Workspace) -> None:
    """Indexes titles and names."""
    save_arrays(work.folder / MODEL / "search", build_index(*searched(work)))


def _titles(work: Workspace) -> Iterator[TitleEntry]:
    titles = work.tables.films.select("title", "title_fr", "title_original", "titles_other", "year").iter_rows()
    for row, (*named, others, year) in enumerate(titles):
        own = dict.fromkeys(filter(None, (*named, *others)))
        yield TitleEntry(row, tuple(own), year, float(work.popularity[row]))


def _names(work: Workspace) -> Iterator[PersonEntry]:
    for row, (name,) in enumerate(work.tables.people.select("name").iter_rows()):
        yield PersonEntry(row, name, float(work.person_renown[row]))
