"""How the tables of words beside this module are read: lines of phrases, each phrase as the stems of its words."""

from collections.abc import Iterator
from importlib.resources import files
from typing import TypeAlias

from pickflix.catalogue.folding import fold
from pickflix.recommend.plain_words.spoken import stem_of

Phrase: TypeAlias = tuple[str, ...]


def phrase_of(text: str) -> Phrase:
    """The stems of a phrase.

    >>> phrase_of("À l'époque des Romains")
    ('a', 'l', 'epoque', 'des', 'romain')
    """
    return tuple(map(stem_of, fold(text).split()))


def entries(name: str) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    """What stands before ` = ` on each line of a table, and the phrases behind it."""
    for line in _lines(name):
        meaning, _, phrases = line.partition(" = ")
        yield meaning.strip(), tuple(map(phrase_of, phrases.split(", ")))


def stems(name: str) -> frozenset[str]:
    """All words of a table that is but words."""
    return frozenset(stem_of(word) for line in _lines(name) for word in fold(line).split())


def _lines(name: str) -> Iterator[str]:
    text = files("pickflix.recommend.plain_words").joinpath(name).read_text("utf-8")
    return (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
