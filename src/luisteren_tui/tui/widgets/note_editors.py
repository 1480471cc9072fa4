"""Editors for notes and other long texts, and when a note is saved.

A clipboard or a file can hold control characters for the terminal, so text is made safe as it comes in.
"""

from collections.abc import Callable

from textual import events, on
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import TextArea
from textual.widgets.text_area import EditResult, Location

from luisteren_tui.i18n import _, format_number, ngettext
from luisteren_tui.session.decide import MAX_NOTE_LENGTH, note_space
from luisteren_tui.session.events import Slot
from luisteren_tui.text.safe import safe
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.type_ahead import NoteInput

SAVE_AFTER_SECONDS = 0.1
"""From the first unsaved key until the note is saved. On a busy machine this leaves it saved within 250 ms."""


def _refusal(text: str, space: int) -> str:
    """Return why `text` does not fit where there is `space` characters, or an empty string if it does."""
    if len(text) <= space:
        return ""
    if space == 0:
        return _("Nothing more fits: at most {limit} characters.").format(limit=format_number(MAX_NOTE_LENGTH))
    refusal = _("Not pasted: there is space for {space} of its {length} characters.")
    return refusal.format(space=format_number(space), length=format_number(len(text)))


class SafeTextArea(TextArea):
    """A text of several lines, at most as long as a note. What does not fit is refused as a whole."""

    def __init__(self, text: str = "", *, id: str, compact: bool = False) -> None:
        super().__init__(safe(text), id=id, soft_wrap=True, show_line_numbers=False, compact=compact)
        self.cursor_blink = False

    def on_paste(self, event: events.Paste) -> None:
        """Make a pasted text safe. TextArea's own handler runs after this one."""
        event.text = safe(event.text)

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        # All that is typed or pasted passes here. Undo doesn't: it may bring back a longer note of an earlier version.
        space = note_space(len(self.text), replaced=len(self.get_text_range(start, end)))
        if why := _refusal(insert, space):
            self.refuse(why)
            return None
        return super()._replace_via_keyboard(insert, start, end)

    def refuse(self, why: str) -> None:
        """Say why what was typed or pasted is not added."""
        self.notify(why, severity="warning", markup=False)


class NotesPane(SafeTextArea, NoteInput):
    """The note of one slot. `take` returns what was typed since it was last called."""

    def __init__(self) -> None:
        super().__init__(id="notes")
        self.highlight_cursor_line = False
        self.slot: Slot | None = None
        self._taken = ""
        self._timer: Timer | None = None

    def show_slot(self, slot: Slot, text: str) -> None:
        """Show the note of `slot`. Take the note that is shown first, or it is lost."""
        self.slot = slot
        # Loading a text posts Changed, which would count as typing.
        with self.prevent(SafeTextArea.Changed):
            self.load_text(safe(text))
        self.move_cursor(self.document.end)
        self._taken = self.text

    @property
    def waiting(self) -> bool:
        """Whether the pane holds text that will be taken in a moment."""
        return self._timer is not None

    def take(self) -> tuple[Slot, str] | None:
        """Return the slot and its whole text if the text changed since the last time."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        text = self.text
        if self.slot is None or text == self._taken:
            return None
        self._taken = text
        # Without a checkpoint Ctrl+Z would undo the whole note.
        self.history.checkpoint()
        return self.slot, text

    def refuse(self, why: str) -> None:
        """Let the screen say why what was typed or pasted is not added."""
        self.post_message(self.Refused(why))

    @on(SafeTextArea.Changed)
    def _changed(self, event: SafeTextArea.Changed) -> None:
        event.stop()
        if self._timer is None:
            self._timer = self.set_timer(SAVE_AFTER_SECONDS, self._ask_to_save)
            self.post_message(self.Typed())

    def _ask_to_save(self) -> None:
        self._timer = None
        self.post_message(self.Typed())


class BlindLine(NoteInput, can_focus=True):
    """Takes a note while the room looks on. It shows how much was typed, and where it goes, but not the text."""

    count: reactive[int] = reactive(0)
    refusal: reactive[str] = reactive("")
    """Why the last key or paste added nothing."""
    # The text is not reactive: it must not come near a render.
    _text = _taken = ""
    slot: Slot | None = None

    def show_slot(self, slot: Slot, text: str) -> None:
        """Continue at the end of `text`, the note of `slot`."""
        self.slot, self._text, self._taken = slot, text, text
        self.count, self.refusal = len(text), ""
        self.refresh()

    def take(self) -> tuple[Slot, str] | None:
        """Return the slot and its whole text if the text changed since the last time."""
        if self.slot is None or self._text == self._taken:
            return None
        self._taken = self._text
        return self.slot, self._text

    def render(self) -> Content:
        """Draw the number of characters and the name of the slot, or why nothing was added."""
        if self.refusal:
            return Content(self.refusal)
        count = ngettext("{n} character", "{n} characters", self.count).format(n=format_number(self.count))
        # The room must not see that a note is a private one.
        return Content(count if self.slot is None or self.slot.private else f"{count} · {words.slot(self.slot)}")

    async def on_key(self, event: events.Key) -> None:
        """Take a key that is text."""
        if event.key == "backspace":
            event.stop()
            self._set(self._text[:-1])
        elif event.key == "enter":
            event.stop()
            self._add("\n")
        elif event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self._add(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted text."""
        event.stop()
        self._add(safe(event.text))

    def _add(self, text: str) -> None:
        if why := _refusal(text, note_space(len(self._text))):
            self.refusal = why
        else:
            self._set(self._text + text)

    def _set(self, text: str) -> None:
        self._text, self.count, self.refusal = text, len(text), ""
        self.post_message(self.Typed())


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
