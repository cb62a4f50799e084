"""How good the lists are: the figures of the snapshot as anybody reads them, and all of them for who checks."""

from pickflix.evaluate.report import FILE, Data, Report, Row
from pickflix.pages.model import model_page, page_of
from pickflix.recommend.engine import Engine


def test_the_bars_are_the_accepted_figures(engine: Engine) -> None:
    """Chance is fifty of a hundred; the others are the shares that the evaluation measured."""
    page = model_page(engine)
    report = Report.read(engine.snapshot.folder / FILE)
    assert page.bars[0].percent == 50
    told = {bar.told: bar.percent for bar in page.bars if bar.what == "told"}
    assert told
    for films, percent in told.items():
        row = report.find(f"newcomer-{films}", page.served, "auc")
        assert row is not None
        assert percent == round(100 * row.value)


def test_the_parts_that_are_served_worst_stand_last(engine: Engine) -> None:
    """French films and old films are among them; each has its interval around it."""
    parts = model_page(engine).parts
    assert [part.percent for part in parts] == sorted((part.percent for part in parts), reverse=True)
    assert {"country FR", "before 1960"} <= {part.part for part in parts}
    assert all(part.low <= part.percent <= part.high for part in parts)


def test_without_ratings_the_content_model_is_named(engine: Engine) -> None:
    """The embedded catalogue learns from nobody, so no other model makes its lists."""
    assert engine.snapshot.manifest.ratings is None
    assert model_page(engine).served == "content"


def test_every_model_and_protocol_that_was_measured_is_shown(engine: Engine) -> None:
    """No row of the report is hidden from who wants to check."""
    page = model_page(engine)
    report = Report.read(engine.snapshot.folder / FILE)
    shown = {(line.protocol, line.model) for line in (*page.spectators, *page.lists)}
    assert shown == {(row.protocol, row.model) for row in report.rows}
    assert all(len(line.figures) == len(page.columns) for line in page.spectators)


def test_a_snapshot_without_figures_says_so() -> None:
    """Its page has no picture, and nothing fails."""
    bare = page_of(Report(Data("", "", 0, 0, 0, 0, 0), ()), learnt=False)
    assert bare.data is None
    assert bare.lists == ()


def test_a_site_that_learns_from_ratings_names_the_hybrid() -> None:
    """Its figures are then the hybrid's; the lists without ratings stand in where those were not measured."""
    data = Data("ours", "", 10, 2, 5, 100, 1)
    rows = (Row("warm", "hybrid", "auc", 0.9, 0.8, 0.95, 2), Row("lists", "content", "never_shown", 0.1, 0, 0.2, 9))
    page = page_of(Report(data, rows), learnt=True)
    assert (page.served, page.never_shown) == ("hybrid", 10)
    assert page_of(Report(data, rows), learnt=False).served == "content"


def test_what_french_films_miss_is_said_for_itself(engine: Engine) -> None:
    """The public of a French cinema wants to know; and whether one film told is enough."""
    page = model_page(engine)
    assert page.french is not None
    assert page.american is not None
    assert {page.french, page.american} <= {*page.parts}
    bars = {(bar.what, bar.told): bar.percent for bar in page.bars}
    assert page.one_is_not_enough == (bars["popularity", 0] >= bars["told", 1])
