"""The words by which two texts can be about the same thing, in French and in English.

Small words are left out, and those that stand in every text about a film. The names of people can be: the cast and
who directed have labels of their own. Places and events stay, they follow an article or "in", "à".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

import Stemmer

from pickflix.catalogue.folding import fold

Tongue: TypeAlias = Literal["fr", "en"]
TONGUES: tuple[Tongue, ...] = ("fr", "en")
_STEMMED_AS = {"fr": "french", "en": "english"}
SHORTEST = 3  # letters of a word that says something

_APOSTROPHE = re.compile("['’]")
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[^\s\w]")
_SECTION = re.compile(r"^\[(.+)]$([^\[]+)", re.MULTILINE)
_LISTS = {
    name: frozenset(words.split())
    for name, words in _SECTION.findall(Path(__file__).with_name("left_out.txt").read_text("utf-8"))
}


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a text: its folded stem, how it was written, in lower case, and whether it is part of a name."""

    stem: str
    written: str
    of_name: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What one text says, in its order, each word as often as it comes; nothing where a film has no text."""

    tongue: Tongue
    terms: tuple[Term, ...]

    @classmethod
    def by(cls, text: str | None) -> "Told":
        """The words of a text that say what it is about.

        >>> [term.stem for term in Told.by("L'évasion du camp, avec Steve McQueen.").terms if not term.of_name]
        ['evas', 'camp']
        """
        if not text:
            return NOTHING_TOLD
        tongue = tongue_of(text)
        return cls(tongue, tuple(terms(text, tongue)))


NOTHING_TOLD = Told("en", ())


def tongue_of(text: str) -> Tongue:
    """The language that more of its small words belong to; English where it has none.

    >>> tongue_of("Un homme seul dans la ville"), tongue_of("A man alone in town"), tongue_of("Ninja")
    ('fr', 'en', 'en')
    """
    words = text.casefold().replace("’", " ").replace("'", " ").split()
    return max(reversed(TONGUES), key=lambda tongue: sum(word in _LISTS[f"{tongue} small"] for word in words))


def terms(text: str, tongue: Tongue) -> Iterator[Term]:
    """The words of a text that say what it is about, read as French or as English."""
    small, trade = _LISTS[f"{tongue} small"], _trade(tongue)
    for word, of_name in _words(_TOKEN.findall(_APOSTROPHE.sub("' ", text))):
        lower = word.casefold()
        if len(lower) >= SHORTEST and lower not in small and (stem := stem_of(lower, tongue)) not in trade:
            yield Term(stem, lower, of_name)


@lru_cache(maxsize=100_000)
def stem_of(word: str, tongue: Tongue) -> str:
    """The folded stem of one word in lower case.

    >>> stem_of("évasions", "fr"), stem_of("vampires", "en")
    ('evas', 'vampir')
    """
    # A new one each time, which costs little: threads must not share one.
    return fold(str(Stemmer.Stemmer(_STEMMED_AS[tongue], 0).stemWord(word)))


@cache
def _trade(tongue: Tongue) -> frozenset[str]:
    return frozenset(stem_of(word, tongue) for word in _LISTS[f"{tongue} trade"])


def _words(tokens: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The words, and whether each is part of a name: of two capitals or more in a row, unless they say a place.

    >>> tokens = "in Paris he meets Jean de Florette during the Cold War . Florette leaves".split()
    >>> [word for word, of_name in _words(tokens) if not of_name]
    ['in', 'Paris', 'he', 'meets', 'during', 'the', 'Cold', 'War', 'leaves']
    """
    place, before, named = 0, ".", set[str]()
    while place < len(tokens):
        end = _end_of_name(tokens, place)
        words = [token for token in tokens[place:end] if token[0].isalpha()]
        if len(words) > 1 and before.casefold() not in _LISTS["before a place"]:
            named.update(words)
        yield from ((word, word in named) for word in words)
        place, before = end, tokens[end - 1]


def _end_of_name(tokens: Sequence[str], start: int) -> int:
    """Where the run of capitals ends that begins there; the next place where none does."""
    end = start + 1
    if not _is_capital(tokens[start]) or tokens[start].casefold() in _LISTS["no name"]:
        return end
    while end < len(tokens):
        follows = end + 1 < len(tokens) and _is_capital(tokens[end + 1])
        initial = tokens[end] == "." and len(tokens[end - 1]) == 1
        if not (_is_capital(tokens[end]) or (follows and (initial or tokens[end] in _LISTS["in a name"]))):
            break
        end += 1
    return end


def _is_capital(token: str) -> bool:
    return token[0].isupper()
