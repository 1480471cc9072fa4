"""The home screen: go on, start, look back."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from luisteren_tui.i18n import _
from luisteren_tui.text import safe_line
from luisteren_tui.tui.messages import LeaveApp, LookBack, Offer, Prepare


class HomeScreen(Screen[None]):
    """What can be done, the most likely thing first: Enter does it."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q,escape", "leave", show=False),
        Binding("l", "theme", show=False),
    ]

    def __init__(self, workshops: tuple[str, ...], unfinished: bool, sessions: tuple[str, ...]) -> None:
        super().__init__()
        self._workshops, self._unfinished, self._sessions = workshops, unfinished, sessions

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with Vertical(id="home"):
            yield Static(Content.assemble(("luisteren", "bold $accent")), id="home-title")
            yield Static(Content(_("Run a workshop with attention.")), id="home-sub")
            yield OptionList(*self._options(), id="home-list", markup=False)
            yield Static(
                Content.assemble(
                    ("Enter", "bold $accent"),
                    f" {_('choose')}   ",
                    ("↑↓", "bold $accent"),
                    f" {_('up and down')}   ",
                    ("q", "bold $accent"),
                    f" {_('leave')}",
                ),
                id="home-keys",
            )

    def _options(self) -> list[Option]:
        options = [Option(Content(_("Go on with the unfinished session")), id="resume")] if self._unfinished else []
        options += [
            Option(Content(_("Start: {name}").format(name=safe_line(name))), id=f"run:{name}")
            for name in self._workshops
        ]
        options += [
            Option(Content(_("Look back: {name}").format(name=safe_line(name))), id=f"show:{name}")
            for name in self._sessions
        ]
        return options

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for what was chosen."""
        kind, _colon, name = (event.option.id or "").partition(":")
        if kind == "resume":
            self.post_message(Offer())
        elif kind == "run":
            self.post_message(Prepare(name))
        else:
            self.post_message(LookBack(name))

    def action_leave(self) -> None:
        """Leave the app."""
        self.post_message(LeaveApp())

    def action_theme(self) -> None:
        """Light or dark."""
        self.app.theme = "luisteren-light" if self.app.theme == "luisteren-dark" else "luisteren-dark"
