"""Every text has enough contrast in both themes, wherever it may stand."""

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.markup import parse_style
from textual.theme import Theme

import luisteren_tui.tui
from luisteren_tui.tui.theme import DARK, LIGHT
from tests.tui.contrast import LINE, TEXT, contrast

THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
FOLDER = Path(luisteren_tui.tui.__file__).parent
WORD = r"(?:bold|italic|strike|reverse|on|\$[a-z-]+(?: \d+%)?)"
STYLE = re.compile(rf"{WORD}(?: {WORD})*")
COLORS = ("foreground", "muted", "primary", "secondary", "accent", "warning", "error", "success")
LINES, MARKS = {"$track", "$border"}, {"$faint"}
"""Names that are for lines that mean something, and for what nobody needs to see."""


def surfaces(colors: dict[str, str]) -> Iterator[Color]:
    """Yield what text may stand on: the three surfaces, and the chosen row on two of them."""
    for name in ("background", "surface", "panel"):
        yield Color.parse(colors[name])
        if name != "panel":
            yield Color.parse(colors[name]) + Color.parse(colors["chosen"])


def styles() -> set[str]:
    """Return the styles that the modules and the style sheets name."""
    found = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "$" in node.value:
                found |= {node.value} if STYLE.fullmatch(node.value) else set()
    for path in FOLDER.rglob("*.tcss"):
        for color, behind in re.findall(
            r"[ {]color: (\$[^;]+);(?: background: (\$[^;]+);)?", path.read_text(encoding="utf-8")
        ):
            found.add(f"{color} on {behind}" if behind else color)
    return found


@THEMES
def test_styles_have_enough_contrast_on_every_surface(theme: Theme) -> None:
    colors = {**theme.to_color_system().generate(), **theme.variables}
    too_weak = []
    for text, surface in product(styles() - LINES - MARKS, surfaces(colors)):
        style = parse_style(text, colors)
        behind, front = surface + (style.background or surface), style.foreground or Color.parse(colors["foreground"])
        behind, front = (front, behind) if style.reverse else (behind, front)
        if contrast(behind + front, behind) < TEXT:
            too_weak.append((text, surface.hex, round(contrast(behind + front, behind), 2)))
    assert too_weak == []


@pytest.mark.parametrize("name", COLORS)
@THEMES
def test_colors_can_be_read_in_a_terminal_with_256_of_them(theme: Theme, name: str) -> None:
    colors = {**theme.to_color_system().generate(), **theme.variables}
    for surface in surfaces(colors):
        assert contrast(of_256(surface + Color.parse(colors[name])), of_256(surface)) >= LINE


def test_dark_surfaces_are_grey_in_a_terminal_with_256_colors() -> None:
    assert all(len(set(of_256(surface).rgb)) == 1 for surface in surfaces({**vars(DARK), **DARK.variables}))


def of_256(color: Color) -> Color:
    """Return what a terminal with 256 colours shows."""
    return Color(*RichColor.from_rgb(*color.rgb).downgrade(ColorSystem.EIGHT_BIT).get_truecolor())


@THEMES
def test_lines_that_mean_something_have_enough_contrast(theme: Theme) -> None:
    colors = {**theme.to_color_system().generate(), **theme.variables}
    for surface in surfaces(colors):
        for name in ("track", "primary"):  # the bar of the chosen row is primary
            assert contrast(surface + Color.parse(colors[name]), surface) >= LINE


def test_text_has_no_opacity_of_its_own() -> None:
    front = [re.sub(r"on \$.*", "", style) for style in styles()]
    assert [style for style in front if "%" in style or "$text" in style] == []
