"""The local taste prior: a film of an origin that draws more people here than elsewhere passes a little before.

Entries by origin are what is published of a department's taste; they show what was offered as much as
what was liked. So the effect is capped, said among the reasons, and off by a setting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from pickflix.recommend.arrays import Array, Floats, Texts, load_arrays, save_arrays
from pickflix.recommend.nationality import homes
from pickflix.recommend.table import FilmTable

CAP = 0.02  # the most that the prior adds to a likeness or takes from it; the tenth film of a list has some 0.2
DOUBLE = 1.0  # binary orders: a share twice that of the country has the full effect
NO_ORIGIN = -1
ORIGIN_OF = {"FR": "fr", "US": "us"} | dict.fromkeys(
    (
        "AT", "BE", "CH", "CSHH", "CZ", "DE", "DK", "ES", "FI", "GB", "GR", "HU", "IE", "IS", "IT", "NL", "NO", "PL",
        "PT", "RO", "RS", "RU", "SE", "SUHH", "YUCS",
    ),
    "europe",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LocalTaste:
    """Origins of films with their shares.

    `origin` (n_films,) int8: the place of each film's origin among `shares`, NO_ORIGIN where not beyond
    doubt. `shares` (n_origins, 2): percent of entries here and in the country. `words`: the codes of
    the origins, then place, year and source; empty where there is no table.
    """

    origin: Array
    shares: Floats
    words: tuple[str, ...]

    @classmethod
    def train(
        cls, table: FilmTable, shares: Sequence[tuple[str, float, float]], place: str, year: str, source: str
    ) -> Self:
        """The prior of the films of the table; `shares` are (origin, percent here, percent in the country)."""
        codes = [code for code, _, _ in shares]
        named = [None if home is None else ORIGIN_OF.get(home, "other") for home in homes(table)]
        origin = [codes.index(code) if code in codes else NO_ORIGIN for code in named]
        values = np.array([share[1:] for share in shares], np.float64).reshape(-1, 2)
        return cls(np.array(origin, np.int8), values, (*codes, place, year, source) if codes else ())

    def save(self, folder: Path) -> None:
        """Writes plain `.npy` files into `folder`."""
        letters, start = Texts.pack(self.words)
        save_arrays(folder, {"origin": self.origin, "shares": self.shares, "letters": letters, "start": start})

    @classmethod
    def load(cls, folder: Path) -> Self:
        """What `save` wrote; raises DamagedSnapshot."""
        origin, shares, letters, start = load_arrays(folder, ("origin", "shares", "letters", "start")).values()
        texts = Texts(letters, start)
        return cls(origin, shares, tuple(texts[place] for place in range(len(texts))))

    def leaning(self) -> Floats:
        """What to add to the likeness of each film, (n_films,), never beyond CAP."""
        if not self.words:
            return np.zeros(len(self.origin))
        return np.append(self._effect(), 0.0)[self.origin]  # NO_ORIGIN is the last

    def favoured(self, row: int) -> tuple[str, ...]:
        """Origin, percent here, percent in the country, place, year, source where the prior lifts that film; or ()."""
        place = int(self.origin[row])
        if not self.words or place == NO_ORIGIN or self._effect()[place] <= 0:
            return ()
        return self.words[place], *(f"{value:g}" for value in self.shares[place]), *self.words[-3:]

    def _effect(self) -> Floats:
        ratio = np.log2(self.shares[:, 0] / self.shares[:, 1])
        effect: Floats = CAP * np.clip(ratio / DOUBLE, -1, 1)
        return effect
