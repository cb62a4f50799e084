"""What the licences of the sources forbid, refused or left out before anything comes into a snapshot."""

from collections.abc import Sequence

from pickflix.errors import ForbiddenUse, StaleSource, TermsNotAccepted, WrongUsage
from pickflix.sources.contract import Source


def check(sources: Sequence[Source]) -> None:
    """Raises ForbiddenUse, TermsNotAccepted or StaleSource before anything is fetched or read.

    Something that models may be trained on must give the films.
    """
    names = [source.name for source in sources]
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise WrongUsage("source", f"{doubled[0]} is named twice.")
    for source in sources:
        if not source.licence.read:
            raise ForbiddenUse(source.name, "read", source.licence.name)
        if source.terms is not None and not source.terms.accepted:
            terms = source.terms
            raise TermsNotAccepted(source.name, terms.text, terms.url, terms.setting)
    if not any(gives_films(source) for source in sources):
        closed = next((source for source in sources if source.adds_films), None)
        if closed is not None:
            raise ForbiddenUse(closed.name, "train a model", closed.licence.name)
        raise WrongUsage("source", f"nothing gives films: {', '.join(names)} can only add to those of another.")


def gives_films(source: Source) -> bool:
    """Whether the films of a snapshot may come from it; else it only adds to those of others."""
    return source.adds_films and source.licence.train


def check_age(source: Source) -> None:
    """Raises StaleSource where the rows are older than the licence lets them become."""
    if source.freshness is not None and source.state().state == "too old":
        raise StaleSource(source.name, source.freshness.days)
