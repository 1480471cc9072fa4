"""Draw the cells of a running app as SVG, on an exact grid, and turn that into PNG."""

import shutil
import subprocess
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style
from textual.app import App

WIDTH, HEIGHT = 12, 24
"""The size of a cell."""
FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
FONT_SIZE = 19.9
"""The size at which a character of DejaVu Sans Mono is as wide as a cell."""
BASELINE = 18
# Parts of a cell, in eighths: left, top, width, height. Drawn as shapes they join, whatever the font.
BLOCKS: dict[str, tuple[tuple[int, int, int, int], ...]] = {
    "█": ((0, 0, 8, 8),),
    "▀": ((0, 0, 8, 4),),
    "▐": ((4, 0, 4, 8),),
    "▔": ((0, 0, 8, 1),),
    "▕": ((7, 0, 1, 8),),
    "▘": ((0, 0, 4, 4),),
    "▝": ((4, 0, 4, 4),),
    "▖": ((0, 4, 4, 4),),
    "▗": ((4, 4, 4, 4),),
    "▚": ((0, 0, 4, 4), (4, 4, 4, 4)),
    "▞": ((4, 0, 4, 4), (0, 4, 4, 4)),
    "▙": ((0, 0, 4, 8), (4, 4, 4, 4)),
    "▟": ((4, 0, 4, 8), (0, 4, 4, 4)),
    "▛": ((0, 0, 4, 8), (4, 0, 4, 4)),
    "▜": ((4, 0, 4, 8), (0, 0, 4, 4)),
    **{character: ((0, 8 - n, 8, n),) for n, character in enumerate("▁▂▃▄▅▆▇", 1)},
    **{character: ((0, 0, n, 8),) for n, character in enumerate("▏▎▍▌▋▊▉", 1)},
}
# Lines from the middle of a cell: left, right, up, down; 1 is thin, 2 is thick.
LINES = {
    "─": (1, 1, 0, 0),
    "━": (2, 2, 0, 0),
    "│": (0, 0, 1, 1),
    "┃": (0, 0, 2, 2),
    "┌": (0, 1, 0, 1),
    "┐": (1, 0, 0, 1),
    "└": (0, 1, 1, 0),
    "┘": (1, 0, 1, 0),
    "╭": (0, 1, 0, 1),
    "╮": (1, 0, 0, 1),
    "╰": (0, 1, 1, 0),
    "╯": (1, 0, 1, 0),
    "├": (0, 1, 1, 1),
    "┤": (1, 0, 1, 1),
    "┬": (1, 1, 0, 1),
    "┴": (1, 1, 1, 0),
    "┼": (1, 1, 1, 1),
    "╸": (2, 0, 0, 0),
    "╺": (0, 2, 0, 0),
    "╹": (0, 0, 2, 0),
    "╻": (0, 0, 0, 2),
    "╴": (1, 0, 0, 0),
    "╶": (0, 1, 0, 0),
}


class Run(NamedTuple):
    """Characters of one style, from a cell on."""

    column: int
    text: str
    style: Style


def rows(app: App[Any]) -> list[list[Run]]:
    """Return what is on the screen of `app`, a list of runs for each row."""
    drawn: list[list[Run]] = []
    for strip in app.screen._compositor.render_strips():
        column, row = 0, []
        for text, style, control in strip:
            if not control and text:
                row.append(Run(column, text, style or Style()))
                column += cell_len(text)
        drawn.append(row)
    return drawn


def draw(app: App[Any], margin: int = 0) -> str:
    """Return the screen of `app` as SVG, with a margin in pixels."""
    background = app.theme_variables["background"]
    ink = ColorTriplet(*_rgb(app.theme_variables["foreground"]))
    page = ColorTriplet(*_rgb(background))
    width, height = app.size.width * WIDTH + 2 * margin, app.size.height * HEIGHT + 2 * margin
    frame = f'width="{width}" height="{height}"'
    if margin:
        frame = (
            f'x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8" stroke="#808080" stroke-opacity="0.4"'
        )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f'<rect {frame} fill="{page.hex}"/>',
        f'<g font-family="{FONTS}" font-size="{FONT_SIZE}" transform="translate({margin} {margin})">',
    ]
    for y, row in enumerate(rows(app)):
        for run in row:
            parts += _run(run, y * HEIGHT, ink, page)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _rgb(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _run(run: Run, top: int, ink: ColorTriplet, page: ColorTriplet) -> Iterator[str]:
    style = run.style
    front = style.color.get_truecolor() if style.color and not style.color.is_default else ink
    back = style.bgcolor.get_truecolor() if style.bgcolor and not style.bgcolor.is_default else page
    if style.reverse:
        front, back = back, front
    if style.dim:
        front = blend_rgb(back, front, 0.5)
    left = run.column * WIDTH
    wide = cell_len(run.text) * WIDTH
    if back != page:
        yield f'<rect x="{left}" y="{top}" width="{wide}" height="{HEIGHT}" fill="{back.hex}"/>'
    looks = f' fill="{front.hex}"'
    words = looks
    words += ' font-weight="bold"' if style.bold else ""
    words += ' font-style="italic"' if style.italic else ""
    start, word, column = 0, "", 0
    for character in f"{run.text} ":
        shapes = BLOCKS.get(character), LINES.get(character)
        if character != " " and shapes == (None, None):
            start, word = (start, word + character) if word else (column, character)
        else:
            if word:
                yield _word(word, left + start * WIDTH, top, words)
                word = ""
            yield from _shapes(character, left + column * WIDTH, top, looks)
        column += cell_len(character)
    for line, y in ((style.underline, BASELINE + 3), (style.strike, BASELINE - 6)):
        if line:
            yield f'<rect x="{left}" y="{top + y}" width="{wide}" height="1"{looks}/>'


def _word(word: str, x: int, top: int, looks: str) -> str:
    length = f' textLength="{cell_len(word) * WIDTH}" lengthAdjust="spacingAndGlyphs"' if len(word) > 1 else ""
    return f'<text x="{x}" y="{top + BASELINE}"{length}{looks}>{escape(word)}</text>'


def _shapes(character: str, x: int, y: int, looks: str) -> Iterator[str]:
    for left, top, width, height in BLOCKS.get(character, ()):
        place = f'x="{x + left * WIDTH / 8:g}" y="{y + top * HEIGHT // 8}"'
        yield f'<rect {place} width="{width * WIDTH / 8:g}" height="{height * HEIGHT // 8}"{looks}/>'
    if sides := LINES.get(character):
        middle, center = x + WIDTH // 2, y + HEIGHT // 2
        left, right, up, down = sides
        for size, at in ((left, x), (right, middle)):
            if size:
                yield f'<rect x="{at}" y="{center - size // 2}" width="{WIDTH // 2 + 1}" height="{size}"{looks}/>'
        for size, at in ((up, y), (down, center)):
            if size:
                yield f'<rect x="{middle - size // 2}" y="{at}" width="{size}" height="{HEIGHT // 2 + 1}"{looks}/>'


def to_png(svg: Path) -> Path | None:
    """Turn a picture into PNG with `rsvg-convert`. Return None where that is not installed."""
    if (program := shutil.which("rsvg-convert")) is None:
        return None
    png = svg.with_suffix(".png")
    subprocess.run([program, str(svg), "-o", str(png)], check=True)
    return png
