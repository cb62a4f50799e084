"""Ratings into a build: read, matched with the films, handed to the models, noted in the manifest."""

from collections.abc import Callable

import narwhals as nw

from pickflix.build.pipeline import Stage, Workspace
from pickflix.catalogue.snapshot import RatingsNote
from pickflix.recommend.interactions import LIKED, Interactions
from pickflix.sources import tallies
from pickflix.sources.interactions import Gather, MatchedRatings, RatingSource, gathered_here, in_rows, matched


def learning_from(origin: RatingSource, tell: Callable[[str], None], gather: Gather = gathered_here) -> Stage:
    """The stage, to run before any model is trained, that reads those ratings; `tell` gets the report, line by line.

    `gather` does the heavy part, here or on a cluster (build/events).

    It raises SourceError where there is none that the models could learn from.
    """

    def read(work: Workspace) -> None:
        ratings = matched(origin.read(), work.tables.films, gather)
        work.interactions = Interactions(**in_rows(ratings.ratings, work.films.ids)._asdict())
        work.ratings = note(ratings)
        work.private |= not origin.licence.serve
        for line in ratings.report():
            tell(line)
        counted = tallies.by_film(nw.from_native(ratings.ratings.lazy()), LIKED).collect("polars").to_native()
        ratings_of, likes = counted["ratings"].sum(), counted["likes"].sum()
        tell(f"  learnt from: {ratings_of:,} ratings of {counted.height:,} films, {likes:,} of them likes")

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
