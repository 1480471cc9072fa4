"""All the keys."""

from collections.abc import Iterable, Mapping

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.tui.commands import ACTIONS, key_name
from luisteren_tui.tui.screens.pages import Page


class HelpScreen(Page):
    """A line for each thing that can be done, from the one table of commands."""

    def __init__(self, keymap: Mapping[str, str], *, rehearsal: bool) -> None:
        super().__init__()
        self.title_text = _("Keys")
        self._keymap = keymap
        self._actions = [action for action in ACTIONS if rehearsal or not action.rehearsal]

    def content(self) -> Content:
        """Return the table."""
        lines = []
        for action in self._actions:
            keys = " ".join(_(key_name(key)) for key in self._keymap.get(action.name, action.keys).split(","))
            lines.append(
                Content.assemble((f"{keys:<12}", "bold $accent"), f" {action.f_key.upper():<4}", _(action.help))
            )
        lines.append(Content.assemble((f"{'Ctrl+P':<12}", "bold $accent"), "     ", _("Search all commands")))
        about = _(
            "The second column works while you write a note. Escape leaves the notes; Tab goes to the next place for notes."
        )
        return Content("\n").join([*lines, Content(""), Content.assemble((about, "$text-muted"))])


class KeyList(Page):
    """The keys of another screen: what is printed on each, and what it does (message ids)."""

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.title_text = _("Keys")
        self._keys = tuple(keys)

    def content(self) -> Content:
        """Return the table."""
        lines = [
            Content.assemble((f"{_(key_name(key)):<12}", "bold $accent"), f" {_(help)}") for key, help in self._keys
        ]
        return Content("\n").join(lines)
