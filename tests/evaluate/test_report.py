"""The figures as they are kept, and what is said of the aims."""

from pathlib import Path

import pytest

from pickflix.bootstrap import accepted_figures
from pickflix.errors import CannotWrite
from pickflix.evaluate.aims import AIMS, Aim, Verdict
from pickflix.evaluate.report import Data, Report, Row, UnreadableReport

DATA = Data("movielens", "research", 10, 2, 5, 9, 0.5)
REPORT = Report(DATA, (Row("warm", "ease", "ndcg@10", 0.25, 0.2, 0.3, 7),), (), {"ease": 4}, {"ease": [0.5, 0.25]})


def test_a_report_that_is_written_is_read_the_same(tmp_path: Path) -> None:
    """To four digits."""
    REPORT.write(tmp_path / "figures.json")
    assert Report.read(tmp_path / "figures.json") == REPORT


@pytest.mark.parametrize("text", ["", "{}", '{"data": 3}', '{"data": {}, "rows": [], "quick": [], "tried": {}}'])
def test_a_file_that_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    """With the command that writes one."""
    path = tmp_path / "figures.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableReport, match="evaluate --accept"):
        Report.read(path)


def test_a_report_that_is_missing_is_refused(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(UnreadableReport, match=r"none\.json"):
        Report.read(tmp_path / "none.json")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Nothing is made by the way."""
    with pytest.raises(CannotWrite):
        REPORT.write(tmp_path / "no" / "figures.json")


def test_a_figure_is_found_by_what_it_is_of() -> None:
    """And None is found where it was not measured."""
    assert REPORT.find("warm", "ease", "ndcg@10") == REPORT.rows[0]
    assert REPORT.find("warm", "als", "ndcg@10") is None


@pytest.mark.parametrize(
    ("limit", "at_most", "strict", "verdict"),
    [
        (0.25, False, False, Verdict.HELD),
        (0.28, False, False, Verdict.UNSURE),
        (0.31, False, False, Verdict.MISSED),
        (0.21, False, True, Verdict.MISSED),
        (0.19, False, True, Verdict.HELD),
        (0.25, True, False, Verdict.HELD),
        (0.22, True, False, Verdict.UNSURE),
        (0.19, True, False, Verdict.MISSED),
    ],
)
def test_an_aim_is_reached_missed_or_within_the_interval(
    limit: float, *, at_most: bool, strict: bool, verdict: Verdict
) -> None:
    """A strict one wants the whole interval."""
    aim = Aim("warm", "ease", "ndcg@10", "", limit, at_most=at_most, strict=strict)
    assert aim.verdict(REPORT) is verdict


def test_an_aim_of_what_was_not_measured_is_unknown() -> None:
    """Neither reached nor missed."""
    assert AIMS[0].verdict(REPORT) is Verdict.UNKNOWN


def test_every_accepted_figure_lies_in_its_interval() -> None:
    """And is of somebody; no figure stands twice."""
    report = Report.read(accepted_figures())
    for row in (*report.rows, *report.quick):
        assert row.low <= row.value <= row.high
        assert row.n
    for rows in (report.rows, report.quick):
        assert len({row.key for row in rows}) == len(rows)
