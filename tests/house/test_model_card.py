"""docs/model-card.md shows the accepted figures, all of them."""

from tests.house.model_card import BLOCK, BLOCKS, PAGE, expected


def test_the_card_shows_the_accepted_figures() -> None:
    """Where this fails: `make docs`."""
    assert PAGE.read_text("utf-8") == expected()


def test_every_table_stands_on_the_card() -> None:
    """Once, so that no figure is left out that is not to our liking."""
    assert sorted(name for _, name, _ in BLOCK.findall(PAGE.read_text("utf-8"))) == sorted(BLOCKS)
