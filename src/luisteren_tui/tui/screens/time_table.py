"""The lines of tables with times: the title of an activity, figures in columns, and a text behind them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from textual.content import Content

from luisteren_tui.text.safe import safe_line


class TimeTable(NamedTuple):
    """The widths of a table, in cells: of the titles, and of each column of figures."""

    title_width: int
    figure_width: int

    def line(self, title: str, *figures: str, text: str = "", style: str = "") -> Content:
        """Return a line of the table. A title that is too long is cut off; its id stays."""
        name = Content(title).truncate(self.title_width, ellipsis=self.title_width > 3, pad=True)
        columns = "".join(f" {figure:>{self.figure_width}}" for figure in figures)
        line = Content.assemble(name, f"{columns}  {text}".rstrip())
        return line.stylize(style) if style else line


def full_name(id: str, title: str, step: int | None) -> str:
    """Return the id and title of an activity. A break or a custom block, which has no step, gets a dot for its id."""
    return f"{'·' if step is None else safe_line(id):<3} {safe_line(title)}"


def short_name(activity: Mapping[str, Any]) -> str:
    """Return the id of an activity of an outcome, or the title of a break or a custom block."""
    return safe_line(str(activity["title"] if activity["step"] is None else activity["id"]))
