"""The words of the texts, kept for what points cannot tell: a wish in words, and which words two films share."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

import numpy as np

from pickflix.recommend.arrays import Array, Floats, Rows, Texts
from pickflix.recommend.kinds import product
from pickflix.recommend.text.weighing import Weighed
from pickflix.recommend.text.words import TONGUES, Told, Tongue, terms

_NUMBERS = ("text_start", "text_words", "word_start", "word_rows", "word_values")
_LETTERS = tuple(f"{name}_{part}" for name in ("stem", *TONGUES) for part in ("letters", "letter_start"))
ARRAYS = (*_NUMBERS, *_LETTERS)


@dataclass(frozen=True, slots=True)
class Written:
    """Which films' texts have which words; names of people are left out.

    Film f has the words `text_words[text_start[f]:text_start[f + 1]]`, ascending; word w stands in the texts of
    `word_rows[word_start[w]:word_start[w + 1]]` with `word_values` (float32, norm 1 a film, rare words more). `stems`
    are sorted; `forms` hold how each is most often written in French and in English, empty where it never is.
    """

    text_start: Array
    text_words: Array
    word_start: Array
    word_rows: Array
    word_values: Array
    stems: Texts
    forms: Mapping[Tongue, Texts]

    @classmethod
    def train(cls, told: Sequence[Told]) -> Self:
        """The words that two texts share at least, and not too many; one entry a film."""
        forms: dict[Tongue, dict[str, Counter[str]]] = {tongue: defaultdict(Counter) for tongue in TONGUES}
        documents: list[Collection[str]] = []
        for text in told:
            said = [term for term in text.terms if not term.of_name]
            documents.append({term.stem for term in said} if said else ())
            for term in said:
                forms[text.tongue][term.stem][term.written] += 1
        weighed = Weighed.of(documents)
        word_start, word_rows, word_values = weighed.turned()
        return cls(
            weighed.start,
            weighed.words.astype(np.int32),
            word_start,
            word_rows.astype(np.int32),
            word_values.astype(np.float32),
            Texts(*Texts.pack(weighed.kept)),
            {
                tongue: Texts(*Texts.pack(_commonest(forms[tongue][stem]) for stem in weighed.kept))
                for tongue in TONGUES
            },
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """What `arrays` returned."""
        stems, *forms = (
            Texts(arrays[f"{name}_letters"], arrays[f"{name}_letter_start"]) for name in ("stem", *TONGUES)
        )
        numbers = {name: arrays[name] for name in _NUMBERS}
        return cls(**numbers, stems=stems, forms=dict(zip(TONGUES, forms, strict=True)))

    def arrays(self) -> dict[str, Array]:
        """What to save: ARRAYS."""
        texts = (self.stems, *(self.forms[tongue] for tongue in TONGUES))
        packed = chain.from_iterable(Texts.pack(text[place] for place in range(len(text))) for text in texts)
        return {name: getattr(self, name) for name in _NUMBERS} | dict(zip(_LETTERS, packed, strict=True))

    def likeness(self, wish: str) -> Floats:
        """The cosine of each text with words in French or English, 0 to 1, 0 without a text, (n_films,)."""
        found = self._asked(wish)
        rarity = np.log((1 + self.n_films) / (1 + np.diff(self.word_start)[found])) + 1
        shares = rarity / np.sqrt(max((rarity**2).sum(), 1))
        return product(self.word_start, self.word_rows, self.word_values, found, shares, self.n_films)

    def holds(self, wish: str) -> bool:
        """Whether some text holds one of the words."""
        return len(self._asked(wish)) > 0

    @property
    def n_films(self) -> int:
        """How many films, with a text or without."""
        return len(self.text_start) - 1

    def films(self, word: int) -> int:
        """How many texts have that word."""
        return int(self.word_start[word + 1] - self.word_start[word])

    def shared(self, first: int, second: int) -> list[int]:
        """The words that stand in both films' texts, the rarest first."""
        both = np.intersect1d(self._of(first), self._of(second), assume_unique=True)
        return sorted(both.tolist(), key=lambda word: (self.films(word), word))

    def _asked(self, wish: str) -> Rows:
        """The numbers of the words of a wish that stand in texts, ascending."""
        asked = {term.stem for tongue in TONGUES for term in terms(wish, tongue)}
        return np.array(sorted(word for stem in asked if (word := self._number(stem)) is not None), np.int64)

    def _of(self, row: int) -> Array:
        return self.text_words[self.text_start[row] : self.text_start[row + 1]]

    def _number(self, stem: str) -> int | None:
        low, high = 0, len(self.stems)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.stems[middle] < stem else (low, middle)
        return low if low < len(self.stems) and self.stems[low] == stem else None


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form), default="")
