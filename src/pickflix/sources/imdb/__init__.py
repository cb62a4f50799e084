"""IMDb's dump for non-commercial use: seven files, some 190 million rows, read into the films of cinemas.

`source.Imdb` is the Source. `dump` knows the files, `inflating` verifies them, an engine of `engines` takes the rows
that are wanted (straight by Polars, or through the `sieve`), `films`, `titles`, `credits` hold the rules, and `ledger`
what became of every row.
"""

from pickflix.sources.imdb.source import Imdb

__all__ = ["Imdb"]
