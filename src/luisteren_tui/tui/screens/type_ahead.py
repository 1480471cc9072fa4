"""Keys that are typed faster than they are dealt with."""

from collections.abc import Mapping

from textual import events
from textual.screen import Screen


class TypeAhead(Screen[None]):
    """A screen on which what is typed right after the key into the notes is text, and no command."""

    keymap: Mapping[str, str]
    _held: list[events.Event] | None = None

    def _forward_event(self, event: events.Event) -> None:
        # Every key comes by here, but what it does is done later: until then what follows waits.
        if self._held is not None and isinstance(event, events.Key | events.Paste):
            self._held.append(event)
            return
        super()._forward_event(event)
        if isinstance(event, events.Key) and event.key == self.keymap.get("notes", "n"):
            self._held = []
            # First this screen passes the key on to the app, then the app carries it out.
            self.call_later(self.app.call_later, self._release)

    def _release(self) -> None:
        held, self._held = self._held or (), None
        for event in held:
            (self.app.focused or self.app.screen)._forward_event(event)
