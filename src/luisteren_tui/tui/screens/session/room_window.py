"""The dialog that `w` opens while the room's screen opens in the browser: does it, or is a terminal window needed?"""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.tui.keyboard import HELD_S
from luisteren_tui.tui.screens.dialog import Dialog

ASK_S = 5.0
"""Seconds that a browser gets before the question comes."""
LOOK_S = 0.25


class RoomWindowDialog(Dialog[bool]):
    """Asks whether the room's screen is there. True asks for a terminal window instead.

    `failed` tells whether no browser opened. Only the facilitator can see whether one that opened shows the page.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("enter", "cancel"), ("w", "window")]
    silences = {**Dialog.silences, "w": HELD_S}  # it is the key that opened this dialog

    def __init__(self, failed: Callable[[], bool]) -> None:
        super().__init__()
        self.title_text = _("The room's screen in the browser")
        self.keys = (("cancel", "enter", N_("done")), ("window", "w", N_("a terminal window instead")))
        self._failed = failed
        self._how = _("It opens now. Drag its window to the large screen and double click in it.")
        self._text = Static(Content(self._how))

    def body(self) -> Iterable[Widget]:
        """Yield what to do with the window."""
        yield self._text

    def on_mount(self) -> None:
        """Ask soon, and say it at once if no browser opens."""
        self.set_timer(ASK_S, self._ask)
        self._look = self.set_interval(LOOK_S, self._look_for_failure)

    def _ask(self) -> None:
        if not self._failed():
            text = Content.assemble(self._how, "\n\n", (_("Do you see the room's screen?"), "bold"))
            self._say(text, N_("yes"), N_("no: open a terminal window"))

    def _look_for_failure(self) -> None:
        if self._failed():
            self._look.stop()
            text = Content.assemble((_("No browser opened."), "bold"))
            self._say(text, N_("leave it"), N_("open a terminal window"))

    def _say(self, text: Content, enter: str, w: str) -> None:
        self._text.update(text)
        self.show_keys((("cancel", "enter", enter), ("window", "w", w)))

    def action_window(self) -> None:
        """Ask for a terminal window."""
        self.dismiss(True)
