"""What was left out, as lines of the account."""

import polars as pl

from pickflix.sources.contract import EXAMPLES, LeftOut


def left_out(file: str, reason: str, rows: pl.Series) -> list[LeftOut]:
    """One line, where there are rows to tell of; the most frequent of them are its examples."""
    if rows.is_empty():
        return []
    often = rows.rename("row").value_counts().sort("count", "row", descending=[True, False])["row"]
    return [LeftOut(file, reason, rows.len(), tuple(map(str, often.head(EXAMPLES))))]
