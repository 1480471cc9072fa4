"""How the chosen row of a list looks: a bar at its left edge and a quiet tint over its whole width."""

from textual.content import Content

BAR = "▌"


def chosen_row(line: Content, width: int) -> Content:
    """Return a row of `width` cells with the bar, a space and `line`."""
    row = Content.assemble((BAR, "$primary"), " ", line.truncate(max(0, width - 2), ellipsis=True))
    return (row + " " * max(0, width - row.cell_length)).stylize("bold on $chosen")
