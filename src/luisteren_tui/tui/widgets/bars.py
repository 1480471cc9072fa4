"""Thin bars of line characters on one scale, for the times on the plan, end and history screens."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from textual.content import Content


class Line(NamedTuple):
    """The characters of a line: a whole cell, and its left and right half."""

    whole: str
    left: str
    right: str


HEAVY, LIGHT, DOUBLE = Line("━", "╸", "╺"), Line("─", "╴", "╶"), Line("═", "═", "═")
_JOINTS = {(HEAVY, LIGHT): "╾", (LIGHT, HEAVY): "╼"}
"""The characters of a cell whose halves differ."""


class Piece(NamedTuple):
    """A part of a bar, from `begin` to `end` on its scale. The lines differ, so that a bar can be read without colour."""

    begin: float
    end: float
    line: Line = HEAVY
    style: str = "$primary"


class Mark(NamedTuple):
    """A character on top of a bar."""

    sign: str
    style: str


def draw_bar(pieces: Iterable[Piece], unit: float, width: int, marks: Mapping[int, Mark] | None = None) -> Content:
    """Return a bar of `width` cells that each stand for `unit`. Later pieces lie on top of earlier ones.

    A piece that lasts is at least half a cell. `marks` has a mark for each cell that has one.
    """
    halves: list[Piece | None] = [None] * (2 * width)
    for piece in pieces:
        if piece.end > piece.begin:
            begin = min(2 * width - 1, round(2 * piece.begin / unit))
            end = max(begin + 1, min(2 * width, round(2 * piece.end / unit)))
            halves[begin:end] = [piece] * (end - begin)
    cells = [_cell(left, right) for left, right in zip(halves[::2], halves[1::2], strict=True)]
    for place, mark in (marks or {}).items():
        cells[place] = mark
    runs = groupby(cells, key=lambda cell: cell.style)
    return Content.assemble(*(("".join(cell.sign for cell in run), style) for style, run in runs))


def _cell(left: Piece | None, right: Piece | None) -> Mark:
    if left is None or right is None:
        piece = left or right
        if piece is None:
            return Mark(" ", "")
        return Mark(piece.line.left if left else piece.line.right, piece.style)
    heavier = right if left.line is LIGHT else left
    return Mark(_JOINTS.get((left.line, right.line), heavier.line.whole), heavier.style)
