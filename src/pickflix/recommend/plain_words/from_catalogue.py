"""The catalogue as one asks it about the names in a wish."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from pickflix.catalogue.folding import fold
from pickflix.catalogue.library import Library
from pickflix.catalogue.search import TitleSearch
from pickflix.catalogue.vocabulary import Language
from pickflix.recommend.plain_words.names import Named

ALIKE = 0.7  # two words of which one is the other with typing errors
_PARTICLES = frozenset({"de", "du", "des", "d", "le", "la", "l", "von", "van"})


class FromCatalogue:
    """The Lookup of one snapshot."""

    def __init__(self, titles: TitleSearch, library: Library, codes: Sequence[str], newest_year: int) -> None:
        """`codes` are those of the countries and languages that some film has."""
        self._titles, self._library = titles, library
        self.codes, self.newest_year = frozenset(codes), newest_year

    def person(self, name: str, *, behind: bool) -> Named | None:
        """Who is called so; of several the one with most films, of those that they made if `behind`."""
        rows = self._titles.named(name)
        famous = [row for row in rows if self._titles.famous(row)]
        parts = self._library.parts_of(famous or rows)
        if not parts:
            return None
        row = max(parts, key=lambda row: parts[row][0] if behind else sum(parts[row]))
        person = self._library.people([row])[0]
        said, whole = (_without_particles(text) for text in (name, person.name))
        if 1 < len(said) < len(whole):  # "James Bond" is not James Bond III
            return None
        by_first_name = OSA.normalized_similarity(said[-1], whole[-1]) < ALIKE
        return Named(person.id, bool(famous), *parts[row], by_first_name)

    def film(self, title: str, *, surely: bool) -> str | None:
        """The film that the title names better than any other; `surely`: beyond doubt."""
        hits = self._titles.search(title, 1)
        if not hits.films or hits.poor or (surely and not hits.certain):
            return None
        return self._library.films(hits.films)[0].id

    def person_name(self, person_id: str) -> str:
        """The name of a person; raises UnknownPerson."""
        return self._library.person(person_id).name

    def film_title(self, film_id: str, language: Language) -> str:
        """The title of a film; raises UnknownFilm."""
        return self._library.film(film_id).label(language)


def _without_particles(name: str) -> list[str]:
    words = fold(name).split()
    return [word for word in words if word not in _PARTICLES] or words
