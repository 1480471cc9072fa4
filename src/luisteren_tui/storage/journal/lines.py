"""The lines of a journal in memory, of which only the last text of each note is kept."""

from luisteren_tui.session.events import Event, Noted, Slot
from luisteren_tui.storage.journal.line import without_text

SHORT_LINE = 256
"""A line of at most this many bytes keeps its text: there is little to gain."""


class Lines:
    """The lines of a journal, each with its line end.

    A line whose text a later one replaces stays, without its text, so that the numbers have no hole.
    """

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._noted: dict[Slot, int] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, line: bytes, event: Event) -> None:
        """Add the `line` of `event`, and let go of the text that it replaces."""
        if isinstance(event, Noted):
            before = self._noted.get(event.slot)
            if before is not None and len(self._lines[before]) > SHORT_LINE:
                self._lines[before] = without_text(self._lines[before][:-1]) + b"\n"
            self._noted[event.slot] = len(self._lines)
        self._lines.append(line)

    def first(self, count: int) -> list[bytes]:
        """Return the first `count` lines."""
        return self._lines[:count]

    def after(self, count: int) -> list[bytes]:
        """Return the lines that follow the first `count`."""
        return self._lines[count:]
