"""The pane for notes."""

from textual import on
from textual.timer import Timer

from luisteren_tui.session.events import Slot
from luisteren_tui.text.safe import safe
from luisteren_tui.tui.messages import Unkept
from luisteren_tui.tui.widgets.note_input import Writer
from luisteren_tui.tui.widgets.safe_input import Pane

WRITE_AFTER = 0.1
"""Seconds from the first key that is not kept until it is: with what else it takes, within 250 ms on a busy machine too."""


class NotesPane(Pane, Writer):
    """Where the note of one slot is written. `take` gives what was typed since it was last asked."""

    def __init__(self) -> None:
        super().__init__(id="notes")
        self.highlight_cursor_line = False
        self.slot: Slot | None = None
        self._kept = ""
        self._timer: Timer | None = None

    def show_slot(self, slot: Slot, text: str) -> None:
        """Show the note of `slot`; what was typed for the one before must have been taken."""
        self.slot = slot
        # Loading posts Changed and would count as typing.
        with self.prevent(Pane.Changed):
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
        # Ctrl+Z takes back what was typed last, not the whole note.
        self.history.checkpoint()
        return self.slot, text

    @on(Pane.Changed)
    def _changed(self, event: Pane.Changed) -> None:
        event.stop()
        if self._timer is None:
            self._timer = self.set_timer(WRITE_AFTER, self._due)
            self.post_message(Unkept())

    def _due(self) -> None:
        self._timer = None
        self.post_message(Unkept())
