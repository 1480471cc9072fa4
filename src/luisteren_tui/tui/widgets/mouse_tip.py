"""A few words beside the mouse about what a click does."""

from textual.timer import Timer
from textual.widget import Widget

SHOWN_S = 4.0
"""Seconds until a tip goes again: the mouse may rest there for the whole session, and a tip covers what is below it."""


class MouseTip:
    """Shows Textual's tooltip for `widget`, for a few seconds."""

    def __init__(self, widget: Widget) -> None:
        self._widget, self._text = widget, ""
        self._timer: Timer | None = None

    def show(self, text: str) -> None:
        """Show `text`, or nothing if it is empty. The same text again is not shown for longer."""
        if text == self._text:
            return
        self._text = text
        self._widget.tooltip = text or None
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._widget.set_timer(SHOWN_S, self._hide) if text else None

    def _hide(self) -> None:
        self._widget.tooltip = None
