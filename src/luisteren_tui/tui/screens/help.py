"""Where to look a key or a command up: the lists of keys, and the palette."""

from collections.abc import Iterable, Mapping
from typing import Any

from textual import getters
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.content import Content
from textual.events import Mount
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import OptionList

from luisteren_tui.i18n import _
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.keymap import ACTIONS, key_for, key_name
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.screens.page import Page

ALSO_ELSEWHERE = ("breather", "blank", "parking")
"""The actions of the session that pages and dialogs in front of it have too."""
MIN_TEXT_WIDTH = 16
"""With fewer cells than this beside its lead, a text takes the whole width."""


class HangingText(Widget):
    """Shows (lead, text) pairs. A long text continues below its own start, not below the lead."""

    DEFAULT_CSS = "HangingText { width: 1fr; height: auto; }"

    def __init__(self, rows: Iterable[tuple[Content, Content]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = tuple(rows)

    def render(self) -> Content:
        """Draw all rows."""
        return Content("\n").join(self.lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at `width`."""
        return len(self.lines(width))

    def lines(self, width: int) -> list[Content]:
        """Return the lines at `width`."""
        lines: list[Content] = []
        for lead, text in self._rows:
            beside = width - lead.cell_length
            if beside < MIN_TEXT_WIDTH:
                lines += Content.assemble(lead, text).wrap(max(1, width))
                continue
            first, *more = text.wrap(beside) or [Content("")]
            indent = Content(" " * lead.cell_length)
            lines += [Content.assemble(lead, first), *(Content.assemble(indent, part) for part in more)]
        return lines


class HelpScreen(Page):
    """All actions of the session screen, one on a line."""

    has_help = False

    def __init__(self, keymap: Mapping[str, str], *, rehearsal: bool) -> None:
        super().__init__()
        self.title_text = _("Keys")
        self._keymap = keymap
        self._actions = [action for action in ACTIONS if rehearsal or not action.rehearsal]

    def text(self, id: str) -> HangingText:
        """Return the table."""
        rows = []
        for action in self._actions:
            keys = " ".join(_(key_name(key)) for key in self._keymap.get(action.name, action.keys).split(","))
            rows.append(_row(keys, f" {action.f_key.upper():<4}", _(action.help)))
        rows.append(_row("Ctrl+P", " " * 5, _("Search all commands")))
        about = _(
            "The keys in the second column work while you write a note. Escape leaves the notes; Tab goes to the next place for notes."
        )
        nothing = Content("")
        return HangingText([*rows, (nothing, nothing), (nothing, Content.assemble((about, "$muted")))], id=id)

    def action_help(self) -> None:
        """Close the page, as the key that opened it does."""
        self.action_close()


class KeyList(Page):
    """The keys of another screen: each key and what it does, as message ids or as they are shown."""

    has_help = False

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.title_text = _("Keys")
        self._keys = tuple(keys)

    def text(self, id: str) -> HangingText:
        """Return the table."""
        return HangingText((_row(_(key_name(key)), " ", _capitalized(_(help))) for key, help in self._keys), id=id)

    def action_help(self) -> None:
        """Close the page, as the key that opened it does."""
        self.action_close()


def session_keys(screen: Dialog[Any] | Page, known: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the keys of the running session that work on `screen` too, with what they do, but for those that are `known`."""
    if not screen.app.session_runs:
        return []
    bound = {active.binding.id for active in screen.active_bindings.values()}
    named = {key for key, _help in known}
    actions = [action for action in ACTIONS if action.name in ALSO_ELSEWHERE and action.name in bound]
    return [(key_for(action.name), action.help) for action in actions if key_for(action.name) not in named]


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _row(keys: str, between: str, help: str) -> tuple[Content, Content]:
    return Content.assemble((f"{keys:<12}", "bold $accent"), between), Content(help)


class Palette(CommandPalette):
    """Textual's palette, which can also take the page keys of a clicker while its list is empty."""

    app = getters.app(BaseApp)

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
