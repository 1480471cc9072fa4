"""Whether everything is on the disk, said at the right of the line above the notes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

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
from luisteren_tui.tui.widgets.key_bar import ALARM_SIGN, KeyBar
from luisteren_tui.views.session_view import SlotView

if TYPE_CHECKING:  # the first picture does not wait for the notes
    from luisteren_tui.tui.widgets.note_editors import NotesController


class Saved(NamedTuple):
    """What to say about the disk. It is an `alarm` when something stays unsaved for too long."""

    text: str
    alarm: bool = False


class NotesHeader(Widget):
    """The name of the note on the left and the state of the disk on the right, above the note."""

    app = getters.app(BaseApp)
    slot: reactive[SlotView | None] = reactive(None)
    saved: reactive[Saved] = reactive(Saved(""))

    def render(self) -> Content:
        """Draw the line. The alarm is never cut: it must be readable in full."""
        if self.slot is None:
            return Content("")
        width = self.size.width
        right = Content.assemble((f" {self.saved.text} ", "bold reverse $error" if self.saved.alarm else "$muted"))
        name = f"{_('Notes')} · {words.slot(self.slot.slot, self.slot.label)}"
        mark = f" · ● {_('marked')}" if self.slot.marked else ""
        seen = f" · {_('room sees question {n}').format(n=self.slot.room_sees)}" if self.slot.room_sees else ""
        left = Content(f" {name}{mark}{seen} ").truncate(max(0, width - right.cell_length), ellipsis=True)
        return Content.assemble((left.plain, "bold"), " " * max(0, width - left.cell_length - right.cell_length), right)


class SaveIndicator:
    """Shows in `header` whether the journal of `live` is on the disk, and sets the app's alarm when it isn't.

    While `in_room` tells that the room looks on, the alarm has no words, and `key_bar` shows it too.
    """

    def __init__(self, live: LiveSession, header: NotesHeader, key_bar: KeyBar, in_room: Callable[[], bool]) -> None:
        self._live, self._header, self._key_bar, self._in_room = live, header, key_bar, in_room
        self.notes: NotesController | None = None
        """What may hold text that the journal does not have yet."""
        self._timer: Timer | None = None
        self._alarm = ""
        self._at_rest = False
        """Whether all is saved, and the header says so. The journal's thread looks at this."""
        self._saved_again = False
        """Whether the journal saved something since the header said when."""

    def follow(self, live: LiveSession) -> None:
        """Show from now on whether `live` is saved."""
        self._live = live
        live.journal.on_change = self._journal_changed
        self.show()

    def _journal_changed(self) -> None:
        # Called from the journal's thread, where posting is all that is allowed. When all was saved and still is, the
        # time of saving can wait for the next second: the frame that follows a key can't wait.
        self._saved_again = True
        status = self._live.journal.status
        all_saved = status.failing is None and status.synced == status.appended
        if not (all_saved and self._at_rest):
            self._header.call_later(self.show)

    def look(self) -> None:
        """Show what was saved since the last time, or that nothing was while a disk that hangs reports nothing."""
        status = self._live.journal.status
        if self._saved_again or status.synced < status.appended:
            self.show()

    def look_again_later(self) -> None:
        """Look again after BEHIND_SECONDS, unless that is planned already."""
        if self._timer is None:
            self._timer = self._header.set_timer(BEHIND_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._timer = None
        self.show()

    def show(self) -> None:
        """Show what is saved."""
        self._saved_again = self._at_rest = False  # before looking, so that what the journal does meanwhile is reported
        live, room = self._live, self._in_room()
        typing, late_ms = (False, 0) if self.notes is None else (self.notes.waiting, self.notes.late_ms)
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
            self._at_rest = True
        else:
            saved = Saved("")
        self._header.saved = saved
        alarm = "" if not saved.alarm else ALARM_SIGN if room else saved.text
        if alarm != self._alarm:
            self._alarm = alarm
            self._header.app.alarm = alarm
        self._key_bar.alarm = saved.alarm and room
        if behind or late:
            self.look_again_later()
