"""A line to type what is looked for."""

from textual import events
from textual.widgets import Input

from luisteren_tui.text.safe import safe_line


class FilterLine(Input):
    """Where what is looked for is typed. Nobody looks for what begins with a question mark: that is for help."""

    async def on_key(self, event: events.Key) -> None:
        """Leave the key for help to the screen: as a binding it would come after it was typed."""
        if event.key == "question_mark" and not self.value:
            event.stop()
            event.prevent_default()
            await self.run_action("screen.help")

    def on_paste(self, event: events.Paste) -> None:
        """Make what is pasted safe. Input's handler comes after."""
        event.text = safe_line(event.text)
