"""Three files about people: names, principals and crew; each a stream of frames, to be written one after the other."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from bench.imdb_like import dirt as bad
from bench.imdb_like.akas_file import merged
from bench.imdb_like.dice import Ints
from bench.imdb_like.dirt import Dirt, patched, twice
from bench.imdb_like.texts import MISSING, Pool, block, characters
from bench.imdb_like.title_files import AT_ONCE, chosen, numbers_as_texts
from bench.imdb_like.world import EPISODE, MOVIE, SHORT, TOGETHER, World

SLOTS = 64  # more than any title has people
ALONE = 0.6  # of the people: those known for other titles than their neighbours
REGULAR = 0.9  # of the people of an episode: those that its series always has
STRANGERS, GUESTS = 0.3, 4  # of the others, those that it has once; how many of the rest it has in turn, for each slot
CATEGORIES = (
    "actor", "actress", "self", "archive_footage", "director", "writer", "producer", "composer", "cinematographer",
    "editor", "casting_director", "production_designer",
)  # fmt: skip
ACTOR, ACTRESS, SELF, ARCHIVE, DIRECTOR, WRITER = range(6)
# The categories behind the cast, in several ways; the last one is that of all that follow.
CREWS = np.array(
    [
        [4, 5, 6, 7, 8, 9, 10, 11, 6, 6, 9, 6],
        [4, 5, 5, 6, 6, 8, 9, 11, 6, 7, 9, 6],
        [4, 4, 5, 6, 8, 9, 7, 6, 6, 11, 10, 6],
        [4, 6, 8, 9, 6, 7, 6, 9, 11, 6, 6, 6],
        [6, 6, 8, 9, 9, 7, 6, 9, 11, 6, 6, 6],
        [6, 7, 9, 6, 8, 9, 6, 9, 11, 6, 6, 6],
        [6, 9, 6, 8, 7, 9, 6, 9, 11, 6, 6, 6],
    ]
)
WITH_DIRECTOR = 4  # of them; the others are of episodes alone
JOBS = {6: "producer", 8: "director of photography", 5: "written by"}
PROFESSIONS = ("actor", "actress", "producer", "writer", "director", "miscellaneous", "camera_department", "editor",
    "cinematographer", "composer", "music_department", "art_department", "soundtrack", "stunts")  # fmt: skip
THIS_YEAR, OLD = 2026, 1960  # who was born before OLD may have died
BAD_CHARACTERS = ('["Self', "Self", '[""', '{"a":1}')


def credits_of(world: World, at: Ints) -> tuple[Ints, Ints]:
    """How many people each title names, and how many of them are cast; the real films name theirs elsewhere."""
    dice, kinds = world.dice, world.kinds[at]
    some = 2 + dice.below(at, 61, 12)
    film = np.where(world.votes[at] > 0, 10 + dice.below(at, 62, 13), 3 + dice.below(at, 63, 14))
    count = np.where(kinds == MOVIE, film, some)
    share = np.where(kinds == SHORT, 0.45, np.where(kinds == EPISODE, 0.62, 0.55))
    cast = np.minimum(np.ceil(count * share), 10).astype(np.int64)
    count[np.isin(at, world.known_at)] = 0
    return count, cast


def person(world: World, keys: Ints) -> Ints:
    """The place of the person of each key; few people have most of the work."""
    return world.dice.below(keys, 65, world.people, 3)


def crew_of(world: World, at: Ints) -> Ints:
    """Which of CREWS each title has."""
    base = world.same_series(at)
    ways = np.where(world.kinds[at] == EPISODE, len(CREWS), WITH_DIRECTOR)
    return world.dice.below(base, 69, ways)


def regulars(world: World, titles: Ints, slot: Ints) -> Ints:
    """A key for each slot: in the episodes of a series mostly that of a regular, else that of one of its few guests."""
    places = titles * SLOTS + slot
    series = world.same_series(titles)
    guests = np.where(world.dice.happens(places, 73, STRANGERS), titles, -1 - series * GUESTS - titles % GUESTS)
    base = np.where(world.dice.happens(places, 64, REGULAR), series, np.where(series == titles, titles, guests))
    return base * SLOTS + slot


def principals(world: World, people: pl.Series, dirt: Dirt) -> Iterator[pl.DataFrame]:
    """title.principals: the cast of each title in billing order, then its crew."""
    real = known_principals(world)
    cells = characters(world.dice, people, min(300_000, max(2_000, len(world) // 40)))
    jobs = [JOBS.get(number, MISSING) for number in range(len(CATEGORIES))]
    nobody = dirt.nobody()
    for begin in range(0, len(world), AT_ONCE):
        at = np.arange(begin, min(begin + AT_ONCE, len(world)))
        end = int(at[-1]) + 1
        count, cast = credits_of(world, at)
        first = np.cumsum(count) - count
        title, slot = np.repeat(at, count), np.arange(count.sum()) - np.repeat(first, count)
        keys = regulars(world, title, slot)
        crew_at = np.clip(slot - np.repeat(cast, count), -1, CREWS.shape[1] - 1)
        crew = CREWS[np.repeat(crew_of(world, at), count), crew_at]
        category = np.where(crew_at < 0, _cast_categories(world, title, keys), crew)
        ids = _ids(world, person(world, keys))
        texts = cells.texts(_characters(world, cells, keys, category))
        frame = pl.DataFrame(
            {
                "tconst": world.title_ids.gather(pl.Series(title.astype(np.uint32))),
                "ordering": pl.Series(slot + 1).cast(pl.String),
                "nconst": patched(ids, first[dirt.within("dangling_people", begin, end)], nobody),
                "category": chosen(CATEGORIES, category),
                "job": chosen(jobs, category),
                "characters": patched(texts, first[dirt.within("broken_characters", begin, end)], BAD_CHARACTERS),
            }
        )
        yield merged(frame, title, real, begin, end)
    lost = pl.DataFrame({"tconst": dirt.nothing(), "ordering": "1", "nconst": world.person_ids[0]})
    yield lost.with_columns(category=pl.lit("actor"), job=pl.lit(MISSING), characters=pl.lit(MISSING))


def _cast_categories(world: World, title: Ints, keys: Ints) -> Ints:
    """What people of the cast are: actors, or in the shows where people talk, themselves."""
    dice = world.dice
    talk = dice.happens(world.same_series(title), 66, 0.35) & (world.kinds[title] != MOVIE)
    played = np.where(dice.happens(keys, 68, 0.42), ACTRESS, ACTOR)
    return np.where(talk, SELF, np.where(dice.happens(keys, 67, 0.03), ARCHIVE, played))


def _characters(world: World, cells: Pool, keys: Ints, category: Ints) -> Ints:
    """The numbers of the cells of characters; two in five of the cast, and the crew, have none."""
    dice = world.dice
    missing = cells.blocks["missing"][0]
    cell = np.where(category <= ACTRESS, cells.drawn("played", dice, keys, 70), missing)
    cell = np.where(category == SELF, cells.drawn("self", dice, keys, 71, 1.5), cell)
    return np.where(dice.happens(keys, 72, 0.4), missing, cell)


def _ids(world: World, places: Ints) -> pl.Series:
    return world.person_ids.gather(pl.Series(places.astype(np.uint32)))


def known_principals(world: World) -> pl.DataFrame:
    """Cast, directors and writers of the real films."""
    rows = []
    for at, film in zip(world.known_at.tolist(), world.known.iter_rows(named=True), strict=True):
        named = [(name, "actor", f'["{name.split()[0]}"]') for name in film["cast"]]
        named += [(name, "director", MISSING) for name in film["directors"]]
        named += [(name, "writer", MISSING) for name in film["writers"]]
        rows += [
            (at, film["imdb_id"], str(order), world.person_ids[world.known_people[name]], category, MISSING, cell)
            for order, (name, category, cell) in enumerate(named, 1)
        ]
    columns = ("at", "tconst", "ordering", "nconst", "category", "job", "characters")
    return pl.DataFrame(rows, schema=columns, orient="row")


def crew(world: World, dirt: Dirt) -> Iterator[pl.DataFrame]:
    """title.crew: the directors and writers of each title, those of principals."""
    real = known_crew(world)
    for begin in range(0, len(world), AT_ONCE):
        at = np.arange(begin, min(begin + AT_ONCE, len(world)))
        count, cast = credits_of(world, at)
        way = crew_of(world, at)
        columns = []
        for behind in range(3):
            slot = cast + behind
            ids = _ids(world, person(world, regulars(world, at, slot)))
            columns.append((CREWS[way, behind], slot < count, ids))
        frame = pl.DataFrame({"tconst": world.title_ids[begin : int(at[-1]) + 1]}).with_columns(
            directors=_listed(columns, DIRECTOR), writers=_listed(columns, WRITER)
        )
        others = ~np.isin(at, world.known_at)
        yield merged(frame.filter(pl.Series(others)), at[others], real, begin, int(at[-1]) + 1)
    yield pl.DataFrame({"tconst": dirt.nothing(), "directors": dirt.nobody(), "writers": MISSING})


def _listed(columns: list[tuple[Ints, Ints, pl.Series]], category: int) -> pl.Series:
    some = [
        ids.set(pl.Series((kind != category) | ~there), None).alias(str(place))
        for place, (kind, there, ids) in enumerate(columns)
    ]
    joined = pl.select(pl.concat_str(some, separator=",", ignore_nulls=True)).to_series()
    return joined.set(joined == "", MISSING)


def known_crew(world: World) -> pl.DataFrame:
    """Directors and writers of the real films."""
    rows = [
        (at, film["imdb_id"], *(
            ",".join(world.person_ids[world.known_people[name]] for name in film[role]) or MISSING
            for role in ("directors", "writers")
        ))
        for at, film in zip(world.known_at.tolist(), world.known.iter_rows(named=True), strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=("at", "tconst", "directors", "writers"), orient="row")


def names(world: World, people: pl.Series, dirt: Dirt) -> Iterator[pl.DataFrame]:
    """name.basics: one row a person."""
    dice = world.dice
    pool = block(Pool(), "names", people.to_list())
    real = dict(sorted((place, name) for name, place in world.known_people.items()))
    real_at, real_names = np.array([*real]), list(real.values())
    work = [one if one == other else f"{one},{other}" for one in PROFESSIONS for other in PROFESSIONS] + [MISSING]
    for begin in range(0, world.people, AT_ONCE * 3):
        at = np.arange(begin, min(begin + AT_ONCE * 3, world.people))
        end = int(at[-1]) + 1
        inside = slice(*np.searchsorted(real_at, [begin, end]))
        told = dice.happens(at, 81, 0.03 + 0.6 * np.exp(-at / world.people * 200))
        born = 2008 - dice.below(at, 82, 170, 1.3)
        dead = told & dice.happens(at, 83, 0.4) & (born < OLD)
        birth = patched(numbers_as_texts(born, ~told), dirt.within("bad_births", begin, end), bad.NO_YEARS)
        called = pool.texts(pool.drawn("names", dice, at, 80))
        profession = np.where(dice.happens(at, 85, 0.3), len(work) - 1, dice.below(at, 86, len(work), 4))
        frame = pl.DataFrame(
            {
                "nconst": world.person_ids[begin:end],
                "primaryName": patched(called, real_at[inside] - begin, real_names[inside]),
                "birthYear": birth,
                "deathYear": numbers_as_texts(np.minimum(born + 40 + dice.below(at, 84, 55), THIS_YEAR), ~dead),
                "primaryProfession": chosen(work, profession),
                "knownForTitles": _known_for(world, at),
            }
        )
        yield twice(frame, dirt.within("doubled_people", begin, end))


def _known_for(world: World, at: Ints) -> pl.Series:
    """None to four titles."""
    dice = world.dice
    count = dice.below(at, 87, 5, 1.8)
    # Who came with the same title has a number close by.
    base = np.where(dice.happens(at, 86, ALONE), at, -1 - at // TOGETHER)
    some = [
        world.title_ids.gather(pl.Series(dice.below(base, 88 + turn, len(world)).astype(np.uint32)))
        .set(pl.Series(count <= turn), None)
        .alias(str(turn))
        for turn in range(4)
    ]
    joined = pl.select(pl.concat_str(some, separator=",", ignore_nulls=True)).to_series()
    return joined.set(joined == "", MISSING)
