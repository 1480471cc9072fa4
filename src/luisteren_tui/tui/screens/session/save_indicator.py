"""Whether everything is on the disk, said at the right of the line above the notes."""

from collections.abc import Callable
from typing import NamedTuple

from textual import getters
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from luisteren_tui.i18n import _
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session.session_clock import wall_at
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.autosave import BEHIND_SECONDS
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.widgets.key_bar import ALARM_SIGN
from luisteren_tui.views.session_view import SlotView


class Saved(NamedTuple):
    """What to say about the disk. It is an `alarm` when something stays unsaved for too long."""

    text: str
    alarm: bool = False


class NotesHeader(Widget):
    """A rule with the name of the note on the left and the state of the disk on the right."""

    app = getters.app(BaseApp)
    slot: reactive[SlotView | None] = reactive(None)
    saved: reactive[Saved] = reactive(Saved(""))

    def render(self) -> Content:
        """Draw the rule. The alarm is never cut: it must be readable in full."""
        if self.slot is None:
            return Content("")
        width = self.size.width
        right = Content.assemble((f" {self.saved.text} ", "bold reverse $error" if self.saved.alarm else "$text"))
        name = f"{_('Notes')} · {words.slot(self.slot.slot)}"
        mark = f" · ● {_('marked')}" if self.slot.marked else ""
        seen = f" · {_('room sees question {n}').format(n=self.slot.room_sees)}" if self.slot.room_sees else ""
        left = Content(f"{name}{mark}{seen} ").truncate(max(0, width - right.cell_length - 3), ellipsis=True)
        rule = "─" * max(0, width - left.cell_length - right.cell_length - 3)
        return Content.assemble(("─ ", "$border"), (left.plain, "bold"), (rule, "$border"), right, ("─", "$border"))


class SaveIndicator:
    """Shows in `header` whether the journal is on the disk, and sets the app's alarm when it isn't.

    It calls `refresh` when it is time to look again; `refresh` then calls `show`.
    """

    def __init__(self, header: NotesHeader, refresh: Callable[[], None]) -> None:
        self._header, self._refresh = header, refresh
        self._timer: Timer | None = None
        self._alarm = ""
        self.at_rest = False
        """Whether all is saved, and the header says so. The journal's thread looks at this."""

    def look_again_later(self) -> None:
        """Look again after BEHIND_SECONDS, unless that is planned already."""
        if self._timer is None:
            self._timer = self._header.set_timer(BEHIND_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._timer = None
        self._refresh()

    def show(self, live: LiveSession, *, typing: bool, late_ms: int = 0, room: bool = False) -> Saved:
        """Show what is saved of `live`, and return it. While the `room` looks on, the alarm has no words.

        `typing` means that there is text that the journal does not have yet. The oldest key of that, or of what is still
        to be handled, came `late_ms` ago.
        """
        self.at_rest = False  # before looking, so that what the journal does meanwhile is reported
        status, now = live.journal.status, live.clock.read()
        behind = status.synced < status.appended
        unsynced_ms = 0 if status.unsynced_since is None else now.awake - status.unsynced_since
        late = max(late_ms, unsynced_ms if behind else 0) >= BEHIND_SECONDS * 1000
        if status.failing is not None:
            saved = Saved(_("NOT SAVED: {why}").format(why=_(status.failing)), alarm=True)
        elif late:
            saved = Saved(_("not saved yet"), alarm=True)
        elif behind or typing:
            saved = Saved("…")
        elif live.path is not None:
            wall = wall_at(live.state, live.now())
            saved = Saved(_("saved {time}").format(time=words.clock_time(wall)))
            self.at_rest = True
        else:
            saved = Saved("")
        self._header.saved = saved
        alarm = "" if not saved.alarm else ALARM_SIGN if room else saved.text
        if alarm != self._alarm:
            self._alarm = alarm
            self._header.app.alarm = alarm
        if behind or late:
            self.look_again_later()
        return saved
