"""Title search: films and people for what somebody typed, typing errors forgiven.

Trigrams find some hundred candidate texts (`postings`), their words are compared with the query's
(`closeness`), then the films and people that bear them are ranked (`bearers`): what was typed to the
letter first, else closeness and renown together. Here it is decided what of that is an answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from pickflix.catalogue.bearers import A_PART, FILMS, NOT_EXACT, NOTHING, PEOPLE, TO_THE_LETTER, Bearers, Found
from pickflix.catalogue.postings import Array
from pickflix.catalogue.typed_titles import Form, Reading, name_asked, parted, readings

RIGHT_YEAR, NEXT_YEAR, WRONG_YEAR = 0.2, 0.05, -0.15
# All of closeness:
FILM_FOUND = 0.57  # from here on a film is an answer
POOR = 0.66  # the best film below: others are proposed
NEAR, NEAR_SHOWN = 0.25, 5  # from here on a film is worth proposing; how many are
FAR_BEHIND = 0.3  # behind the best one: noise
WELL, AHEAD = 0.75, 0.15  # a film below the first, and a name so far ahead: somebody was meant
PERSON_FOUND, PERSON_SURE = 0.6, 0.8  # the second where a title is what was typed
NAMED = 0.88  # nothing of what was typed is left over beside the name
SAME_NAME = 0.6  # of another film: what was typed may be that one
# And of renown:
ALIKE = 0.15  # so near the best known part of a saga: the older one first
FAMOUS = 0.995  # from here on a first name alone finds a person
SHARED = 4  # people of one family name that are looked at beside another name
CERTAIN_BY = 0.3  # between two films of one title


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows of films and of people, best first.

    `certain`: the first film is what was typed, beyond doubt. `near`: where no film fits well, the rows
    of the films whose titles come closest, to ask "did you mean". `poor`: neither a title nor a name
    explains all of what was typed.
    """

    films: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    certain: bool = False
    near: tuple[int, ...] = ()
    poor: bool = field(default=False, compare=False)


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

    def named(self, text: str) -> tuple[int, ...]:
        """The people whose name, or family name, this is and nothing else; best first."""
        asked = readings(text)
        found = self._people_read(asked[0].form.spoken(), PERSON_SURE, begun=False) if asked else NOTHING
        return _first(found.rows[found.close >= NAMED], SHARED)

    def best_known(self, films: Iterable[int]) -> list[int]:
        """These rows, the best known film first; ties by row."""
        return sorted(films, key=lambda row: (-self._films.renown[row], row))

    def famous(self, person: int) -> bool:
        """Whether everybody knows who this is."""
        return bool(self._people.renown[person] >= FAMOUS)

    def _hits(self, text: str, n: int, *, begun: bool) -> Hits:
        asked = readings(text)
        if not asked or n <= 0:
            return Hits()
        films = Found.joined([self._films_read(reading, begun=begun) for reading in asked]).best_of_each()
        least = PERSON_SURE if films.exact.any() else PERSON_FOUND
        people = self._people_read(asked[0].form.spoken(), least, begun=begun)
        if not films.exact.any() and (name := name_asked(text)):
            of_them = self._people_read(name, PERSON_SURE, begun=begun)
            if of_them.rows.size:
                return Hits(people=_first(of_them.rows, n))
        poor = not films.exact.any() and films.best < WELL and people.best < NAMED
        if films.best < WELL and people.best > films.best + AHEAD:
            return Hits(people=_first(people.rows, n), poor=poor)
        fit = films.close >= max(FILM_FOUND, films.best - FAR_BEHIND)
        near = films.rows[~fit & (films.close >= NEAR) & (films.best < POOR)]
        return Hits(
            films=_first(self._older_first(films[fit], asked[0].form.text).rows, n),
            people=_first(people.rows, n),
            certain=self._is_certain(films),
            near=_first(near, NEAR_SHOWN),
            poor=poor,
        )

    def _older_first(self, films: Found, asked: str) -> Found:
        """The same, with the films as known whose titles go on as asked in the places they hold, but by year.

        What is older than the film that bears the title is not of its saga: "Les Visiteurs du soir".
        """
        whole = films.exact >= TO_THE_LETTER
        if not (whole[:1].any() or self._films.is_saga(asked)):
            return films
        years, renown = self._years[films.rows], self._films.renown[films.rows]
        goes_on = np.array([self._films.goes_on(int(text), asked) for text in films.texts], np.bool_)
        since = years[0] if whole[:1].any() else 0
        parts = np.flatnonzero(~whole & (goes_on | (films.exact == A_PART)) & (years >= since))
        parts = parts[renown[parts] >= renown[parts].max(initial=0.0) - ALIKE]
        order = np.arange(len(films.rows))
        order[parts] = parts[np.argsort(years[parts], kind="stable")]
        return films[order]

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

    def _people_read(self, asked: str, least: float, *, begun: bool) -> Found:
        # What looks like an article belongs to a name: "Le Bihan", "Les Blank".
        found = self._people.read(Form(asked, 0), begun=begun)
        if found.best < PERSON_SURE and (apart := parted(asked)):
            asked, found = apart, self._people.read(Form(apart, 0), begun=begun)
        found = found[found.close >= max(least, found.best - FAR_BEHIND)].best_of_each()
        if " " in asked and found.exact.any():  # Romy Schneider is no Roy Scheider
            return found[found.exact > NOT_EXACT]
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
