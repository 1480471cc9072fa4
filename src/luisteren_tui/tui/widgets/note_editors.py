"""Editors for notes and other long texts.

A clipboard or a file can hold control characters for the terminal, so text is made safe as it comes in.
"""

from collections.abc import Callable
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.reactive import reactive
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Location

from luisteren_tui.i18n import _, format_number
from luisteren_tui.session.decide import MAX_NOTE_LENGTH, note_space
from luisteren_tui.session.events import Slot
from luisteren_tui.text.clusters import end_of_cluster, start_of_cluster
from luisteren_tui.text.safe import is_joiner_after, safe
from luisteren_tui.tui.keymap import key_name, printed
from luisteren_tui.tui.screens.type_ahead import NoteInput


class TypedNote(NamedTuple):
    """The whole note of a slot, of which the oldest key that is not saved came `age_ms` ago."""

    slot: Slot
    text: str
    age_ms: int


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

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(safe(text), id=id, soft_wrap=True, show_line_numbers=False)
        self.cursor_blink = False

    def on_paste(self, event: events.Paste) -> None:
        """Make a pasted text safe. TextArea's own handler runs after this one."""
        event.text = safe(event.text)

    async def on_key(self, event: events.Key) -> None:
        """Take a joiner, which some keyboards have as a key. TextArea takes only what is printable."""
        row, column = self.selection.start
        if is_joiner_after(self.document[row][:column], event.character):
            event.stop()
            self._replace_via_keyboard(event.character or "", *self.selection)

    def get_cursor_left_location(self) -> Location:
        """Return where the cursor goes with a step to the left: before a whole sign, which Backspace removes."""
        row, column = super().get_cursor_left_location()
        return row, start_of_cluster(self.document[row], column)

    def get_cursor_right_location(self) -> Location:
        """Return where the cursor goes with a step to the right: behind a whole sign."""
        row, column = super().get_cursor_right_location()
        return row, end_of_cluster(self.document[row], column)

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> EditResult | None:
        # All that is typed or pasted passes here. Undo doesn't: it may bring back a longer note of an earlier version.
        space = note_space(len(self.text), replaced=len(self.get_text_range(start, end)))
        if why := _refusal(insert, space):
            self.refuse(why)
            return None
        return super()._replace_via_keyboard(insert, start, end)

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll to the cursor. While Textual undoes an edit, it may still be in a line that is gone."""
        if self.cursor_location[0] >= self.document.line_count:
            return Offset(0, 0)
        return super().scroll_cursor_visible(center, animate)

    def refuse(self, why: str) -> None:
        """Say why what was typed or pasted is not added."""
        self.notify(why, severity="warning", markup=False)


class NotesPane(SafeTextArea, NoteInput):
    """The note of one slot. `save` is called when it is time to `take` what was typed since the last time."""

    def __init__(self, save: Callable[[], None]) -> None:
        super().__init__(id="notes")
        self.autosave_with(save)
        self.highlight_cursor_line = False
        self.slot: Slot | None = None
        self._taken = ""

    def show_slot(self, slot: Slot, text: str) -> None:
        """Show the note of `slot`. Take the note that is shown first, or it is lost."""
        self.slot = slot
        # Loading a text posts Changed, which would count as typing.
        with self.prevent(SafeTextArea.Changed):
            self.load_text(safe(text))
        self.move_cursor(self.document.end)
        self._taken = self.text
        self._invite(writing=self.has_focus)

    def on_focus(self) -> None:
        """Say how to get out of an empty note."""
        self._invite(writing=True)

    def on_blur(self) -> None:
        """Say how to get into an empty note."""
        self._invite(writing=False)

    def _invite(self, *, writing: bool) -> None:
        if writing:
            text = _("Write down what you hear · {key}: done").format(key=_(key_name("escape")))
        else:
            text = _("{key}: write down what you hear").format(key=printed("notes"))
        self.placeholder = Content(text)

    def take(self) -> TypedNote | None:
        """Return the note if its text changed since the last time."""
        age_ms = self.autosave.take()
        text = self.text
        if self.slot is None or text == self._taken:
            return None
        self._taken = text
        # Without a checkpoint Ctrl+Z would undo the whole note.
        self.history.checkpoint()
        return TypedNote(self.slot, text, age_ms)

    def refuse(self, why: str) -> None:
        """Let the screen say why what was typed or pasted is not added."""
        self.post_message(self.Refused(why))

    # Not in a handler of Changed: that message waits behind all keys that came before it.

    def edit(self, edit: Edit) -> EditResult:
        """Perform an edit, and have it saved."""
        result = super().edit(edit)
        self.changed()
        return result

    def undo(self) -> None:
        """Undo the last edits, and have that saved."""
        super().undo()
        self.changed()

    def redo(self) -> None:
        """Redo the edits that were undone last, and have that saved."""
        super().redo()
        self.changed()


class BlindLine(NoteInput, can_focus=True):
    """Takes a note while the room looks on. It only shows the number of its slot.

    The room learns nothing from that: not what is typed, nor how much, nor that a note is private.
    """

    number: reactive[int] = reactive(0)
    """The number of the slot, in the order in which Tab goes through the slots."""
    refused: reactive[bool] = reactive(False)
    """Whether the last key or paste added nothing."""
    # The text is not reactive: it must not come near a render.
    _text = _taken = ""
    slot: Slot | None = None

    def __init__(self, save: Callable[[], None]) -> None:
        super().__init__(id="blind")
        self.autosave_with(save)

    def show_slot(self, slot: Slot, number: int, text: str) -> None:
        """Continue at the end of `text`, the note of `slot`, which has this number."""
        self.slot, self._text, self._taken = slot, text, text
        self.number, self.refused = number, False

    def take(self) -> TypedNote | None:
        """Return the note if its text changed since the last time."""
        age_ms = self.autosave.take()
        if self.slot is None or self._text == self._taken:
            return None
        self._taken = self._text
        return TypedNote(self.slot, self._text, age_ms)

    def render(self) -> Content:
        """Draw the number of the slot, or a cross if nothing was added."""
        return Content("×" if self.refused else str(self.number))

    async def on_key(self, event: events.Key) -> None:
        """Take a key that is text."""
        if event.key == "backspace":
            event.stop()
            self._set(self._text[: start_of_cluster(self._text, len(self._text) - 1)])
        elif event.key == "enter":
            event.stop()
            self._add("\n")
        elif event.character and (event.is_printable or is_joiner_after(self._text, event.character)):
            event.stop()
            event.prevent_default()
            self._add(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted text."""
        event.stop()
        self._add(safe(event.text))

    def _add(self, text: str) -> None:
        self.refused = len(text) > note_space(len(self._text))
        if not self.refused:
            self._set(self._text + text)

    def _set(self, text: str) -> None:
        self._text, self.refused = text, False
        self.changed()


