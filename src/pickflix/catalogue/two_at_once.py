"""Two names, or a title and a name, typed side by side: "deneuve depardieu", "la chèvre depardieu"."""

from pickflix.catalogue.library import Library
from pickflix.catalogue.search import Hits, TitleSearch
from pickflix.catalogue.typed_titles import in_two

CANDIDATES = 20  # films of a title among which the one with the person is looked for


class TwoAtOnce:
    """Reads as two things what is neither a title nor a name as a whole."""

    def __init__(self, titles: TitleSearch, library: Library) -> None:
        """Both are of one snapshot."""
        self._titles, self._library = titles, library

    def search(self, text: str, n: int) -> Hits:
        """What `TitleSearch.search` finds; where that is poor, the films that fit two halves, if there are some."""
        plain = self._titles.search(text, n)
        return (self._halves(text, n) if plain.poor else None) or plain

    def _halves(self, text: str, n: int) -> Hits | None:
        strangers: Hits | None = None
        for halves in in_two(text):
            one, other = (self._titles.named(half) for half in halves)
            found = (
                (self._together(one, other, n) if one and other else None)
                or (self._titled(halves[0], other, n) if other else None)
                or (self._titled(halves[1], one, n) if one else None)
            )
            if found:
                return found
            if one and other and self._titles.famous(one[0]) and self._titles.famous(other[0]):
                strangers = strangers or Hits(people=(one[0], other[0])[:n])
        return strangers

    def _together(self, some: tuple[int, ...], others: tuple[int, ...], n: int) -> Hits | None:
        """The films that one of each has a part in, and who that is."""
        films = self._library.films_of({*some, *others})
        pairs = [(one, other) for one in some for other in others if one != other and films[one] & films[other]]
        shared = {film for one, other in pairs for film in films[one] & films[other]}
        people = dict.fromkeys(person for pair in pairs for person in pair)
        return Hits(tuple(self._titles.best_known(shared)[:n]), tuple(people)[:n]) if shared else None

    def _titled(self, title: str, people: tuple[int, ...], n: int) -> Hits | None:
        """The films so called that one of the people has a part in, and who that is."""
        titled = self._titles.search(title, CANDIDATES)
        films = self._library.films_of(people)
        fit = [film for film in titled.films if any(film in own for own in films.values())]
        who = tuple(person for person in people if films[person] & set(fit))
        return Hits(tuple(fit[:n]), who[:n], titled.certain and fit[0] == titled.films[0]) if fit else None
