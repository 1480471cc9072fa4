"""Keys that are typed faster than they are handled.

What follows the key that opens the notes is text, and what follows the key that leaves them is a command.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from types import MappingProxyType

from textual import events, getters
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from luisteren_tui.tui.autosave import Autosave
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.keyboard import REPEAT_S, command_key
from luisteren_tui.tui.keymap import WRITING_KEYS
from luisteren_tui.tui.textual_internals import pass_on

MAX_BUSY_SECONDS = 0.2
"""How long keys that wait may be handled on end before the screen is painted."""
REST_SECONDS = 0.03
"""Time enough for a picture to begin."""


class TypeAhead(Screen[None]):
    """A screen with notes. It holds keys back while an earlier key is still moving the focus into or out of them."""

    keymap: Mapping[str, str]
    silences: Mapping[str, float] = MappingProxyType({})
    """How long a key must have been silent before it counts again, where that differs from other screens."""
    _held: list[events.Event] | None = None

    def holds(self, event: events.Event) -> bool:
        """Hold `event` back if an earlier key is still being handled, and return whether it is."""
        if self._held is None or not isinstance(event, events.Key | events.Paste):
            return False
        self._held.append(event)
        return True

    def hold(self) -> None:
        """Hold back everything that is typed from now on, until `release`."""
        self._held = []

    def release(self) -> None:
        """Pass on what was held back, to whatever has the focus now."""
        held, self._held = self._held or (), None
        for event in held:
            pass_on(event, self.app.focused or self.app.screen)

    def _forward_event(self, event: events.Event) -> None:
        # Every key that no note input takes passes here. Its action is carried out later.
        if self.holds(event):
            return
        super()._forward_event(event)
        if isinstance(event, events.Key) and command_key(event.key) in self._writing_keys():
            self.hold()
            # The screen first passes the key on to the app, and then the app carries it out.
            self.call_later(self.app.call_later, self.release)

    def _writing_keys(self) -> tuple[str, str]:
        """Return the keys that lead into the notes."""
        return self.keymap.get("notes", "n"), self.keymap.get("private_note", "p")


class NoteInput(Widget):
    """A widget on a TypeAhead screen whose keys are text, except those in WRITING_KEYS.

    It calls `autosave_with` when it is made, and `changed` within each change of its text.
    """

    app = getters.app(BaseApp)
    autosave: Autosave
    _coming: deque[float]
    """The times of the keys that wait to be handled here."""
    _key_at = 0.0
    _busy_since: float | None = None

    class Typed(Message):
        """There is text now that is not saved yet, or there is none any more."""

    class Refused(Message):
        """The widget did not take what was typed or pasted."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def autosave_with(self, save: Callable[[], None]) -> None:
        """Call `save` a moment after each change. It must call `autosave.take`."""
        self.autosave = Autosave(save, now=_now, later=self.set_timer)
        self._coming = deque()

    def changed(self) -> None:
        """Have the change that the last key made saved, now or in a moment."""
        if self.autosave.typed(self._key_at):
            self.post_message(self.Typed())

    @property
    def waiting(self) -> bool:
        """Whether there is text that will be saved in a moment."""
        return self.autosave.since is not None

    @property
    def late_ms(self) -> int:
        """How long ago the oldest key came that is not saved, or not even handled yet, in ms."""
        oldest = min(self._coming, default=_now())
        if self.autosave.since is not None:
            oldest = min(oldest, self.autosave.since)
        if self.has_focus and self.app.keys_read:
            oldest = min(oldest, self.app.keys_read[0])
        return round((_now() - oldest) * 1000)

    async def on_event(self, event: events.Event) -> None:
        """Handle an event, and remember when the last key came."""
        if not isinstance(event, events.Key | events.Paste):
            await super().on_event(event)
            return
        self._key_at = event.time
        if self._busy_since is None:
            self._busy_since = _now()
        await super().on_event(event)
        while self._coming and self._coming[0] <= event.time:
            self._coming.popleft()
        if not self._coming:
            self._busy_since = None
        elif _now() - self._busy_since >= MAX_BUSY_SECONDS:
            await asyncio.sleep(REST_SECONDS)  # keys that wait are handled on end, and nothing would be painted
            self._busy_since = _now()

    def _forward_event(self, event: events.Event) -> None:
        screen = self.screen
        assert isinstance(screen, TypeAhead)
        if screen.holds(event):
            return
        if isinstance(event, events.Key | events.Paste):
            self._coming.append(event.time)
        super()._forward_event(event)
        if isinstance(event, events.Key) and event.key in WRITING_KEYS:
            screen.hold()
            self.call_later(screen.release)

    async def on_key(self, event: events.Key) -> None:
        """Carry out a key that is not text. A binding would run after the keys that were typed next."""
        if action := WRITING_KEYS.get(event.key):
            event.stop()
            screen = self.screen
            assert isinstance(screen, TypeAhead)
            if self.app.counts(event, screen.silences.get(event.key, REPEAT_S)):
                await self.run_action(f"screen.{action}")


def _now() -> float:
    """Return the time on the clock that Textual stamps events with."""
    return events.Event().time
