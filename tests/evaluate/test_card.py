"""The figures as tables: what the command prints and the model card shows."""

from pickflix.evaluate import card
from pickflix.evaluate.report import NAMED, Data, Report, Row

ROWS = (
    Row("warm", "ease", "ndcg@10", 0.2604, 0.2491, 0.272, 658),
    Row("warm", "hybrid", "ndcg@10", 0.28, 0.27, 0.29, 658),
    Row("warm", "hybrid", "ndcg@10 - ease", 0.02, 0.01, 0.03, 658),
    Row("warm", "hybrid", "recall@20 | country FR", 0.1, 0.08, 0.12, 200),
    Row("lists", "hybrid", "top_hub", 39.0, 33.0, 48.0, 17472),
    Row("ablation warm", "hybrid without ease", "ndcg@10 - hybrid", -0.03, -0.04, -0.02, 658),
)
DATA = Data("movielens", "research", 94307, 671, 7471, 17472, 0.943)
REPORT = Report(DATA, ROWS, (), {"ease": 29}, {NAMED: [1.0, 3.0], "ease": [0.05, 0.1]})


def test_each_model_has_a_line_with_its_intervals() -> None:
    """And its difference to the best of the others."""
    heads, lines = card.by_protocol(REPORT)
    assert heads[:3] == ("protocol", "model", "ndcg@10")
    assert [line[:3] for line in lines] == [
        ["warm", "ease", "0.260 [0.249, 0.272]"],
        ["warm", "hybrid", "0.280 [0.270, 0.290]"],
    ]
    assert lines[1][-1] == "ease 0.020 [0.010, 0.030]"


def test_a_count_has_no_decimals() -> None:
    """The film most shown stands in so many lists."""
    assert card.of_lists(REPORT)[1] == [["hybrid", "", "39 [33, 48]", "", "", ""]]


def test_what_a_part_is_worth_is_the_loss_without_it() -> None:
    """Spectator by spectator."""
    assert card.without(REPORT)[1] == [["ablation warm", "hybrid without ease", "-0.030 [-0.040, -0.020]"]]


def test_a_slice_is_a_line_with_a_column_a_model() -> None:
    """Empty where the model was not asked."""
    heads, lines = card.slices(REPORT, "warm", ("ease", "hybrid"))
    assert heads == ("", "ease", "hybrid")
    assert lines == [["recall@20, country FR", "", "0.100 [0.080, 0.120]"]]


def test_every_aim_has_its_verdict() -> None:
    """Also what was not measured."""
    verdicts = [line[5] for line in card.aims(REPORT)[1]]
    assert verdicts[0] == "yes"
    assert "not measured" in verdicts


def test_the_weights_of_the_hybrid_are_shown_by_films_named() -> None:
    """A voice a line."""
    assert card.weights(REPORT) == ((NAMED, "1", "3"), [["ease", "0.05", "0.1"]])


def test_a_whole_report_is_printed_and_written() -> None:
    """As tables, in Markdown too."""
    assert [len(lines) for _, lines in card.printed(REPORT)][:3] == [2, 1, 1]
    assert card.markdown(card.data(REPORT)).splitlines()[-1].startswith("| 94,307 of movielens | research | 671 |")
    assert card.markdown(card.tried(REPORT)).endswith("| ease | 29 |")
