"""Where the facts come from, under which licence, and what is known of the reader: nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pickflix.catalogue.snapshot import RatingsNote, SourceNote
from pickflix.recommend.engine import Engine


@dataclass(frozen=True, slots=True)
class AboutPage:
    """Sources, licences and privacy, at /a-propos."""

    template: ClassVar[str] = "about.html"
    sources: tuple[SourceNote, ...] = field(metadata={"description": "each source with licence, date and films"})
    ratings: RatingsNote | None = field(metadata={"description": "the ratings that the lists learn from, if any"})
    counts: Mapping[str, int] = field(metadata={"description": "how much the catalogue holds"})
    snapshot: str = field(metadata={"description": "name of the snapshot that is served"})
    created: str = field(metadata={"description": "when the snapshot was built, ISO 8601 in UTC"})
    private: bool = field(
        metadata={"description": "whether a source forbids to show the catalogue beyond this machine"}
    )
    posters: bool = field(metadata={"description": "whether pictures come from TMDB, which must then be named"})


def about_page(engine: Engine, *, posters: bool) -> AboutPage:
    """What the manifest of the snapshot says of its sources."""
    manifest = engine.snapshot.manifest
    return AboutPage(
        manifest.sources, manifest.ratings, manifest.counts, manifest.name, manifest.created, manifest.private, posters
    )
