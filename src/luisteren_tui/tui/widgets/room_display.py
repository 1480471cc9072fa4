"""The participants' screen: it shows a RoomView, which never holds a note."""

from pathlib import Path

from textual.content import Content
from textual.timer import Timer

from luisteren_tui.i18n import for_room
from luisteren_tui.session.state import State
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.tui.widgets.line_widget import LineWidget
from luisteren_tui.tui.widgets.room_layout import picture
from luisteren_tui.views.room_view import RoomView, room_view
from luisteren_tui.views.session_view import View

SETTLED_S = 1.0
"""Seconds after which a window that opens has its final size. Only then a code that does not fit is missed."""


class RoomDisplay(LineWidget):
    """Shows what the room sees, as large as fits. `evaluation` is a link for the end.

    `enlarged` has the texts that are drawn in large letters.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    RoomDisplay { height: 1fr; }
    SessionScreen > RoomDisplay { display: none; }
    SessionScreen.-room > RoomDisplay { display: block; }
    """
    _view: RoomView | None = None
    _settled = False
    _settling: Timer | None = None
    enlarged: tuple[str, ...] = ()

    def __init__(self, evaluation: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._evaluation = evaluation

    def show_session(self, state: State, view: View, data: Path) -> None:
        """Show the room's part of `view`. Texts that are not in the workshop file are read from the `data` folder."""
        text = view.room_content.text
        body = None if text is None else text_body(state.opened.workshop, text, data)
        self.show(room_view(state, view, body))

    def show(self, view: RoomView) -> None:
        """Show `view`. One that is shown already changes nothing."""
        if view != self._view:
            self._view = view
            self.draw()

    def on_resize(self) -> None:
        """Lay everything out for the new size, which may not be the final one."""
        self._settled = False
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED_S, self._has_settled)
        super().on_resize()

    def lines(self) -> list[Content]:
        """Lay out the view at the present size."""
        if self._view is None:
            return []
        width, height = self.size
        with for_room(self._view.language):
            drawn = picture(self._view, width, height, evaluation=self._evaluation, settled=self._settled)
        self.enlarged = drawn.enlarged
        return drawn.lines

    def _has_settled(self) -> None:
        self._settled = True
        self.draw()
