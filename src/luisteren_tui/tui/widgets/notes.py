"""The pane for notes."""

from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import TextArea

from luisteren_tui.session.events import Slot
from luisteren_tui.text import safe
from luisteren_tui.tui.messages import SlotMoved, StoppedWriting, Unkept

WRITE_AFTER = 0.15
"""Seconds from the first key that is not kept until it is: with what else it takes, within 200 ms."""


class NotesPane(TextArea):
    """Where the note of one slot is written. `take` gives what was typed since it was last asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "slot(1)", show=False),
        Binding("shift+tab", "slot(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, show_line_numbers=False, id="notes")
        self.cursor_blink = False
        self.highlight_cursor_line = False
        self.slot: Slot | None = None
        self._kept = ""
        self._timer: Timer | None = None

    def show_slot(self, slot: Slot, text: str) -> None:
        """Show the note of `slot`; what was typed for the one before must have been taken."""
        self.slot = slot
        # Loading posts Changed and would count as typing.
        with self.prevent(TextArea.Changed):
            self.load_text(safe(text))
        self.move_cursor(self.document.end)
        self._kept = self.text

    @property
    def waiting(self) -> bool:
        """Whether there is text that will be taken shortly."""
        return self._timer is not None

    def take(self) -> tuple[Slot, str] | None:
        """Return the slot and its whole text if it changed since the last time."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        text = self.text
        if self.slot is None or text == self._kept:
            return None
        self._kept = text
        return self.slot, text

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._timer is None:
            self._timer = self.set_timer(WRITE_AFTER, self._due)
            self.post_message(Unkept())

    def _due(self) -> None:
        self._timer = None
        self.post_message(Unkept())

    def on_paste(self, event: events.Paste) -> None:
        """Make what is pasted safe: a clipboard can hold what steers a terminal. TextArea's handler comes after."""
        event.text = safe(event.text)

    def action_leave(self) -> None:
        """Give the keys back to the session."""
        self.post_message(StoppedWriting())

    def action_slot(self, distance: int) -> None:
        """On to another slot."""
        self.post_message(SlotMoved(distance))
