"""Lines to type in. Pasted text can hold control characters for the terminal, so it is made safe as it comes in."""

from textual import events
from textual.message import Message
from textual.widgets import Input

from luisteren_tui.text.safe import is_joiner_after, safe, safe_line


class SafeInput(Input):
    """One line of text. What does not fit is refused as a whole, without a sound."""

    class Full(Message):
        """What was typed or pasted does not fit."""

    def __init__(self, text: str, *, max_length: int, id: str | None = None) -> None:
        super().__init__(safe_line(text), max_length=max_length, select_on_focus=True, id=id)

    def on_paste(self, event: events.Paste) -> None:
        """Make a pasted text safe and one line. Input's own handler, which runs after this one, takes the first line."""
        event.text = safe(event.text).replace("\n", " ")

    def on_key(self, event: events.Key) -> None:
        """Take a joiner, which some keyboards have as a key. Input takes only what is printable."""
        if is_joiner_after(self.value[: self.selection.start], event.character):
            event.stop()
            self.replace(event.character or "", *self.selection)

    def restricted(self) -> None:
        """Say that there is no space. Input would ring the bell."""
        self.post_message(self.Full())


class FilterInput(Input):
    """The line to type a filter in. On an empty line a question mark asks for help."""

    async def on_key(self, event: events.Key) -> None:
        """Leave the key for help to the screen. A binding would run after the key was typed."""
        if event.key == "question_mark" and not self.value:
            event.stop()
            event.prevent_default()
            await self.run_action("screen.help")

    def on_paste(self, event: events.Paste) -> None:
        """Make a pasted text safe. Input's own handler runs after this one."""
        event.text = safe_line(event.text)
