"""The notes of the session screen: which note is shown, where it is typed, and when it is saved."""

from collections.abc import Callable

from luisteren_tui.session.events import Slot
from luisteren_tui.tui.widgets.note_editors import BlindLine, NotesPane


class NotesController:
    """Owns the notes pane, and the blind line for typing in the room view.

    `read` returns the saved text of a slot, and `write` saves a new one.
    """

    def __init__(self, read: Callable[[Slot], str], write: Callable[[Slot, str], None]) -> None:
        self._read, self._write = read, write
        self.pane, self.blind_line = NotesPane(), BlindLine(id="blind")

    @property
    def waiting(self) -> bool:
        """Whether the pane holds text that will be saved in a moment."""
        return self.pane.waiting

    def show(self, slot: Slot) -> None:
        """Save the note in the pane, and show the one of `slot` there."""
        if self.pane.slot != slot:
            self.save()
            self.pane.show_slot(slot, self._read(slot))

    def show_blind(self, slot: Slot) -> None:
        """Let the blind line continue the note of `slot`."""
        if self.blind_line.slot != slot:
            self.blind_line.show_slot(slot, self._read(slot))

    def start_blind(self, slot: Slot) -> None:
        """Save what was typed, and load the note of `slot` into the blind line."""
        self.save()
        self.blind_line.slot = None
        self.show_blind(slot)

    def forget_slot(self) -> None:
        """Load the note again at the next `show`, even if the slot is the same."""
        self.pane.slot = None

    def save(self) -> None:
        """Save what was typed since the last time."""
        for editor in (self.pane, self.blind_line):
            if note := editor.take():
                self._write(*note)
