"""The keys of a dialog: in one row or two, below each other, or in columns. Each can be clicked too."""

from functools import lru_cache

from textual.content import Content
from textual.geometry import Size
from textual.reactive import var

from luisteren_tui.i18n import _, current
from luisteren_tui.tui.keymap import key_name
from luisteren_tui.tui.widgets.key_bar import Keys
from luisteren_tui.tui.widgets.line_widget import LineWidget, target

GAPS = ("   ", "  ")
"""What is between two keys in a row, and where the row is full."""
MIN_COLUMNS, MOST_BELOW = 3, 6
"""With fewer columns than this, keys rather stand below each other, unless there are more than so many."""
MIN_LABEL = 8
"""Cells of a label in the narrowest dialog."""
DANGER = "bold $background on $error"
"""The style of a key whose work can't be taken back."""


class DialogKeys(LineWidget):
    """Shows `keys`. The first is the answer that the dialog suggests. If that is a `danger`, it looks like one."""

    keys: var[Keys] = var(())

    def __init__(self, keys: Keys = (), *, danger: bool = False) -> None:
        super().__init__(classes="dialog-keys")
        self.set_reactive(DialogKeys.keys, keys)
        self._danger = danger

    def watch_keys(self) -> None:
        """Draw the keys, which may need another height."""
        self.refresh(layout=True)
        self.draw()

    def press(self, name: str) -> None:
        """Carry out the action of the key that is clicked."""
        self.app.call_later(self.app.run_action, f"screen.{name}")

    def lines(self) -> list[Content]:
        """Lay out the keys."""
        return key_lines(self.keys, self.size.width, danger=self._danger)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at `width`."""
        return len(key_lines(self.keys, width, danger=self._danger))


def key_lines(keys: Keys, width: int, *, danger: bool = False) -> list[Content]:
    """Return `keys` in lines of at most `width` cells. Below each other, their labels begin at the same cell."""
    return _lines(keys, width, danger, current().code)


@lru_cache(64)
def _lines(keys: Keys, width: int, danger: bool, _language: str) -> list[Content]:
    # A layout asks for them several times.
    pieces = _column(keys, keys, danger=danger, aligned=False)
    for gap in GAPS:
        row = Content(gap).join(pieces)
        if row.cell_length <= width:
            return [row]
    if rows := _two_rows(pieces, width):
        return rows
    for count in range(len(keys), 1 if len(keys) > MOST_BELOW else MIN_COLUMNS - 1, -1):
        columns = [_column(keys[number::count], keys, danger=danger) for number in range(count)]
        widths = [max(piece.cell_length for piece in column) for column in columns]
        if sum(widths) + len(GAPS[0]) * (count - 1) <= width:
            return [
                Content(GAPS[0]).join(
                    Content.assemble(column[line], " " * (width - column[line].cell_length))
                    for column, width in zip(columns, widths, strict=True)
                    if line < len(column)
                )
                for line in range(len(columns[0]))
            ]
    return [line for piece in _column(keys, keys, danger=danger, width=width) for line in piece.split("\n")]


def _two_rows(pieces: list[Content], width: int) -> list[Content]:
    """Return two rows, the first as full as can be, or none if more are needed. Columns would have odd gaps."""
    for count in range(len(pieces) - 1, MIN_COLUMNS - 1, -1):
        rows = [Content(GAPS[0]).join(part) for part in (pieces[:count], pieces[count:])]
        if all(row.cell_length <= width for row in rows):
            return rows
    return []


def _column(
    keys: Keys, all_keys: Keys, *, danger: bool, aligned: bool = True, width: int | None = None
) -> list[Content]:
    """Return each key with its label, folded to `width`. The first of `all_keys` stands out."""
    names = [_(key_name(key)) for _action, key, _label in keys]
    name_width = max(map(len, names)) if aligned else 0
    pieces = []
    for name, key in zip(names, keys, strict=True):
        action, _key, label = key
        first = key is all_keys[0]
        chip = danger and first
        edge = " " if chip or (danger and aligned) else ""  # a chip is two cells wider
        lead = Content.assemble(
            (f"{edge}{name}{edge}", DANGER if chip else "bold $accent"), " " * max(1, name_width - len(name) + 1)
        )
        about = Content.assemble((_(label), "bold $error" if chip else "bold" if first else ""))
        lines = [about] if width is None else about.wrap(max(MIN_LABEL, width - lead.cell_length))
        pieces.append(target(lead + Content("\n" + " " * lead.cell_length).join(lines), action))
    return pieces
