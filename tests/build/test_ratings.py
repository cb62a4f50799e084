"""A build that learns from ratings: what it notes of them, and what it refuses."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pickflix import bootstrap
from pickflix.build.pipeline import Order, Stage, Workspace, build
from pickflix.build.ratings import learning_from
from pickflix.build.stages import STAGES, read
from pickflix.catalogue.snapshot import Manifest
from pickflix.catalogue.store import SnapshotStore
from pickflix.errors import SourceError, TermsNotAccepted
from pickflix.settings import Settings
from pickflix.sources.contract import unwatched
from pickflix.sources.embedded import Embedded
from pickflix.sources.movielens import MovieLens
from pickflix.sources.ratings_csv import RatingsCsv
from pickflix.web.app import create_app
from pickflix.web.live import LiveEngine

PICKFLIX = str(Path(sys.executable).with_name("pickflix"))
LINES = """user;film;value
ana;Amélie (2001);5
ana;tt0133093;4,5
bea;Nothing of the kind (1901);4
bea;Q83495;9
"""


def quiet(*_: object) -> None:
    """Nobody listens."""


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    """Four ratings: one of no film that is known, one of no number of stars."""
    path = tmp_path / "ratings.csv"
    path.write_text(LINES)
    return path


def test_the_models_are_handed_the_ratings_in_rows_of_the_films(ratings: Path, tmp_path: Path) -> None:
    """And the report is told line by line; without ratings there are none."""
    told: list[str] = []
    seen: list[Workspace] = []
    stages = (Stage("Before", seen.append), learning_from(RatingsCsv(ratings), told.append))
    (tmp_path / "work").mkdir()
    work = read(tmp_path / "work", Embedded())
    assert len(work.interactions) == 0
    for stage in stages:
        stage.run(work)
    films = [work.films.ids[row] for row in work.interactions.films]
    assert dict(zip(films, work.interactions.values.tolist(), strict=True)) == {"Q484048": 5.0, "Q83495": 4.5}
    assert work.interactions.n_films == len(work.films)
    assert told[0].startswith("2 of 3 ratings matched (66.7%)")
    assert any("line 5" in line for line in told)


def test_the_manifest_says_which_ratings_and_how_many(ratings: Path, tmp_path: Path) -> None:
    """Two builds that learnt from other ratings are two snapshots."""
    store = SnapshotStore(tmp_path / "var")
    names = [
        build(store, Order([Embedded()], stages, [str(kind)]))
        for kind, stages in enumerate(
            ((), (learning_from(RatingsCsv(ratings), quiet),), (learning_from(MovieLens(), quiet),))
        )
    ]
    assert len(set(names)) == len(names)
    nothing, own, movielens = (Manifest.read(store.folder(name)).ratings for name in names)
    assert nothing is None
    assert own is not None
    assert (own.name, own.users, own.ratings, own.ratings_matched) == ("csv", 1, 3, 2)
    assert (own.films, own.films_matched, own.lines_skipped, own.users_left_out) == (3, 2, 1, 0)
    assert movielens is not None
    assert (movielens.users, movielens.ratings) == (671, 100_004)
    assert "research" in movielens.licence
    assert "grouplens" in movielens.licence_url
    assert "Harper" in movielens.attribution
    # What was learnt from ratings that may not be served is served on this machine alone.
    assert [Manifest.read(store.folder(name)).private for name in names] == [False, False, True]


def test_movielens_is_learnt_from_only_where_its_terms_are_accepted(tmp_path: Path) -> None:
    """The refusal quotes them, and names the setting; nothing is built."""
    with pytest.raises(TermsNotAccepted, match=r"revenue-bearing.*PICKFLIX_MOVIELENS=accepted"):
        bootstrap.build(bootstrap.settings(data=tmp_path, ratings="movielens"), [Embedded()], unwatched)
    assert SnapshotStore(tmp_path).names() == []
    accepted = bootstrap.ratings(bootstrap.settings(ratings="movielens", movielens="accepted"))
    assert isinstance(accepted, MovieLens)


@pytest.mark.parametrize("named", ["ml-latest-small", "ml-latest-small.zip"])
def test_movielens_as_published_asks_for_the_same(tmp_path: Path, named: str) -> None:
    """A folder or an archive of its shape is MovieLens, whatever it is called; a cinema's own is not asked."""
    files = {
        "ratings.csv": "userId,movieId,rating,timestamp\n1,13,5.0,1147868817\n",
        "movies.csv": 'movieId,title,genres\n13,"Matrix, The (1999)",Action\n',
        "links.csv": "movieId,imdbId,tmdbId\n13,0133093,603\n",
    }
    (tmp_path / "ml-latest-small").mkdir()
    with zipfile.ZipFile(tmp_path / "ml-latest-small.zip", "w") as packed:
        for name, text in files.items():
            (tmp_path / "ml-latest-small" / name).write_text(text)
            packed.writestr(f"ml-latest-small/{name}", text)
    path = tmp_path / named
    with pytest.raises(TermsNotAccepted, match=r"revenue-bearing.*PICKFLIX_MOVIELENS=accepted"):
        bootstrap.ratings(bootstrap.settings(ratings=path))
    accepted = bootstrap.ratings(bootstrap.settings(ratings=path, movielens="accepted"))
    assert accepted is not None
    assert accepted.read().films[0].numbers == ("tt0133093",)
    assert not accepted.licence.serve
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "ratings.csv").write_text(LINES)
    assert isinstance(bootstrap.ratings(bootstrap.settings(ratings=tmp_path / "own")), RatingsCsv)