class NotesController:
    """Owns the notes pane, and the blind line for typing in the room view.

    `read` returns the saved text of a slot, and `write` saves a new one.
    """

    def __init__(self, read: Callable[[Slot], str], write: Callable[[TypedNote], None]) -> None:
        self._read, self._write = read, write
        self.pane, self.blind_line = NotesPane(self.save), BlindLine(self.save)

    @property
    def waiting(self) -> bool:
        """Whether there is text that will be saved in a moment."""
        return self.pane.waiting or self.blind_line.waiting

    @property
    def late_ms(self) -> int:
        """How long ago the oldest key came that is not saved, in ms."""
        return max(self.pane.late_ms, self.blind_line.late_ms)

    def show(self, slot: Slot) -> None:
        """Save the note in the pane, and show the one of `slot` there."""
        if self.pane.slot != slot:
            self.save()
            self.pane.show_slot(slot, self._read(slot))

    def show_blind(self, slot: Slot, number: int) -> None:
        """Let the blind line continue the note of `slot`, which has this number."""
        if self.blind_line.slot != slot:
            self.blind_line.show_slot(slot, number, self._read(slot))

    def start_blind(self, slot: Slot, number: int) -> None:
        """Save what was typed, and load the note of `slot` into the blind line."""
        self.save()
        self.blind_line.slot = None
        self.show_blind(slot, number)

    def forget_slot(self) -> None:
        """Load the note again at the next `show`, even if the slot is the same."""
        self.pane.slot = None

    def save(self) -> None:
        """Save what was typed since the last time."""
        for editor in (self.pane, self.blind_line):
            waited = editor.waiting
            if note := editor.take():
                self._write(note)
            elif waited:
                editor.post_message(editor.Typed())
