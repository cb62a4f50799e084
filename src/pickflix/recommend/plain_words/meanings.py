"""What stands at a place of a wish, whatever came before: years, a length, or a phrase of the lexicon."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from pickflix.catalogue.vocabulary import Language
from pickflix.recommend.plain_words.chips import Chip, Kind
from pickflix.recommend.plain_words.lengths import length_at
from pickflix.recommend.plain_words.lexicon import FALSE_FRIENDS, RECENT, Lexicon, Sense
from pickflix.recommend.plain_words.spoken import Speech
from pickflix.recommend.plain_words.times import Bounds, years_at

LATELY = 10  # years that are "recent"
_ARTICLES = frozenset({"l", "la", "le", "les", "the"})
_SETTING = frozenset({"en", "in", "au", "aux", "a", "vers", "sur", "about", "to"})  # before where the film plays
_MADE = frozenset({"made", "venu", "venue", "venus", "produit", "produits", "production"})  # in France


@dataclass(frozen=True, slots=True)
class Meaning:
    """A sense, and how many words say it."""

    sense: Sense
    length: int


@dataclass(frozen=True)
class Meanings:
    """The meanings in one wish.

    `codes` are those of the countries and languages that some film has, `newest` is the year of the newest film.
    """

    speech: Speech
    language: Language
    lexicon: Lexicon
    codes: frozenset[str]
    newest: int
    _found: dict[int, Meaning | None] = field(default_factory=dict, init=False, repr=False)

    def at(self, place: int) -> Meaning | None:
        """The meaning that takes most words from there on."""
        if place not in self._found:
            self._found[place] = self._longest(place) if place < len(self.speech.words) else None
        return self._found[place]

    def answerable(self, chips: Iterable[Chip]) -> list[Chip]:
        """The chips without the countries and languages that no film has, and without those that have no other."""
        kept = (
            replace(chip, values=tuple(value for value in chip.values if value in self.codes))
            if chip.kind.endswith(("pays", "langue"))
            else chip
            for chip in chips
        )
        return [chip for chip in kept if chip.values]

    def is_setting(self, place: int) -> bool:
        """Whether the word before says that the place named there is where the film plays."""
        before = [word.text for word in self.speech.words[:place]]
        while before and before[-1] in _ARTICLES:
            before.pop()
        return bool(before) and before[-1] in _SETTING and not {*before[-2:]} & _MADE

    def _longest(self, place: int) -> Meaning | None:
        found = (self._length(place), self._years(place), self._phrase(place))
        return max(filter(None, found), key=lambda meaning: meaning.length, default=None)

    def noun_follows(self, place: int) -> bool:
        """Whether a word stands there that no rule reads, so that what is said before it is said of it."""
        if self.speech.ends_at(place):
            return False
        word = self.speech.words[place]
        return not (word.stem in self.lexicon.small or word.text.isdigit() or self.at(place))

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        return tuple(word.stem for word in self.speech.words)

    def _phrase(self, place: int) -> Meaning | None:
        for length in range(min(self.lexicon.longest, len(self._stems) - place), 0, -1):
            words = self._stems[place : place + length]
            sense = self.lexicon.senses.get(words)
            if sense and not {*words} & FALSE_FRIENDS[self.language]:
                return Meaning(self._dated(sense), length)
        return None

    def _dated(self, sense: Sense) -> Sense:
        if not any(chip.values == (RECENT,) for chip in sense.chips):
            return sense
        lately = (Chip("annees", (f"{self.newest + 1 - LATELY}-",)),)
        return Sense(lately, sense.denied, sense.vague, sense.place)

    def _years(self, place: int) -> Meaning | None:
        return self._told("annees", place, years_at(self.speech.line, self.speech.offsets[place], self.newest))

    def _length(self, place: int) -> Meaning | None:
        return self._told("duree", place, length_at(self.speech.line, self.speech.offsets[place]))

    def _told(self, kind: Kind, place: int, told: tuple[Bounds, int] | None) -> Meaning | None:
        length = self.speech.words_until(place, told[1]) if told else 0
        if told is None or not length:
            return None
        low, high = told[0]
        # What is not before 1990 is from 1990 on; what is not of the eighties may be of any other time.
        open_ended = (low is None) != (high is None)
        denied = (
            (_chip(kind, None if high is None else high + 1, None if low is None else low - 1),) if open_ended else ()
        )
        return Meaning(Sense((_chip(kind, low, high),), denied), length)


def _chip(kind: Kind, low: int | None, high: int | None) -> Chip:
    return Chip(kind, (f"{'' if low is None else low}-{'' if high is None else high}",))
