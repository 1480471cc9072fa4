"""The stylesheet that the pages for the room and for paper share has the colours of the app."""

import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from luisteren_tui import export
from luisteren_tui.tui.theme import DARK, LIGHT

NAMES = (
    "background",
    "surface",
    "panel",
    "foreground",
    "primary",
    "secondary",
    "accent",
    "warning",
    "error",
    "success",
)
MUTED = 0.66


def colours(selector: str) -> dict[str, str]:
    sheet = (Path(export.__file__).parent / "look.css").read_text("utf-8")
    block = re.search(rf"^{re.escape(selector)} \{{(.*?)^\}}", sheet, re.DOTALL | re.MULTILINE)
    assert block is not None
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block[1]))


@pytest.mark.parametrize(("selector", "theme"), [(":root", LIGHT), (":root.dark", DARK)], ids=["light", "dark"])
def test_pages_have_the_colours_of_the_theme(selector: str, theme: Theme) -> None:
    expected = {name: getattr(theme, name) for name in NAMES} | {"border": theme.variables["border"]}
    background, foreground = Color.parse(theme.background or ""), Color.parse(theme.foreground or "")
    expected["muted"] = background.blend(foreground, MUTED).hex.lower()
    assert colours(selector) == expected
