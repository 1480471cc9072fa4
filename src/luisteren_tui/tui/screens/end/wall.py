"""What the room sees once a session has ended: thanks, with a line of the facilitator's own, or the parking lot."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from luisteren_tui.storage import room_words
from luisteren_tui.storage.files import unlink
from luisteren_tui.storage.room_words import RoomWords
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from luisteren_tui.views.room_view import end_view
from luisteren_tui.workshop.model import Workshop


class EndWall:
    """Owns the display of a `mirrored` end screen, and tells the room's own window through the file at `path`.

    `evaluation` is the link for the participants.
    """

    def __init__(self, workshop: Workshop, session: str, path: Path, *, evaluation: str, mirrored: bool) -> None:
        self._workshop, self._path = workshop, path
        self.display = RoomDisplay(evaluation) if mirrored else None
        self._words = RoomWords(session)
        self.offered = ""
        """The line that is offered the next time: the last one, or what was typed and not shown."""
        self._show()

    @property
    def line(self) -> str:
        """The line under the thanks, empty for none."""
        return self._words.line

    @property
    def shows_parking(self) -> bool:
        """Whether the room sees the parking lot."""
        return bool(self._words.parking)

    def show_line(self, text: str) -> None:
        """Put this line under the thanks, or take it away if `text` is empty."""
        self.offered = text or self.offered
        self._say(RoomWords(self._words.session, text, self._words.parking))

    def offer(self, text: str) -> None:
        """Offer this line the next time."""
        self.offered = text or self.offered

    def show_parking(self, items: Iterable[str]) -> None:
        """Show these items of the parking lot, or the thanks if there are none."""
        self._say(RoomWords(self._words.session, self._words.line, tuple(items)))

    def close(self) -> None:
        """Take away what the room's own window reads. It keeps the thanks."""
        with suppress(OSError):  # it goes at the next start
            unlink(self._path)

    def _say(self, words: RoomWords) -> None:
        self._words = words
        with suppress(OSError):  # the mirrored screen shows it, and the next try may work
            room_words.write(self._path, words)
        self._show()

    def _show(self) -> None:
        if self.display is not None:
            self.display.show(end_view(self._workshop, self._words.line, self._words.parking))
