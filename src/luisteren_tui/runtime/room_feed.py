"""Follows the running session for the room's screen, by reading its journal. Nothing private is read."""

from luisteren_tui.session.session_clock import clock_after
from luisteren_tui.session.state import State
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage import room_words
from luisteren_tui.storage.journal.follower import JournalFollower, live_journal
from luisteren_tui.storage.room_words import RoomWords
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.system.clock import Clock, Reading
from luisteren_tui.system.paths import Folders
from luisteren_tui.views.room_view import RoomView, end_view, room_view
from luisteren_tui.views.session_view import project

SEARCH_INTERVAL_MS = 1000
MAX_SILENCE_MS = 20_000
"""A running session writes more often than this. After a longer silence another one may be running."""
MAX_ABSENCE_MS = 3000
"""A running session writes a journal that was deleted again sooner than this."""


class RoomFeed:
    """Finds the running session in `folders` and follows it, across crashes and restarts of either program."""

    def __init__(self, folders: Folders, clock: Clock) -> None:
        self._folders, self._clock = folders, clock
        self._follower: JournalFollower | None = None
        self._searched = self._changed = -MAX_SILENCE_MS
        self._gone: int | None = None  # since when the journal has not been at its path
        self._words = RoomWords("")
        self.heard: int | None = None
        """When (`boot`) something new was last read of a session, or None before the first one."""
        self._text: tuple[tuple[str, str | None] | None, str | None] = (None, None)

    @property
    def language(self) -> str | None:
        """The language of the workshop, or None without a session."""
        state = self._follower.state if self._follower else None
        return None if state is None else state.opened.workshop.language

    def view(self) -> RoomView | None:
        """Return what the room sees now, or None while no session runs."""
        now = self._clock.read()
        self._search(now)
        follower = self._follower
        if follower is None:
            return None
        before = follower.state
        self._read(follower, now)
        state = follower.state
        if state is None:
            return None
        if state is not before:
            self._changed = now.awake
            self.heard = now.boot
        if state.timing.mode == Mode.ENDED:
            return self._end_view(state)
        # The session time goes on even if the program that runs the session doesn't.
        view = project(state, clock_after(state, now.wall, now.boot, now.boot_id).t)
        return room_view(state, view, self._text_body(state))

    def _end_view(self, state: State) -> RoomView:
        """Return the thanks, with the last line that stood there: it stays once the program has gone."""
        found = room_words.read(self._folders.room_words, state.opened.id)
        if found is not None or self._words.session != state.opened.id:
            self._words = found or RoomWords(state.opened.id)
        return end_view(state.opened.workshop, self._words.line, self._words.parking)

    def _search(self, now: Reading) -> None:
        """Follow the session that was written last, if the followed one has been silent for a while."""
        silent = self._follower is None or now.awake - self._changed >= MAX_SILENCE_MS
        if now.awake - self._searched < SEARCH_INTERVAL_MS or not silent:
            return
        self._searched = now.awake
        path = live_journal(self._folders, now.wall)
        if path is not None and (self._follower is None or path != self._follower.path):
            self._follower = JournalFollower(path)

    def _read(self, follower: JournalFollower, now: Reading) -> None:
        if follower.state is not None and follower.state.timing.mode == Mode.ENDED:
            self._changed = -MAX_SILENCE_MS  # another session may start at any time
            return
        try:
            follower.read()
            self._gone = None
        except FileNotFoundError:
            self._gone = now.awake if self._gone is None else self._gone
            # A session that ended has an outcome and no journal.
            if follower.path.with_suffix(".json").exists():
                follower.end()
            elif now.awake - self._gone >= MAX_ABSENCE_MS:
                self._follower = self._gone = None
        except OSError:
            return  # what was read so far is still valid

    def _text_body(self, state: State) -> str | None:
        name = (state.opened.id, state.room_content.text)
        if name != self._text[0]:
            text = state.room_content.text
            body = None if text is None else text_body(state.opened.workshop, text, self._folders.data)
            self._text = (name, body)
        return self._text[1]
