"""What the session screen knows of the disk, and says of it."""

from collections.abc import Mapping
from pathlib import Path

from textual import on
from textual.message import Message
from textual.timer import Timer

from luisteren_tui.i18n import _
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session.session_clock import wall_at
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.messages import SaveAlarm
from luisteren_tui.tui.screens.session.dialogs import SessionDialogs
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.notes_header import NotesHead, Saved

BEHIND = 1.0
"""Seconds after which the screen says that something is not saved yet."""


class SessionSaving(SessionDialogs):
    """Says above the notes whether all is on the disk, and raises the alarm when it is not."""

    class SaveChanged(Message):
        """The journal got further, or fails."""

    def __init__(self, live: LiveSession, data: Path, keymap: Mapping[str, str]) -> None:
        super().__init__(live, data, keymap)
        # Kept, since looking a widget up costs more than telling it what to show.
        self._bar, self._head = KeyBar(id="keys"), NotesHead(id="notes-head")
        self._behind: Timer | None = None
        self._alarm = ""

    def _journal_changed(self) -> None:
        # From the journal's thread: posting is all that is allowed there.
        self.post_message(self.SaveChanged())

    def _watch_saving(self) -> None:
        self._show_saved()
        if self._behind is None:
            self._behind = self.set_timer(BEHIND, self._check_behind)

    def _check_behind(self) -> None:
        self._behind = None
        self._show_saved()

    @on(SaveChanged)
    def _show_saved(self) -> None:
        status = self.live.journal.status
        now = self.live.clock.read()
        behind = status.synced < status.appended
        late = behind and status.unsynced_since is not None and now.awake - status.unsynced_since >= BEHIND * 1000
        if status.failing is not None:
            saved = Saved(_("NOT SAVED: {why}").format(why=_(status.failing)), alarm=True)
        elif late:
            saved = Saved(_("not saved yet"), alarm=True)
        elif behind or (self.notes is not None and self.notes.waiting):
            saved = Saved("…")
        elif self.live.path is not None:
            wall = wall_at(self.live.state, self.live.now())
            saved = Saved(_("saved {time}").format(time=words.clock_time(wall)))
        else:
            saved = Saved("")
        self._head.saved = saved
        alarm = saved.text if saved.alarm else ""
        if alarm != self._alarm:
            self._alarm = alarm
            self.post_message(SaveAlarm(alarm))
        self._bar.alarm = saved.alarm and self.room
        self.show_keys()
        if behind and not late and self._behind is None:
            self._behind = self.set_timer(BEHIND, self._check_behind)
