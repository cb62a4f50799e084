"""Chance as a function: the same seed, keys and salt give the same numbers, in whatever order they are asked for."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]

# The finaliser of splitmix64, whose bits are as good as random.
GOLDEN, FIRST, SECOND = (np.uint64(x) for x in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


@dataclass(frozen=True, slots=True)
class Dice:
    """What is thrown for a key needs no memory, so that two files may agree on it."""

    seed: int

    def bits(self, keys: Ints, salt: int) -> Ints:
        """64 bits for each key; another salt gives others."""
        mixed = keys.astype(np.uint64)
        mixed *= GOLDEN
        mixed += np.uint64((self.seed * 1_000_003 + salt * 7_919 + 1) % 2**63)
        mixed ^= mixed >> np.uint64(30)
        mixed *= FIRST
        mixed ^= mixed >> np.uint64(27)
        mixed *= SECOND
        mixed ^= mixed >> np.uint64(31)
        return mixed

    def share(self, keys: Ints, salt: int) -> Floats:
        """A number of [0, 1) for each key."""
        return np.asarray((self.bits(keys, salt) >> np.uint64(11)) * 2.0**-53, np.float64)

    def happens(self, keys: Ints, salt: int, chance: float | Floats) -> Ints:
        """For each key whether something of that chance happens."""
        return np.asarray(self.share(keys, salt) < chance)

    def below(self, keys: Ints, salt: int, most: int | Ints, steep: float = 1.0) -> Ints:
        """A whole number of [0, most) for each key; the steeper, the more often a small one."""
        share = self.share(keys, salt)
        return np.asarray((share if steep == 1 else share**steep) * most, np.int64)

    def pick(self, keys: Ints, salt: int, shares: dict[str, float]) -> Ints:
        """The place of one of the names for each key, as often as its share says; the last takes what is left."""
        bounds = np.cumsum([*shares.values()])[:-1]
        return np.searchsorted(bounds, self.share(keys, salt), side="right").astype(np.uint8)
