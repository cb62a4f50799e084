"""What a wish in plain words asks for: its chips, as a request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from pickflix.recommend.filters import Filters
from pickflix.recommend.plain_words.chips import Chip, Kind
from pickflix.recommend.plain_words.merging import Said, merged
from pickflix.recommend.plain_words.times import Bounds

LESS_KNOWN = 2  # the step of "less known" that a word stands for
# Countries whose language is that of others too, or whose films others help to pay: there one cannot tell whose film it
# is, and every film they have a part in counts.
SHARED = frozenset({"AT", "AU", "BE", "CA", "CH", "GB", "IE", "LU", "NZ", "US", "ZA"})


@dataclass(frozen=True, slots=True)
class Understood:
    """A wish, read.

    `rest` are words that describe the film otherwise, `unread` those that cannot be heeded: said against what no
    chip stands for or, once `Engine.heeded` has looked, in no text of the catalogue.
    """

    text: str
    chips: tuple[Chip, ...] = ()
    rest: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @classmethod
    def of(cls, tokens: Iterable[str], rest: Iterable[str] = ()) -> Self:
        """The wish that an address holds; raises BadRequest or UnknownGenre for a token that is none."""
        return cls("", merged(Said(Chip.read(token)) for token in tokens), tuple(rest))

    @property
    def tokens(self) -> tuple[str, ...]:
        """The chips as words of an address."""
        return tuple(chip.token for chip in self.chips)

    def without(self, token: str) -> tuple[str, ...]:
        """The tokens without one of them: what the address of a removed chip holds."""
        return tuple(other for other in self.tokens if other != token)

    @property
    def seeds(self) -> tuple[str, ...]:
        """Ids of the films that it should be like."""
        return self._values("comme")

    @property
    def dislikes(self) -> tuple[str, ...]:
        """Ids of the films that it should be unlike."""
        return self._values("pas-comme")

    @property
    def people(self) -> tuple[str, ...]:
        """Ids of the people who must all have a part in it, whichever."""
        return self._split("avec")[0]

    def filters(self) -> Filters:
        """What may be listed; where an era and years contradict each other, the years count."""
        every, any_of = self._split("genre")
        (first, last), (shortest, longest) = self._bounds("annees", "epoque"), self._bounds("duree")
        countries = self._values("pays")
        at_home = bool(countries) and not {*countries} & (SHARED | {"FR"})
        # As the shelf of French films has it: made in France, and in French.
        in_french = ("fr",) if countries == ("FR",) else ()
        return Filters(
            genres=any_of,
            all_genres=every,
            without_genres=self._values("sans-genre"),
            countries=() if at_home else countries,
            homes=countries if at_home else (),
            without_countries=self._values("sans-pays"),
            languages=self._values("langue") or in_french,
            without_languages=self._values("sans-langue"),
            people=self.people,
            any_people=self._split("avec")[1],
            makers=self._split("de")[0],
            any_makers=self._split("de")[1],
            without_people=self._values("sans"),
            year_from=first,
            year_to=last,
            runtime_min=shortest,
            runtime_max=longest,
            less_known=LESS_KNOWN if self._values("connu") else 0,
            oscar_winner=bool(self._values("oscar")),
        )

    def _split(self, *kinds: Kind) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The values that must all hold, and those of which one is enough."""
        chips = [chip.values for chip in self.chips if chip.kind in kinds]
        every = tuple(dict.fromkeys(values[0] for values in chips if len(values) == 1))
        return every, tuple(dict.fromkeys(value for values in chips if len(values) > 1 for value in values))

    def _values(self, *kinds: Kind) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for chip in self.chips if chip.kind in kinds for value in chip.values))

    def _bounds(self, kind: Kind, lesser: Kind | None = None) -> tuple[int | None, int | None]:
        """Within the bounds of all chips of the kind; those of the lesser one narrow them where they can."""
        bounds = [chip.bounds for chip in self.chips if chip.kind == kind]
        both = [*bounds, *(chip.bounds for chip in self.chips if chip.kind == lesser)]
        low, high = _within(both)
        return _within(bounds) if low is not None and high is not None and low > high else (low, high)


def _within(bounds: Sequence[Bounds]) -> Bounds:
    low = max((low for low, _ in bounds if low is not None), default=None)
    return low, min((high for _, high in bounds if high is not None), default=None)
