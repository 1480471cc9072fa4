"""The palette: all commands of the session screen, to search by name."""

from collections.abc import Callable, Iterator
from typing import Any

from textual import getters
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Mount
from textual.widgets import LoadingIndicator, OptionList

from luisteren_tui.i18n import N_, _
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.keymap import ACTIONS, Action, printed
from luisteren_tui.tui.widgets.choice_list import ChoiceList
from luisteren_tui.tui.widgets.key_bar import KeyBar

KEY_WIDTH = 11
"""Cells for the key of a command."""


class Commands(Provider):
    """The actions of the session screen that its keys would carry out now, those of the footer first."""

    def _offered(self) -> Iterator[tuple[Action, Callable[[], Any]]]:
        for action in sorted(ACTIONS, key=lambda action: action.footer or len(ACTIONS)):
            # The palette would also run what no key does here, such as the speed of a rehearsal.
            if self.screen.check_action(action.name, ()):
                yield action, getattr(self.screen, f"action_{action.name}")

    async def discover(self) -> Hits:
        """Yield all commands."""
        for action, run in self._offered():
            yield DiscoveryHit(_line(action, Content(_(action.help))), run, text=_(action.help))

    async def search(self, query: str) -> Hits:
        """Yield the commands in whose help or label `query` is found."""
        matcher = self.matcher(query)
        for action, run in self._offered():
            help = _(action.help)
            if score := max(matcher.match(help), matcher.match(_(action.label))):
                yield Hit(score, _line(action, matcher.highlight(help)), run, text=help)


def _line(action: Action, help: Content) -> Content:
    return Content.assemble((f"{printed(action.name):<{KEY_WIDTH}}", "bold $accent"), help)


class PaletteList(CommandList, ChoiceList):
    """Textual's list of commands, with our look of the chosen row."""

    COMPONENT_CLASSES = ChoiceList.COMPONENT_CLASSES  # Textual takes those of the first base only


class Palette(CommandPalette):
    """Textual's palette with one line a command. It also takes the page keys of a clicker while its list is empty."""

    app = getters.app(BaseApp)
    CSS_PATH = "palette.tcss"

    def __init__(self) -> None:
        super().__init__([Commands])

    def compose(self) -> ComposeResult:
        """Lay out the palette with the names that Textual's own handlers look for."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield CommandInput(placeholder=_("Search all commands"), select_on_focus=False)
            with Vertical(id="--results"):
                yield PaletteList()
                yield LoadingIndicator()
            yield KeyBar((("command_list('select')", "enter", N_("do it")), ("escape", "escape", N_("back"))))

    def on_mount(self, event: Mount) -> None:
        """Leave out Textual's own handler while the app ends: no screen is left below, and it would raise an error."""
        if len(self.app.screen_stack) < 2:
            event.prevent_default()

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the palette. Once is enough: a second Enter would close the screen below next."""
        return super().dismiss(result) if self.app.is_front(self) else AwaitComplete()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return False for actions that move in a list without lines, where Textual would raise an error."""
        opens = action == "cursor_down"  # a list that is not laid out yet
        if (opens or action == "command_list") and not any(
            one.option_count and (opens or one.size) for one in self.query(OptionList)
        ):
            return False
        return super().check_action(action, parameters)
