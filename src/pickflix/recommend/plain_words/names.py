"""People and films in a wish: the words that announce them, and who is asked whether they exist."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from pickflix.recommend.plain_words.announcing import Trigger
from pickflix.recommend.plain_words.chips import Chip, Titles
from pickflix.recommend.plain_words.spoken import Speech

MOST_ASKED = 16  # times that the catalogue is asked about one wish
LONGEST_NAME, LONGEST_UNANNOUNCED, LONGEST_TITLE = 4, 3, 9  # words
SHORTEST_ALONE = 4  # letters of a name of one word that nothing announces
KNOWN_TO_SOME, KNOWN, WELL_KNOWN = 3, 5, 8  # films that make a name known which is no household word


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of the catalogue, with the number of films they made and of those they play in.

    `famous`: everybody knows who that is. `by_first_name`: only that was given.
    """

    id: str
    famous: bool
    made: int
    played: int
    by_first_name: bool = False

    @property
    def directs(self) -> bool:
        """Whether one thinks of them as behind the camera: many a director plays small parts in the films."""
        return self.made * 2 > self.played


class Lookup(Titles, Protocol):
    """What reading a wish needs to know of the catalogue."""

    @property
    def newest_year(self) -> int:
        """The year of the newest film."""
        ...

    @property
    def codes(self) -> frozenset[str]:
        """The codes of countries and languages that some film has."""
        ...

    def person(self, name: str, *, behind: bool) -> Named | None:
        """Who is called so, typing errors forgiven; `behind` the camera rather, where several are."""
        ...

    def film(self, title: str, *, surely: bool) -> str | None:
        """The id of the film called so, typing errors forgiven; `surely`: only where no doubt is left."""
        ...


# Where a name or a title that nobody has put into quotation marks may end.
_ENDS = frozenset(
    word
    for line in (
        "et and ou or mais but avec with sans without pas not en in dans de du des by from plus moins sauf except que",
        "starring where which about sur sorti for pour set only",
    )
    for word in line.split(" ")
)
_IN_A_NAME = frozenset({"de", "du", "des", "d", "le", "la", "l", "von", "van", "di", "da", "del", "saint"})


