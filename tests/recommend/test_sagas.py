"""Sagas, against their definition pair by pair."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pickflix.recommend.sagas import ALONE, NAME_LETTERS, RARE_START, saga_name, train_sagas
from pickflix.recommend.table import FilmTable

TITLES = ("Rocket", "Rocket 2", "Rocket: Home", "Rocket Men Return", "The Rocket", "Home", "Homeward 2", "A", "")
FILM = st.tuples(
    st.sampled_from(TITLES),
    st.one_of(st.none(), st.sampled_from(TITLES)),
    *(st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple) for _ in range(3)),
)
Film = tuple[str, str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def table_of(films: list[Film]) -> FilmTable:
    """Films with these English and French titles, directors, writers and casts."""
    titles, titles_fr, directors, writers, cast = zip(*films, strict=True) if films else ((),) * 5
    nothing, empty = (None,) * len(films), ((),) * len(films)
    return FilmTable(
        ids=titles, titles=titles, titles_fr=titles_fr, directors=directors, writers=writers, cast=cast,
        genres=empty, countries=empty, languages=empty, companies=empty, years=nothing, runtimes=nothing,
        certificates=nothing, critics_scores=nothing, tomatometers=nothing, reviews=nothing, oscars_won=nothing,
        oscar_nominations=nothing, renown=nothing, budgets=nothing, box_offices=nothing, texts=nothing,
    )  # fmt: skip


def alike(one: Film, other: Film, name: str, second: str, rare: set[str]) -> bool:
    """Whether two films are parts of one saga by one language's names."""
    begun = {each.partition(" ")[0] for each in (name, second)}
    if not name or not second or (name != second and (len(begun) > 1 or not begun <= rare)):
        return False
    makers = {*one[2], *one[3]} & {*other[2], *other[3]}
    players = {*one[4]} & {*other[4]}
    if name == second:
        return bool(makers or players)
    if name.startswith(f"{second} ") or second.startswith(f"{name} "):
        return len(players) > 1 or bool(makers and players)
    return len(players) > 1 and bool(makers)


@given(st.lists(FILM, max_size=9))
def test_sagas_are_what_they_are_defined_to_be(films: list[Film]) -> None:
    """Films of one name, or of one rare first word, that enough people made both of, are linked, and what is linked."""
    names = [[saga_name(film[0]) for film in films], [saga_name(film[1] or "") for film in films]]
    starts = {name.partition(" ")[0] for own in names for name in own}
    rare = {word for word in starts if len(word) >= NAME_LETTERS}
    group = [*range(len(films))]
    for _ in films:  # as often as it takes for the least row to come to all
        for first, second in combinations(range(len(films)), 2):
            linked = any(alike(films[first], films[second], own[first], own[second], rare) for own in names)
            if linked and films[first][0] != films[second][0]:
                group[first] = group[second] = min(group[first], group[second])
    assert len(films) <= RARE_START
    expected = [row if group.count(row) > 1 else ALONE for row in group]
    assert train_sagas(table_of(films)).tolist() == expected
