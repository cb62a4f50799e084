"""The films, or the people, that bear the texts closest to a query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from pickflix.catalogue.closeness import closeness
from pickflix.catalogue.postings import Array, Postings
from pickflix.catalogue.typed_titles import PART, Form

# How exact a text is: "pianiste" of "Pianiste : ...", of "La Pianiste", of "Le Pianiste" where the article was typed.
NOT_EXACT, A_PART, TO_THE_LETTER, WITH_ARTICLE = range(4)
EXACT = 0.42  # to the letter: more than any renown
EXACT_PART = 0.3  # less, by less than renown: the films called "Le Hobbit : ..." before an obscure "The Hobbit"
EXACT_ARTICLE = 0.1  # where the article was typed too: "Les Visiteurs", "La Pianiste"
SAME_ARTICLE = 0.06
WORTH = np.array([0, EXACT_PART, EXACT, EXACT + EXACT_ARTICLE])
BEGINS = 0.06  # a text that goes on as the query does
RENOWN = 0.18  # what the best known is worth beside closeness
BEGINNINGS = 30  # best known texts that begin with the query, compared besides those with most grams
SAGA_TEXTS = 2  # for each film: "harry potter" begins its titles in every language, "grande" in one
FAMILY = 0.7  # likeness of a family name


@dataclass(frozen=True, slots=True)
class Kind:
    """What tells the search of titles from the search of names."""

    prefix: str  # of the arrays' names
    candidates: int  # texts compared word by word
    least: float  # share of the query's grams without which nothing is compared at all
    fame: int  # power of the renown: of many who bear one name, the few that everybody knows
    rest: float  # what a text loses whose other words nobody asked for, when the query is sent
    rest_begun: float  # the same while the query is being typed


# What a title has beyond the query makes it another film; what a name has, a first name, says nothing.
FILMS = Kind("film", candidates=80, least=0.0, fame=1, rest=0.3, rest_begun=0.05)
PEOPLE = Kind("person", candidates=50, least=0.35, fame=4, rest=0.06, rest_begun=0.05)


@dataclass(frozen=True, slots=True)
class Found:
    """Bearers of candidate texts; arrays of one length, a bearer several times where it has several texts.

    `texts` are the numbers of the texts, `close` (0 to 1) how close each is to the query, `exact` how
    exact, from NOT_EXACT to WITH_ARTICLE, `score` what ranks them.
    """

    rows: NDArray[np.int64]
    texts: NDArray[np.int64]
    close: NDArray[np.float64]
    exact: NDArray[np.int64]
    score: NDArray[np.float64]

    def __getitem__(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> "Found":
        return Found(self.rows[chosen], self.texts[chosen], self.close[chosen], self.exact[chosen], self.score[chosen])

    @property
    def best(self) -> float:
        """The best closeness, 0 where nothing was found."""
        return float(self.close.max(initial=0.0))

    @classmethod
    def joined(cls, parts: Sequence["Found"]) -> "Found":
        """All of them, one behind the other; at least one part."""
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.texts for part in parts]),
            np.concatenate([part.close for part in parts]),
            np.concatenate([part.exact for part in parts]),
            np.concatenate([part.score for part in parts]),
        )

    def best_of_each(self) -> "Found":
        """Each row once, with its best score, best first; ties by row."""
        order = np.lexsort((self.rows, -self.score))
        _, firsts = np.unique(self.rows[order], return_index=True)
        return self[order[np.sort(firsts)]]


class Bearers:
    """All texts of one kind, and the rows that bear each."""

    def __init__(self, kind: Kind, arrays: Mapping[str, Array]) -> None:
        """`arrays` are those of `build_index`; nothing is copied."""
        prefix = f"{kind.prefix}_"
        # asarray drops the memmap class, whose every slice costs microseconds.
        own = {name.removeprefix(prefix): np.asarray(arrays[name]) for name in arrays if name.startswith(prefix)}
        self._kind = kind
        self._texts = Postings(own)
        self._text_renown, self._start = own["text_renown"], own["bearer_start"]
        self._bearer, self._article = own["bearer"], own["article"]
        self.renown: NDArray[np.float32] = own["renown"]

    def read(self, form: Form, *, begun: bool) -> Found:
        """The bearers of the texts closest to this form, in no order; `begun`: its last word may go on."""
        numbers = self._candidates(form.text)
        if not numbers.size:
            return NOTHING
        texts = self._texts.several(numbers)
        rest = self._kind.rest_begun if begun else self._kind.rest
        close = closeness(form.text, texts, begun=begun, rest=rest)
        lengths = self._start[numbers + 1] - self._start[numbers]
        close, exact = np.repeat(close, lengths), np.repeat([text == form.text for text in texts], lengths)
        # Places of the bearers of each text, one behind the other.
        places = np.arange(len(close)) + np.repeat(self._start[numbers + 1] - np.cumsum(lengths), lengths)
        rows, article = self._bearer[places].astype(np.int64), self._article[places]
        same = article == form.article
        rank = exact * np.select([article == PART, same & (form.article > 0)], [A_PART, WITH_ARTICLE], TO_THE_LETTER)
        begins = np.repeat([text.startswith(form.text) for text in texts], lengths)
        worth = WORTH[rank] + BEGINS * begins + SAME_ARTICLE * same
        score = close + worth + RENOWN * self.renown[rows] ** self._kind.fame
        return Found(rows, np.repeat(numbers, lengths), close, rank, score)

    def goes_on(self, number: int, asked: str) -> bool:
        """Whether this text is the query and more words behind it."""
        return self._texts[number].startswith(f"{asked} ")

    def is_saga(self, asked: str) -> bool:
        """Whether the films whose texts go on as the query do so in several languages: a name, no mere word."""
        texts = self._texts.starting_with(f"{asked} ")
        films = np.unique(self._bearer[self._start[texts.start] : self._start[texts.stop]])
        return len(texts) >= SAGA_TEXTS * max(len(films), 1)

    def is_family(self, number: int, asked: str) -> bool:
        """Whether the query is the beginning of this name, or one of its words is the family name."""
        name, words = self._texts[number], asked.split()
        *_, family = name.split()
        return (
            (len(words) > 1 and name.startswith(asked))
            or (len(words[-1]) > 1 and family.startswith(words[-1]))
            or any(OSA.normalized_similarity(family, word) >= FAMILY for word in words)
        )

    def _candidates(self, text: str) -> NDArray[np.int64]:
        begin = self._texts.starting_with(text)
        first = begin.start + _greatest(self._text_renown[begin.start : begin.stop], BEGINNINGS)
        # The text itself, if there is one, comes first in its range, however obscure.
        itself = np.arange(begin.start, begin.stop)[:1]
        sharing = self._texts.sharing(text, self._text_renown, self._kind.candidates, self._kind.least)
        return np.unique(np.concatenate([sharing, first, itself]))


def _greatest(values: NDArray[np.float32], n: int) -> NDArray[np.int64]:
    """The places of the n greatest, the greatest first; of equals the first."""
    places = np.arange(len(values))
    if len(values) > n:
        # A letter begins hundreds of thousands of names: they are not all put in order.
        places = np.flatnonzero(values >= np.partition(values, len(values) - n)[len(values) - n])
    return places[np.argsort(-values[places], kind="stable")[:n]]


NOTHING = Found(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64), np.zeros(0))
