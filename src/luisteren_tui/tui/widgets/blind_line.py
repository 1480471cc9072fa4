"""Writing a note while the room looks on: only how much was typed is shown, and where it goes."""

from textual import events
from textual.content import Content
from textual.reactive import reactive

from luisteren_tui.i18n import ngettext
from luisteren_tui.session.events import Slot
from luisteren_tui.text.safe import safe
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.messages import Unkept
from luisteren_tui.tui.widgets.note_input import Writer
from luisteren_tui.tui.widgets.safe_input import LONGEST


class BlindLine(Writer, can_focus=True):
    """Takes keys as text and shows their number alone."""

    count: reactive[int] = reactive(0)
    # Not reactive: what is in it must not get near a render.
    _text = _kept = ""
    slot: Slot | None = None

    def show_slot(self, slot: Slot, text: str) -> None:
        """Write on at the end of the note of `slot`."""
        self.slot, self._text, self._kept = slot, text, text
        self.count = len(text)
        self.refresh()

    def take(self) -> tuple[Slot, str] | None:
        """Return the slot and its whole text if it changed since the last time."""
        if self.slot is None or self._text == self._kept:
            return None
        self._kept = self._text
        return self.slot, self._text

    def render(self) -> Content:
        """Show how many characters there are and whose note they are in."""
        count = ngettext("{n} character", "{n} characters", self.count).format(n=self.count)
        # That something is written for oneself alone is not for the room either.
        return Content(count if self.slot is None or self.slot.private else f"{count} · {words.slot(self.slot)}")

    async def on_key(self, event: events.Key) -> None:
        """Take a key that is text."""
        if event.key == "backspace":
            event.stop()
            self._set(self._text[:-1])
        elif event.key == "enter":
            event.stop()
            self._set(self._text + "\n")
        elif event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self._set(self._text + event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted."""
        event.stop()
        self._set((self._text + safe(event.text))[:LONGEST])

    def _set(self, text: str) -> None:
        self._text, self.count = text, len(text)
        self.post_message(Unkept())
