"""The session that runs, as another program shows it to the room: read from its journal, and nothing private of it."""

from luisteren_tui.session.session_clock import reopened
from luisteren_tui.session.state import State
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.journal.follower import Follower, running_journal
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.system.clock import Clock, Reading
from luisteren_tui.system.paths import Folders
from luisteren_tui.views.room_view import RoomView, room_view
from luisteren_tui.views.session_view import project

SEARCH = 1000
"""ms between looks for a session that runs."""
SILENT = 20_000
"""ms without a new line after which another session may be the one that runs; one that does is heard more often."""


class Following:
    """Finds the session that runs below `folders` and follows it, over crashes and restarts of either side."""

    def __init__(self, folders: Folders, clock: Clock) -> None:
        self._folders, self._clock = folders, clock
        self._follower: Follower | None = None
        self._searched = self._heard = -SILENT
        self._text: tuple[tuple[str, str | None] | None, str | None] = (None, None)

    @property
    def language(self) -> str | None:
        """The language of the workshop, None without a session."""
        state = self._follower.state if self._follower else None
        return None if state is None else state.opened.workshop.language

    def look(self) -> RoomView | None:
        """Return what the room is to see now, None while no session runs."""
        now = self._clock.read()
        self._search(now)
        follower = self._follower
        if follower is None:
            return None
        before = follower.state
        self._read(follower)
        state = follower.state
        if state is None:
            return None
        if state is not before:
            self._heard = now.awake
        view = project(state, _now(state, now))
        return room_view(state, view, self._body(state))

    def _search(self, now: Reading) -> None:
        """Turn to the session that was written last, when the one that is followed has been silent for a while."""
        if now.awake - self._searched < SEARCH or (self._follower and now.awake - self._heard < SILENT):
            return
        self._searched = now.awake
        path = running_journal(self._folders, now.wall)
        if path is not None and (self._follower is None or path != self._follower.path):
            self._follower = Follower(path)

    def _read(self, follower: Follower) -> None:
        if follower.state is not None and follower.state.timing.mode == Mode.ENDED:
            self._heard = -SILENT  # the next one may begin at any time
            return
        try:
            follower.read()
        except FileNotFoundError:
            # An ended session keeps its outcome alone.
            if follower.path.with_suffix(".json").exists():
                follower.end()
            else:
                self._follower = None
        except OSError:
            return  # what was read so far still holds

    def _body(self, state: State) -> str | None:
        name = (state.opened.id, state.room_content.text)
        if name != self._text[0]:
            text = state.room_content.text
            body = None if text is None else text_body(state.opened.workshop, text, self._folders.data)
            self._text = (name, body)
        return self._text[1]


def _now(state: State, now: Reading) -> int:
    """Return the session time now: it goes on when its own program does not."""
    if not state.clocks:
        return state.t
    return reopened(state.clocks[-1], state.t, now.wall, now.boot, now.boot_id).t