class Names:
    """Finds the people and films of one wish; asks the catalogue a bounded number of times."""

    def __init__(
        self, speech: Speech, lookup: Lookup, small: Collection[str], means_something: Callable[[int], bool]
    ) -> None:
        """With a small word no name begins; `means_something` tells of a place whether another rule reads it."""
        self._speech, self._lookup, self._small, self._means_something = speech, lookup, small, means_something
        # Who writes capitals inside a wish writes them in names; a phone makes the first one by itself.
        self._cased = any(self._is_capital(place) for place in range(1, len(speech.words)))
        self._asked: dict[tuple[str, str], Named | str | None] = {}

    def person_at(self, at: int, trigger: Trigger | None, *, surely: bool = False) -> tuple[Chip, int] | None:
        """Who is named from there on, and in how many words; the trigger is what announced the name.

        `surely`: the word before makes it likely that a single word is none, unless it has a capital.
        """
        if at >= len(self._speech.words) or not self._may_begin(at, announced=trigger is not None):
            return None
        behind = trigger in {"de", "made"}
        for length in self._name_lengths(at, LONGEST_NAME if trigger else LONGEST_UNANNOUNCED):
            found = self._person(self._speech.as_typed(at, length), behind=behind)
            if found and self._is_meant(found, at, length, trigger, surely=surely):
                by = trigger == "made" or (trigger != "avec" and found.directs)
                return Chip("de" if by else "avec", (found.id,)), length
        return None

    def _may_begin(self, at: int, *, announced: bool) -> bool:
        """Whether a name can begin with that word."""
        word, capital = self._speech.words[at], self._is_capital(at)
        if word.text.isdigit() or (not announced and self._cased and not capital):
            return False
        return capital or word.text in _IN_A_NAME or word.stem not in self._small

    def film_at(self, at: int, *, surely: bool) -> tuple[Chip, int] | None:
        """The film whose title stands there, and its number of words."""
        if at >= len(self._speech.words):
            return None
        for length in self._title_lengths(at):
            if (found := self._film(self._speech.as_typed(at, length), surely=surely)) is not None:
                return Chip("comme", (found,)), length
        return None

    def quoted_at(self, at: int) -> tuple[Chip, int] | None:
        """The film or person between the quotation marks that open there."""
        length = min(self._speech.words[at].quoted, len(self._speech.words) - at)
        if not length:
            return None
        said = self._speech.as_typed(at, length)
        if (film := self._film(said, surely=False)) is not None:
            return Chip("comme", (film,)), length
        person = self._person(said, behind=False)
        return (Chip("de" if person.directs else "avec", (person.id,)), length) if person else None

    def whole(self) -> Chip | None:
        """The film whose title the wish as a whole is."""
        words = self._speech.words
        alone = len(words) == 1 and self._speech.typed.islower()  # "chiens" is what the film is about
        if alone or not 0 < len(words) <= LONGEST_TITLE:
            return None
        found = self._film(self._speech.as_typed(0, len(words)), surely=True)
        return Chip("comme", (found,), (self._speech.span(0, len(words)),)) if found is not None else None

    def _is_meant(self, found: Named, at: int, length: int, trigger: Trigger | None, *, surely: bool) -> bool:
        """A word alone may be anything: it is a name where that is announced, or everybody knows it."""
        if length > 1:
            return True
        if (found.by_first_name or not found.famous) and self._goes_on(at + 1):
            return False
        word, capital = self._speech.words[at], self._is_capital(at)
        if not capital and (found.by_first_name or surely):
            return False
        if trigger in {"avec", "made"}:
            return found.famous or (capital and found.made + found.played >= KNOWN)
        if found.famous:
            return len(word.text) >= SHORTEST_ALONE
        least = KNOWN_TO_SOME if capital and trigger == "de" else KNOWN if capital else WELL_KNOWN
        return found.directs and found.made >= least and (capital or trigger == "de")

    def _goes_on(self, at: int) -> bool:
        """Whether a word follows that no rule reads: "James Bond" is not James Stewart."""
        if self._speech.ends_at(at):
            return False
        return self._speech.words[at].text not in _ENDS and not self._means_something(at)

    def _is_capital(self, at: int) -> bool:
        return self._speech.typed[self._speech.words[at].start].isupper()

    def _name_lengths(self, at: int, most: int) -> Iterator[int]:
        words = self._speech.words
        end = at + 1
        while end < len(words) and end < at + most and not self._speech.ends_at(end):
            if words[end].text in _ENDS - _IN_A_NAME or words[end].text.isdigit():
                break
            end += 1
        # What ends with "de" is no name, and the article goes with what follows.
        return (length for length in range(end - at, 0, -1) if words[at + length - 1].text not in _IN_A_NAME)

    def _title_lengths(self, at: int) -> Iterator[int]:
        """Where a title may end, the longest first: at a sign, before a small word, before what a rule reads."""
        words, ends, end = self._speech.words, [], at
        while end < len(words) and end < at + LONGEST_TITLE and not (end > at and self._speech.ends_at(end)):
            if end > at and (words[end].text in _ENDS or self._means_something(end)):
                ends.append(end - at)
            end += 1
        return iter(dict.fromkeys([end - at, *reversed(ends)]))

    def _person(self, name: str, *, behind: bool) -> Named | None:
        found = self._ask(("behind" if behind else "before", name), lambda: self._lookup.person(name, behind=behind))
        return found if isinstance(found, Named) else None

    def _film(self, title: str, *, surely: bool) -> str | None:
        found = self._ask(("sure" if surely else "film", title), lambda: self._lookup.film(title, surely=surely))
        return found if isinstance(found, str) else None

    def _ask(self, key: tuple[str, str], ask: Callable[[], Named | str | None]) -> Named | str | None:
        if key not in self._asked and len(self._asked) < MOST_ASKED:
            self._asked[key] = ask()
        return self._asked.get(key)
