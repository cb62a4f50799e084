"""What TMDB's terms allow, and the sentences that they ask for."""

from datetime import timedelta
from typing import Final

from pickflix.sources.contract import Licence, Terms

NAME: Final = "tmdb"
API_NAME: Final = "tmdb-api"
TERMS_URL: Final = "https://www.themoviedb.org/api-terms-of-use"
FRESHNESS: Final = timedelta(days=180)  # six months at most, and no month is longer than 31 days
ATTRIBUTION: Final = "This product uses the TMDB API but is not endorsed or certified by TMDB."
TRAINING_SETTING: Final = "PICKFLIX_TMDB_TRAINING=accepted"
TRAINING_TERMS: Final = (
    "nobody may “use the TMDB APIs or TMDB Content in connection with, including for training, a machine learning (ML) "
    "or artificial intelligence (AI) based Application” without a written agreement with TMDB."
)


def licence(*, training: bool) -> Licence:
    """Its rights; `training` where the host says that an agreement with TMDB lets models read its rows."""
    name = "TMDB API Terms of Use"
    return Licence(name, TERMS_URL, read=True, train=training, serve=True, republish=False)


def training_terms(*, accepted: bool) -> Terms:
    """What the host of a model must have agreed upon with TMDB, in the words of its terms."""
    return Terms(TRAINING_TERMS, TERMS_URL, TRAINING_SETTING, accepted)


def page(tmdb_id: int) -> str:
    """The address of a film's page, which stands beside what is shown of it.

    >>> page(603)
    'https://www.themoviedb.org/movie/603'
    """
    return f"https://www.themoviedb.org/movie/{tmdb_id}"
