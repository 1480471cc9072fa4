"""What takes notes has in common: some keys are no text, and what is typed behind those waits for them."""

from textual import events
from textual.widget import Widget

from luisteren_tui.tui.keymap import WRITING
from luisteren_tui.tui.screens.type_ahead import TypeAhead


class Writer(Widget):
    """A widget whose keys are text, but for those of WRITING."""

    def _forward_event(self, event: events.Event) -> None:
        screen = self.screen
        assert isinstance(screen, TypeAhead)
        if screen.holds(event):
            return
        super()._forward_event(event)
        if isinstance(event, events.Key) and event.key in WRITING:
            screen.hold()
            self.call_later(screen.release)

    async def on_key(self, event: events.Key) -> None:
        """Carry out what is no text. As a binding it would come after the keys that were typed behind it."""
        if action := WRITING.get(event.key):
            event.stop()
            await self.run_action(f"screen.{action}")
