"""The stylesheet that the pages for the room and for paper share has the colours of the app."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from luisteren_tui import export
from luisteren_tui.export.look import stylesheet, variables
from luisteren_tui.tui.theme import DARK, LIGHT
from tests.export.accessible import contrast

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


def test_planned_time_is_seen_on_paper_without_colour() -> None:
    edge = re.search(r"\.bar \.planned {[^}]*stroke: var\(--([a-z]+)\)", stylesheet("document.css"))
    assert edge is not None
    assert contrast(variables("document.css")[edge[1]], "#ffffff") >= 3


def test_paper_has_the_light_colours_and_the_sizes_of_the_pages() -> None:
    shown = variables("document.css")
    assert shown.items() >= colours(":root").items()
    sizes = [float(shown[f"size-{name}"].removesuffix("em")) for name in ("small", "text", "lead", "heading", "title")]
    assert all(larger / smaller == pytest.approx(1.25, abs=0.01) for smaller, larger in pairwise(sizes))
    template = (Path(export.__file__).parent / "document.typ").read_text("utf-8")
    assert not re.findall(r"#[0-9a-f]{6}", template)
