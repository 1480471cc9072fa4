"""The question for a line of the facilitator's own on the wall."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.session.parking import MAX_LINE_LENGTH
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.safe_input import SafeInput


class WallLineDialog(Dialog[str]):
    """One line at the bottom, which covers nothing of the wall. Nothing is shown before Enter.

    It offers `text`. What was typed when it is left is given to `keep`.
    """

    AUTO_FOCUS = "SafeInput"

    def __init__(self, text: str, keep: Callable[[str], None]) -> None:
        super().__init__()
        self._keep = keep
        self._line = SafeInput(text, max_length=MAX_LINE_LENGTH)
        self._left = Static(classes="line-left")
        self.keys = (("submit", "enter", N_("show it")), ("cancel", "escape", N_("cancel")))
        self._bar = KeyBar(self.keys)

    def compose(self) -> ComposeResult:
        """Lay out the line above its keys."""
        with Vertical(classes="bottom-line"):
            with Horizontal():
                yield Static(Content.assemble((_("on the screen:"), "bold")), classes="line-label")
                yield self._line
                yield self._left
            yield self._bar

    @on(SafeInput.Changed)
    def _show_left(self) -> None:
        left = MAX_LINE_LENGTH - len(self._line.value)
        self._left.update(Content(ngettext("{n} left", "{n} left", left).format(n=left)))

    @on(SafeInput.Full)
    def _refuse(self) -> None:
        self._bar.show_hint(_("Nothing more fits: at most {limit} characters.").format(limit=MAX_LINE_LENGTH))

    @on(SafeInput.Submitted)
    def action_submit(self) -> None:
        """Answer with the line. An empty one changes nothing."""
        self.dismiss(self._line.value.strip() or None)

    def action_cancel(self) -> None:
        """Keep what was typed for the next time, and answer None."""
        self._keep(self._line.value.strip())
        super().action_cancel()
