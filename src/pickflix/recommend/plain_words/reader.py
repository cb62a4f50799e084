"""Reads a wish from its first word to its last: at each place the rule that explains most words wins."""

from dataclasses import replace
from functools import cache

from pickflix.catalogue.vocabulary import Language
from pickflix.recommend.plain_words.announcing import Announcement, Denial, Trigger, announcing
from pickflix.recommend.plain_words.chips import FILMS, Chip
from pickflix.recommend.plain_words.lengths import WORDS as WORDS_OF_LENGTHS
from pickflix.recommend.plain_words.lexicon import DENIED, lexicon
from pickflix.recommend.plain_words.meanings import Meaning, Meanings
from pickflix.recommend.plain_words.merging import Link, Said, merged
from pickflix.recommend.plain_words.names import Lookup, Names
from pickflix.recommend.plain_words.spoken import Speech, stem_of
from pickflix.recommend.plain_words.times import WORDS as WORDS_OF_TIMES
from pickflix.recommend.plain_words.understood import Understood

_FAMILY = Chip("genre", ("famille",))  # for the family, not about one
_LINKS: dict[str, Link] = {"ou": "or", "or": "or", "et": "and", "and": "and", "ni": "or", "nor": "or"}
# Between "or" and what it joins: "un western ou un film d'aventure".
_BETWEEN = frozenset({"un", "une", "des", "de", "d", "du", "le", "la", "les", "l", "the", "a", "an", "film", "movie"})
# "Pas trop violent pour mon fils": for whom it is, is not denied, but in "pas pour mon fils".
_FOR, _JUST_DENIED = frozenset({"pour", "for"}), frozenset({"pas", "non", "ni", "not", "nor"})
_ELSE = frozenset({"mais", "but", "avec", "with", "plutot", "rather"})  # whatever was denied, what follows is not
# Behind these comes the story: "sur un vieux monsieur", "set in an Italian village".
_TOPIC = frozenset(
    {"sur", "about", "dans", "passe", "passent", "raconte", "parle", "autour", "pendant", "during", "set"}
)


@cache
def _known() -> tuple[str, ...]:
    """The words that a typing error may hide."""
    return tuple(sorted(lexicon().known | {stem_of(word) for word in WORDS_OF_TIMES | WORDS_OF_LENGTHS}))


def understand(text: str, language_hint: Language, lookup: Lookup) -> Understood:
    """What a wish asks for, in French or English; whatever was typed, it is read as far as it goes.

    `language_hint` decides about words that the two languages write alike.
    """
    return _Reading(text, language_hint, lookup).read()


