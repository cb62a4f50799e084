"""title.akas: what titles are called elsewhere; most rows are of episodes that have no name anywhere."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from bench.imdb_like.dice import Ints
from bench.imdb_like.dirt import Dirt, changed, taken
from bench.imdb_like.texts import MISSING, Pool
from bench.imdb_like.title_files import AT_ONCE, SCRIPTS, Titled, chosen, in_script, titled
from bench.imdb_like.world import EPISODE, MOVIE, World


class Region(NamedTuple):
    """Where a title is used, in what language (often not said), in what script."""

    code: str
    language: str
    script: str


# The commoner, the earlier.
REGIONS = tuple(
    Region(*line.split())
    for line in (
        "US \\N latin", "GB \\N latin", "FR \\N latin", "DE \\N latin", "XWW en latin", "JP \\N japanese",
        "RU \\N cyrillic", "ES \\N latin", "IT \\N latin", "BR \\N latin", "CA en latin", "CA fr latin",
        "PL \\N latin", "HU \\N latin", "GR \\N greek", "IN hi devanagari", "CN cmn chinese", "HK yue chinese",
        "TW \\N chinese", "KR \\N korean", "UA \\N cyrillic", "BG bg cyrillic", "SE \\N latin", "FI \\N latin",
        "DK \\N latin", "NO \\N latin", "TR tr latin", "MX \\N latin", "AR \\N latin", "PT \\N latin", "RO \\N latin",
        "EG ar arabic", "IR fa arabic", "IL he hebrew", "TH \\N thai", "VN \\N latin", "NL \\N latin", "AU \\N latin",
    )
)  # fmt: skip
NAMELESS_IN = tuple(
    Region(code[:2], code[3:], "") for code in ("JP ja", "FR fr", "IN hi", "DE de", "PT pt", "IT it", "ES es")
)
TYPES = {
    "imdbDisplay": 0.56, MISSING: 0.2, "alternative": 0.1, "working": 0.05, "dvd": 0.02, "tv": 0.02, "festival": 0.02,
    "video": 0.02, "imdbDisplay\x02working": 0.01,
}  # fmt: skip
ATTRIBUTES = {MISSING: 0.96, "literal title": 0.01, "new title": 0.01, "complete title": 0.01, "short title": 0.01}
NOT_SHOWN = ("alternative", "working", "dvd")
SLOTS = 64  # more than any title has names
SAME = 0.75  # of the titles elsewhere in Latin letters: as at home


def akas(world: World, pool: Pool, dirt: Dirt) -> Iterator[pl.DataFrame]:
    """One row for each name of each title, the original one first; the real films have theirs."""
    real, dice = known_akas(world), world.dice
    codes = [region.code for region in (*REGIONS, *NAMELESS_IN)] + [MISSING]
    languages = [region.language for region in (*REGIONS, *NAMELESS_IN)] + [MISSING]
    types = ["original", *TYPES]
    for begin in range(0, len(world), AT_ONCE):
        at = np.arange(begin, min(begin + AT_ONCE, len(world)))
        end = int(at[-1]) + 1
        texts = titled(world, pool, at)
        count = _count(world, at, texts.nameless)
        row = np.repeat(np.arange(len(at)), count)
        first = np.cumsum(count) - count
        slot = np.arange(len(row)) - np.repeat(first, count)
        keys, nameless, original = at[row] * SLOTS + slot, texts.nameless[row], slot == 0
        region = np.where(nameless, len(REGIONS) + slot - 1, dice.below(keys, 51, len(REGIONS), 2.2))
        title = np.where(original, texts.original[row], _elsewhere(world, pool, texts, row, keys, region))
        region = np.where(original, len(codes) - 1, region)
        kind = np.where(nameless, list(TYPES).index(MISSING), dice.pick(keys, 54, TYPES))
        attribute = np.where(nameless | original, 0, dice.pick(keys, 55, ATTRIBUTES))
        frame = pl.DataFrame(
            {
                "titleId": world.title_ids.gather(pl.Series(at[row].astype(np.uint32))),
                "ordering": pl.Series(slot + 1).cast(pl.String),
                "title": changed(pool.texts(title), first[dirt.within("quoted_akas", begin, end)], ('"',)),
                "region": chosen(codes, region),
                "language": chosen(languages, region),
                "types": chosen(types, np.where(original, 0, kind + 1)),
                "attributes": chosen([*ATTRIBUTES], attribute),
                "isOriginalTitle": chosen(["0", "1"], original),
            }
        )
        yield merged(frame, at[row], real, begin, end)
    lost = pl.DataFrame({"titleId": dirt.nothing(), "ordering": "1", "title": "Perdu", "region": "FR"})
    missing = {name: pl.lit(MISSING) for name in ("language", "types", "attributes")}
    yield lost.with_columns(**missing, isOriginalTitle=pl.lit("0"))


def _elsewhere(world: World, pool: Pool, texts: Titled, row: Ints, keys: Ints, region: Ints) -> Ints:
    """The numbers of the titles of these rows in their regions: often the same as at home, where the script is."""
    dice = world.dice
    scripts = np.array([list(SCRIPTS).index(where.script) for where in REGIONS] + [0] * len(NAMELESS_IN))[region]
    own = in_script(pool, dice, keys, scripts, 52)
    own = np.where((scripts == 0) & dice.happens(keys, 53, SAME), texts.primary[row], own)
    generic = np.array([pool.blocks[f"generic {where.language}"][0] for where in NAMELESS_IN])
    return np.where(texts.nameless[row], generic[np.maximum(region - len(REGIONS), 0)] + texts.number[row], own)


def _count(world: World, at: Ints, nameless: Ints) -> Ints:
    """How many names each title has; famous films have most, the real ones get theirs elsewhere."""
    dice, kinds, votes = world.dice, world.kinds[at], world.votes[at]
    film = 1 + np.where(votes > 0, 1 + dice.below(at, 56, (3.3 * np.log(votes + 1)).astype(np.int64) + 1), 0)
    count = np.where(kinds == MOVIE, film, 1 + dice.below(at, 57, 4))
    count = np.where(kinds == EPISODE, 1 + dice.happens(at, 58, 0.4), count)
    count = np.where(nameless, 1 + len(NAMELESS_IN), count)
    count[np.isin(at, world.known_at)] = 0
    return count.astype(np.int64)


def merged(frame: pl.DataFrame, at: Ints, real: pl.DataFrame, begin: int, end: int) -> pl.DataFrame:
    """The frame, whose rows are of the titles `at`, with the rows of real films (`at`, then its columns) between."""
    inside = real.filter(pl.col("at").is_between(begin, end, closed="left"))
    order = np.argsort(np.concatenate([at, inside["at"].to_numpy()]), kind="stable")
    return taken(pl.concat([frame, inside.drop("at")]), order)


def known_akas(world: World) -> pl.DataFrame:
    """The names of the real films; four ways, in turn, how a French title may stand among others."""
    rows = []
    for turn, (at, film) in enumerate(zip(world.known_at.tolist(), world.known.iter_rows(named=True), strict=True)):
        shown, french = film["title"], film["title_fr"]
        names = [(shown, MISSING, MISSING, "original", "1"), (shown, "US", MISSING, "imdbDisplay", "0")]
        names += [(f"{shown} (English)", "CA", "en", "imdbDisplay", "0")]
        if french is not None:
            names += french_akas(turn, french)
        rows += [
            (at, film["imdb_id"], str(order), title, region, language, kind, MISSING, original)
            for order, (title, region, language, kind, original) in enumerate(names, 1)
        ]
    columns = ("at", "titleId", "ordering", "title", "region", "language", "types", "attributes", "isOriginalTitle")
    return pl.DataFrame(rows, schema=columns, orient="row")


def french_akas(turn: int, title: str) -> list[tuple[str, str, str, str, str]]:
    """The French title where a reader must find it: shown in France, or if nowhere in France, in Canada."""
    other = f"{title} (autre titre)", "FR", MISSING, NOT_SHOWN[turn % len(NOT_SHOWN)], "0"
    canadian = f"{title} (au Québec)", "CA", "fr", "imdbDisplay", "0"
    if turn % 4 == 2:  # noqa: PLR2004 - one of four ways
        return [(title, "CA", "fr", "imdbDisplay", "0")]
    if turn % 4 == 1:
        return [canadian, other, (title, "FR", MISSING, MISSING, "0")]
    return [other, canadian, (title, "FR", MISSING, "imdbDisplay", "0")]
