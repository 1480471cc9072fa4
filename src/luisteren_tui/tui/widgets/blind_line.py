"""Writing a note while the room looks on: only how much was typed is shown."""

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.i18n import ngettext
from luisteren_tui.session.events import Slot
from luisteren_tui.text import safe
from luisteren_tui.tui.messages import StoppedWriting, TypedBlind


class BlindLine(Widget, can_focus=True):
    """Takes keys as text and shows their number alone."""

    count: reactive[int] = reactive(0)
    # Not reactive: what is in it must not get near a render.
    _text = ""
    _slot: Slot | None = None

    def show_slot(self, slot: Slot, text: str) -> None:
        """Write on at the end of the note of `slot`."""
        self._slot, self._text = slot, text
        self.count = len(text)

    def render(self) -> Content:
        """Show how many characters there are."""
        return Content(ngettext("{n} character", "{n} characters", self.count).format(n=self.count))

    def on_key(self, event: events.Key) -> None:
        """Take a key that is text; Escape is the end."""
        if event.key == "escape":
            event.stop()
            self.post_message(StoppedWriting())
        elif event.key == "backspace":
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
        self._set(self._text + safe(event.text))

    def _set(self, text: str) -> None:
        self._text, self.count = text, len(text)
        if self._slot is not None:
            self.post_message(TypedBlind(self._slot, text))
