"""What the JSON API may be asked for a list, parameter by parameter; any other parameter is refused."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from pickflix.catalogue.vocabulary import Language
from pickflix.pages.chosen import MOST_RESULTS
from pickflix.pages.film import SIMILAR
from pickflix.pages.told import ADORED, MOST_FILMS, Told
from pickflix.pages.wish import MOST_CHIPS
from pickflix.recommend.filters import LESS_KNOWN, Filters
from pickflix.recommend.request import Request
from pickflix.recommend.together import MOST_PEOPLE

LARGEST_SUM = 10**12  # US dollars


def _as_once(value: object) -> object:
    """Before there were degrees, `less_known` was true or false."""
    return {"true": 2, "false": 0}.get(value, value) if isinstance(value, str) else value


class Narrowed(BaseModel):
    """How any list may be narrowed."""

    model_config = ConfigDict(extra="forbid")

    n: int = Field(SIMILAR, ge=1, le=MOST_RESULTS, description="how many films")
    lang: Language = Field("fr", description="language of titles and reasons")
    seen: list[str] = Field([], max_length=MOST_FILMS, description="ids of films already seen, which are not listed")
    genre: list[str] = Field([], max_length=MOST_FILMS, description="codes of genres; one is enough")
    without_genre: list[str] = Field([], max_length=MOST_FILMS, description="codes of genres; none may stand")
    country: list[str] = Field([], max_length=MOST_FILMS, description="ISO 3166 codes; one is enough")
    without_country: list[str] = Field([], max_length=MOST_FILMS, description="ISO 3166 codes; none may stand")
    language: list[str] = Field([], max_length=MOST_FILMS, description="ISO 639 codes; one is enough")
    without_language: list[str] = Field([], max_length=MOST_FILMS, description="ISO 639 codes; none may stand")
    certificate: list[str] = Field([], max_length=MOST_FILMS, description="certificates of the MPAA; one is enough")
    person: list[str] = Field([], max_length=MOST_FILMS, description="ids of people; each of them is needed")
    without_person: list[str] = Field([], max_length=MOST_FILMS, description="ids of people; none may have a part")
    year_from: int | None = Field(None, ge=1800, le=2200, description="first year")
    year_to: int | None = Field(None, ge=1800, le=2200, description="last year")
    runtime_min: int | None = Field(None, ge=0, le=10_000, description="shortest running time in minutes")
    runtime_max: int | None = Field(None, ge=0, le=10_000, description="longest running time in minutes")
    budget_min: int | None = Field(None, ge=0, le=LARGEST_SUM, description="smallest budget in US dollars")
    budget_max: int | None = Field(None, ge=0, le=LARGEST_SUM, description="largest budget in US dollars")
    box_office_min: int | None = Field(None, ge=0, le=LARGEST_SUM, description="smallest gross in US dollars")
    box_office_max: int | None = Field(None, ge=0, le=LARGEST_SUM, description="largest gross in US dollars")
    less_known: Annotated[int, BeforeValidator(_as_once)] = Field(
        0, ge=0, lt=len(LESS_KNOWN), description="0: all films, to 3: the least known quarter"
    )
    oscar_winner: bool = Field(default=False, description="films that won an Oscar only")

    def filters(self) -> Filters:
        """The same as filters; raises BadRequest for bounds the wrong way round."""
        return Filters(
            genres=tuple(self.genre),
            without_genres=tuple(self.without_genre),
            countries=tuple(self.country),
            without_countries=tuple(self.without_country),
            languages=tuple(self.language),
            without_languages=tuple(self.without_language),
            certificates=tuple(self.certificate),
            people=tuple(self.person),
            without_people=tuple(self.without_person),
            year_from=self.year_from,
            year_to=self.year_to,
            runtime_min=self.runtime_min,
            runtime_max=self.runtime_max,
            budget_min=self.budget_min,
            budget_max=self.budget_max,
            box_office_min=self.box_office_min,
            box_office_max=self.box_office_max,
            less_known=self.less_known,
            oscar_winner=self.oscar_winner,
        )


class SimilarRequest(Narrowed):
    """What /api/v1/similar may be asked."""

    film: list[str] = Field([], max_length=MOST_FILMS, description="ids of films liked")
    adored: list[str] = Field([], max_length=MOST_FILMS, description="ids among them that count three times")
    dislike: list[str] = Field([], max_length=MOST_FILMS, description="ids of films disliked")
    surprise: bool = Field(default=False, description="the same soul in another country and another decade")
    weighting: Literal["like-this", "for-you"] | None = Field(
        None, description="what counts more, the genre or the taste; by default the first for one film"
    )
    model: str | None = Field(None, description="name of a model of the snapshot; by default the best")
    exact: bool = Field(default=False, description="let no wish go where no film answers them all")

    def request(self) -> Request:
        """The same for the engine."""
        return Request(
            seeds=tuple(self.film),
            strengths=tuple(ADORED if film_id in self.adored else 1.0 for film_id in self.film),
            dislikes=tuple(self.dislike),
            hidden=tuple(self.seen),
            filters=self.filters(),
            weighting=self.weighting,
            surprise=self.surprise,
            model=self.model,
            n=self.n,
        )


class TogetherRequest(Narrowed):
    """What /api/v1/together may be asked: two people at least, five at most."""

    p1: list[str] = Field([], max_length=MOST_FILMS, description="ids of films that the first person liked")
    p2: list[str] = Field([], max_length=MOST_FILMS, description="of the second")
    p3: list[str] = Field([], max_length=MOST_FILMS, description="of the third")
    p4: list[str] = Field([], max_length=MOST_FILMS, description="of the fourth")
    p5: list[str] = Field([], max_length=MOST_FILMS, description="of the fifth")
    n1: str = Field("", description="name of the first person, for the reasons")
    n2: str = Field("", description="of the second")
    n3: str = Field("", description="of the third")
    n4: str = Field("", description="of the fourth")
    n5: str = Field("", description="of the fifth")

    def people(self) -> list[tuple[str, str]]:
        """Their films and names as the parameters of an address."""
        numbers = range(1, MOST_PEOPLE + 1)
        films = [(f"p{number}", film_id) for number in numbers for film_id in getattr(self, f"p{number}")]
        return [*films, *((f"n{number}", getattr(self, f"n{number}")) for number in numbers)]


class WishRequest(BaseModel):
    """What /api/v1/wish may be asked."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", description="a wish in plain words, French or English")
    envie: list[str] = Field([], max_length=MOST_CHIPS, description="chips of a wish, in place of its words")
    mot: list[str] = Field([], max_length=MOST_CHIPS, description="words to look for in texts, in place of its words")
    seen: list[str] = Field([], max_length=MOST_FILMS, description="ids of films already seen, which are not listed")
    dislike: list[str] = Field([], max_length=MOST_FILMS, description="ids of films disliked")
    exact: bool = Field(default=False, description="let no wish go where no film answers them all")
    n: int = Field(SIMILAR, ge=1, le=MOST_RESULTS, description="how many films")
    lang: Language = Field("fr", description="language of labels, titles and reasons")

    def told(self) -> Told:
        """What was told besides the wish."""
        return Told(seen=tuple(self.seen), disliked=tuple(self.dislike), exact=self.exact)
