"""Ratings into a build: read, matched with the films, handed to the models, noted in the manifest."""

from collections.abc import Callable

from pickflix.build.pipeline import Stage, Workspace
from pickflix.catalogue.snapshot import RatingsNote
from pickflix.recommend.interactions import Interactions
from pickflix.sources.interactions import MatchedRatings, RatingSource, in_rows, matched


def learning_from(origin: RatingSource, tell: Callable[[str], None]) -> Stage:
    """The stage, to run before any model is trained, that reads those ratings; `tell` gets the report, line by line.

    It raises SourceError where there is none that the models could learn from.
    """

    def read(work: Workspace) -> None:
        ratings = matched(origin.read(), work.tables.films)
        work.interactions = Interactions(**in_rows(ratings.ratings, work.films.ids)._asdict())
        work.ratings = note(ratings)
        work.private |= not origin.licence.serve
        for line in ratings.report():
            tell(line)

    return Stage("Matching the ratings", read)


def note(ratings: MatchedRatings) -> RatingsNote:
    """What the manifest says of them."""
    origin = ratings.source
    return RatingsNote(
        name=origin.origin,
        licence=origin.licence.name,
        licence_url=origin.licence.url,
        attribution=origin.attribution,
        users=ratings.ratings["user"].n_unique(),
        ratings=ratings.match.ratings,
        ratings_matched=ratings.match.ratings_found,
        films=len(origin.films),
        films_matched=len(ratings.match.found),
        lines_skipped=len(origin.skipped),
        users_left_out=len(ratings.excessive),
    )
