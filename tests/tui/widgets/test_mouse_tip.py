"""The words beside the mouse."""

from collections.abc import Callable
from typing import Any, cast

from textual.widget import Widget

from luisteren_tui.tui.widgets.mouse_tip import MouseTip


class Pointed:
    """A widget whose timers are run by hand."""

    def __init__(self) -> None:
        self.tooltip: str | None = None
        self.timers: list[Callable[[], None]] = []

    def set_timer(self, _seconds: float, callback: Callable[[], None]) -> Any:
        self.timers.append(callback)
        return self

    def stop(self) -> None:
        self.timers.clear()


def test_tip_goes_by_itself_and_comes_back_only_after_another() -> None:
    widget = Pointed()
    tip = MouseTip(cast(Widget, widget))
    tip.show("look ahead")
    assert widget.tooltip == "look ahead"
    widget.timers.pop()()
    tip.show("look ahead")
    assert widget.tooltip is None
    tip.show("choose")
    assert (widget.tooltip, len(widget.timers)) == ("choose", 1)
    tip.show("")
    assert (widget.tooltip, widget.timers) == (None, [])
