"""Keys that are typed faster than they are dealt with."""

from collections.abc import Mapping

from textual import events
from textual.screen import Screen


class TypeAhead(Screen[None]):
    """A screen on which what is typed right after the key into the notes is text, and after the key out a command."""

    keymap: Mapping[str, str]
    _held: list[events.Event] | None = None

    def holds(self, event: events.Event) -> bool:
        """Return whether what an earlier key does is still to be done: until then this one waits."""
        if self._held is None or not isinstance(event, events.Key | events.Paste):
            return False
        self._held.append(event)
        return True

    def hold(self) -> None:
        """Let what is typed from now on wait, until `release`."""
        self._held = []

    def release(self) -> None:
        """Pass on what was typed meanwhile, to whatever has the focus now."""
        held, self._held = self._held or (), None
        for event in held:
            (self.app.focused or self.app.screen)._forward_event(event)

    def _forward_event(self, event: events.Event) -> None:
        # Every key that no writer gets comes by here, but what it does is done later.
        if self.holds(event):
            return
        super()._forward_event(event)
        if isinstance(event, events.Key) and event.key == self.keymap.get("notes", "n"):
            self.hold()
            # First this screen passes the key on to the app, then the app carries it out.
            self.call_later(self.app.call_later, self.release)
