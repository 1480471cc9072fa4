"""The parking lot of a session that ended: it is written into the outcome at each change."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TimedOut

from luisteren_tui.i18n import _
from luisteren_tui.session.parking import MAX_ITEM_LENGTH, as_items, as_text, one_line
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.outcome.completion import CompletedNotes, Note
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.system.clock import Clock, timestamp
from luisteren_tui.tui.autosave import LOOK_S, NO_RESPONSE, SAVE_TIMEOUT_S
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.elsewhere import save_elsewhere
from luisteren_tui.tui.screens.dialog import UnsavedDialog
from luisteren_tui.tui.screens.end.wall import EndWall

RETRY_AFTER_S = 1.0
"""Seconds until a failed write is tried again."""


class OutcomeParking:
    """The items of the parking lot in the outcome that `completed` writes; `text` is what it has now.

    `changed` is called with the whole text after each change, and when writing begins to fail or works again. The `wall`
    is None where there is no room any more.
    """

    def __init__(
        self,
        app: BaseApp,
        completed: CompletedNotes,
        text: str,
        *,
        clock: Clock,
        changed: Callable[[str], None],
        wall: EndWall | None,
    ) -> None:
        self._app, self.completed, self._clock, self._changed, self._wall = app, completed, clock, changed, wall
        self._items = dict(enumerate(as_items(text), 1))
        self._writing = False
        self.failure = ""
        """Why the last change is not written (translated), empty while all is well."""

    @property
    def items(self) -> Mapping[int, str]:
        """The items by their numbers, in order."""
        return self._items

    @property
    def shown(self) -> bool:
        """Whether the room sees them."""
        return self._wall is not None and self._wall.shows_parking

    def show(self, on: bool) -> None:
        """Show the items as they are now to the room, or hide them."""
        if self._wall is not None:
            self._wall.show_parking(self._items.values() if on else ())

    def park(self, number: int, text: str) -> None:
        """Save an item, or remove it if `text` is empty."""
        before, line = self._items, one_line(text, MAX_ITEM_LENGTH)
        if line == one_line(before.get(number, ""), MAX_ITEM_LENGTH):
            return
        items = {**before, number: line}
        self._items = {each: items[each] for each in sorted(items) if items[each]}
        whole = as_text(self._items)
        self.completed.put(None, Note(whole, False, f"{timestamp(self._clock.read().wall)[:19]}Z"))
        self._changed(whole)
        if not self._writing:
            self._writing = True
            self._app.run_worker(self._write(), group="parking")

    @property
    def unsaved(self) -> bool:
        """Whether a change is not written yet."""
        return bool(self.completed.waiting)

    async def _write(self) -> None:
        """Write until nothing waits, and try again while that fails."""
        try:
            while self.completed.waiting:
                why = ""
                try:
                    await asyncio.to_thread(self.completed.flush)
                except OSError as error:
                    why = _(write_error_message(error))
                except Unreadable as error:
                    why = _(error.problem.message)
                if why != self.failure:
                    self.failure = why
                    self._changed(as_text(self._items))
                if why:
                    await asyncio.sleep(RETRY_AFTER_S)
        finally:
            self._writing = False

    async def _why_unsaved(self) -> str:
        """Wait until all is written, and return why it is not, or an empty string."""
        for _attempt in range(round(SAVE_TIMEOUT_S / LOOK_S)):
            if not self.unsaved or self.failure:
                break
            await asyncio.sleep(LOOK_S)
        return self.failure or (_(NO_RESPONSE) if self.unsaved else "")

    async def may_close(self) -> bool:
        """Wait until all is written, and return whether it is. If not, ask what to do."""
        if not (why := await self._why_unsaved()):
            return True
        answer = await self._app.ask(UnsavedDialog(why))
        if answer == "elsewhere":
            save_elsewhere(self._app, self.completed.path, self.completed.copy_to)
        return answer == "leave"

    def save_at_once(self, timeout: float) -> bool:
        """Write what waits within `timeout` seconds, and return whether it is written."""
        writer = ThreadPoolExecutor(1)
        try:
            writer.submit(self.completed.flush).result(timeout)
        except (OSError, Unreadable, TimedOut):
            return False
        finally:
            writer.shutdown(wait=False)
        return True
