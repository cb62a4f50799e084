"""Every setting is documented."""

import pytest

from pickflix.settings import Settings
from tests.house.settings_page import PAGE, expected


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_says_what_it_is(name: str) -> None:
    """Each field of the class has a help line."""
    assert Settings.model_fields[name].description


def test_the_page_lists_the_settings_as_they_are() -> None:
    """docs/settings.md is what the class says; `make docs` writes it."""
    assert PAGE.read_text("utf-8") == expected()
