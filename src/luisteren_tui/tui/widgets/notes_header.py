"""The line above the notes: whose note this is, and whether it is on the disk."""

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.i18n import _
from luisteren_tui.tui import wording as words
from luisteren_tui.views.session_view import SlotView


@dataclass(frozen=True, slots=True)
class Saved:
    """What is to be said of the disk; `alarm` when something is not on it for longer than it should."""

    text: str
    alarm: bool = False


class NotesHead(Widget):
    """A rule with the slot at its left and the state of the disk at its right."""

    slot: reactive[SlotView | None] = reactive(None)
    saved: reactive[Saved] = reactive(Saved(""))

    def render(self) -> Content:
        """Draw the rule. The alarm takes the room it needs: it must be read to its end."""
        if self.slot is None:
            return Content("")
        width = self.size.width
        right = Content.assemble((f" {self.saved.text} ", "bold reverse $error" if self.saved.alarm else "$text"))
        mark = f" · ● {_('marked')}" if self.slot.marked else ""
        name = f"{_('Notes')} · {words.slot(self.slot.slot)}"
        room = max(0, width - right.cell_length - 3)
        left = Content(f"{name}{mark} ").truncate(room, ellipsis=True)
        rule = "─" * max(0, width - left.cell_length - right.cell_length - 3)
        return Content.assemble(("─ ", "$border"), (left.plain, "bold"), (rule, "$border"), right, ("─", "$border"))
