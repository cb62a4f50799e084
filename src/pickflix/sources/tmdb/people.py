"""Who made a film, from TMDB's lists of cast and crew, which are the same in its dumps and in its answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from pickflix.sources.contract import CREDITS, PEOPLE, fitted

ROLE_OF_JOB: Final = {
    "Director": "director",
    "Co-Director": "director",
    "Writer": "writer",
    "Co-Writer": "writer",
    "Screenplay": "writer",
    "Author": "writer",
    "Story": "writer",
    "Screenstory": "writer",
    "Adaptation": "writer",
    "Dialogue": "writer",
    "Teleplay": "writer",
}
GENDERS: Final = {1: "female", 2: "male", 3: "other"}
LATER: Final = 10_000  # where a list says no place
MOST: Final = 32_767  # places of one list


@dataclass(slots=True)
class Casts:
    """People and credits as they are read, film by film."""

    people: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    credits: dict[tuple[str, int, str], tuple[int, list[str]]] = field(default_factory=dict)

    def take(self, film_id: str, cast: Any, crew: Any) -> int:  # noqa: ANN401 - whatever a stranger wrote
        """Adds the lists of one film; returns how many entries name nobody. Raises ValueError for what is no list."""
        if not isinstance(cast, list) or not isinstance(crew, list):
            raise ValueError("no list")  # noqa: TRY003, TRY004 - caught by whoever knows where it stood
        players = [("cast", entry) for entry in sorted(cast, key=_order)]
        makers = [(role, entry) for entry in crew if (role := ROLE_OF_JOB.get(_word(entry, "job")))]
        places = dict.fromkeys(("cast", "director", "writer"), 0)
        nobody = 0
        for role, entry in (*players, *makers):
            number, name = _number(entry), _word(entry, "name")
            if number is None or not name or places[role] == MOST:
                nobody += 1
                continue
            self.people.setdefault(number, (name, _gender(entry)))
            place, characters = self.credits.setdefault((film_id, number, role), (places[role], []))
            places[role] += place == places[role]
            characters += _characters(entry, characters) if role == "cast" else []
        return nobody

    def tables(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """People and credits, with the columns of PEOPLE and CREDITS."""
        people = pl.DataFrame(
            [(person(number), name, gender) for number, (name, gender) in sorted(self.people.items())],
            schema={"id": pl.String, "name": pl.String, "gender": pl.String},
            orient="row",
        )
        credit = pl.DataFrame(
            [(film, person(of), role, place, who) for (film, of, role), (place, who) in self.credits.items()],
            schema=dict(CREDITS),
            orient="row",
        )
        return fitted(people, PEOPLE), fitted(credit, CREDITS)


def person(number: int) -> str:
    """The id of a person.

    >>> person(6384)
    'tmdb-person-6384'
    """
    return f"tmdb-person-{number}"


def _characters(entry: Mapping[str, Any], known: Iterable[str]) -> list[str]:
    """Who one played: `Himself / Narrator (voice)` are two."""
    written = (part.strip().removesuffix("(uncredited)").rstrip() for part in _word(entry, "character").split(" / "))
    return [name for name in dict.fromkeys(written) if name and name not in known]


def _order(entry: Any) -> int:  # noqa: ANN401 - as above
    place = entry.get("order") if isinstance(entry, dict) else None
    return place if isinstance(place, int) else LATER


def _number(entry: Any) -> int | None:  # noqa: ANN401 - as above
    number = entry.get("id") if isinstance(entry, dict) else None
    return number if isinstance(number, int) and number > 0 else None


def _word(entry: Any, key: str) -> str:  # noqa: ANN401 - as above
    word = entry.get(key) if isinstance(entry, dict) else None
    # JSON may hold half a letter, "\\ud83d" alone, which no table does.
    return word.encode("utf-8", "replace").decode().strip() if isinstance(word, str) else ""


def _gender(entry: Mapping[str, Any]) -> str | None:
    number = entry.get("gender")
    return GENDERS.get(number) if isinstance(number, int) else None
