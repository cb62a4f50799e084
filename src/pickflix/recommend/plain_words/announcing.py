"""What announces a name or a title, and what turns a wish round. The table is in `announcing.txt`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias

from pickflix.recommend.plain_words.tables import Phrase, entries

Trigger: TypeAlias = Literal["avec", "de", "made", "comme"]
_TRIGGERS: Mapping[str, Trigger] = MappingProxyType({"avec": "avec", "de": "de", "made": "made", "comme": "comme"})


@dataclass(frozen=True, slots=True)
class Announcement:
    """What follows is a name, or with the trigger "comme" a title.

    `surely`: only one beyond doubt. `manner`: rather a name than a title.
    """

    trigger: Trigger
    surely: bool = False
    manner: bool = False


@dataclass(frozen=True, slots=True)
class Denial:
    """What follows is not wanted; `half`: is only not asked for. `film`: it may be a title."""

    half: bool = False
    film: bool = False


@dataclass(frozen=True, slots=True)
class Announcing:
    """The phrases that announce, those that deny, and all words of either."""

    announcements: Mapping[Phrase, Announcement]
    denials: Mapping[Phrase, Denial]
    words: frozenset[str]
    longest: int

    def announced(self, stems: Sequence[str]) -> tuple[Announcement, int] | None:
        """What the first of those words announce, and how many of them do."""
        found = next((phrase for phrase in self._heads(stems) if phrase in self.announcements), None)
        return (self.announcements[found], len(found)) if found else None

    def denied(self, stems: Sequence[str]) -> tuple[Denial, int] | None:
        """The denial with which those words begin, and its length."""
        found = next((phrase for phrase in self._heads(stems) if phrase in self.denials), None)
        return (self.denials[found], len(found)) if found else None

    def _heads(self, stems: Sequence[str]) -> Iterator[Phrase]:
        return (tuple(stems[:length]) for length in range(self.longest, 0, -1))


@cache
def announcing() -> Announcing:
    """The one table, read at its first use."""
    announcements: dict[Phrase, Announcement] = {}
    denials: dict[Phrase, Denial] = {}
    for meaning, phrases in entries("announcing.txt"):
        kind, *how = meaning.split()
        if kind in _TRIGGERS:
            announced = Announcement(_TRIGGERS[kind], surely="surely" in how, manner="manner" in how)
            announcements.update(dict.fromkeys(phrases, announced))
        else:
            denials.update(dict.fromkeys(phrases, Denial(half="half" in how, film="film" in how)))
    words = frozenset(word for phrase in (*announcements, *denials) for word in phrase)
    longest = max(map(len, (*announcements, *denials)))
    return Announcing(MappingProxyType(announcements), MappingProxyType(denials), words, longest)
