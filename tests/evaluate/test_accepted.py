"""The models of today against the figures of the last accepted run: what the continuous integration refuses."""

from dataclasses import replace
from itertools import chain

import pytest

from pickflix.bootstrap import accepted_figures
from pickflix.evaluate import courses, gate
from pickflix.evaluate.bench import Bench
from pickflix.evaluate.report import Report, Row
from pickflix.evaluate.run import run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def today(bench: Bench) -> tuple[Row, ...]:
    """The quick figures of the models as they are."""
    return (*chain.from_iterable(run(bench, courses.quick(bench), lambda label, done, total: None)),)  # noqa: ARG005


def test_no_figure_is_worse_than_accepted(today: tuple[Row, ...]) -> None:
    """Where this fails: mend the model, or accept the figures by `pickflix evaluate --accept`."""
    gate.check_against(accepted_figures(), today)


def test_a_worse_model_is_refused(today: tuple[Row, ...]) -> None:
    """The popular films for everybody, under the name of the hybrid."""
    swapped = [replace(row, model="hybrid") for row in today if row.model == "popularity"]
    accepted = Report.read(accepted_figures()).quick
    with pytest.raises(gate.WorseThanAccepted, match="hybrid, ndcg@10"):
        gate.check([*swapped, *(row for row in today if row.model != "hybrid")], accepted)
