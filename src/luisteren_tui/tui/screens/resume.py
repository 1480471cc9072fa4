"""An unfinished session was found: go on with it, or not."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import _
from luisteren_tui.tui import words
from luisteren_tui.tui.screens.dialog import Dialog


class Choice(StrEnum):
    """What to do with an unfinished session."""

    GO_ON = "go_on"
    WITHOUT_GAP = "without_gap"
    NEW = "new"
    END = "end"


class ResumeDialog(Dialog[Choice]):
    """Says what was under way, until when, and how long ago that is. Nothing of a note."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose('go_on')", show=False),
        Binding("o", "choose('without_gap')", show=False),
        Binding("n", "choose('new')", show=False),
        Binding("e", "choose('end')", show=False),
    ]

    def __init__(self, title: str, activity: str, stopped: int, gap: int, running: bool, problems: int) -> None:
        super().__init__()
        self.title_text = _("Go on with “{title}”?").format(title=title)
        self._activity, self._stopped, self._gap = activity, stopped, gap // 1000
        self._running, self._problems = running, problems
        out = (("choose('without_gap')", "o", "go on without that time"),) if running else ()
        self.keys = (
            ("choose('go_on')", "enter", "go on"),
            *out,
            ("choose('new')", "n", "new session"),
            ("choose('end')", "e", "round off"),
        )

    def body(self) -> Iterable[Widget]:
        """Say where it was and how long ago."""
        length = words.length(self._gap)
        lines = [
            _("It stopped at {time}, {length} ago, at “{activity}”.").format(
                time=words.clock_time(self._stopped), length=length, activity=self._activity
            )
        ]
        if self._running:
            lines.append(_("The clock was running: the room went on, so those {length} count.").format(length=length))
        else:
            lines.append(_("The clock stood still."))
        if self._problems:
            lines.append(_("Part of the file is damaged. All that is sound is kept; the original stays beside it."))
        yield Static(Content("\n\n".join(lines)))

    def action_choose(self, choice: str) -> None:
        """Answer."""
        self.dismiss(Choice(choice))
