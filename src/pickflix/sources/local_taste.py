"""What a department sees more of than the country: shares of entries by origin of the films, from the CNC.

A share of entries tells what was offered as much as what was liked, so its effect on a list is capped
(`recommend/taste.py`), said among the reasons, and off by a setting.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from pickflix.errors import SourceError
from pickflix.sources.embedded import data_folder

FILE = "local_taste.csv"
ORIGINS = ("fr", "us", "europe", "other")


@dataclass(frozen=True, slots=True)
class OriginShare:
    """The percent of entries that films of one origin drew here and in metropolitan France, in one year."""

    origin: str
    here: float
    france: float
    place: str
    year: str
    source: str


def local_taste(folder: Path | None = None) -> tuple[OriginShare, ...]:
    """The shares of `local_taste.csv`, none where there is no such file; raises SourceError for one that is wrong."""
    path = (folder or data_folder()) / FILE
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        try:
            shares = tuple(
                OriginShare(
                    row["origin"], float(row["here_percent"]), float(row["france_percent"]), row["place"], row["year"],
                    row["source"],
                )
                for row in csv.DictReader(file)
            )  # fmt: skip
        except (KeyError, ValueError, TypeError) as error:
            problem = f"{error} is no column or no number."
            raise SourceError("local-taste", path.name, problem) from None
    for share in shares:
        if share.origin not in ORIGINS or not (0 < share.here < 100 and 0 < share.france < 100):  # noqa: PLR2004 - percent
            problem = f"the line of {share.origin!r} needs one of {', '.join(ORIGINS)} and two percents."
            raise SourceError("local-taste", path.name, problem)
    return shares
