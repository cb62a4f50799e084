"""Our TMDB answers in the shape of the real one, where recordings of it lie beside this checkout."""

import json
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.sources.tmdb.own_tmdb import APPENDED, INVALID_KEY, MATRIX, NOT_FOUND, Json, OwnTmdb

RECORDED = Path(__file__).parents[4] / "shared" / "data" / "tmdb"
Shape: TypeAlias = dict[str, Any] | list[Any] | str
OURS = OwnTmdb.of(MATRIX)
DETAILS = MATRIX.details()
PAIRS = {
    "movie_47964__200__106*": {key: value for key, value in DETAILS.items() if key not in APPENDED},
    "movie_168259__200__*": {key: value for key, value in DETAILS.items() if key not in APPENDED},
    "movie_47964_credits__200__*": {"id": 603, **DETAILS["credits"]},
    "movie_47964_keywords__200__*": {"id": 603, **DETAILS["keywords"]},
    "movie_47964_release_dates__200__*": {"id": 603, **DETAILS["release_dates"]},
    "movie_47964_translations__200__*": {"id": 603, **DETAILS["translations"]},
    "movie_335984_external_ids__200__*": {"id": 603, **DETAILS["external_ids"]},
    "find_tt0088247__200__*": OURS.find(MATRIX.imdb_id, {}),
    "search_movie__200__536*": OURS.search("movie", {"query": "Matrix", "year": "1999"}),
    "movie_999999999__404__*": NOT_FOUND,
    # No refusal of a key was recorded: it has the envelope of every error.
    "person_999999999__404__*": INVALID_KEY,
}


def shape(value: object) -> Shape:
    """Keys and types all the way down; a list is the shapes of its entries, an object the shapes of its values."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value).__name__


def differing(ours: Shape, theirs: list[Any], at: str = "") -> list[str]:
    """Where ours has another key or type than each of theirs; of what is empty with them nobody knows."""
    if isinstance(ours, dict):
        alike = [each for each in theirs if isinstance(each, dict)]
        known = {key for each in alike for key in each}
        strange = [f"{at}/{key}" for key in known ^ set(ours)]
        return strange + [
            name
            for key in known & set(ours)
            for name in differing(ours[key], [each[key] for each in alike if key in each], f"{at}/{key}")
        ]
    if isinstance(ours, list):
        entries = [entry for each in theirs if isinstance(each, list) for entry in each]
        return [name for entry in ours if entries for name in differing(entry, entries, f"{at}[]")]
    return [] if ours in theirs else [f"{at}: {ours}, theirs {sorted(set(map(str, theirs)))}"]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recordings lie with the developers")
@pytest.mark.parametrize("recording", PAIRS)
def test_our_answers_have_the_shape_of_theirs(recording: str) -> None:
    """The same keys and JSON types, recursively."""
    (path,) = RECORDED.glob(f"{recording}.json")
    recorded: Json = json.loads(path.read_bytes())["body"]
    assert not differing(shape(PAIRS[recording]), [shape(recorded)])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [({"id": 1}, {"id": "1"}), ({"id": 1}, {"id": 1, "name": ""}), ({"of": [{"id": 1}]}, {"of": [{"id": None}]})],
)
def test_another_shape_is_seen(ours: Json, theirs: Json) -> None:
    """A type, a key, or either deep inside."""
    assert differing(shape(ours), [shape(theirs)])
    assert not differing(shape(theirs), [shape(theirs)])
