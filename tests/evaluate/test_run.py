"""What a run gives, on a tiny cinema: every model, every protocol, no surprise where there is little to go by."""

from dataclasses import replace
from itertools import chain
from typing import Self

import numpy as np
import pytest

from pickflix.errors import BadRequest, MissingLibrary
from pickflix.evaluate import courses
from pickflix.evaluate.bench import Bench
from pickflix.evaluate.report import Data, Row
from pickflix.evaluate.run import PieceFailed, run
from pickflix.evaluate.splits import WARM_DRAWS
from pickflix.recommend.content import Content
from pickflix.recommend.contract import tiny_table
from pickflix.recommend.interactions import Interactions
from pickflix.recommend.popularity import Popularity
from pickflix.recommend.recommender import Recommender
from pickflix.recommend.table import FilmTable

MODELS: dict[str, type[Recommender]] = {"popularity": Popularity, "content": Content}
QUIET = lambda label, done, total: None  # noqa: E731, ARG005 - says nothing


def some(n_users: int) -> Interactions:
    """Ratings of so many spectators of the tiny catalogue, each of fifteen films."""
    luck = np.random.default_rng(4)
    films = np.concatenate([luck.choice(24, 15, replace=False) for _ in range(n_users)]).astype(np.int64)
    users = np.repeat(np.arange(n_users), 15)
    stars = luck.choice([2.0, 4.0, 5.0], len(films))
    return Interactions.of(users, films, stars, 1_000_000 + luck.permutation(len(films)), 24)


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    """Everything, of thirty spectators."""
    bench = Bench.of(tiny_table(), some(30), MODELS)
    return (*chain.from_iterable(run(bench, courses.full(bench), QUIET)),)


def test_every_protocol_and_model_has_its_rows(rows: tuple[Row, ...]) -> None:
    """The lists of films are asked of the models that make them."""
    found = {(row.protocol, row.model) for row in rows}
    spectators = [name for name in courses.PROTOCOLS if name not in ("lists", "ablation", "text")]
    assert {(protocol, model) for protocol in spectators for model in MODELS} <= found
    assert ("lists", "content") in found
    assert ("ablation cold", "content without cast") in found


def test_every_figure_has_an_interval_of_somebody(rows: tuple[Row, ...]) -> None:
    """It holds the figure; nothing is measured twice."""
    assert all(row.low <= row.value + 1e-12 and row.value <= row.high + 1e-12 and row.n > 0 for row in rows)
    assert len({row.key for row in rows}) == len(rows)


def test_a_spectator_counts_once_however_many_draws(rows: tuple[Row, ...]) -> None:
    """The warm protocol asks each one WARM_DRAWS times."""
    assert WARM_DRAWS > 1
    assert {row.n for row in rows if row.protocol == "warm" and row.metric == "ndcg@10"} == {30}


def test_the_best_of_the_others_is_what_the_rest_is_held_against(rows: tuple[Row, ...]) -> None:
    """One difference a model, and none to itself."""
    differences = [row for row in rows if row.protocol == "cold" and " - " in row.metric]
    assert len(differences) == 1
    assert differences[0].metric == f"ndcg@10 - {({*MODELS} - {differences[0].model}).pop()}"
    assert differences[0].value <= 0


@pytest.mark.parametrize("ratings", [Interactions.none(24), some(1)], ids=["none", "one spectator"])
def test_too_few_ratings_are_no_error(ratings: Interactions) -> None:
    """What cannot be measured has no row."""
    bench = Bench.of(tiny_table(), ratings, MODELS)
    found = chain.from_iterable(run(bench, courses.full(bench), QUIET))
    assert {row.protocol for row in found} >= {"lists"}


def test_progress_never_goes_back() -> None:
    """And ends where it said it would."""
    said: list[tuple[int, int]] = []
    bench = Bench.of(tiny_table(), some(12), MODELS)
    run(bench, courses.quick(bench), lambda _, done, total: said.append((done, total)))
    assert said == sorted(said)
    assert said[-1][0] == said[-1][1]


def test_an_unknown_protocol_or_model_is_refused() -> None:
    """With the names that there are."""
    bench = Bench.of(tiny_table(), some(2), MODELS)
    with pytest.raises(BadRequest, match="warm"):
        courses.full(bench, ["tepid"])
    with pytest.raises(BadRequest, match="content"):
        courses.quick(bench, ["contents"])


class Unlearnt(Popularity):
    """A model that cannot be trained."""

    @classmethod
    def train(cls, table: FilmTable, interactions: Interactions | None = None) -> Self:  # noqa: ARG003 - refuses
        """Refuses."""
        raise MissingLibrary("abacus", "train")


@pytest.mark.slow
def test_what_goes_wrong_in_another_process_is_told() -> None:
    """In one sentence, with what was being done."""
    bench = Bench.of(tiny_table(), some(12), {"popularity": Unlearnt})
    with pytest.raises(PieceFailed, match=r"warm.*abacus"):
        run(bench, courses.quick(bench), QUIET, processes=2)


@pytest.mark.slow
def test_several_processes_find_the_same() -> None:
    """Which process did what leaves no trace."""
    bench = Bench.of(tiny_table(), some(12), MODELS)
    asked = courses.quick(bench)
    assert run(bench, asked, QUIET, processes=2) == run(bench, asked, QUIET)


def test_only_the_whole_evaluation_is_accepted() -> None:
    """Figures of one protocol, or of ratings that nobody else has, are no measure for those who come later."""
    bench = Bench.of(tiny_table(), some(12), MODELS)
    data = Data("movielens", "", 1, 1, 1, 1, 1.0)
    for given, scope in (
        (data, courses.Scope(protocols=["warm"], accept=True)),
        (data, courses.Scope(quick=True, accept=True)),
        (replace(data, name="csv"), courses.Scope(accept=True)),
    ):
        with pytest.raises(BadRequest, match="accept"):
            courses.report(bench, given, scope, QUIET)


def test_a_report_holds_what_was_asked() -> None:
    """Of newcomers who are asked thrice in one run, too."""
    bench = Bench.of(tiny_table(), some(40), MODELS)
    data = Data("csv", "", 1, 1, 1, 1, 1.0)
    report = courses.report(bench, data, courses.Scope(protocols=["newcomer-3"], models=["content"]), QUIET)
    assert {(row.protocol, row.model) for row in report.rows} == {("newcomer-3", "content")}
