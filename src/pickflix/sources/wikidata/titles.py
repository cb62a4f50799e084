"""From the labels and aliases of films to their titles."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

MOST: Final = 12  # other titles that are kept of a film
# "(film)", "(2019 film)", "(film, 2019)", "(2019 American film)", "(film américain, 2019)", "(2019)" tell namesakes
# apart, and are no part of a title; "(The Film)" may be one.
_APART = re.compile(
    r"\s+\((?:(?!the )(?:[\w-]+ ){0,3}(?:film|movie|téléfilm|documentaire|documentary)(?:,? [\w ,-]+)?"
    r"|(?:19|20)\d\d)\)$",
    re.IGNORECASE,
)


class Named(NamedTuple):
    """One label, alias or original title, in its language."""

    what: str
    text: str
    language: str | None


class Titles(NamedTuple):
    """The titles of a film, as in FILMS."""

    title: str
    french: str | None
    original: str | None
    others: list[str]


def plain(label: str) -> str:
    """A label without what tells it from its namesakes.

    >>> plain("Parasite (film, 2019)"), plain("Suspiria (2018 film)"), plain("Up (2009)"), plain("Birdman or (What)")
    ('Parasite', 'Suspiria', 'Up', 'Birdman or (What)')
    """
    return _APART.sub("", label).strip() or label.strip()


def titles(named: Sequence[Named]) -> Titles | None:
    """The titles of one film; None where it has none.

    The title is the English label (the label of all languages where English has none of its own), else the original
    title, else the French one. Other titles: French ones first.
    """
    labels = {each.language: plain(each.text) for each in named if each.what == "label"}
    originals = [plain(each.text) for each in named if each.what == "original"]
    foreign = next((text for language, text in labels.items() if text and language not in {"fr", "en", "mul"}), None)
    french, original = labels.get("fr") or None, next((text for text in originals if text), None) or foreign
    title = labels.get("en") or labels.get("mul") or original or french
    if not title:
        return None
    ranked = sorted((each for each in named), key=lambda each: (each.language != "fr", each.language != "en"))
    others = dict.fromkeys(plain(each.text) for each in ranked)
    shown = {title, french, original, ""}
    return Titles(title, french, original, [text for text in others if text not in shown][:MOST])
