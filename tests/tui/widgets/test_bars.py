"""Bars of line characters."""

import pytest

from luisteren_tui.tui.widgets.bars import DOUBLE, LIGHT, Mark, Piece, draw_bar


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((Piece(0, 4),), "━━    "),
        ((Piece(0, 3),), "━╸    "),
        ((Piece(3, 6),), " ╺━   "),
        ((Piece(3, 8, LIGHT),), " ╶──  "),
        ((Piece(0, 3), Piece(3, 8, LIGHT)), "━╾──  "),
        ((Piece(0, 3, LIGHT), Piece(3, 8)), "─╼━━  "),
        ((Piece(0, 4), Piece(4, 8, DOUBLE)), "━━══  "),
        ((Piece(0, 8), Piece(2, 4, DOUBLE)), "━═━━  "),
        ((Piece(0, 99),), "━━━━━━"),
        ((Piece(5, 5),), "      "),
        ((Piece(5, 5.1),), "  ╺   "),
        ((Piece(99, 100),), "     ╺"),
    ],
)
def test_bar_is_exact_to_half_a_cell(pieces: tuple[Piece, ...], expected: str) -> None:
    assert draw_bar(pieces, unit=2, width=6).plain == expected


def test_mark_lies_on_top_of_the_bar_in_its_own_style() -> None:
    bar = draw_bar((Piece(0, 6, style="$warning"),), unit=1, width=4, marks={2: Mark("│", "$muted")})
    assert bar.plain == "━━│━"
    assert [(span.start, span.end, span.style) for span in bar.spans] == [
        (0, 2, "$warning"),
        (2, 3, "$muted"),
        (3, 4, "$warning"),
    ]
