"""The figures in docs/model-card.md, made from data/evaluation.json: `python -m tests.house.model_card` writes them.

The words of the page are written by hand; a table stands between `<!-- figures: NAME -->` and `<!-- end -->`.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from pickflix.bootstrap import accepted_figures
from pickflix.evaluate import card
from pickflix.evaluate.report import Report
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "model-card.md"
BLOCK = re.compile(r"(<!-- figures: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
COMPARED = ("popularity", "content", "ease", "hybrid")  # models whose slices stand on the page
BLOCKS: Mapping[str, Callable[[Report], card.Table]] = MappingProxyType(
    {
        "data": card.data,
        "aims": card.aims,
        "models": card.by_protocol,
        "lists": card.of_lists,
        "ablation": card.without,
        "slices": lambda report: card.slices(report, "warm", COMPARED),
        "tried": card.tried,
        "weights": card.weights,
    }
)


def expected() -> str:
    """The page as it must stand in docs/."""
    report = Report.read(accepted_figures())
    return BLOCK.sub(
        lambda block: f"{block[1]}\n{card.markdown(BLOCKS[block[2]](report))}\n\n{block[3]}", PAGE.read_text("utf-8")
    )


if __name__ == "__main__":
    PAGE.write_text(expected(), "utf-8")