class _Reading:
    """One wish on its way to be understood; `_at` is the word to read next."""

    def __init__(self, text: str, language: Language, lookup: Lookup) -> None:
        self._lexicon = lexicon()
        self._speech = Speech.of(text, _known(), self._lexicon.right | announcing().words)
        self._meanings = Meanings(self._speech, language, self._lexicon, lookup.codes, lookup.newest_year)
        self._names = Names(
            self._speech, lookup, self._lexicon.small, lambda place: self._meanings.at(place) is not None
        )
        self._at = 0
        self._denial: Denial | None = None
        self._left_until = 0  # behind the last word that no rule read
        self._topic = False
        self._link: Link = ""
        self._said: list[Said] = []
        self._rest: list[str] = []
        self._unread: list[str] = []

    def read(self) -> Understood:
        """All of it."""
        while self._at < len(self._speech.words):
            self._read_on()
        if self._rest and (film := self._names.whole()):
            return Understood(self._speech.typed, (film,))
        return Understood(self._speech.typed, merged(self._said), tuple(self._rest), tuple(self._unread))

    def _read_on(self) -> None:
        """The next word or words."""
        if self._speech.words[self._at].apart:
            self._denial, self._topic, self._link = None, False, ""
        if found := self._names.quoted_at(self._at):
            self._take(found[0], found[1])
            return
        stems = [word.stem for word in self._speech.words[self._at : self._at + announcing().longest]]
        meaning, denied, named = self._meanings.at(self._at), announcing().denied(stems), announcing().announced(stems)
        meant, announced = meaning.length if meaning else 0, named[1] if named else 0
        if denied and denied[1] >= max(meant, announced):
            self._deny(*denied)
        elif meaning and meant >= announced:
            self._mean(meaning)
        elif not (named and self._name(*named)):
            self._word()

    # --- What a rule reads ------------------------------------------------------------------------------------------

    def _mean(self, meaning: Meaning) -> None:
        sense, length = meaning.sense, meaning.length
        words, at = self._speech.words, self._at
        if words[at].text in _FOR and at and words[at - 1].text not in _JUST_DENIED:
            self._denial = None
        if self._is_story(meaning):
            self._leave(length)
            return
        if not sense.chips and not sense.denied:
            self._at += length
            return
        chips = () if self._denial and self._denial.half else sense.denied if self._denial else sense.chips
        spans = (self._speech.span(self._at, length),)
        known = [replace(chip, spans=spans) for chip in self._meanings.answerable(chips)]
        self._said += [Said(chip, self._link) for chip in known]
        if not known and (chips or self._denial):
            self._unread.append(self._speech.as_typed(self._at, length))
        self._after(length)

    def _is_story(self, meaning: Meaning) -> bool:
        """Whether the words tell of the story and not of the film: "en Italie", "un vieux monsieur"."""
        sense = meaning.sense
        if sense.vague:
            return self._topic or (
                self._meanings.noun_follows(self._at + meaning.length)
                and self._names.person_at(self._at + meaning.length, None) is None
            )
        if not any(chip.kind == "pays" for chip in sense.chips):
            return self._topic and any(chip == _FAMILY for chip in sense.chips)
        # "des Indiens" are people, whoever made the film.
        people = self._at > 0 and not sense.place and self._speech.words[self._at - 1].text in {"des", "les"}
        return self._topic or people or (sense.place and self._meanings.is_setting(self._at))

    # --- Names ------------------------------------------------------------------------------------------------------

    def _deny(self, denial: Denial, length: int) -> None:
        self._denial = denial
        self._at += length
        if denial.film and self._at < len(self._speech.words):
            self._name(Announcement("comme", surely=True), 0)

    def _name(self, announced: Announcement, length: int) -> bool:
        """Reads the people or films behind an announcement of that many words; False where there are none."""
        trigger: Trigger = announced.trigger
        place = self._at + length
        found = self._film_or_person(place, announced) if trigger == "comme" else self._person(place, trigger)
        if found is None:
            return False
        self._at += length
        while found:
            denial = self._denial
            self._take(*found)
            following = self._next_name()
            if following is None:
                break
            found = self._another(following, "comme" if found[0].kind in FILMS else trigger)
            if found:
                self._link = _LINKS.get(self._speech.words[following - 1].text, "")
                self._at, self._denial = following, denial
        return True

    def _film_or_person(self, place: int, announced: Announcement) -> tuple[Chip, int] | None:
        if self._is_read_whole(place):
            return None
        if announced.manner and (person := self._names.person_at(place, "de")):
            return person
        return self._names.film_at(place, surely=announced.surely) or self._names.person_at(place, "de")

    def _person(self, place: int, trigger: Trigger) -> tuple[Chip, int] | None:
        if place >= len(self._speech.words) or self._speech.words[place].apart:
            return None
        # "avec du suspense" is no name; "Romane" may be one, although it is almost "romance".
        word = self._speech.words[place]
        if self._meanings.at(place) and word.text == word.said:
            return None
        # "la libération de Paris" is not by Jerry Paris.
        surely = trigger == "de" and self._is_of_a_noun()
        return self._names.person_at(place, None if surely else trigger, surely=surely)

    def _is_of_a_noun(self) -> bool:
        return self._topic or (self._at > 0 and self._left_until == self._at)

    def _next_name(self) -> int | None:
        """Where another name may stand: behind "and", "or" or a comma."""
        if self._at >= len(self._speech.words):
            return None
        word = self._speech.words[self._at]
        if word.text in _LINKS:
            return self._at + 1
        return self._at if word.apart else None

    def _another(self, place: int, trigger: Trigger) -> tuple[Chip, int] | None:
        words = self._speech.words
        if place >= len(words) or self._meanings.at(place) or announcing().denied([words[place].stem]):
            return None
        if trigger == "comme":
            again = words[place].text not in {"un", "une", "des", "avec", "with"}
            return self._names.film_at(place, surely=words[place].apart) if again else None
        return self._names.person_at(place, trigger)

    def _is_read_whole(self, place: int) -> bool:
        """Whether rules read all words up to the next sign: "j'adore les films d'action"."""
        while not self._speech.ends_at(place):
            meaning = self._meanings.at(place)
            if not meaning and self._speech.words[place].stem not in self._lexicon.small:
                return False
            place += meaning.length if meaning else 1
        return True

    def _take(self, chip: Chip, length: int) -> None:
        """A name or a title that was found."""
        span = self._speech.span(self._at, length)
        if self._denial and self._denial.half:
            self._unread.append(self._speech.as_typed(self._at, length))
        else:
            kind = DENIED[chip.kind] if self._denial else chip.kind
            self._said.append(Said(replace(chip, kind=kind, spans=(span,)), self._link))
        self._after(length)

    # --- All other words --------------------------------------------------------------------------------------------

    def _word(self) -> None:
        word = self._speech.words[self._at]
        if word.stem in self._lexicon.small:
            self._small(word.text)
            return
        found = self._names.person_at(self._at, None, surely=self._is_of_a_noun())
        if found:
            self._take(*found)
        else:
            self._leave(1)

    def _small(self, text: str) -> None:
        self._topic = self._topic or text in _TOPIC
        if text in _ELSE:
            self._denial, self._topic = None, False
        if text in _LINKS:
            self._link = _LINKS[text]
        elif text in {"des", "les"} and self._link == "and":  # "des comédies et des westerns": some of each
            self._link = "or"
        elif text not in _BETWEEN:
            self._link = ""
        self._at += 1

    def _leave(self, length: int) -> None:
        """Words for the text of the films, unless they are denied."""
        for place in range(self._at, self._at + length):
            said = self._speech.as_typed(place, 1)
            (self._unread if self._denial or said.isdigit() else self._rest).append(said)
        self._link = ""
        self._at += length
        self._left_until = self._at

    def _after(self, length: int) -> None:
        """Goes on behind a chip; a denial holds on for what "or" joins to it."""
        self._at += length
        self._link = ""
        words = self._speech.words
        goes_on = self._at < len(words) and not words[self._at].apart and words[self._at].text in _LINKS
        if not goes_on:
            self._denial = None