def test_a_file_that_cannot_be_used_leaves_the_last_snapshot(tmp_path: Path) -> None:
    """Nothing half learnt is published."""
    (tmp_path / "ratings.csv").write_text("user,film,value\n1,Nothing of the kind (1901),4\n")
    for name in ("ratings.csv", "none.csv"):
        settings = bootstrap.settings(data=tmp_path / "var", ratings=tmp_path / name)
        with pytest.raises(SourceError, match=name):
            bootstrap.build(settings, [Embedded()], unwatched)
    assert list((tmp_path / "var" / "snapshots").iterdir()) == []


def test_the_command_tells_the_match_on_standard_error(ratings: Path, tmp_path: Path) -> None:
    """Standard output carries the result alone."""
    ran = subprocess.run(
        [PICKFLIX, "build", "--ratings", str(ratings), "--json"],
        env=os.environ | {"PICKFLIX_DATA": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout)["ratings"]["ratings_matched"] == 2
    assert "2 of 3 ratings matched" in ran.stderr
    assert "line 5: “9” is no number of stars" in ran.stderr


def test_the_page_of_the_sources_names_the_ratings_and_their_licence(tmp_path: Path) -> None:
    """MovieLens' authors and terms, in both languages."""
    store = SnapshotStore(tmp_path)
    build(store, Order([Embedded()], (learning_from(MovieLens(), quiet), *STAGES)))
    app = create_app(LiveEngine(store), Settings(data=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        french, english = (client.get(f"{prefix}/a-propos").text for prefix in ("", "/en"))
    assert "Les notes dont les listes apprennent" in french
    assert "The ratings that the lists learn from" in english
    for page in (french, english):
        assert "Harper" in page
        assert MovieLens.licence.url in page


def test_the_engine_spark_wants_a_master(ratings: Path, tmp_path: Path) -> None:
    """Who asks for it without saying which is told the setting, before anything is read."""
    environment = os.environ | {"PICKFLIX_DATA": str(tmp_path / "var")}
    command = [PICKFLIX, "build", "--ratings", str(ratings), "--engine", "spark"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "PICKFLIX_SPARK_MASTER" in ran.stderr.splitlines()[-1]
    assert not (tmp_path / "var").exists()


@pytest.mark.spark
@pytest.mark.slow
def test_spark_and_polars_build_the_same_models(ratings: Path, tmp_path: Path) -> None:
    """Of the same ratings, gathered here or there."""
    learnt = []
    for engine in ("polars", "spark"):
        environment = os.environ | {"PICKFLIX_DATA": str(tmp_path / engine)}
        # The master is named once: with it the tastes would be trained there as well.
        environment |= {"PICKFLIX_SPARK_MASTER": "local[2]"} if engine == "spark" else {}
        command = [PICKFLIX, "build", "--ratings", str(ratings), "--engine", engine]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        manifest = Manifest.read(SnapshotStore(tmp_path / engine).folder(ran.stdout.strip()))
        liked = {name: digest for name, digest in manifest.files.items() if name.startswith("model/also_liked")}
        learnt.append((manifest.ratings, liked))
    assert learnt[0] == learnt[1]
    assert learnt[0][1]
