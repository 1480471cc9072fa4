"""A block of one's own: its title, its minutes, and the text that stands on the screen while it runs."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.planning.plan import LONGEST_BLOCK, MINUTE
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.widgets.answer_text import Said
from luisteren_tui.tui.widgets.safe_input import Line, Pane


class Own(NamedTuple):
    """What a block of one's own is."""

    title: str
    minutes: int
    text: str


class CustomBlockDialog(Dialog[Own]):
    """Three fields; Enter goes on to the next, in the text to a new line. What was typed is not left by one Escape."""

    AUTO_FOCUS = "Line"
    stacked = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "accept", show=False, priority=True),
        Binding("ctrl+q", "cancel", show=False),
    ]

    def __init__(self, own: Own) -> None:
        super().__init__()
        self.title_text, self._own, self._warned = _("A block of your own"), own, False
        self.keys = (
            ("next_field", "tab", N_("next field")),
            ("accept", "ctrl+s", N_("done")),
            ("cancel", "escape", N_("cancel")),
        )

    def body(self) -> Iterable[Widget]:
        """Show the fields."""
        yield Static(Content(_("Title")))
        yield Line(self._own.title, max_length=120, compact=True, id="own-title")
        yield Static(Content(_("Minutes")))
        yield Line(str(self._own.minutes), max_length=4, compact=True, id="own-minutes")
        yield Static(Content(_("Text: you see it while the block runs (may stay empty)")))
        yield Pane(self._own.text, id="own-text", compact=True)
        yield Said(classes="dialog-wrong")

    def _typed(self) -> tuple[str, str, str]:
        title, minutes = (self.query_one(f"#own-{name}", Line).value.strip() for name in ("title", "minutes"))
        return title, minutes, self.query_one(Pane).text.strip("\n")

    def _say(self, text: str) -> None:
        self.query_one(Said).say(Content(text))

    def action_next_field(self) -> None:
        """On to the next field."""
        self.focus_next()

    def on_input_submitted(self) -> None:
        """Go on to the next field: who types on types there, and no key is a command on the plan."""
        self.focus_next()

    def action_accept(self) -> None:
        """Answer with the block, once it can be one."""
        title, minutes, text = self._typed()
        number = int(minutes) if minutes.isascii() and minutes.isdecimal() else 0
        if not safe_line(title):
            self._say(_("Give it a title."))
        elif not 0 < number <= LONGEST_BLOCK // MINUTE:
            self._say(_("Write a number of minutes, from 1 to {most}.").format(most=LONGEST_BLOCK // MINUTE))
        else:
            self.dismiss(Own(safe_line(title), number, text))

    def action_cancel(self) -> None:
        """Leave it as it was; where something was typed, only when asked twice."""
        own = self._own
        changed = self._typed() != (safe_line(own.title), str(own.minutes), safe(own.text).strip("\n"))
        if changed and not self._warned:
            self._warned = True
            self._say(_("Escape once more, and what you typed is gone."))
        else:
            self.dismiss(None)
