"""What a field is filled in with: a line, a text of several lines, or a choice.

Each calls `changed` within the edit, not in a handler of a message: that would wait behind all keys that came before it.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import var
from textual.widgets.text_area import Edit, EditResult

from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui.theme import CHIP
from luisteren_tui.tui.widgets.line_widget import LineWidget, target
from luisteren_tui.tui.widgets.note_editors import SafeTextArea
from luisteren_tui.tui.widgets.safe_input import SafeInput

MAX_LINE = 300
"""Characters of a line that is typed. A longer one that was in the file stays."""
MAX_CHOICE = 40
"""Cells of the label of a choice."""
GAP = " "


class Option(NamedTuple):
    """A value that can be chosen, and its label as it is shown."""

    value: str
    label: str


class Shown(NamedTuple):
    """A text, and the same made safe, as an editor shows it."""

    text: str = ""
    made_safe: str = ""

    def typed_over(self, typed: str) -> "Shown":
        """Return what was made of it by typing. What can't be shown stays where nothing was typed."""
        if len(self.text) != len(self.made_safe):
            return Shown(typed, typed)
        start = _alike(self.made_safe, typed)
        rest, new = self.made_safe[start:], typed[start:]
        end = _alike(rest[::-1], new[::-1])
        return Shown(f"{self.text[:start]}{new[: len(new) - end]}{self.text[len(self.text) - end :]}", typed)


def _alike(one: str, other: str) -> int:
    """Return how many characters the two have in common at the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def select_all_by_key(editor: SafeInput | SafeTextArea, event: events.Key) -> None:
    """Select all of what is filled in with Ctrl+A. As a binding that would be done after the keys that are typed next."""
    if event.key == "ctrl+a":
        event.stop()
        event.prevent_default()
        editor.action_select_all()


class LineEditor(SafeInput):
    """One line."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__("", max_length=MAX_LINE)
        self.cursor_blink = False
        self._changed, self._known = changed, ""

    @property
    def text(self) -> str:
        """What is filled in."""
        return self.value

    def on_key(self, event: events.Key) -> None:
        """Select all, in the order of the keys."""
        select_all_by_key(self, event)

    def load(self, text: str) -> None:
        """Show `text`, which is known already."""
        self._known = line = safe_line(text)
        self.value = line
        self.cursor_position = len(line)

    def watch_value(self, value: str) -> None:
        """Report what was typed."""
        if value != self._known:
            self._known = value
            self._changed()


class TextEditor(SafeTextArea):
    """Several lines."""

    def __init__(self, changed: Callable[[], None], *, id: str | None = None) -> None:
        super().__init__("", id=id)
        self.highlight_cursor_line = False
        self._changed = changed

    async def on_key(self, event: events.Key) -> None:
        """Select all, in the order of the keys."""
        select_all_by_key(self, event)

    def load(self, text: str) -> None:
        """Show `text`, which is known already."""
        with self.prevent(SafeTextArea.Changed):
            self.load_text(safe(text))

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit, and report it."""
        result = super().edit(edit)
        self._changed()
        return result

    def undo(self) -> None:
        """Undo the last edits, and report that."""
        super().undo()
        self._changed()

    def redo(self) -> None:
        """Redo the edits that were undone last, and report that."""
        super().redo()
        self._changed()


class ChoiceEditor(LineWidget, can_focus=True):
    """One of several options, which stand beside each other as far as they fit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("right,space", "choose(1)"),
        ("left", "choose(-1)"),
    ]
    options: var[Sequence[Option]] = var(())
    text: var[str] = var("")
    """The value that is chosen."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed

    def load(self, text: str) -> None:
        """Show that `text` is chosen, which is known already."""
        self.text = text

    def watch_options(self) -> None:
        """Draw the options, which may need another height."""
        self.refresh(layout=True)
        self.draw()

    watch_text = LineWidget.draw

    def lines(self) -> list[Content]:
        """Lay out the options."""
        return self._laid_out(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at `width`."""
        return len(self._laid_out(width))

    def _laid_out(self, width: int) -> list[Content]:
        lines = [Content("")]
        for number, (value, label) in enumerate(self.options):
            shown = Content(f" {label} ").truncate(min(MAX_CHOICE, max(3, width)), ellipsis=True)
            piece = target(shown.stylize(CHIP if value == self.text else ""), str(number))
            if lines[-1] and lines[-1].cell_length + len(GAP) + piece.cell_length > width:
                lines.append(Content(""))
            lines[-1] = Content.assemble(lines[-1], GAP if lines[-1] else "", piece)
        return lines

    def press(self, name: str) -> None:
        """Choose the option that is clicked."""
        self._choose(self.options[int(name)].value)

    def action_choose(self, by: int) -> None:
        """Choose the option `by` places further; there are none beyond the first and the last."""
        values = [option.value for option in self.options]
        at = values.index(self.text) if self.text in values else -1
        self._choose(values[max(0, min(len(values) - 1, at + by))])

    def _choose(self, value: str) -> None:
        if value != self.text:
            self.text = value
            self._changed()


Editor = LineEditor | TextEditor | ChoiceEditor
