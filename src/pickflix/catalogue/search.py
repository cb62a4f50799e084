"""Title search: films and people for what somebody typed, typing errors forgiven.

Trigrams find some hundred candidate texts (`postings`), their words are compared with the query's
(`closeness`), then the films and people that bear them are ranked (`bearers`): what was typed to the
letter first, else closeness and renown together. Here it is decided what of that is an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pickflix.catalogue.bearers import A_PART, FILMS, NOT_EXACT, PEOPLE, Bearers, Found
from pickflix.catalogue.postings import Array
from pickflix.catalogue.typed_titles import Form, Reading, readings

RIGHT_YEAR, NEXT_YEAR, WRONG_YEAR = 0.2, 0.05, -0.15
# All of closeness:
FILM_FOUND = 0.57  # from here on a film is an answer
POOR = 0.66  # the best film below: others are proposed
NEAR, NEAR_SHOWN = 0.25, 5  # from here on a film is worth proposing; how many are
FAR_BEHIND = 0.3  # behind the best one: noise
WELL, AHEAD = 0.75, 0.15  # a film below the first, and a name so far ahead: somebody was meant
PERSON_FOUND, PERSON_SURE = 0.6, 0.8  # the second where a title is what was typed
SAME_NAME = 0.6  # of another film: what was typed may be that one
# And of renown:
FAMOUS = 0.995  # from here on a first name alone finds a person
CERTAIN_BY = 0.3  # between two films of one title


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows of films and of people, best first.

    `certain`: the first film is what was typed, beyond doubt. `near`: where no film fits well, the rows
    of the films whose titles come closest, to ask "did you mean".
    """

    films: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    certain: bool = False
    near: tuple[int, ...] = ()


class TitleSearch:
    """Answers queries out of the arrays of `build_index`, which may be memory-mapped."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Opens the arrays; nothing is copied."""
        self._years: NDArray[np.int16] = np.asarray(arrays["film_year"])
        self._films, self._people = Bearers(FILMS, arrays), Bearers(PEOPLE, arrays)

    def search(self, text: str, n: int = 10) -> Hits:
        """At most n films and n people for a query that was sent, however it is spelt."""
        return self._hits(text, n, begun=False)

    def complete(self, text: str, n: int = 8) -> Hits:
        """The same while it is being typed: words that begin with the last one count as that word."""
        return self._hits(text, n, begun=True)

    def _hits(self, text: str, n: int, *, begun: bool) -> Hits:
        asked = readings(text)
        if not asked or n <= 0:
            return Hits()
        films = Found.joined([self._films_read(reading, begun=begun) for reading in asked]).best_of_each()
        people = self._people_read(asked[0], PERSON_SURE if films.exact.any() else PERSON_FOUND, begun=begun)
        if films.best < WELL and people.best > films.best + AHEAD:
            return Hits(people=_first(people.rows, n))
        fit = films.close >= max(FILM_FOUND, films.best - FAR_BEHIND)
        near = films.rows[~fit & (films.close >= NEAR) & (films.best < POOR)]
        return Hits(
            films=_first(films.rows[fit], n),
            people=_first(people.rows, n),
            certain=self._is_certain(films),
            near=_first(near, NEAR_SHOWN),
        )

    def _films_read(self, reading: Reading, *, begun: bool) -> Found:
        found = self._films.read(reading.form, begun=begun)
        if reading.year is None:
            return found
        apart = np.abs(self._years[found.rows] - reading.year)
        by_year = np.select([apart == 0, apart == 1], [RIGHT_YEAR, NEXT_YEAR], WRONG_YEAR)
        # A film of another year is not what was typed, whatever its title.
        return replace(
            found,
            close=found.close + np.minimum(by_year, 0),
            exact=found.exact * (apart == 0),
            score=found.score + by_year,
        )

    def _people_read(self, reading: Reading, least: float, *, begun: bool) -> Found:
        # What looks like an article belongs to a name: "Le Bihan", "Les Blank".
        asked = reading.form.spoken()
        found = self._people.read(Form(asked, 0), begun=begun)
        found = found[found.close >= max(least, found.best - FAR_BEHIND)].best_of_each()
        named = np.array([self._people.is_family(int(text), asked) for text in found.texts], np.bool_)
        return found[named | (self._people.renown[found.rows] >= FAMOUS)]

    def _is_certain(self, films: Found) -> bool:
        if not films.exact.size or films.exact[0] == NOT_EXACT:
            return False
        if films.exact[0] == A_PART:
            return bool(films.close[1:].max(initial=0.0) < SAME_NAME)
        renown = self._films.renown[films.rows[films.exact >= films.exact[0]]]
        return bool(renown.size == 1 or renown[0] - renown[1:].max() >= CERTAIN_BY)


def _first(rows: NDArray[np.int64], n: int) -> tuple[int, ...]:
    return tuple(rows[:n].tolist())
