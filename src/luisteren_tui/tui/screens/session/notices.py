"""What happened to the files of a session, in words for the facilitator."""

from collections.abc import Callable

from luisteren_tui.i18n import N_, _
from luisteren_tui.storage.files import CHANGED, GONE, REPLACED
from luisteren_tui.storage.journal.memory import Mended
from luisteren_tui.storage.lock import FolderInUse
from luisteren_tui.text.safe import safe_line

REPEAT_AFTER_MS = 60_000
"""The same is not said again within this time: another program may do the same again and again."""

_MENDED = {
    GONE: N_("The file of this session was gone. Everything is saved again, in {path}"),
    REPLACED: N_("Another program replaced the file of this session. Everything is saved again, in {path}"),
    CHANGED: N_("Another program changed the file of this session. Everything is saved again, in {path}"),
}


def mended_text(mended: Mended) -> str:
    """Return what happened to the file of a session, where it is now, and where what was in its place is."""
    text = _(_MENDED[mended.why]).format(path=safe_line(str(mended.path)))
    if mended.aside is None:
        return text
    return "\n".join((text, _("What was there instead is now called {name}").format(name=safe_line(mended.aside.name))))


def taken_text(taken: FolderInUse) -> str:
    """Return that another program uses the folder of this one too."""
    text = _("The program was opened once more on the same folder. Each keeps to its own session; yours goes on.")
    return text if taken.pid is None else f"{text} {_('The other one is process {pid}.').format(pid=taken.pid)}"


class Notices:
    """Texts that wait until the room does not look on. `tell` shows one to the facilitator."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._waiting: list[str] = []
        self._said: dict[str, int] = {}

    def add(self, text: str, now: int) -> None:
        """Let `text` be said at the next `show`. `now` is the time (`Reading.awake`, ms)."""
        last = self._said.get(text)
        if text not in self._waiting and (last is None or now - last >= REPEAT_AFTER_MS):
            self._waiting.append(text)
            self._said[text] = now

    def show(self, *, room: bool) -> None:
        """Say what waits, unless the room looks on."""
        while self._waiting and not room:
            self._tell(self._waiting.pop(0))
