"""docs/settings.md, made from the class that reads the settings: `python -m tests.house.settings_page` writes it."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic_core import PydanticUndefined

from pickflix.settings import FILE, PREFIX, Settings
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "settings.md"
HEAD = f"""# Settings

Made from `pickflix.settings.Settings` by `make docs`; a test compares the two.

Each setting is an environment variable, or a line of `{FILE}` in the folder where PickFlix starts, named there without
`{PREFIX}` and in lower case. A command's option wins over the variable, the variable over the file, the file over the
default. A name that is not listed here is refused, and the nearest one proposed.

| variable | default | allowed | what it is |
|---|---|---|---|
"""


def kind(schema: dict[str, Any]) -> str:
    """What a value may be, in words, from its JSON schema."""
    options = schema.get("anyOf", [schema])
    if len(options) > 1:
        return " or ".join("unset" if option.get("type") == "null" else kind(option) for option in options)
    schema = options[0]
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if "pattern" in schema:
        return f"text that fits `{schema['pattern'].replace('|', chr(92) + '|')}`"
    low, high = schema.get("minimum"), schema.get("maximum")
    limits = f", {low} to {high}" if low is not None and high is not None else ""
    names: dict[str, str] = {
        "path": "a folder or file",
        "password": "a secret",
        "integer": "a whole number",
        "string": "text",
        "boolean": "true or false",
        "number": "a number",
    }
    return names[schema.get("format", schema["type"])] + limits


def rows() -> Iterator[str]:
    """One line of the table a setting."""
    properties = Settings.model_json_schema()["properties"]
    for name, field in Settings.model_fields.items():
        unset = field.default in (None, PydanticUndefined)
        default = "" if unset else f"`{field.default}`"
        text = re.sub(r"\s+", " ", field.description or "")
        yield f"| `{PREFIX}{name.upper()}` | {default} | {kind(properties[name])} | {text} |"


def expected() -> str:
    """The page as it must stand in docs/."""
    return HEAD + "\n".join(rows()) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(expected(), "utf-8")
